import { groupCount } from '../../model/results/intervals.ts';
import { reviewResults } from '../../model/results/money.ts';
import { marks, measureNames, measures } from '../../model/results/tally.ts';
import { results } from '../../model/ruleset.ts';
import type { ProjectInfo } from '../../model/project.ts';
import {
  stateCount,
  type CodesAsk,
  type Combined,
  type GatherAsk,
  type Tallied,
  type TallyAsk,
} from '../../kernels/matrix/shapes.ts';
import { moneyColumn } from '../../store/order-money.ts';
import type { SetMeasure } from '../measurement.ts';
import { sql } from '../../store/sql.ts';
import { entitiesOf, hourNumber, ownOrder, reviewDaysOf, tallyColumns, type Entities } from '../tally.ts';
import { nameOf, type Wish } from './coded.ts';
import { noteThere, writeNote } from './make-columns.ts';
import { loadColumns, type OpenRows } from './open-rows.ts';
import { addPurchases, apartOrders, apartWishes, isApart, type ApartWishes } from './purchases.ts';
import type { Workbench } from './rule-bitmaps.ts';

/** Columns that a tally reads: the group of an order's entity, its marks, its share of its customer, its hour. */
export interface TallyWishes {
  readonly wishes: readonly [group: Wish, marks: Wish, share: Wish, hour: Wish];
  readonly apart: ApartWishes;
  /** Hours between the first and the last order. */
  readonly hours: number;
}

const hourMs = 3_600_000;

/** `only` is the single currency of the project: of orders in another one than that measured in attempts are counted alone. */
export function tallyWishes(
  base: { readonly states: Wish; readonly amounts: Wish },
  currency: string,
  only: string | null,
  { period, timezone, dataVersion: version }: ProjectInfo,
): TallyWishes {
  const { group, marks: all, share } = tallyColumns;
  const reads = [moneyColumn];
  // The same whatever the target, but nothing tells that of a column made with those that are not.
  const codes: Wish = { kind: 'states', of: group, reads, version };
  const attempts = marks.byHand | marks.passedByHand;
  const apart = isApart(currency, only);
  return {
    wishes: [
      codes,
      {
        ...{ kind: 'states', reads, version },
        of: sql`CASE WHEN ${apart} THEN ${all} & ${attempts | marks.apart}::UTINYINT
          WHEN ${ownOrder(currency, only)} THEN ${all} ELSE ${all} & ${attempts}::UTINYINT END`,
      },
      { kind: 'amounts', of: share, reads, version },
      { kind: 'int', of: hourNumber(timezone), reads: [] },
    ],
    apart: apartWishes(apart, version, { ...base, codes }),
    // One day more on either side, whatever the zone.
    hours: period === null ? 0 : Math.ceil((period.to - period.from) / hourMs) + 48,
  };
}

/** What is asked of the loops. */
export interface AskedTallies {
  /** By group of entities, of every result but the usual one; of purchases those that are not added up apart. */
  readonly groups: TallyAsk;
  /** The results of the orders apart. */
  readonly gather: GatherAsk;
  /** By hour, of what waits for a person. */
  readonly count: CodesAsk;
}

/** Measures that the loops add up, in the order of all measures. */
const looped = measureNames.flatMap((name, place): (TallyAsk['measures'][number] & { readonly place: number })[] => {
  const { adds, of } = measures[name];
  if (adds === 'share') return [{ place, adds: 'value', of }];
  return adds === 'one' || adds === 'amount' ? [{ place, adds, of }] : [];
});

/** `usual` is the result that most orders get: they are what all come to less the others. The columns are in memory then. */
export async function askedTallies(
  { open, known, columnBytes, source }: Workbench,
  { wishes, hours }: TallyWishes,
  usual: number,
): Promise<AskedTallies> {
  const columns = wishes.map((wish) => known.column(nameOf(wish)));
  await loadColumns(open, columns, columnBytes(), source.signal);
  const [group, own, share, hour] = wishes;
  return {
    groups: {
      ...{ codes: nameOf(group), count: groupCount, marks: nameOf(own), values: nameOf(share) },
      measures: looped.map(({ adds, of }) => ({ adds, of })),
      only: [...results.keys()].filter((result) => result !== usual),
    },
    gather: { marks: nameOf(own), of: marks.apart },
    // Codes count from 1 on.
    count: { codes: nameOf(hour), count: hours + 1, only: reviewResults.map((result) => results.indexOf(result)) },
  };
}

/** Tallies of all orders that count, whatever decides, by what was asked; the last ones of each opening of the rows. */
const totals = new WeakMap<OpenRows, Map<string, Tallied>>();
/** Filters whose totals are kept. */
const mostTotals = 8;

/** Fills in the orders of the usual result: what all orders come to less the others. */
async function filled(bench: Workbench, asked: TallyAsk, usual: number, found: Tallied): Promise<Tallied> {
  const all = await totalOf(bench, asked);
  const size = stateCount * asked.measures.length;
  const sums = found.slice();
  for (let from = 0; from < sums.length; from += results.length * size)
    for (let at = 0; at < size; at += 1) {
      let left = all[from + at] ?? 0;
      for (let result = 0; result < results.length; result += 1) left -= found[from + result * size + at] ?? 0;
      sums[from + usual * size + at] = left;
    }
  return sums;
}

async function totalOf({ open, source }: Workbench, ask: TallyAsk): Promise<Tallied> {
  const { only: _only, ...asked } = ask;
  const own = totals.get(open) ?? new Map<string, Tallied>();
  totals.set(open, own);
  const key = JSON.stringify([open.base, asked]);
  const known = own.get(key);
  if (known !== undefined) return known;
  // Every order gets the first result, for there are no rules.
  const everyone = { rules: [], steps: [], rest: { kind: 'otherwise', result: 0 } } as const;
  const { tallies } = await open.pool.combine({ ...everyone, tallies: [asked] }, source.signal);
  const made = tallies[0] ?? new Float64Array();
  own.set(key, made);
  for (const oldest of [...own.keys()].slice(0, -mostTotals)) own.delete(oldest);
  return made;
}

export async function setTally(
  bench: Workbench,
  { wishes, apart: wanted }: TallyWishes,
  { groups }: AskedTallies,
  usual: number,
  { tallies: [found = new Float64Array()], gathered, counted }: Pick<Combined, 'tallies' | 'gathered' | 'counted'>,
): Promise<NonNullable<SetMeasure['tally']>> {
  const { offset } = bench.known.column(nameOf(wishes[3]));
  const sums = spread(await filled(bench, groups, usual, found));
  addPurchases(sums, apartOrders(bench, wanted), gathered, groupCount);
  return { groups: sums, reviewDays: reviewDaysOf(counted, offset), entities: await entitiesThere(bench.source) };
}

/** With room for the measures that no loop adds up. */
function spread(sums: Tallied): Tallied {
  const cells = sums.length / looped.length;
  const all = new Float64Array(cells * measureNames.length);
  for (let cell = 0; cell < cells; cell += 1)
    looped.forEach(({ place }, i) => (all[cell * measureNames.length + place] = sums[cell * looped.length + i] ?? 0));
  return all;
}

async function entitiesThere({ db, folder }: Workbench['source']): Promise<Entities> {
  // Written by this function; the checksum of its head says so.
  const there = noteThere(folder, 'entities') as Entities | undefined;
  if (there !== undefined) return there;
  const made = await entitiesOf(db);
  writeNote(folder, 'entities', made);
  return made;
}
