import { keepGates, withBitmaps, type ColumnBench } from '../../columns/bitmaps.ts';
import { nameOf, type Wish } from '../../columns/coded.ts';
import { always, Gates, type Gate } from '../../columns/gates.ts';
import { isStill, keptRows, sourceOf, type KeptRows, type RowsState } from '../../columns/kept-rows.ts';
import type { Source } from '../../columns/known-columns.ts';
import { loadColumns, weeksIn } from '../../columns/open-rows.ts';
import { amountsIn, statesWhere } from '../../columns/wishes.ts';
import { stateCount, type Cube, type CubeAsk } from '../../kernels/matrix/shapes.ts';
import type { ComparedView, CompareAsked } from '../../model/compare.ts';
import type { Differs, DiffersAsked } from '../../model/differs.ts';
import { ShinsaError } from '../../model/failure.ts';
import type { Clause } from '../../model/filter.ts';
import type {
  LinkedAnswer,
  LinkedAsked,
  LinkedFigures,
  LinkedIndex,
  LinkedIndexAsked,
  LinkedIndexed,
} from '../../model/linked.ts';
import type { Connection } from '../../store/connection.ts';
import { judgedProject } from '../../store/judged-views.ts';
import { exactSum } from '../../store/money.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { sql } from '../../store/sql.ts';
import { preparedAxes, type PreparedAxis } from './axes.ts';
import { chosenCodes, isOfSame, speaksOf } from './chosen-codes.ts';
import { difference } from './difference.ts';
import { axisOf, summed } from './sums.ts';

const everyOrder = 'every order';

/** What is at hand for a question: the views' codes in memory, and the filter as gates over columns. */
interface Bench extends ColumnBench {
  readonly state: RowsState;
  readonly base: string;
  readonly axes: readonly PreparedAxis[];
  readonly gates: Gates;
  /** By clause of the filter. */
  readonly clauses: readonly { readonly clause: Clause; readonly gate: Gate }[];
}

/**
 * Views over the coded columns that rules are measured on: each clause of the filter is one bitmap, each view is added up over all but
 * its own. Exact, never sampled.
 */
export class LinkedViews {
  readonly #project: ProjectHandle;
  readonly #rows: KeptRows;
  /** What all orders come to, by state of the data, then by base and axis. */
  readonly #totals = new WeakMap<RowsState, Map<string, Cube>>();

  constructor(project: ProjectHandle, rows: KeptRows = keptRows(project)) {
    this.#project = project;
    this.#rows = rows;
  }

  /**
   * On the connection of a reading job; `done` is told the share of the orders read for columns that are not there yet. Throws
   * 'cancelled', 'filter-invalid', 'input-invalid' for a column the project does not have, and OutOfMemory.
   */
  figures(db: Connection, asked: LinkedAsked, watch: Watch): Promise<LinkedAnswer> {
    return this.#answer(db, asked, watch, async (bench) => {
      const { axes } = bench;
      const gates = axes.map(({ axis }) => othersThan(bench, [axis]));
      const whole = allOf(bench, bench.clauses);
      const cubes = await this.#cubes(bench, axes, gates);
      const [orders = 0] = await counted(bench, [whole]);
      return {
        orders,
        views: axes.map(({ axis, type, distinct, bins }, at) => ({
          ...{ axis, type, distinct, bins },
          figures: figuresIn(cubes[at], bins.length),
        })),
      };
    });
  }

  /** Figures of the other views for each bin of one axis, of which something is about to be chosen. Throws as `figures` does. */
  index(db: Connection, { active, ...asked }: LinkedIndexAsked, watch: Watch): Promise<LinkedIndex> {
    return this.#answer(db, asked, watch, async (bench) => {
      const own = bench.axes[active];
      if (own === undefined) throw new ShinsaError('input-invalid', {}, { place: { field: 'active' } });
      const others = bench.axes.filter((axis) => !isOfSame(own, axis));
      const gates = others.map(({ axis }) => othersThan(bench, [own.axis, axis]));
      const once = [...new Set(gates)];
      const cubes = await withBitmaps(bench, bench.gates, once, (names) => {
        const asks = others.map((axis, at): CubeAsk => ({
          among: names[once.indexOf(gates[at] ?? always)] ?? '',
          ...{ first: axisOf(own), second: axisOf(axis) },
        }));
        return bench.open.pool.cubes(asks, bench.source.signal);
      });
      const found = new Map(others.map((axis, at) => [axis, indexedIn(cubes[at], own.bins.length, axis.bins.length)]));
      return { active, views: bench.axes.map((axis) => found.get(axis) ?? null) };
    });
  }

  /** What orders of the filter have more of than all others, or bad ones more of than good ones. Throws as `figures` does. */
  differs(db: Connection, { between, ...asked }: DiffersAsked, watch: Watch): Promise<Differs> {
    return this.#answer(db, asked, watch, async (bench) => {
      const selected = allOf(bench, bench.clauses);
      const sides = between === 'bad' ? [selected] : [selected, bench.gates.andNot(always, selected)];
      return withBitmaps(bench, bench.gates, sides, (names) => difference(bench, between, names));
    });
  }

  /** Both sides by the bins of each axis. Throws as `figures` does. */
  compared(db: Connection, { a, b, ...asked }: CompareAsked, watch: Watch): Promise<readonly ComparedView[]> {
    const filter = { clauses: [...a.clauses, ...b.clauses] };
    return this.#answer(db, { ...asked, filter }, watch, async (bench) => {
      const { axes, clauses } = bench;
      const sides = [clauses.slice(0, a.clauses.length), clauses.slice(a.clauses.length)];
      const gates = sides.map((side) => allOf(bench, side));
      const [first, second] = [
        await this.#cubes(
          bench,
          axes,
          axes.map(() => gates[0] ?? always),
        ),
        await this.#cubes(
          bench,
          axes,
          axes.map(() => gates[1] ?? always),
        ),
      ];
      return axes.map(({ axis, type, distinct, bins }, at) => ({
        ...{ axis, type, distinct, bins },
        ...{ a: figuresIn(first[at], bins.length), b: figuresIn(second[at], bins.length) },
      }));
    });
  }

  #answer<T>(db: Connection, asked: LinkedAsked, watch: Watch, work: (bench: Bench) => Promise<T>): Promise<T> {
    return this.#rows.answer(db, async () => {
      const project = await db.unlessCancelled(judgedProject(this.#project, asked.judged));
      const { source } = await sourceOf(project, db, watch);
      const answer = await work(await this.#benchOf(project, source, asked));
      if (!(await isStill(await judgedProject(this.#project, asked.judged), source)))
        throw new ShinsaError('view-gone');
      return answer;
    });
  }

  async #benchOf(project: ProjectHandle, source: Source, asked: LinkedAsked): Promise<Bench> {
    const { db, info, folder } = source;
    const rows = this.#rows;
    const state = await rows.stateOf(folder);
    const axes = await preparedAxes(project, db, folder, info, asked.axes);
    const single = await db.unlessCancelled(project.singleCurrency());
    const states = statesWhere(sql`TRUE`, [], info.dataVersion);
    const amounts = amountsIn(info.currency, single);
    const told = await toldBy(project, axes, asked.filter.clauses, info.dataVersion);
    const wishes = [weeksIn(info.timezone), states, amounts, ...axes.map(({ codes }) => codes)];
    const all = [...wishes, ...told.flatMap(({ wish }) => (wish === null ? [] : [wish]))];
    await state.known.made(source, (columns) => {
      for (const wish of all) if (columns.find(nameOf(wish)) === undefined) columns.wish(wish);
    });
    const open = await rows.openOf(state, source, axes.length + told.length);
    const base = await rows.baseOf(state, open, source, states, amounts);
    const columnBytes = (): number => rows.columnBytes(open, source);
    const bench = { source, known: state.known, open, columnBytes };
    rows.makeRoom(open, [everyOrder], everyOrder);
    const coded = axes.map(({ codes }) => state.known.column(nameOf(codes)));
    await loadColumns(open, [...new Map(coded.map((one) => [one.name, one])).values()], columnBytes(), source.signal);
    if (!open.bitmaps.has(everyOrder)) await keepGates(bench, new Gates(), [{ name: everyOrder, gate: always }]);
    rows.bound(state);
    const gates = new Gates();
    const clauses = told.map(({ clause, wish, on, codes }) => ({
      clause,
      gate: wish !== null ? gates.range(nameOf(wish), 2, 2) : gates.codes(on, codes, 256),
    }));
    return { ...bench, state, base, axes, gates, clauses };
  }

  /** Sums of axes, each among the orders of its own gate. */
  async #cubes(bench: Bench, axes: readonly PreparedAxis[], gates: readonly Gate[]): Promise<readonly Cube[]> {
    const known = this.#totals.get(bench.state) ?? new Map<string, Cube>();
    this.#totals.set(bench.state, known);
    const key = ({ codes }: PreparedAxis): string => `${bench.base}\n${nameOf(codes)}`;
    const missing = axes.filter((axis) => !known.has(key(axis)));
    const totals = await summed(bench, missing, () => everyOrder);
    missing.forEach((axis, at) => known.set(key(axis), totals[at] ?? new BigInt64Array()));
    const total = (axis: PreparedAxis): Cube => known.get(key(axis)) ?? new BigInt64Array();
    const once = [...new Set(gates.filter((gate) => gate !== always))];
    if (once.length === 0) return axes.map(total);
    const [all = 0, ...within] = await counted(bench, [always, ...once]);
    // Of orders that are most of all, those that are left out are fewer.
    const turned = new Set(once.filter((_, at) => (within[at] ?? 0) > all / 2));
    const kept = once.map((gate) => (turned.has(gate) ? bench.gates.andNot(always, gate) : gate));
    return withBitmaps(bench, bench.gates, kept, async (names) => {
      const filtered = axes.flatMap((axis, at) => (gates[at] === always ? [] : [{ axis, gate: gates[at] ?? always }]));
      const sums = await summed(
        bench,
        filtered.map(({ axis }) => axis),
        (at) => names[once.indexOf(filtered[at]?.gate ?? always)] ?? '',
      );
      const found = new Map(filtered.map(({ axis }, at) => [axis, sums[at] ?? new BigInt64Array()]));
      return axes.map((axis, at) => {
        const own = found.get(axis);
        if (own === undefined) return total(axis);
        return turned.has(gates[at] ?? always) ? less(total(axis), own) : own;
      });
    });
  }
}

/** Who asks: told of progress, and may stop. */
export type Watch = Pick<Source, 'signal' | 'done'>;

interface Told {
  readonly clause: Clause;
  /** A condition of the working rows; null where codes of an axis say the same. */
  readonly wish: Wish | null;
  readonly on: string;
  readonly codes: readonly number[];
}

/** How each clause is told of every order: by the codes of an axis where they do, else by DuckDB once. */
async function toldBy(
  project: ProjectHandle,
  axes: readonly PreparedAxis[],
  clauses: readonly Clause[],
  dataVersion: string,
): Promise<Told[]> {
  const told: Told[] = [];
  for (const clause of clauses) {
    const found = axes.flatMap(({ axis, bins, codes }) => {
      const chosen = speaksOf(clause, axis) ? chosenCodes(clause, bins) : null;
      return chosen === null ? [] : [{ clause, wish: null, on: nameOf(codes), codes: chosen }];
    })[0];
    if (found !== undefined) {
      told.push(found);
      continue;
    }
    const { where, columns } = await project.condition({ clauses: [clause] });
    told.push({
      clause,
      wish: { kind: 'condition', of: where, reads: columns, version: dataVersion },
      on: '',
      codes: [],
    });
  }
  return told;
}

/** Orders of all clauses but those that speak of some axes. */
const othersThan = (bench: Bench, axes: readonly PreparedAxis['axis'][]): Gate =>
  allOf(
    bench,
    bench.clauses.filter(({ clause }) => !axes.some((axis) => speaksOf(clause, axis))),
  );

const allOf = ({ gates }: Bench, clauses: Bench['clauses']): Gate =>
  clauses.reduce((sum, { gate }) => gates.and(sum, gate), always);

const counted = (bench: Bench, gates: readonly Gate[]): Promise<readonly number[]> =>
  withBitmaps(bench, bench.gates, gates, (names) => bench.open.pool.counts(names, bench.source.signal));

const less = (all: Cube, out: Cube): Cube => all.map((sum, at) => sum - (out[at] ?? 0n));

function figuresIn(cube: Cube | undefined, bins: number): LinkedFigures {
  const of = (part: 0 | 1): number[] =>
    Array.from({ length: bins * stateCount }, (_, at) => exactSum(Number(cube?.[2 * (stateCount + at) + part] ?? 0n)));
  return { orders: of(0), amounts: of(1) };
}

/** Without code 0 of both axes, which no order has. */
function indexedIn(cube: Cube | undefined, actives: number, bins: number): LinkedIndexed {
  const size = bins * stateCount;
  const [orders, amounts] = [new Float64Array(actives * size), new Float64Array(actives * size)];
  for (let active = 0; active < actives; active += 1)
    for (let at = 0; at < size; at += 1) {
      const from = 2 * (((active + 1) * (bins + 1) + 1) * stateCount + at);
      orders[active * size + at] = exactSum(Number(cube?.[from] ?? 0n));
      amounts[active * size + at] = exactSum(Number(cube?.[from + 1] ?? 0n));
    }
  return { orders, amounts };
}
