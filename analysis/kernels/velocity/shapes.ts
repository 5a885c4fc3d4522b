/** What is asked of the loops over the past of keys. Numbers have 64 bits; `none` stands for NULL. */

/** NULL among values and answers. */
export const none = -(2n ** 63n);
/** What a value too large for the loops is to be given as: they then refuse the work. */
export const tooLarge = none + 1n;

/**
 * What is taken of the rows in a window: how many there are, have a value, or have different ones; their sum, mean (of
 * `money` to the nearest whole, halves away from zero, else as the bits of a double), least and greatest value; the time of
 * the first and last one with a value, and whole seconds since.
 */
export const featureKinds = [
  'count',
  'sum',
  'first',
  'last',
  'since-first',
  'since-last',
  'mean',
  'money-mean',
  'least',
  'greatest',
  'distinct',
] as const;
export type FeatureKind = (typeof featureKinds)[number];

/** One feature of a group. */
export interface KernelFeature {
  readonly kind: FeatureKind;
  /** Which of the group's values is meant; null for rows as such (`count`, `first`, `last`, `since-…`). */
  readonly value: number | null;
  /** Length of the window in microseconds, null for all the past. */
  readonly window: bigint | null;
  /** The row itself counts too. */
  readonly own: boolean;
  /** A sum whose size is beyond this is NULL; null for no limit. */
  readonly limit: bigint | null;
}

/** Features over the rows of one key. */
export interface KernelGroup {
  /** Columns of values that the group reads, by their place among all of them. */
  readonly values: readonly number[];
  readonly features: readonly KernelFeature[];
}

/**
 * Columns that come before the hashes of the keys, one for each group, and the values. A mark is the seq of a row in its lower
 * half, −1 where nothing is asked for it, and in its upper half the place among rows of the same time.
 */
export const leadingColumns = ['time', 'mark'] as const;

/** The rows of some features of several groups in one stream. */
export interface KernelPlan {
  readonly groups: readonly KernelGroup[];
  /** Columns of values in all. */
  readonly values: number;
}

export const columnsOf = ({ groups, values }: KernelPlan): number => leadingColumns.length + groups.length + values;

/** Why a piece of work is not done: rows not in the order of time, a number too large, too little memory. */
export type Refusal = 'unordered' | 'unfit' | 'memory';

/** The loops do not do this work. */
export class Refused extends Error {
  readonly why: Refusal;

  constructor(why: Refusal) {
    super(why);
    this.why = why;
  }
}
