import { roomFor, writeAtoms, type Column, type Lender } from './atoms.ts';
import { Combining } from './combining.ts';
import type { Places } from './decided-asks.ts';
import { KernelMemory } from './memory.ts';
import { patternsIn } from './patterns.ts';
import {
  stateCount,
  widthOf,
  type Base,
  type Block,
  type ColumnKind,
  type Combination,
  type Combined,
  type Cube,
  type CubeAsk,
  type CubeAxis,
  type Figures,
  type Instruction,
  type Overlap,
  type PatternAsk,
  type Patterns,
  type Program,
  type Scoring,
  type ScoringAmong,
} from './shapes.ts';

/** Blocks computed in one call: short calls let V8 replace its first quick code, and leave places to stop at. */
const slice = 32;

const bitmapBytes = 512;
const blockBytes = 12;
const sumBytes = 16 * stateCount;
const operations = { and: 0, or: 1, 'and-not': 2, atom: 3, keep: 4 } as const;
const arrays = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array } as const;

/** Puts the codes of a column where they belong, or throws. */
export type Fill = (target: Uint8Array<ArrayBuffer>) => void;

/** Asked between slices; throws to stop. */
export type Pause = () => void;

/** A part of the rows in memory of its own: columns, bitmaps made of them, and what they come to. */
export class Partition {
  readonly #memory: KernelMemory;
  readonly #rows: number;
  readonly #blocks: number;
  readonly #blockCount: number;
  readonly #weeks: number;
  readonly #columns = new Map<string, Column>();
  readonly #bitmaps = new Map<string, number>();
  readonly #scratch: number;
  readonly #combining: Combining;
  #states = 0;
  #base: Base | undefined;

  constructor(rows: number, blocks: readonly Block[], weeks: number, memory = new KernelMemory()) {
    this.#memory = memory;
    this.#rows = rows;
    this.#blockCount = blocks.length;
    this.#weeks = weeks;
    this.#blocks = this.#numbers(Uint32Array.from(blocks.flatMap(({ row, count, week }) => [row, count, week])));
    this.#scratch = this.#memory.lend(4096 * blockBytes);
    this.#combining = new Combining(memory);
  }

  /** Bytes of memory in use. */
  get size(): number {
    return this.#memory.size;
  }

  hasColumn(name: string): boolean {
    return this.#columns.has(name);
  }

  hasBitmap(name: string): boolean {
    return this.#bitmaps.has(name);
  }

  setColumn(name: string, kind: ColumnKind, fill: Fill): void {
    const length = this.#rows * widthOf[kind];
    const at = this.#memory.lend(length);
    try {
      fill(this.#memory.bytes.subarray(at, at + length));
    } catch (error) {
      this.#memory.takeBack(at);
      throw error;
    }
    this.dropColumn(name);
    this.#columns.set(name, { kind, at });
  }

  dropColumn(name: string): void {
    this.#combining.forget(name);
    const column = this.#columns.get(name);
    if (column !== undefined) this.#memory.takeBack(column.at);
    this.#columns.delete(name);
  }

  dropBitmap(name: string): void {
    this.#combining.forget(name);
    const at = this.#bitmaps.get(name);
    if (at !== undefined) this.#memory.takeBack(at);
    this.#bitmaps.delete(name);
  }

  /** Says which rows count and how they ended, and what is added up: columns that are there, `states` of one byte. */
  setBase(base: Base, pause: Pause): void {
    this.#combining.forget();
    if (this.#states === 0) this.#states = this.#memory.lend((stateCount + 1) * this.#stride);
    const states = [1, 2, 3, 4, 5].map((state) => ({ column: base.states, low: state, high: state }));
    const all = { column: base.states, low: 1, high: stateCount };
    const instructions = [...states, all].flatMap((atom, i): Instruction[] => [
      { kind: 'atom', to: 2, atom },
      { kind: 'keep', slot: 2, name: String(i) },
    ]);
    this.#evaluate({ slots: 3, instructions }, (name) => this.#states + Number(name) * this.#stride, pause);
    this.#base = base;
  }

  /** Computes a program and keeps its outputs; one whose name is there already is written anew. */
  evaluate(program: Program, pause: Pause): void {
    const names = program.instructions.flatMap((one) => (one.kind === 'keep' ? [one.name] : []));
    const places = new Map(names.map((name) => [name, this.#bitmaps.get(name) ?? this.#memory.lend(this.#stride)]));
    for (const [name, at] of places) this.#bitmaps.set(name, at);
    for (const name of names) this.#combining.forget(name);
    try {
      this.#evaluate(program, (name) => places.get(name) ?? 0, pause);
    } catch (error) {
      // Half of a bitmap is none.
      for (const name of names) this.dropBitmap(name);
      throw error;
    }
  }

  /** Rows of bitmaps that count. */
  counts(names: readonly string[], pause: Pause): number[] {
    const { kernel } = this.#memory;
    const inside = this.#states + stateCount * this.#stride;
    const found = names.map((name) => ({ at: this.#bitmap(name), count: 0 }));
    this.#slices((from, to) => {
      for (const one of found) one.count += Number(kernel.count(this.#blocks, from, to, one.at, inside));
    }, pause);
    return found.map(({ count }) => count);
  }

  /** Figures of bitmaps; without amounts theirs are 0. */
  figures(names: readonly string[], withAmounts: boolean, pause: Pause): Figures {
    const { kernel } = this.#memory;
    return this.#borrowing((lend) => {
      const rules = lend.numbers(Uint32Array.from(names, (name) => this.#bitmap(name)));
      const [sums, weekly] = [lend.piece(names.length * sumBytes), lend.piece(names.length * this.#weeks * 12)];
      const { states, amounts, wide } = this.#added();
      const given = [rules, names.length, this.#states, this.#stride, states, withAmounts ? amounts : 0, wide];
      this.#slices((from, to) => {
        kernel.figures(this.#blocks, from, to, ...given, sums, weekly, this.#weeks, this.#scratch);
      }, pause);
      return { sums: this.#sums(sums, names.length), weekly: this.#counters(weekly, names.length * this.#weeks * 3) };
    });
  }

  /** What rules do together. */
  combine(combination: Combination, pause: Pause): Combined {
    return this.#borrowing((lend) =>
      this.#combining.combine(combination, {
        ...this.#places(lend),
        ...{ blocks: this.#blocks, weeks: this.#weeks, stateBits: this.#states },
        inside: this.#states + stateCount * this.#stride,
        scoring: (scoring) => this.#scoring(scoring, lend),
        slice,
        slices: (work) => this.#slices(work, pause),
      }),
    );
  }

  /** Rows of a bitmap, for each rule, whose result by scores differs where it does not fire. */
  changing({ among, ...scoring }: ScoringAmong, pause: Pause): Uint32Array<ArrayBuffer> {
    const { kernel } = this.#memory;
    return this.#borrowing((lend) => {
      const given = this.#scoring(scoring, lend);
      const inside = this.#states + stateCount * this.#stride;
      const changed = lend.piece(scoring.rules.length * 4);
      const scratch = lend.piece(4096 * 24 + bitmapBytes);
      const rows = this.#bitmap(among);
      this.#slices((from, to) => {
        kernel.changing(this.#blocks, from, to, ...given, inside, rows, changed, scratch);
      }, pause);
      return this.#counters(changed, scoring.rules.length);
    });
  }

  /** Rules, weights, thresholds and results as the loops read them. */
  #scoring({ rules, thresholds, results }: Scoring, lend: Lender): readonly [number, number, number, number, number] {
    return [
      lend.numbers(Uint32Array.from(rules, ({ name }) => this.#bitmap(name))),
      rules.length,
      lend.numbers(Float64Array.from(rules.flatMap(({ weights }) => weights))),
      lend.numbers(Float64Array.from(thresholds)),
      lend.numbers(Uint32Array.from(results)),
    ];
  }

  /** Rows that every two of some bitmaps share. */
  overlap(names: readonly string[], pause: Pause): Overlap {
    const { kernel } = this.#memory;
    const count = names.length;
    return this.#borrowing((lend) => {
      const rules = lend.numbers(Uint32Array.from(names, (name) => this.#bitmap(name)));
      const [pairs, bad] = [lend.piece(count * count * 4), lend.piece(count * count * 4)];
      // Every rule on every row of a block is the most there can be.
      const lists = 4096 * count * 2;
      const scratch = lend.piece(2 * bitmapBytes + 4096 * 6 + lists);
      const inside = this.#states + stateCount * this.#stride;
      // Where many rules hit the same rows one block is much work already.
      const overlapped = (from: number, to: number): void => {
        kernel.overlap(this.#blocks, from, to, rules, count, inside, this.#states, pairs, bad, scratch, lists);
      };
      this.#slices(overlapped, pause, 1);
      return { pairs: this.#counters(pairs, count * count), bad: this.#counters(bad, count * count) };
    });
  }

  /** Sums of the rows of bitmaps by one or two columns of codes of one byte. */
  cubes(asks: readonly CubeAsk[], pause: Pause): Cube[] {
    return asks.map(({ among, first, second }) =>
      this.#borrowing((lend) => {
        const length = first.count * (second?.count ?? 1) * sumBytes;
        const cells = lend.piece(2 * length);
        const { states, amounts, wide } = this.#added();
        const inside = this.#states + stateCount * this.#stride;
        const given = [
          ...[this.#bitmap(among), inside, this.#byteColumn(first), second === null ? 0 : this.#byteColumn(second)],
          ...[second?.count ?? 1, states, amounts, wide, cells, length],
        ];
        this.#slices((from, to) => this.#memory.kernel.cube(this.#blocks, from, to, ...given), pause);
        return addedHalves(new BigInt64Array(this.#memory.bytes.buffer.slice(cells, cells + 2 * length)));
      }),
    );
  }

  /** Sums of rows by the rules that hit them. */
  patterns(ask: PatternAsk, pause: Pause): Patterns {
    const { rules, except, codes, count, marks, values, gather, measures, firstOnly = false } = ask;
    const { buffer } = this.#memory.bytes;
    const at = rules.map((name) => this.#bitmap(name));
    const out = except === null ? null : this.#bitmap(except);
    const empty = new Uint32Array(bitmapBytes / 4);
    if (this.#base === undefined) throw new Error('no base');
    return patternsIn(
      {
        blocks: new Uint32Array(buffer, this.#blocks, this.#blockCount * 3),
        words: (rule, block) => {
          const from = rule === null ? out : (at[rule] ?? null);
          return from === null ? empty : new Uint32Array(buffer, from + block * bitmapBytes, bitmapBytes / 4);
        },
        ...{ rules: rules.length, codeCount: count, measures, gather, firstOnly },
        ...{ codes: this.#codesOf(codes), marks: this.#codesOf(marks), values: this.#codesOf(values) },
        ...{ states: this.#codesOf(this.#base.states), amounts: this.#codesOf(this.#base.amounts) },
      },
      pause,
    );
  }

  #codesOf(name: string): Uint8Array | Uint16Array | Uint32Array | Float64Array {
    const { kind, at } = this.#column(name);
    return new arrays[kind](this.#memory.bytes.buffer, at, this.#rows);
  }

  /** The bits of a bitmap, one byte per row; for tests and for finding rows again. */
  rowsOf(name: string): Uint8Array<ArrayBuffer> {
    const at = this.#bitmap(name);
    const found = new Uint8Array(this.#rows);
    const blocks = new Uint32Array(this.#memory.bytes.buffer, this.#blocks, this.#blockCount * 3);
    for (let b = 0; b < this.#blockCount; b += 1) {
      const [row = 0, count = 0] = blocks.subarray(b * 3, b * 3 + 2);
      for (let i = 0; i < count; i += 1) {
        const byte = this.#memory.bytes[at + b * bitmapBytes + (i >> 3)] ?? 0;
        found[row + i] = (byte >> (i & 7)) & 1;
      }
    }
    return found;
  }

  /** Bytes of one bitmap over all blocks. */
  get #stride(): number {
    return this.#blockCount * bitmapBytes;
  }

  #evaluate({ slots: count, instructions }: Program, place: (name: string) => number, pause: Pause): void {
    const { kernel } = this.#memory;
    this.#borrowing((lend) => {
      const atoms = instructions.flatMap((one) => (one.kind === 'atom' ? [one.atom] : []));
      const records = writeAtoms(
        () => this.#memory.bytes.buffer,
        atoms,
        (name) => this.#column(name),
        lend,
      );
      let next = 0;
      const codes = instructions.flatMap((one) => {
        if (one.kind === 'atom') return [operations.atom, one.to, next++, 0];
        return one.kind === 'keep'
          ? [operations.keep, one.slot, place(one.name), 0]
          : [operations[one.kind], one.to, one.a, one.b];
      });
      const steps = lend.numbers(Uint32Array.from(codes));
      const slots = lend.piece(count * bitmapBytes);
      const what = [slots, records, steps, instructions.length];
      this.#slices((from, to) => kernel.evaluate(this.#blocks, from, to, ...what), pause);
    });
  }

  #added(): { readonly states: number; readonly amounts: number; readonly wide: number } {
    if (this.#base === undefined) throw new Error('no base');
    const amounts = this.#column(this.#base.amounts);
    return { states: this.#column(this.#base.states).at, amounts: amounts.at, wide: amounts.kind === 'f64' ? 1 : 0 };
  }

  #places(lend: Lender): Places {
    const column = (name: string): Column => this.#column(name);
    const bitmap = (name: string): number => this.#bitmap(name);
    return {
      memory: this.#memory,
      rows: this.#rows,
      stride: this.#stride,
      base: this.#added(),
      column,
      bitmap,
      ...lend,
    };
  }

  #column(name: string): Column {
    const column = this.#columns.get(name);
    if (column === undefined) throw new Error(`no column ${name}`);
    return column;
  }

  #byteColumn({ column }: CubeAxis): number {
    const { kind, at } = this.#column(column);
    if (kind !== 'u8') throw new Error(`codes of ${kind}`);
    return at;
  }

  #bitmap(name: string): number {
    const at = this.#bitmaps.get(name);
    if (at === undefined) throw new Error(`no bitmap ${name}`);
    return at;
  }

  #slices(work: (from: number, to: number) => void, pause: Pause, size = slice): void {
    for (let from = 0; from < this.#blockCount; from += size) {
      pause();
      work(from, Math.min(from + size, this.#blockCount));
    }
  }

  #numbers(numbers: Uint8Array | Uint16Array | Uint32Array | Float64Array, length = numbers.byteLength): number {
    const at = this.#memory.lend(length);
    this.#memory.bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), at);
    return at;
  }

  /** Work with pieces of memory that are taken back at its end. */
  #borrowing<T>(work: (lend: Lender) => T): T {
    const lent: number[] = [];
    const kept = (at: number): number => {
      lent.push(at);
      return at;
    };
    try {
      return work({
        piece: (length) => kept(this.#memory.lend(roomFor(length))),
        numbers: (numbers) => kept(this.#numbers(numbers, roomFor(numbers.byteLength))),
      });
    } finally {
      for (const at of lent) this.#memory.takeBack(at);
    }
  }

  #sums(at: number, count: number): BigInt64Array<ArrayBuffer> {
    return new BigInt64Array(this.#memory.bytes.buffer.slice(at, at + count * sumBytes));
  }

  #counters(at: number, count: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#memory.bytes.buffer.slice(at, at + count * 4));
  }
}

/** The second half of the cells added to the first. */
function addedHalves(cells: BigInt64Array<ArrayBuffer>): Cube {
  const half = cells.length / 2;
  const sums = cells.slice(0, half);
  for (let i = 0; i < half; i += 1) sums[i] = (sums[i] ?? 0n) + (cells[half + i] ?? 0n);
  return sums;
}
