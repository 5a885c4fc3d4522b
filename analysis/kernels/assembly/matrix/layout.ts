/** How what lies in memory is laid out; ../../matrix/partition.ts writes it. */

/** Bytes of a bitmap of one block. */
export const BITS: usize = 512;
/** Bytes of the description of a block: first row, rows, week. */
export const BLOCK: usize = 12;
/** Bytes of an atom and of an operation. */
export const ATOM: usize = 32;
export const OPERATION: usize = 16;
/** Outcome states; one more bitmap behind theirs holds the rows that count at all. */
export const STATES: usize = 5;
/** Orders and amount of each state. */
export const SUMS: usize = 80;
/**
 * A step: its result, whether all conditions are needed, where their bitmaps begin, how many, whether it is in both of two
 * lists (0), only in the one before (1) or in the one now (2), and the place of its sums.
 */
export const STEP: usize = 24;
