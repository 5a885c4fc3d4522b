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

/** Rows in a block of a partition; a block begins with the address of the next. */
export const BLOCK_ROWS: u32 = 64;
export const BLOCK_HEAD: u32 = 8;
/** Time, hash, seq and place of a row; its values stand behind. */
export const ROW: u32 = 24;
/** Of a group: partitions, values, columns of values, features, how many, windows, how many. */
export const GROUP: usize = 32;
export const MOST_GROUPS: usize = 64;
/** Of a partition: where the next row goes, where its block ends, its first block, its rows. */
export const PARTITION: usize = 16;
/** Of a feature: kind, value or −1, whether the row itself counts, window, limit of sums or 0, address of what is made. */
export const FEATURE: usize = 32;
/** Of a value while a partition is at work: values, counts, sums, sums of the high halves or 0, the next ones, the last ones. */
export const VALUE: usize = 24;
/** What features need of a value. */
export const COUNTS: u32 = 1;
export const SUMS: u32 = 2;
export const NEIGHBOURS: u32 = 4;

export const GOLDEN: u64 = 0x9e3779b97f4a7c15;
