/** Kinds of value that are folded to one key (名寄せ). */
export const identityKinds = ['address', 'person', 'phone', 'email', 'ip'] as const;
export type IdentityKind = (typeof identityKinds)[number];

/**
 * How far the key may be trusted: `certain` nothing was assumed; `likely` something was filled in that could hardly be
 * otherwise; `weak` the key stands for more than one thing (an address without numbers, a surname alone); `none` there
 * is no key.
 */
export const identityConfidences = ['certain', 'likely', 'weak', 'none'] as const;
export type IdentityConfidence = (typeof identityConfidences)[number];

/** What was done to a value, in the order it was done. */
export const identitySteps = [
  'width',
  'postal-code',
  'variants',
  'numerals',
  'prefecture',
  'city',
  'town',
  'street',
  'block',
  'honorific',
  'spaces',
  'kana',
  'name-order',
  'extension',
  'country-code',
  'leading-zero',
  'case',
  'provider',
  'mapped',
] as const;
export type IdentityStepName = (typeof identitySteps)[number];

/** Why a value has no key, or only a weak one. */
export const identityDoubts = [
  'empty',
  'no-place',
  'several-places',
  'no-town',
  'no-block',
  'postal-unknown',
  'postal-disagrees',
  'excel-number',
  'not-a-number',
  'not-assigned',
  'not-an-email',
  'not-an-ip',
  'reserved',
  'single-name',
  'masked',
] as const;
export type IdentityDoubt = (typeof identityDoubts)[number];

export interface IdentityStep {
  readonly step: IdentityStepName;
  /** The value after the step. */
  readonly value: string;
}

/** A value and the key it folds to. Two values with one key are taken for the same thing. */
export interface IdentityKey {
  readonly kind: IdentityKind;
  readonly raw: string;
  readonly key: string | null;
  readonly confidence: IdentityConfidence;
  readonly doubts: readonly IdentityDoubt[];
  /** What the value says beside its key: prefecture, room, kind of phone, mail domain … */
  readonly facts: Readonly<Record<string, string | boolean>>;
  /** Only steps that changed something. */
  readonly steps: readonly IdentityStep[];
}
