import type { ColumnHead } from '../sidecar/column-file.ts';
import type { Counted, Counting } from './counting.ts';
import type {
  Base,
  Block,
  Combination,
  Combined,
  Cube,
  CubeAsk,
  Figures,
  Overlap,
  PatternAsk,
  Patterns,
  Program,
  ScoringAmong,
} from './shapes.ts';

/** A column's file and the rows of it that a part wants. */
export interface ColumnPart {
  readonly name: string;
  readonly path: string;
  readonly head: ColumnHead;
  readonly from: number;
  readonly to: number;
}

/** Rows that pass through memory a range at a time, what is made of each, and what is asked of that. */
export interface Passing {
  /** Each of whole chunks of the files; blocks count their rows from its first. */
  readonly ranges: readonly { readonly from: number; readonly to: number; readonly blocks: readonly Block[] }[];
  readonly weeks: number;
  readonly columns: readonly { readonly name: string; readonly path: string; readonly head: ColumnHead }[];
  readonly base: Base;
  readonly programs: readonly Program[];
  readonly questions: readonly Counting[];
}

/** What a worker may be asked, and what it answers. */
export interface Asked {
  readonly open: { readonly rows: number; readonly blocks: readonly Block[]; readonly weeks: number };
  readonly columns: readonly ColumnPart[];
  readonly base: Base;
  readonly evaluate: Program;
  readonly counts: readonly string[];
  readonly figures: { readonly names: readonly string[]; readonly amounts: boolean };
  readonly combine: Combination;
  readonly changing: ScoringAmong;
  readonly overlap: readonly string[];
  readonly patterns: PatternAsk;
  readonly cubes: readonly CubeAsk[];
  readonly pass: Passing;
  readonly drop: { readonly columns: readonly string[]; readonly bitmaps: readonly string[] };
  readonly size: null;
}

export interface Answered {
  readonly open: null;
  readonly columns: null;
  readonly base: null;
  readonly evaluate: null;
  readonly counts: readonly number[];
  readonly figures: Figures;
  readonly combine: Combined;
  readonly changing: Uint32Array<ArrayBuffer>;
  readonly overlap: Overlap;
  readonly patterns: Patterns;
  readonly cubes: readonly Cube[];
  readonly pass: readonly Counted[];
  readonly drop: null;
  readonly size: number;
}

export type Ask = keyof Asked;

/** One question; its answer is given before the next is read. */
export type Question = { readonly [A in Ask]: { readonly ask: A; readonly of: Asked[A] } }[Ask];

/** `damaged`: the file of a column is not what was written; `memory`: there is not enough for this. */
export type Reply =
  | { readonly ok: true; readonly value: Answered[Ask] }
  | { readonly ok: false; readonly why: 'stopped' | 'memory' }
  | { readonly ok: false; readonly why: 'damaged'; readonly path: string }
  | { readonly ok: false; readonly why: 'internal'; readonly detail: string };
