/** How what lies in memory is laid out, and what numbers mean; ../../velocity/part.ts writes plans so. */

export const NONE: i64 = i64.MIN_VALUE;
/** A number too large for what follows: then none of it is computed here. */
export const TOO_LARGE: i64 = i64.MIN_VALUE + 1;

/** Answers besides sizes. */
export const UNORDERED: i32 = -1;
export const UNFIT: i32 = -2;
export const NO_MEMORY: i32 = -3;

export const COUNT: u32 = 0;
export const SUM: u32 = 1;
export const FIRST: u32 = 2;
export const LAST: u32 = 3;
export const SINCE_FIRST: u32 = 4;
export const SINCE_LAST: u32 = 5;
export const MEAN: u32 = 6;
export const MONEY_MEAN: u32 = 7;
export const LEAST: u32 = 8;
export const GREATEST: u32 = 9;
export const DISTINCT: u32 = 10;

/** Rows of a piece of the stream, whose columns stand one behind the other; the last piece may hold fewer. */
export const PIECE_ROWS: u32 = 32768;
/** Time, hash, seq and place of a row; its values stand behind. */
export const ROW: u32 = 24;
/** Of a group: its column of hashes, values, columns of values, features, how many, windows, how many. */
export const GROUP: usize = 28;
/** Of a feature: kind, value or −1, whether the row itself counts, window, limit of sums or 0. */
export const FEATURE: usize = 24;
/** Of what is known of a feature's values: the number below the least, the greatest, of how many rows there is one. */
export const ENDS: usize = 24;
/** Of a column of codes: how they are kept, where the first stands, what is taken from a value to be its code. */
export const CODED: usize = 16;
/** How codes are kept: in so many bytes, whole numbers as doubles, bits of doubles as they are. */
export const ONE_BYTE: u32 = 0;
export const TWO_BYTES: u32 = 1;
export const FOUR_BYTES: u32 = 2;
export const WHOLE: u32 = 3;
/** Of a value while a partition is at work: values, counts, sums, sums of the high halves or 0, the next ones, the last ones. */
export const VALUE: usize = 24;
/** What features need of a value. */
export const COUNTS: u32 = 1;
export const SUMS: u32 = 2;
export const NEIGHBOURS: u32 = 4;

export const GOLDEN: u64 = 0x9e3779b97f4a7c15;

/** Rows whose values are written at once, so that they stay close to the processor on their way into rows of all features. */
export const SOME: u32 = 512;
/** A column of them; rows that are not asked write one past the last. */
export const WIDTH: usize = (SOME + 1) << 3;

/** Room for what is written at once. */
export function emitBytes(featureCount: u32): usize {
  return (1 + featureCount) * WIDTH + 64;
}
