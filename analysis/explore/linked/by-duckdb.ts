import { ShinsaError } from '../../model/failure.ts';
import type { ComparedView, CompareAsked } from '../../model/compare.ts';
import { rankedDifferences, type Differs, type DiffersAsked, type Tried } from '../../model/differs.ts';
import { everything, type Filter } from '../../model/filter.ts';
import type { LinkedAnswer, LinkedAsked, LinkedFigures, LinkedIndex, LinkedIndexAsked } from '../../model/linked.ts';
import { outcomeStates } from '../../model/target.ts';
import type { Connection } from '../../store/connection.ts';
import { filteredRows } from '../../store/filtered-rows.ts';
import { judgedProject } from '../../store/judged-views.ts';
import { amountIn, exactSum } from '../../store/money.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { sql } from '../../store/sql.ts';
import { preparedAxes, type PreparedAxis } from './axes.ts';
import { isOfSame, speaksOf } from './chosen-codes.ts';
import { mostPaired } from './difference.ts';

const states = outcomeStates.length;

/** The same answers by one statement for each view: where this machine cannot run the loops, or has not the memory for them. */
export async function linkedByDuckdb(
  given: ProjectHandle,
  db: Connection,
  { axes: asked, filter, judged }: LinkedAsked,
): Promise<LinkedAnswer> {
  const project = await judgedProject(given, judged);
  const axes = await axesOf(project, db, asked);
  const views: LinkedAnswer['views'][number][] = [];
  for (const axis of axes) {
    const { codes: _, ...said } = axis;
    views.push({ ...said, figures: await figuresOf(project, db, axis, null, withoutOwn(filter, [axis])) });
  }
  const { from, where } = await filteredRows(project, db, filter, []);
  const found = await db.first(sql`SELECT count(*) AS n FROM ${from} WHERE ${where}`);
  return { views, orders: Number(found?.['n']) };
}

export async function linkedIndexByDuckdb(
  given: ProjectHandle,
  db: Connection,
  { axes: asked, filter, judged, active }: LinkedIndexAsked,
): Promise<LinkedIndex> {
  const project = await judgedProject(given, judged);
  const axes = await axesOf(project, db, asked);
  const own = axes[active];
  if (own === undefined) throw new ShinsaError('input-invalid', {}, { place: { field: 'active' } });
  const views: LinkedIndex['views'][number][] = [];
  for (const axis of axes) {
    if (isOfSame(own, axis)) {
      views.push(null);
      continue;
    }
    const { orders, amounts } = await figuresOf(project, db, axis, own, withoutOwn(filter, [own, axis]));
    views.push({ orders: Float64Array.from(orders), amounts: Float64Array.from(amounts) });
  }
  return { active, views };
}

export async function comparedByDuckdb(
  given: ProjectHandle,
  db: Connection,
  { axes: asked, a, b, judged }: CompareAsked,
): Promise<readonly ComparedView[]> {
  const project = await judgedProject(given, judged);
  const views: ComparedView[] = [];
  for (const { codes, ...said } of await axesOf(project, db, asked)) {
    const of = (side: Filter): Promise<LinkedFigures> => figuresOf(project, db, { codes, ...said }, null, side);
    views.push({ ...said, a: await of(a), b: await of(b) });
  }
  return views;
}

async function axesOf(project: ProjectHandle, db: Connection, asked: LinkedAsked['axes']): Promise<PreparedAxis[]> {
  const [info, folder] = [await project.info(), await project.columnsDir()];
  return preparedAxes(project, db, folder, info, asked);
}

const withoutOwn = ({ clauses }: Filter, axes: readonly PreparedAxis[]): Filter => {
  const left = clauses.filter((clause) => !axes.some(({ axis }) => speaksOf(clause, axis)));
  return left.length === 0 ? everything : { clauses: left };
};

/** By bin of `first`, if there is one, bin and state. */
async function figuresOf(
  project: ProjectHandle,
  db: Connection,
  axis: PreparedAxis,
  first: PreparedAxis | null,
  filter: Filter,
): Promise<LinkedFigures> {
  const reads = [...axis.codes.reads, ...(first?.codes.reads ?? [])];
  const { from, where, info, singleCurrency } = await filteredRows(project, db, filter, [...new Set(reads)]);
  const rows = await db.rows(sql`
    SELECT ${first === null ? sql`1` : first.codes.of} AS first, ${axis.codes.of} AS bin, state, count(*) AS orders,
      sum(${amountIn(info.currency, singleCurrency)}) AS amount
    FROM ${from} WHERE ${where} GROUP BY ALL`);
  const size = axis.bins.length * states;
  const length = size * (first?.bins.length ?? 1);
  const [orders, amounts] = [new Array<number>(length).fill(0), new Array<number>(length).fill(0)];
  for (const row of rows) {
    const at = (Number(row['first']) - 1) * size + (Number(row['bin']) - 1) * states + Number(row['state']);
    orders[at] = Number(row['orders']);
    amounts[at] = exactSum(row['amount']);
  }
  return { orders, amounts };
}

/** Bins of every axis and of every two, told one by one. */
export async function differsByDuckdb(
  given: ProjectHandle,
  db: Connection,
  { axes: asked, filter, judged, between }: DiffersAsked,
): Promise<Differs> {
  const project = await judgedProject(given, judged);
  const axes = await axesOf(project, db, asked);
  const told = async (first: PreparedAxis, second: PreparedAxis | null): Promise<Tried[]> => {
    const inside = await figuresOf(project, db, first, second, filter);
    const whole = between === 'bad' ? inside : await figuresOf(project, db, first, second, everything);
    const of = (figures: readonly number[], place: number, only: readonly number[]): number =>
      only.reduce((sum, state) => sum + (figures[place * states + state] ?? 0), 0);
    const [bad, good] = [[outcomeStates.indexOf('bad')], [outcomeStates.indexOf('good')]];
    const every = outcomeStates.map((_, state) => state);
    return Array.from({ length: first.bins.length * (second?.bins.length ?? 1) }, (_, place): Tried => {
      const [own, other] = [first.bins[place % first.bins.length], second?.bins[Math.floor(place / first.bins.length)]];
      const parts = [
        ...(second === null || other === undefined ? [] : [{ axis: second.axis, bin: other }]),
        ...(own === undefined ? [] : [{ axis: first.axis, bin: own }]),
      ];
      const counted = of(inside.orders, place, between === 'bad' ? bad : every);
      const outside = between === 'bad' ? of(inside.orders, place, good) : of(whole.orders, place, every) - counted;
      return {
        parts,
        inside: counted,
        outside,
        insideAmount: of(inside.amounts, place, between === 'bad' ? bad : every),
      };
    });
  };
  const singles: Tried[][] = [];
  for (const axis of axes) singles.push(await told(axis, null));
  const sum = (of: (one: Tried) => number): number => (singles[0] ?? []).reduce((total, one) => total + of(one), 0);
  const all = {
    inside: sum((one) => one.inside),
    outside: sum((one) => one.outside),
    insideAmount: sum((one) => one.insideAmount),
  };
  const telling = rankedDifferences(all, singles.flat(), []).axes.slice(0, mostPaired);
  const paired = telling.flatMap(({ axis }) => axes.find((own) => own.axis === axis) ?? []);
  const pairs: Tried[] = [];
  for (const [at, one] of paired.entries())
    for (const other of paired.slice(at + 1)) pairs.push(...(await told(other, one)));
  return rankedDifferences(all, singles.flat(), pairs);
}
