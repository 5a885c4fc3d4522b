import { atOnce, pieceSteps, type Pieces } from '../pieces.ts';
import { gatheredRow, stateCount, type Measures, type Patterns } from './shapes.ts';

/** Bits of one word as they are read. */
const wordBits = 32;

/** What is read of rows to tell them by the rules that hit them. */
export interface PatternRows {
  /** First row, number of rows, and week of each block. */
  readonly blocks: Uint32Array;
  /** The bitmap of a rule in a block, in words; null for the rows that are left out. */
  readonly words: (rule: number | null, block: number) => Uint32Array;
  readonly rules: number;
  /** Taken modulo `codeCount`. */
  readonly codes: ArrayLike<number>;
  readonly codeCount: number;
  /** Rows of state 0 are left out. */
  readonly states: ArrayLike<number>;
  readonly marks: ArrayLike<number>;
  readonly amounts: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly measures: Measures;
  /** Rows with every bit of it in their marks are told one by one. */
  readonly gather: number;
  /** A row is told by the first rule that hits it alone, and none one by one. */
  readonly firstOnly: boolean;
}

/** Adds up rows by the rules that hit them; those that none hits are left out. */
export function patternsIn(rows: PatternRows, pause: () => void): Patterns {
  if (rows.firstOnly) return firstsIn(rows, pause);
  const table = new PatternTable(rows.measures.length);
  const starts = new Uint32Array(4096 + 1);
  let lists = new Uint16Array(4096);
  const gathered: number[] = [];
  for (let block = 0; block * 3 < rows.blocks.length; block += 1) {
    const [row = 0, count = 0] = rows.blocks.subarray(block * 3, block * 3 + 2);
    pause();
    const length = counted(rows, block, starts);
    if (lists.length < length) lists = new Uint16Array(length * 2);
    listed(rows, block, starts, lists);
    // Filling has moved every start to the end of its list.
    for (let i = 0, from = 0; i < count; from = starts[i] ?? 0, i += 1) {
      const to = starts[i] ?? 0;
      const state = rows.states[row + i] ?? 0;
      const pattern = from === to || state === 0 ? null : table.patternOf(lists.subarray(from, to));
      if (((rows.marks[row + i] ?? 0) & rows.gather) === rows.gather)
        gathered.push(
          state === 0 ? gatheredRow.outside : pattern === null ? hitless(rows, block, i) : gatheredRow.first + pattern,
        );
      if (pattern === null) continue;
      const code = (rows.codes[row + i] ?? 0) % rows.codeCount;
      const sums = table.sumsOf(pattern, code * stateCount + state - 1);
      addRow(rows, row + i, table.sums, sums);
    }
  }
  return { ...atOnce(table.making()), gathered: Uint32Array.from(gathered) };
}

/** Adds up rows by the first rule that hits them. */
function firstsIn(rows: PatternRows, pause: () => void): Patterns {
  const { rules, codes, codeCount, states, blocks, measures } = rows;
  const width = measures.length;
  const cells = codeCount * stateCount;
  const all = new Float64Array(rules * cells * width);
  const filled = new Uint8Array(rules * cells);
  for (let block = 0; block * 3 < blocks.length; block += 1) {
    const row = blocks[block * 3] ?? 0;
    pause();
    eachHit(rows, block, (i, rule) => {
      const state = states[row + i] ?? 0;
      if (state === 0) return;
      const cell = rule * cells + ((codes[row + i] ?? 0) % codeCount) * stateCount + state - 1;
      filled[cell] = 1;
      addRow(rows, row + i, all, cell * width);
    });
  }
  const told = Uint32Array.from([...filled.keys()].filter((cell) => filled[cell] === 1));
  const sums = new Float64Array(told.length * width);
  told.forEach((cell, i) => sums.set(all.subarray(cell * width, (cell + 1) * width), i * width));
  return {
    ends: Uint32Array.from({ length: rules }, (_, rule) => rule + 1),
    members: Uint16Array.from({ length: rules }, (_, rule) => rule),
    ...{ measures: width, sums, gathered: new Uint32Array() },
    patterns: told.map((cell) => Math.floor(cell / cells)),
    codes: Uint16Array.from(told, (cell) => cell % cells),
  };
}

/** What is told of a row that no rule hits. */
function hitless({ words }: PatternRows, block: number, i: number): number {
  const word = words(null, block)[Math.floor(i / wordBits)] ?? 0;
  return ((word >>> (i % wordBits)) & 1) === 1 ? gatheredRow.except : gatheredRow.none;
}

/** Counts the rules of each row of a block; `starts` are where the list of each begins. Answers how long all are. */
function counted(rows: PatternRows, block: number, starts: Uint32Array): number {
  starts.fill(0);
  eachHit(rows, block, (i) => (starts[i + 1] = (starts[i + 1] ?? 0) + 1));
  for (let i = 1; i < starts.length; i += 1) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  return starts[4096] ?? 0;
}

function listed(rows: PatternRows, block: number, starts: Uint32Array, lists: Uint16Array): void {
  eachHit(rows, block, (i, rule) => {
    const at = starts[i] ?? 0;
    lists[at] = rule;
    starts[i] = at + 1;
  });
}

/** The rules one after the other, and the rows of a block that each hits and that are not left out. */
function eachHit(rows: PatternRows, block: number, hit: (row: number, rule: number) => void): void {
  const { rules, words, firstOnly } = rows;
  const out = firstOnly ? words(null, block).slice() : words(null, block);
  for (let rule = 0; rule < rules; rule += 1) {
    const own = words(rule, block);
    for (let word = 0; word < own.length; word += 1) {
      let rest = (own[word] ?? 0) & ~(out[word] ?? 0);
      if (firstOnly) out[word] = (out[word] ?? 0) | rest;
      while (rest !== 0) {
        const bit = 31 - Math.clz32(rest & -rest);
        hit(word * wordBits + bit, rule);
        rest &= rest - 1;
      }
    }
  }
}

const noMeasure: Measures[number] = { adds: 'one', of: -1 };

function addRow({ marks, amounts, values, measures }: PatternRows, row: number, sums: Float64Array, at: number): void {
  const own = marks[row] ?? 0;
  for (let m = 0; m < measures.length; m += 1) {
    const { adds, of } = measures[m] ?? noMeasure;
    if ((own & of) !== of) continue;
    const value = adds === 'one' ? 1 : ((adds === 'amount' ? amounts[row] : values[row]) ?? 0);
    sums[at + m] = (sums[at + m] ?? 0) + value;
  }
}

/** What several parts of the rows came to, as one. */
export function* addingPatterns(parts: readonly Patterns[]): Pieces<Patterns> {
  const [first, ...others] = parts;
  if (first === undefined) return { ...atOnce(new PatternTable(0).making()), gathered: new Uint32Array() };
  if (others.length === 0) return first;
  const width = Math.max(...parts.map(({ measures }) => measures));
  const table = new PatternTable(width);
  const gathered: number[] = [];
  for (const { ends, members, patterns, codes, sums, gathered: own } of parts) {
    const places = new Uint32Array(ends.length);
    for (let p = 0; p < ends.length; p += 1) {
      if (p % pieceSteps === 0) yield;
      places[p] = table.patternOf(members.subarray(p === 0 ? 0 : ends[p - 1], ends[p]));
    }
    for (const told of own) {
      if (gathered.length % pieceSteps === 0) yield;
      gathered.push(told < gatheredRow.first ? told : gatheredRow.first + (places[told - gatheredRow.first] ?? 0));
    }
    for (let cell = 0; cell < codes.length; cell += 1) {
      if (cell % pieceSteps === 0) yield;
      const at = table.sumsOf(places[patterns[cell] ?? 0] ?? 0, codes[cell] ?? 0);
      for (let m = 0; m < width; m += 1) table.sums[at + m] = (table.sums[at + m] ?? 0) + (sums[cell * width + m] ?? 0);
    }
  }
  return { ...(yield* table.making()), gathered: Uint32Array.from(gathered) };
}

/** Patterns and their sums as they are found. */
class PatternTable {
  readonly #measures: number;
  readonly #known = new Map<string, number>();
  readonly #alone: number[] = [];
  readonly #cells = new Map<number, number>();
  readonly #patterns: number[] = [];
  readonly #codes: number[] = [];
  sums: Float64Array<ArrayBuffer> = new Float64Array(1024);

  constructor(measures: number) {
    this.#measures = measures;
  }

  /** Place of the pattern of these rules. */
  patternOf(members: Uint16Array): number {
    const single = members.length === 1 ? members[0] : undefined;
    const there = single === undefined ? undefined : this.#alone[single];
    if (there !== undefined) return there;
    // A character for each rule.
    const name = String.fromCharCode(...members);
    const found = this.#known.get(name) ?? this.#known.size;
    this.#known.set(name, found);
    if (single !== undefined) this.#alone[single] = found;
    return found;
  }

  /** Where the sums of a pattern and code begin; valid for `sums` as they are then. */
  sumsOf(pattern: number, code: number): number {
    const key = pattern * 65_536 + code;
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      cell = this.#cells.size;
      this.#cells.set(key, cell);
      this.#patterns.push(pattern);
      this.#codes.push(code);
      const needed = (cell + 1) * this.#measures;
      if (needed > this.sums.length) {
        const more = new Float64Array(needed * 2);
        more.set(this.sums);
        this.sums = more;
      }
    }
    return cell * this.#measures;
  }

  *making(): Pieces<Omit<Patterns, 'gathered'>> {
    const names = [...this.#known.keys()];
    const members = new Uint16Array(names.reduce((sum, { length }) => sum + length, 0));
    const ends = new Uint32Array(names.length);
    let end = 0;
    for (const [at, name] of names.entries()) {
      if (at % pieceSteps === 0) yield;
      for (let i = 0; i < name.length; i += 1) members[end + i] = name.charCodeAt(i);
      ends[at] = end += name.length;
    }
    return {
      ...{ ends, members, measures: this.#measures },
      patterns: Uint32Array.from(this.#patterns),
      codes: Uint16Array.from(this.#codes),
      sums: this.sums.slice(0, this.#cells.size * this.#measures),
    };
  }
}
