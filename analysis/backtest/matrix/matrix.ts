import { ShinsaError } from '../../model/failure.ts';
import type { Connection } from '../../store/connection.ts';
import { judgedProject } from '../../store/judged-views.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { sql } from '../../store/sql.ts';
import type { Source } from '../../columns/known-columns.ts';
import { isStill, keptRows, KeptRows, type RowsLimits, type RowsState } from '../../columns/kept-rows.ts';
import { noteThere, writeNote } from '../../columns/make-columns.ts';
import { eachOf, weeksIn } from '../../columns/open-rows.ts';
import { asOf, wishesOf } from './asked.ts';
import { groundOf, type Ground } from '../ground.ts';
import type { Counting, Measurement, Question } from '../measurement.ts';
import { knowsTheFuture, type RuleCounts } from '../rule-counts.ts';
import { changedOrders } from './changed-orders.ts';
import { chosenOrders } from './chosen-orders.ts';
import { hitPatterns } from './hit-patterns.ts';
import { decidedBitmaps, decidedNames } from './other-decisions.ts';
import { prepareApart } from './purchases.ts';
import {
  everyOrder,
  makeBitmaps,
  named,
  prepareColumns,
  toldOrders,
  unevaluableOrders,
  unknownOrders,
  type NamedRule,
  type Workbench,
} from './rule-bitmaps.ts';
import { setMeasure, sharedOrders, talliesOfSet, type CodedRule } from './set-measure.ts';
import { apartOf, columnsOf, type TallyWishes } from './set-tally.ts';
import { statesAt, weekAt, type WeekCount } from './sums.ts';

/** Figures of single rules that are remembered. */
const mostMeasured = 4000;
/** For tests: what is kept at most where that is not what is usual. */
interface Limits extends RowsLimits {
  readonly figures?: number;
}

/** By base and name of the figures. */
type Measured = Map<string, Omit<RuleCounts, 'hindsight'> & { readonly weekly: readonly WeekCount[] }>;

/**
 * Every rule on every order once: bitmaps over coded columns in worker threads. What was asked before costs next to
 * nothing; the columns lie in files, so that nothing is read from the database again while the data stay as they are.
 * Where the bitmaps or columns of a question do not fit into memory its rows pass through it a range at a time.
 * Questions are answered one after the other.
 */
export class Matrix {
  readonly #project: ProjectHandle;
  readonly #rows: KeptRows;
  readonly #mostMeasured: number;
  /** Figures that are known of a state. */
  readonly #measured = new WeakMap<RowsState, Measured>();

  constructor(project: ProjectHandle, { figures = mostMeasured, ...limits }: Limits = {}) {
    this.#project = project;
    this.#rows = Object.keys(limits).length === 0 ? keptRows(project) : new KeptRows(project, limits);
    this.#mostMeasured = figures;
  }

  /**
   * On the connection of a reading job; `done` is told the share of the orders read for columns that are not there yet.
   * Throws 'cancelled', and OutOfMemory where the orders are too many for the memory there is.
   */
  measure(
    db: Connection,
    question: Question,
    signal?: AbortSignal,
    done: (share: number) => void = () => undefined,
  ): Promise<Measurement> {
    return this.#rows.answer(db, () => this.#measure(db, question, signal, done));
  }

  async #measure(
    db: Connection,
    question: Question,
    signal: AbortSignal | undefined,
    done: (share: number) => void,
  ): Promise<Measurement> {
    const project = await db.unlessCancelled(judgedProject(this.#project, question.judged));
    const about = await asOf(project, db, question, { signal, done });
    const { source, revision, single, condition } = about;
    const { info, folder } = source;
    const rows = this.#rows;
    const state = await rows.stateOf(folder);
    const told: Measured = this.#measured.get(state) ?? new Map();
    this.#measured.set(state, told);
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
    const open = await rows.openOf(state, source, asked.length);
    const base = await rows.baseOf(state, open, source, states, amounts);
    const columnBytes = (): number => rows.columnBytes(open, source);
    const bench: Workbench = { source, known: state.known, open, options, columnBytes };
    const beside = about.other;
    const others = beside === null ? [] : decidedNames(bench, beside);
    rows.makeRoom(open, [...asked.map(({ name }) => name), ...others], everyOrder);
    await makeBitmaps(bench, asked);
    const among = beside === null || tally === null ? [] : await decidedBitmaps(bench, beside);
    const wishes = tally === null ? null : { ...tally, among };
    const { ruleSet } = question;
    const [, set, overlap] = await eachOf(
      open,
      () => measureRules(told, bench, base, list),
      async () => (ruleSet === null ? null : setMeasure(bench, list, excepted, ruleSet, wishes)),
      async () => (question.overlap ? sharedOrders(bench, list) : null),
    );
    this.#forgetFigures(
      told,
      [everyOrder, ...list.map(({ figures }) => figures)].map((figures) => `${base}\n${figures}`),
    );
    const other = single === question.currency ? sql`FALSE` : sql`currency IS DISTINCT FROM ${question.currency}`;
    const ground = await groundThere(source, `${base} ${question.currency}`, () =>
      source.reading(condition.columns, true, (from) =>
        groundOf(db, { from, where: condition.where, other, timezone: info.timezone }),
      ),
    );
    const measured = (name: string): NonNullable<ReturnType<Measured['get']>> => {
      const found = told.get(`${base}\n${name}`);
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
    rows.bound(state);
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

  /** Figures used least recently are forgotten, never those in use. */
  #forgetFigures(measured: Measured, used: readonly string[]): void {
    for (const key of used) {
      const found = measured.get(key);
      if (found === undefined || !measured.delete(key)) continue;
      measured.set(key, found);
    }
    const most = Math.max(this.#mostMeasured, new Set(used).size);
    for (const oldest of [...measured.keys()].slice(0, -most)) measured.delete(oldest);
  }
}

async function measureRules(
  told: Measured,
  bench: Workbench,
  base: string,
  rules: readonly NamedRule[],
): Promise<void> {
  const { open, source } = bench;
  const key = (name: string): string => `${base}\n${name}`;
  const rest = [...new Map(rules.map((one) => [one.figures, one])).values()].filter(
    ({ figures }) => !told.has(key(figures)),
  );
  const missing: readonly Pick<NamedRule, 'name' | 'figures'>[] = told.has(key(everyOrder))
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
    told.set(key(figures), {
      hits: statesAt(sums, i),
      unevaluable: orders,
      causes,
      weekly: open.weeks.map((_, week) => weekAt(weekly, i * weeks + week)),
    });
  });
}

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
    unevaluable: () => unevaluableOrders(bench, told),
    changed: (ruleSet, codes) => changedOrders(bench, list, excepted, ruleSet, codes),
    decidedBy: async (ruleSet) => (await setMeasure(bench, list, excepted, ruleSet, null)).decidedBy,
    patterns: (ruleSet, by) => hitPatterns(bench, list, excepted, ruleSet, by, tallying()),
    chosen: (ruleSet, codes, deciders) => chosenOrders(bench, list, excepted, ruleSet, tallying(), { codes, deciders }),
    tallied: async (ruleSet) => talliesOfSet(bench, list, excepted, ruleSet, tallying()),
  };
}
