import { groupCount } from '../../model/results/intervals.ts';
import { measureNames, measures } from '../../model/results/tally.ts';
import type { ProjectInfo } from '../../model/project.ts';
import { stateCount, type Tallied, type TallyAsk } from '../../kernels/matrix/shapes.ts';
import { moneyColumn } from '../../store/order-money.ts';
import type { SetMeasure } from '../measurement.ts';
import { dayNumber, entitiesOf, lossIn, reviewDaysOf, reviewsByCode, tallyColumns, type Entities } from '../tally.ts';
import { nameOf, type CodedColumn, type Wish } from './coded.ts';
import { noteThere, writeNote } from './make-columns.ts';
import { loadColumns, type OpenRows } from './open-rows.ts';
import type { Workbench } from './rule-bitmaps.ts';

/** Columns that a tally reads: the group of an order's entity, its marks, its loss, its day and its hour. */
export interface TallyWishes {
  readonly wishes: readonly [group: Wish, marks: Wish, loss: Wish, day: Wish, hour: Wish];
  /** Columns of the base. */
  readonly base: { readonly states: string; readonly amounts: string };
  /** Days between the first and the last order. */
  readonly days: number;
}

const dayMs = 86_400_000;
const hours = 24;

/** `only` is the single currency of the project: losses in another one than that measured in are left out. */
export function tallyWishes(
  base: TallyWishes['base'],
  currency: string,
  only: string | null,
  { period, timezone, dataVersion: version }: ProjectInfo,
): TallyWishes {
  const { group, marks, hour } = tallyColumns;
  const reads = [moneyColumn];
  return {
    wishes: [
      // The same whatever the target, but nothing tells that of a column made with those that are not.
      { kind: 'states', of: group, reads, version },
      { kind: 'states', of: marks, reads, version },
      { kind: 'amounts', of: lossIn(currency, only), reads, version },
      { kind: 'int', of: dayNumber(timezone), reads: [] },
      { kind: 'states', of: hour, reads: [] },
    ],
    base,
    days: period === null ? 0 : Math.ceil((period.to - period.from) / dayMs) + 1,
  };
}

const orders = [{ adds: 'one', of: 0 }] as const;

/** What is asked of the loops; the columns are in memory then. */
export async function askedTallies(bench: Workbench, { wishes, base, days }: TallyWishes): Promise<TallyAsk[]> {
  const { open, known, columnBytes, source } = bench;
  const columns = wishes.map((wish) => known.column(nameOf(wish)));
  await loadColumns(open, columns, columnBytes(), source.signal);
  const [group, marks, losses, day, hour] = columns.map(({ name }) => name);
  const beside = { marks: base.states, losses: base.amounts, measures: orders };
  const all = measureNames.map((name) => measures[name]);
  if (group === undefined || marks === undefined || losses === undefined) return [];
  return [
    { codes: group, count: groupCount, marks, losses, measures: all },
    // Codes count from 1 on.
    { codes: day ?? '', count: tooLong(columns[3]) ? 0 : days + 2, ...beside },
    { codes: hour ?? '', count: hours, ...beside },
  ];
}

/** Tallies of all orders that count, by what was asked; the last ones of each opening of the rows. */
const totals = new WeakMap<OpenRows, Map<string, readonly Tallied[]>>();
/** Filters whose totals are kept. */
const mostTotals = 8;

/** Fills in the orders of a result that was left out: what all orders come to, whatever decides, less the others. */
export async function filledTallies(
  bench: Workbench,
  asked: readonly TallyAsk[],
  found: readonly Tallied[],
  usual: number,
): Promise<readonly Tallied[]> {
  const all = await totalsOf(bench, asked);
  return found.map((sums, i) => {
    const size = stateCount * (asked[i]?.measures.length ?? 0);
    const total = all[i] ?? sums;
    return sums.map((sum, at) => {
      const [code, result, rest] = [Math.floor(at / (4 * size)), Math.floor(at / size) % 4, at % size];
      if (result !== usual) return sum;
      const of = (one: number): number => sums[(code * 4 + one) * size + rest] ?? 0;
      return (total[code * 4 * size + rest] ?? 0) - of(0) - of(1) - of(2) - of(3);
    });
  });
}

async function totalsOf({ open, source }: Workbench, asked: readonly TallyAsk[]): Promise<readonly Tallied[]> {
  const own = totals.get(open) ?? new Map<string, readonly Tallied[]>();
  totals.set(open, own);
  const key = JSON.stringify([open.base, asked]);
  const known = own.get(key);
  if (known !== undefined) return known;
  const everyone = { rules: [], steps: [], rest: { kind: 'otherwise', result: 0 } } as const;
  const { tallies } = await open.pool.combine({ ...everyone, tallies: asked }, source.signal);
  own.set(key, tallies);
  for (const oldest of [...own.keys()].slice(0, -mostTotals)) own.delete(oldest);
  return tallies;
}

/** Days of more than 179 years have codes that no loop reads. */
const tooLong = (column: CodedColumn | undefined): boolean =>
  column === undefined || !['u8', 'u16'].includes(column.head.kind);

export async function setTally(
  { known, source }: Workbench,
  { wishes, days }: TallyWishes,
  [groups = new Float64Array(), byDay = new Float64Array(), byHour = new Float64Array()]: readonly Tallied[],
): Promise<NonNullable<SetMeasure['tally']>> {
  const { offset } = known.column(nameOf(wishes[3]));
  return {
    groups,
    reviewDays: reviewDaysOf(reviewsByCode(byDay, days + 2), offset),
    reviewHours: reviewsByCode(byHour, hours),
    entities: await entitiesThere(source),
  };
}

async function entitiesThere({ db, folder }: Workbench['source']): Promise<Entities> {
  // Written by this function; the checksum of its head says so.
  const there = noteThere(folder, 'entities') as Entities | undefined;
  if (there !== undefined) return there;
  const made = await entitiesOf(db);
  writeNote(folder, 'entities', made);
  return made;
}
