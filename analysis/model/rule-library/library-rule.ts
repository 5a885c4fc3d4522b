import type { Feature } from '../features.ts';
import type { Rule } from '../ruleset.ts';

/** What the rules of the library are meant to catch. */
export const fraudTypes = [
  'stolen-card',
  'card-testing',
  'resale',
  'affiliate',
  'sample-abuse',
  'pay-later',
  'takeover',
] as const;
export type FraudType = (typeof fraudTypes)[number];

export interface BothLanguages {
  readonly ja: string;
  readonly en: string;
}

/** A documented rule to take into a set. Amounts are in yen. */
export interface LibraryRule extends Pick<Rule, 'code' | 'when' | 'result' | 'description'> {
  readonly type: FraudType;
  readonly name: BothLanguages;
  /** How the fraud shows, and why the rule catches it. */
  readonly pattern: BothLanguages;
  /** Good orders it usually hits too. */
  readonly falsePositives: BothLanguages;
  /** What has to be put in the place of the values written here; most rules need nothing. */
  readonly adapt?: BothLanguages;
  /** Paths of the fields it reads. */
  readonly fields: readonly string[];
  /** Features it reads as `velocity.<id>`; they come into the set with it. */
  readonly features?: readonly Feature[];
  readonly scores: NonNullable<Rule['scores']>;
  readonly touchpoint: string;
}

/** Two texts of one meaning. */
export const say = (ja: string, en: string): BothLanguages => ({ ja, en });

/** Scores by the result a rule suggests. */
export const scored = {
  ng: (points: number) => ({ ok: 0, ng: points, hold: 0 }),
  hold: (points: number) => ({ ok: 0, ng: 0, hold: points }),
};
