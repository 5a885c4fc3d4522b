import { chunkRows } from '../sidecar/column-file.ts';
import { columnsReadBy, readBy, type Count, type Counted, type Counting } from './counting.ts';
import type { Answered } from './messages.ts';
import type { MatrixPool, MatrixRows, StoredColumn } from './pool.ts';
import {
  stateCount,
  widthOf,
  type Base,
  type Combination,
  type CubeAsk,
  type PatternAsk,
  type Program,
  type ScoringAmong,
} from './shapes.ts';

interface Waiting {
  readonly question: Counting;
  readonly answer: (found: Counted) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The rows in their files: columns and the programs of bitmaps are only remembered, and each question reads what it needs a
 * range of rows at a time. Questions asked at the same moment are answered in one pass, so that rows are read once for all.
 */
export class PassingRows implements MatrixRows {
  readonly #pool: MatrixPool;
  readonly #bytes: number;
  readonly #columns = new Map<string, StoredColumn>();
  readonly #programs = new Map<string, Program>();
  #base: Base | undefined;
  #waiting: Waiting[] = [];

  /** `bytes`: what rows may take in memory while they pass. */
  constructor(pool: MatrixPool, bytes: number) {
    this.#pool = pool;
    this.#bytes = bytes;
  }

  get dead(): boolean {
    return this.#pool.dead;
  }

  async load(columns: readonly StoredColumn[]): Promise<void> {
    for (const column of columns) this.#columns.set(column.name, column);
  }

  async setBase(base: Base): Promise<void> {
    this.#base = base;
  }

  async evaluate(program: Program): Promise<void> {
    for (const one of program.instructions) if (one.kind === 'keep') this.#programs.set(one.name, program);
  }

  async drop(columns: readonly string[], bitmaps: readonly string[]): Promise<void> {
    for (const name of columns) this.#columns.delete(name);
    for (const name of bitmaps) this.#programs.delete(name);
  }

  counts(names: readonly string[], signal?: AbortSignal): Promise<Answered['counts']> {
    return this.#ask('counts', { ask: 'counts', of: names }, signal);
  }

  figures(names: readonly string[], amounts: boolean, signal?: AbortSignal): Promise<Answered['figures']> {
    return this.#ask('figures', { ask: 'figures', of: { names, amounts } }, signal);
  }

  combine(combination: Combination, signal?: AbortSignal): Promise<Answered['combine']> {
    return this.#ask('combine', { ask: 'combine', of: combination }, signal);
  }

  changing(asked: ScoringAmong, signal?: AbortSignal): Promise<Answered['changing']> {
    return this.#ask('changing', { ask: 'changing', of: asked }, signal);
  }

  overlap(names: readonly string[], signal?: AbortSignal): Promise<Answered['overlap']> {
    return this.#ask('overlap', { ask: 'overlap', of: names }, signal);
  }

  patterns(ask: PatternAsk, signal?: AbortSignal): Promise<Answered['patterns']> {
    return this.#ask('patterns', { ask: 'patterns', of: ask }, signal);
  }

  cubes(asks: readonly CubeAsk[], signal?: AbortSignal): Promise<Answered['cubes']> {
    return this.#ask('cubes', { ask: 'cubes', of: asks }, signal);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #ask<C extends Count>(ask: C, question: Counting, signal?: AbortSignal): Promise<Answered[C]> {
    const found = await new Promise<Counted>((answer, fail) => {
      this.#waiting.push({ question, answer, fail });
      if (this.#waiting.length === 1) setImmediate(() => void this.#pass(signal));
    });
    if (found.ask !== ask) throw new Error(`${found.ask} answers ${ask}`);
    // It answers what was asked: compared one line above.
    return found.value as Answered[C];
  }

  async #pass(signal: AbortSignal | undefined): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      const base = this.#base;
      if (base === undefined) throw new Error('no base');
      const questions = waiting.map(({ question }) => question);
      const programs = this.#programsOf(new Set(questions.flatMap(readBy)));
      const columns = this.#columnsOf(programs, [base.states, base.amounts, ...questions.flatMap(columnsReadBy)]);
      const found = await this.#pool.pass(
        { columns, base, programs, questions },
        this.#rowsAt(columns, programs),
        signal,
      );
      waiting.forEach(({ answer, fail }, i) => {
        const own = found[i];
        if (own === undefined) fail(new Error('no answer'));
        else answer(own);
      });
    } catch (error) {
      for (const { fail } of waiting) fail(error);
    }
  }

  /** Those that make the bitmaps wanted, and keep no others. */
  #programsOf(wanted: ReadonlySet<string>): Program[] {
    const programs = new Set([...wanted].flatMap((name) => this.#programs.get(name) ?? []));
    return [...programs].map((program) => ({
      ...program,
      instructions: program.instructions.filter(
        (one) => one.kind !== 'keep' || (wanted.has(one.name) && this.#programs.get(one.name) === program),
      ),
    }));
  }

  #columnsOf(programs: readonly Program[], others: readonly string[]): StoredColumn[] {
    const atoms = programs.flatMap(({ instructions }) =>
      instructions.flatMap((one) => (one.kind === 'atom' ? [one.atom.column] : [])),
    );
    return [...new Set([...others, ...atoms])].map((name) => {
      const column = this.#columns.get(name);
      if (column === undefined) throw new Error(`no column ${name}`);
      return column;
    });
  }

  /** Rows of a thread that fit together with what is made of them. */
  #rowsAt(columns: readonly StoredColumn[], programs: readonly Program[]): number {
    const bitmaps = programs.reduce(
      (sum, { instructions }) => sum + instructions.filter(({ kind }) => kind === 'keep').length,
      stateCount + 2,
    );
    const bytes = columns.reduce((sum, { head }) => sum + widthOf[head.kind], bitmaps / 8);
    return Math.max(chunkRows, Math.floor(this.#bytes / this.#pool.threads / bytes));
  }
}
