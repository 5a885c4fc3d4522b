/**
 * How a column is kept: unsigned codes of one, two or four bytes, or doubles. Code 0 is NULL, the others count from 1;
 * in doubles NaN is NULL.
 */
export const columnKinds = ['u8', 'u16', 'u32', 'f64'] as const;
export type ColumnKind = (typeof columnKinds)[number];

/** Bytes of a value. */
export const widthOf: Readonly<Record<ColumnKind, number>> = { u8: 1, u16: 2, u32: 4, f64: 8 };

/** Outcome states are codes 1 to 5, in the order of `outcomeStates`; rows of code 0 are outside what is measured. */
export const stateCount = 5;

/** Rows of one week in a row: at most 4096. `row` counts from the first row of the part that holds it. */
export interface Block {
  readonly row: number;
  readonly count: number;
  readonly week: number;
}

/** Rows whose code lies between two codes, both included; for u8 and u16 also those a table marks with 1. */
export type Atom =
  | { readonly column: string; readonly low: number; readonly high: number }
  | { readonly column: string; readonly table: Uint8Array };

/**
 * One step on the bitmaps of a block, which stand in numbered slots: 0 is empty, 1 full. `keep` keeps a slot under a name.
 */
export type Instruction =
  | { readonly kind: 'atom'; readonly to: number; readonly atom: Atom }
  | { readonly kind: 'and' | 'or' | 'and-not'; readonly to: number; readonly a: number; readonly b: number }
  | { readonly kind: 'keep'; readonly slot: number; readonly name: string };

/** What to compute of each row, in this order. */
export interface Program {
  readonly slots: number;
  readonly instructions: readonly Instruction[];
}

/** What rows are told apart by and added up: names of columns. Amounts are u32 or f64, and 0 where there is none. */
export interface Base {
  readonly states: string;
  readonly amounts: string;
}

/** Orders and amounts per state: `sums` has 2 × 5 numbers for each of what was asked, orders first. */
export type Sums = BigInt64Array<ArrayBuffer>;

/** Figures of bitmaps, in the order asked. `weekly` has for each and each week: all, bad, good. */
export interface Figures {
  readonly sums: Sums;
  readonly weekly: Uint32Array<ArrayBuffer>;
}

/** One step of a policy: any or all of its conditions (names of bitmaps) give the result; results are places among the four. */
export interface Step {
  readonly result: number;
  readonly needs: 'any' | 'all';
  readonly conditions: readonly string[];
}

/** Sums of what rules add, and what follows from them. */
export interface Scoring {
  /** Names of bitmaps, each with what it adds to the sums ok, ng and hold. */
  readonly rules: readonly { readonly name: string; readonly weights: readonly [number, number, number] }[];
  readonly thresholds: readonly [number, number, number];
  /** By combination of the sums that reach their threshold: 1 ok, 2 ng, 4 hold. */
  readonly results: readonly number[];
}

/** What decides rows that no step did: one result for all, or the sums of what rules add. */
export type Rest = { readonly kind: 'otherwise'; readonly result: number } | ({ readonly kind: 'scores' } & Scoring);

/** Sums over the rows of a bitmap. */
export type ScoringAmong = Scoring & { readonly among: string };

export type Measures = readonly { readonly adds: 'one' | 'amount' | 'value'; readonly of: number }[];

/**
 * Sums to be taken of every decided row by a code of its own: a column of codes below `count`, of one or two bytes. `marks`
 * is a column of bits; a measure adds 1, the row's amount or its value in one more column where the row has every bit of `of`.
 */
export interface TallyAsk {
  readonly codes: string;
  readonly count: number;
  readonly marks: string;
  readonly values: string;
  readonly measures: Measures;
  /** The results whose rows are summed up; every one where this is missing. */
  readonly only?: readonly number[];
  /** Name of a bitmap whose rows are summed up; every row where this is missing. */
  readonly among?: string;
}

/** By code, result, state and measure. */
export type Tallied = Float64Array<ArrayBuffer>;

/** Rows with every bit of `of` in a column of bits, whose results are asked one by one. */
export interface GatherAsk {
  readonly marks: string;
  readonly of: number;
  /** Names of less than 255 bitmaps: which of them these rows are in is asked as well. */
  readonly among?: readonly string[];
}

/** Rows with some results, counted by a column of codes below `count`, of one, two or four bytes. */
export interface CodesAsk {
  readonly codes: string;
  readonly count: number;
  readonly only: readonly number[];
}

/** The result of a row that does not count, and the place of one in no bitmap, where they are asked one by one. */
export const noResult = 255;

/** How rules are brought together. */
export interface Combination {
  /** Names of bitmaps, in the order in which rules are asked. */
  readonly rules: readonly string[];
  readonly steps: readonly Step[];
  readonly rest: Rest;
  /** `first` is not asked: where every rule is a step it says nothing that `decided` does not. */
  readonly omitFirst?: boolean;
  readonly tallies?: readonly TallyAsk[];
  readonly gather?: GatherAsk;
  readonly count?: CodesAsk;
}

/**
 * What rules do together. `unique` and `first`, empty where it is omitted, are by rule; `decided` by step, then of the rest: one, or by combination;
 * `weekly` by week, result, and all, bad, good.
 */
export interface Combined {
  readonly unique: Sums;
  readonly first: Sums;
  readonly decided: Sums;
  readonly weekly: Uint32Array<ArrayBuffer>;
  /** As they were asked for. */
  readonly tallies: readonly Tallied[];
  /** A byte for each row asked for, in the order of the rows; none where none was. */
  readonly gathered: Uint8Array<ArrayBuffer>;
  /** Of the same rows the place of the first bitmap of `among` that each is in. */
  readonly within: Uint8Array<ArrayBuffer>;
  /** By code; empty where it was not asked for. */
  readonly counted: Uint32Array<ArrayBuffer>;
}

/** Rows that two rules share, of all and of bad ones: `pairs[i * n + j]` for i < j. */
export interface Overlap {
  readonly pairs: Uint32Array<ArrayBuffer>;
  readonly bad: Uint32Array<ArrayBuffer>;
}

/**
 * Rows told by the rules that hit them: names of bitmaps, and of one of rows that are left out, if any. Codes are taken
 * modulo `count`; the rest as in `TallyAsk`. Rows that have every bit of `gather` in their marks are told one by one as well.
 */
export interface PatternAsk extends Omit<TallyAsk, 'only'> {
  readonly rules: readonly string[];
  readonly except: string | null;
  readonly gather: number;
  /** A row is told by the first rule that hits it alone: patterns are of one rule each, and no row is told one by one. */
  readonly firstOnly?: true;
}

/** A column of codes of one byte, all of them below `count`. */
export interface CubeAxis {
  readonly column: string;
  readonly count: number;
}

/** Rows of a bitmap, to be added up by one or two columns of codes and by state. */
export interface CubeAsk {
  /** Name of the bitmap. */
  readonly among: string;
  readonly first: CubeAxis;
  readonly second: CubeAxis | null;
}

/** Orders and amount by code of the first axis, of the second, and state. */
export type Cube = Sums;

/** What is told of one row: it does not count, is left out, or no rule hits it; more is its pattern, from `first` on. */
export const gatheredRow = { outside: 0, except: 1, none: 2, first: 3 } as const;

/**
 * Sums of rows by pattern, which is the rules that hit a row (as places among those asked, ascending), code and state. The
 * rules of pattern p are `members` up to `ends[p]`, from where those of the one before end.
 */
export interface Patterns {
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly members: Uint16Array<ArrayBuffer>;
  readonly measures: number;
  /** By cell: its pattern; its code times the number of states, plus its state; and a sum for each measure. */
  readonly patterns: Uint32Array<ArrayBuffer>;
  readonly codes: Uint16Array<ArrayBuffer>;
  readonly sums: Float64Array<ArrayBuffer>;
  /** Of each row asked for, in the order of the rows, see `gatheredRow`. */
  readonly gathered: Uint32Array<ArrayBuffer>;
}
