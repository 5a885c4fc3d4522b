import { failureOf, ShinsaError } from '../../model/failure.ts';
import { OutOfMemory, Stopped } from '../../kernels/matrix/pool.ts';
import { ColumnDamaged } from '../../kernels/sidecar/column-file.ts';
import { usualColumnLimits, type ColumnLimits } from '../../store/columns-folder.ts';
import type { Connection } from '../../store/connection.ts';
import { judgedProject } from '../../store/judged-views.ts';
import type { MemoryBudget } from '../../store/memory-budget.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { sql } from '../../store/sql.ts';
import { asOf, wishesOf } from './asked.ts';
import { nameOf, type Wish } from './coded.ts';
import { groundOf, type Ground } from '../ground.ts';
import type { Counting, Measurement, Question } from '../measurement.ts';
import { knowsTheFuture, type RuleCounts } from '../rule-counts.ts';
import { changedOrders } from './changed-orders.ts';
import { chosenOrders } from './chosen-orders.ts';
import { hitPatterns } from './hit-patterns.ts';
import { KnownColumns, type Source } from './known-columns.ts';
import { decidedBitmaps, decidedNames } from './other-decisions.ts';
import { noteThere, writeNote } from './make-columns.ts';
import { bytesForColumns, bytesOfBitmap, eachOf, openRows, weeksIn, type OpenRows } from './open-rows.ts';
import { prepareApart } from './purchases.ts';
import {
  everyOrder,
  makeBitmaps,
  named,
  prepareColumns,
  toldOrders,
  unknownOrders,
  type NamedRule,
  type Workbench,
} from './rule-bitmaps.ts';
import { setMeasure, sharedOrders, talliesOfSet, type CodedRule } from './set-measure.ts';
import { apartOf, columnsOf, type TallyWishes } from './set-tally.ts';
import { statesAt, weekAt, type WeekCount } from './sums.ts';

/** Figures of single rules that are remembered. */
const mostMeasured = 4000;
/** So often the folder of the columns may vanish under one question. */
const mostGone = 3;

type Memory = Pick<MemoryBudget, 'kept' | 'passing'>;

/** For tests: what is kept at most where that is not what is usual. */
interface Limits {
  readonly memory?: Memory;
  readonly columns?: ColumnLimits;
  readonly figures?: number;
}

/** What is in memory of one state of the data. */
interface State {
  readonly folder: string;
  readonly known: KnownColumns;
  open: OpenRows | undefined;
  /** What was asked does not fit into memory: rows pass through it from now on. */
  passing: boolean;
  /** By base and name of the figures. */
  readonly measured: Map<string, Omit<RuleCounts, 'hindsight'> & { readonly weekly: readonly WeekCount[] }>;
}

/**
 * Every rule on every order once: bitmaps over coded columns in worker threads. What was asked before costs next to
 * nothing; the columns lie in files, so that nothing is read from the database again while the data stay as they are.
 * Where the bitmaps or columns of a question do not fit into memory its rows pass through it a range at a time.
 * Questions are answered one after the other.
 */
export class Matrix {
  readonly #project: ProjectHandle;
  readonly #memory: Memory;
  readonly #columnLimits: ColumnLimits;
  readonly #mostMeasured: number;
  #turn: Promise<unknown> = Promise.resolve();
  #state: State | undefined;

  constructor(project: ProjectHandle, limits: Limits = {}) {
    this.#project = project;
    this.#memory = limits.memory ?? project.memory;
    this.#columnLimits = limits.columns ?? usualColumnLimits;
    this.#mostMeasured = limits.figures ?? mostMeasured;
    project.onClose(() => this.#close());
  }

  /**
   * On the connection of a reading job; `done` is told the share of the orders read for columns that are not there yet.
   * Throws 'cancelled', and OutOfMemory where the orders are too many for the memory there is.
   */
  async measure(
    db: Connection,
    question: Question,
    signal?: AbortSignal,
    done: (share: number) => void = () => undefined,
  ): Promise<Measurement> {
    let begun = false;
    const mine = this.#turn.then(() => {
      begun = true;
      return this.#again(db, question, signal, done);
    });
    const ended = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#turn = ended;
    try {
      return await db.unlessCancelled(mine);
    } finally {
      // The job's connection and rows are lent to others when it ends; what has begun stops at once.
      if (begun) await ended;
    }
  }

  /** Until the data stay the same and no file is damaged. */
  async #again(...given: Parameters<Matrix['measure']>): Promise<Measurement> {
    const [db] = given;
    const damaged = new Set<string>();
    let gone = 0;
    for (;;) {
      if (db.cancelled) throw new ShinsaError('cancelled');
      try {
        return await this.#measure(...given);
      } catch (error) {
        if (db.cancelled || error instanceof Stopped) throw new ShinsaError('cancelled', {}, { cause: error });
        const state = this.#state;
        if (isGone(error)) {
          // A folder that was removed while it was written is made anew.
          if ((gone += 1) > mostGone) throw new ShinsaError('cache-unusable', {}, { cause: error });
          this.#state = undefined;
          await state?.open?.pool.close();
        } else if (error instanceof OutOfMemory && state?.passing === false) {
          await this.#pass(state);
        } else if (error instanceof ColumnDamaged) {
          // Made anew and damaged again: the disk does not keep what is written.
          if (damaged.has(error.path)) throw new ShinsaError('cache-unusable', {}, { cause: error });
          damaged.add(error.path);
          state?.known.forget(error.path);
          // Rows that pass remember what was said of the file.
          if (state?.passing === true) await this.#pass(state);
        } else if (failureOf(error).code !== 'view-gone') throw error;
      }
    }
  }

  async #measure(
    db: Connection,
    question: Question,
    signal: AbortSignal | undefined,
    done: (share: number) => void = () => undefined,
  ): Promise<Measurement> {
    const project = await db.unlessCancelled(judgedProject(this.#project, question.judged));
    const about = await asOf(project, db, question, { signal, done });
    const { source, revision, single, condition } = about;
    const { info, folder } = source;
    const state = await this.#stateOf(folder);
    const { states, amounts, tally, options } = wishesOf(question, about);
    const list = [...about.rules].map(([code, rule]) => ({ code, ...named(rule, options) }));
    const excepted = about.exceptions.map((exception) => named(exception, options));
    const asked = [...list, ...excepted];
    // All columns at once, because each pass over the orders has its price.
    await prepareColumns(
      source,
      state.known,
      [weeksIn(info.timezone), states, amounts, ...(tally === null ? [] : columnsOf(tally))],
      state.open === undefined ? asked : [],
      options,
    );
    for (const apart of tally === null ? [] : apartOf(tally)) await prepareApart(source, state.known, apart);
    const open = await this.#openOf(state, source, asked.length);
    const base = await this.#baseOf(state, open, source, states, amounts);
    const columnBytes = (): number => bytesForColumns(open, this.#memory.kept, info.orders);
    const bench: Workbench = { source, known: state.known, open, options, columnBytes };
    const beside = about.other;
    this.#makeRoom(open, [...asked, ...(beside === null ? [] : decidedNames(bench, beside).map((name) => ({ name })))]);
    await makeBitmaps(bench, asked);
    const among = beside === null || tally === null ? [] : await decidedBitmaps(bench, beside);
    const wishes = tally === null ? null : { ...tally, among };
    const { ruleSet } = question;
    const [, set, overlap] = await eachOf(
      open,
      () => this.#measureRules(state, bench, base, list),
      async () => (ruleSet === null ? null : setMeasure(bench, list, excepted, ruleSet, wishes)),
      async () => (question.overlap ? sharedOrders(bench, list) : null),
    );
    this.#forgetFigures(
      state,
      [everyOrder, ...list.map(({ figures }) => figures)].map((figures) => `${base}\n${figures}`),
    );
    const other = single === question.currency ? sql`FALSE` : sql`currency IS DISTINCT FROM ${question.currency}`;
    const ground = await groundThere(source, `${base} ${question.currency}`, () =>
      source.reading(condition.columns, true, (from) =>
        groundOf(db, { from, where: condition.where, other, timezone: info.timezone }),
      ),
    );
    const measured = (name: string): NonNullable<ReturnType<State['measured']['get']>> => {
      const found = state.measured.get(`${base}\n${name}`);
      if (found === undefined) throw new ShinsaError('internal', { detail: 'matrix' });
      return found;
    };
    const all = measured(everyOrder);
    const figures = new Map(
      list.map(({ code, figures: own, rule }) => {
        const { hits, unevaluable, causes } = measured(own);
        return [code, { rule, counts: { hits, unevaluable, causes, hindsight: knowsTheFuture(rule) } }] as const;
      }),
    );
    await question.counting?.(countingOf(bench, list, excepted, wishes), { rules: figures, totals: all.hits });
    // Asked again: the project's own judgement may have become another one.
    if (!(await isStill(await judgedProject(this.#project, question.judged), source)))
      throw new ShinsaError('view-gone');
    state.known.bound(folder, this.#columnLimits);
    return {
      by: 'matrix',
      info,
      revision,
      ground,
      totals: all.hits,
      weeks: open.weeks.map((week, i) => ({ week, orders: all.weekly[i]?.orders ?? 0 })),
      rules: figures,
      set,
      overlap,
    };
  }

  async #stateOf(folder: string): Promise<State> {
    if (this.#state?.open?.pool.dead === true) {
      await this.#state.open.pool.close();
      this.#state.open = undefined;
    }
    if (this.#state?.folder === folder) return this.#state;
    await this.#state?.open?.pool.close();
    return (this.#state = { folder, known: new KnownColumns(), open: undefined, passing: false, measured: new Map() });
  }

  async #openOf(state: State, source: Source, rules: number): Promise<OpenRows> {
    const { orders, timezone } = source.info;
    // Half of what is kept is for columns.
    if (!state.passing && rules * bytesOfBitmap(orders) > this.#memory.kept / 2) await this.#pass(state);
    if (state.open !== undefined) return state.open;
    const weekly = await state.known.one(source, weeksIn(timezone));
    const opened = openRows(source.db, source.folder, weekly, timezone, this.#memory, state.passing);
    return (state.open = await opened);
  }

  /** Lets go of what is in memory: rows of this state pass through it from now on. */
  async #pass(state: State): Promise<void> {
    state.passing = true;
    await state.open?.pool.close();
    state.open = undefined;
  }

  async #baseOf(state: State, open: OpenRows, source: Source, states: Wish, amounts: Wish): Promise<string> {
    const name = `${nameOf(states)}\n${nameOf(amounts)}`;
    if (open.base === name) return name;
    const columns = [await state.known.one(source, states), await state.known.one(source, amounts)];
    const own = columns.map((column) => column.name);
    const old = open.baseColumns.filter((column) => !own.includes(column));
    open.base = null;
    open.baseColumns = [...old, ...own];
    await open.pool.load(columns, source.signal);
    await open.pool.setBase({ states: nameOf(states), amounts: nameOf(amounts) }, source.signal);
    await open.pool.drop(old, []);
    open.baseColumns = own;
    open.base = name;
    return name;
  }

  /** Bitmaps used least recently leave while there are too many. */
  #makeRoom({ bitmaps, mostBitmaps, pool }: OpenRows, wanted: readonly Pick<NamedRule, 'name'>[]): void {
    const names = new Set(wanted.map(({ name }) => name));
    for (const name of names) if (bitmaps.delete(name)) bitmaps.add(name);
    const most = Math.max(names.size, mostBitmaps);
    const leaving = [...bitmaps].filter((name) => !names.has(name) && name !== everyOrder);
    const over = leaving.slice(0, Math.max(0, leaving.length + names.size - most));
    if (over.length === 0) return;
    for (const name of over) bitmaps.delete(name);
    pool.drop([], over).catch(() => undefined);
  }

  async #measureRules(state: State, bench: Workbench, base: string, rules: readonly NamedRule[]): Promise<void> {
    const { open, source } = bench;
    const key = (name: string): string => `${base}\n${name}`;
    const rest = [...new Map(rules.map((one) => [one.figures, one])).values()].filter(
      ({ figures }) => !state.measured.has(key(figures)),
    );
    const missing: readonly Pick<NamedRule, 'name' | 'figures'>[] = state.measured.has(key(everyOrder))
      ? rest
      : [...rest, { name: everyOrder, figures: everyOrder }];
    if (missing.length === 0) return;
    const names = missing.map(({ name }) => name);
    const [unknown, { sums, weekly }] = await eachOf(
      open,
      () => unknownOrders(bench, rest),
      () => open.pool.figures(names, true, source.signal),
    );
    const weeks = open.weeks.length;
    missing.forEach(({ figures }, i) => {
      const { orders = 0, causes = [] } = unknown.get(figures) ?? {};
      state.measured.set(key(figures), {
        hits: statesAt(sums, i),
        unevaluable: orders,
        causes,
        weekly: open.weeks.map((_, week) => weekAt(weekly, i * weeks + week)),
      });
    });
  }

  /** Figures used least recently are forgotten, never those in use. */
  #forgetFigures({ measured }: State, used: readonly string[]): void {
    for (const key of used) {
      const found = measured.get(key);
      if (found === undefined || !measured.delete(key)) continue;
      measured.set(key, found);
    }
    const most = Math.max(this.#mostMeasured, new Set(used).size);
    for (const oldest of [...measured.keys()].slice(0, -most)) measured.delete(oldest);
  }

  async #close(): Promise<void> {
    await this.#turn;
    await this.#state?.open?.pool.close();
    this.#state = undefined;
  }
}

/** Whether the project is in the state that it was asked in. */
const isStill = async (project: ProjectHandle, { info, folder }: Source): Promise<boolean> =>
  (await project.info()).dataVersion === info.dataVersion && (await project.columnsDir()) === folder;

const isGone = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

async function groundThere(source: Source, of: string, make: () => Promise<Ground>): Promise<Ground> {
  const name = `ground ${of}`;
  // Written by this function; the checksum of its head says so.
  const there = noteThere(source.folder, name) as Ground | undefined;
  if (there !== undefined) return there;
  const made = await make();
  writeNote(source.folder, name, made);
  return made;
}

/** Counts what else is asked of the same rows. */
function countingOf(
  bench: Workbench,
  list: readonly CodedRule[],
  excepted: readonly NamedRule[],
  tally: TallyWishes | null,
): Counting {
  const tallying = (): TallyWishes => {
    if (tally === null) throw new ShinsaError('internal', { detail: 'no tally asked' });
    return tally;
  };
  const told = new Map(list.map(({ code, ...rule }) => [code, rule]));
  return {
    told: (orders) => toldOrders(bench, told, excepted, orders),
    changed: (ruleSet, codes) => changedOrders(bench, list, excepted, ruleSet, codes),
    decidedBy: async (ruleSet) => (await setMeasure(bench, list, excepted, ruleSet, null)).decidedBy,
    patterns: (ruleSet, by) => hitPatterns(bench, list, excepted, ruleSet, by, tallying()),
    chosen: (ruleSet, codes, deciders) => chosenOrders(bench, list, excepted, ruleSet, tallying(), { codes, deciders }),
    tallied: async (ruleSet) => talliesOfSet(bench, list, excepted, ruleSet, tallying()),
  };
}
