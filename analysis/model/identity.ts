/**
 * Raised whenever a key or a kept fact of some value comes out otherwise than before: a project's values are then folded
 * anew when orders are next taken in.
 */
export const identityVersion = 6;

/** Kinds of value that are folded to one key (名寄せ). */
export const identityKinds = [
  'address',
  'person',
  'phone',
  'email',
  'ip',
  'device',
  'cookie',
  'card',
  'agent',
] as const;
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
  'family',
  'hyphens',
  'bin',
  'issuer',
] as const;
export type IdentityStepName = (typeof identitySteps)[number];

/**
 * Steps that can be left out to see what they are worth: the difference a step folds away then stays in the key. The
 * others find what the key is made of, and there is none without them: the town of an address, the family of an agent,
 * the issuer of a card.
 */
export const switchableSteps: Readonly<Record<IdentityKind, readonly IdentityStepName[]>> = {
  address: ['width', 'postal-code', 'variants', 'numerals', 'prefecture', 'city', 'street', 'block'],
  person: ['width', 'honorific', 'variants', 'kana', 'name-order', 'spaces', 'case'],
  phone: ['width', 'extension', 'country-code', 'leading-zero'],
  email: ['width', 'spaces', 'case', 'provider'],
  ip: ['width', 'spaces', 'extension', 'mapped'],
  device: ['width', 'hyphens', 'case'],
  cookie: ['width', 'hyphens', 'case'],
  card: [],
  agent: [],
};

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
  'not-an-agent',
  'not-a-bin',
  'reserved',
  'single-name',
  'placeholder',
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

/** Only such a key is an order's: the value stands for one thing. */
export const isTrusted = ({ confidence }: Pick<IdentityKey, 'confidence'>): boolean =>
  confidence === 'certain' || confidence === 'likely';

/** What may link two orders: the same value of one of these. `name` is name and address together. */
export const valueKinds = ['member', 'email', 'phone', 'card', 'device', 'cookie', 'name'] as const;
export type ValueKind = (typeof valueKinds)[number];

/** `near`: no value is the same, but a near match was accepted or weighs enough (model/near.ts). Only ever in hindsight. */
export const linkKinds = [...valueKinds, 'near'] as const;
export type LinkKind = (typeof linkKinds)[number];

/** More persons than this make a value a hub where nobody says otherwise: a family or a ring has fewer, a hotel more. */
export const usualHubPersons = 30;

/**
 * The column whose value links by a kind; by `name` the address alone. Of several the first one that orders have: those of
 * an earlier version may have ids without keys.
 */
export const linkedBy: Readonly<Record<ValueKind, readonly [string, ...string[]]>> = {
  member: ['member_id'],
  email: ['email_key'],
  phone: ['phone_key'],
  card: ['card_token'],
  device: ['device_key', 'device_id'],
  cookie: ['cookie_key', 'cookie_id'],
  name: ['buyer_address_key'],
};

/** The column of `linkedBy` that orders with these columns have; null for none. */
export const linkColumn = (kind: ValueKind, stored: ReadonlySet<string>): string | null =>
  linkedBy[kind].find((column) => stored.has(column)) ?? null;

/** Orders linked to one entity, over the whole history (in hindsight). Money in minor units of the project's currency. */
export interface LinkedEntity {
  /** Id and number of its earliest order. */
  readonly entity: string;
  readonly seq: number;
  readonly orders: number;
  readonly amount: number;
  /** Distinct names and addresses among them. */
  readonly names: number;
  readonly addresses: number;
  readonly bad: number;
  readonly good: number;
  /** Orders that each kind links to an earlier one, the most frequent first. */
  readonly links: readonly { readonly kind: LinkKind; readonly orders: number }[];
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
}

/** A value that too many persons share to tell them apart: it links nothing. */
export interface HubKey {
  readonly kind: ValueKind;
  /** Order id and number of the first order with it; the value itself is personal. */
  readonly first: string;
  readonly seq: number;
  readonly orders: number;
  readonly persons: number;
}

/** How the orders of a project are linked. */
export interface LinkReport {
  readonly orders: number;
  /** Orders in an entity of two or more. */
  readonly linked: number;
  /** Entities of two or more orders. */
  readonly entities: number;
  readonly largest: number;
  /** More persons than this make a value a hub. */
  readonly hubPersons: number;
  /** Orders each kind links to an earlier one, and values that do so. */
  readonly kinds: readonly { readonly kind: LinkKind; readonly orders: number; readonly values: number }[];
  readonly hubs: readonly HubKey[];
  readonly hubCount: number;
  /** Near matches over the link threshold were linked without a person's decision. */
  readonly near?: true;
}

/** How many entities and orders were told, see `identity.clusters`. */
export interface ClustersTold {
  readonly entities: number;
  readonly orders: number;
}

/** A value as orders write it: the key column it stands for, its first order (`seq`), and how many orders write it. */
export interface FrequentValue {
  readonly column: string;
  readonly seq: number;
  readonly value: string;
  /** Postal code beside an address, kana beside a name. */
  readonly beside: string | null;
  readonly orders: number;
}

/** Orders that have a key in a column. */
export interface KeyHolders {
  readonly column: string;
  readonly orders: number;
}

/** A key, and who else has it. */
export interface KeyAnswer {
  readonly key: IdentityKey;
  /** The key without the steps that were asked to be left out. */
  readonly then?: IdentityKey;
  readonly orders: readonly KeyHolders[];
}

/** The key of what an order writes in the place of a key column. */
export interface PickedKey extends KeyAnswer {
  readonly column: string;
}

/** Distinct values of a kind by confidence, and the keys that the certain and likely ones fold to. */
export interface IdentityCoverage {
  readonly kind: IdentityKind;
  readonly values: Readonly<Record<IdentityConfidence, number>>;
  readonly keys: number;
}

/** Other orders that share one value with an order, judged as the project's target is. */
export interface RelatedOrders {
  readonly column: string;
  readonly value: string;
  readonly orders: number;
  /** Those placed before it. */
  readonly before: number;
  readonly bad: number;
  readonly good: number;
  /** So many persons share the value that linking set it aside; only where orders are linked. */
  readonly hub?: true;
}
