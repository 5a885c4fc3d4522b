import { partGroups } from '../../model/results/breakdown.ts';
import { groupCount } from '../../model/results/intervals.ts';
import { reviewResults } from '../../model/results/money.ts';
import { cellNumbers, marks, measureNames, measures } from '../../model/results/tally.ts';
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
import type { SetMeasure } from '../measurement.ts';
import { entitiesOf, type Entities } from '../../store/entities.ts';
import { sql, type Sql } from '../../store/sql.ts';
import { hourNumber, ownOrder, partNumber, reviewDaysOf, tallyColumns, type Tallies } from '../tally.ts';
import { nameOf, type CodedColumn, type Wish } from '../../columns/coded.ts';
import { noteThere, writeNote } from '../../columns/make-columns.ts';
import { loadColumns, type OpenRows } from '../../columns/open-rows.ts';
import {
  addPurchases,
  apartOrders,
  apartWishes,
  isApart,
  type ApartWishes,
  leastOfAttempts,
  type Apart,
} from './purchases.ts';
import type { Workbench } from './rule-bitmaps.ts';

/** What a tally is taken by: a column of codes, with the orders that are added up apart by the same. */
interface Coding {
  readonly codes: Wish;
  readonly apart: ApartWishes;
  /** Places of codes. */
  readonly count: number;
}

/** Columns that a tally reads: the group of an order's entity, its part, its marks, its share of its customer, its hour. */
export interface TallyWishes {
  readonly groups: Coding;
  /** Null where no part was asked for, or bitmaps tell. */
  readonly parts: Coding | null;
  /** Bitmaps of the parts where another rule set's decisions are what tells them apart. */
  readonly among: readonly string[];
  readonly marks: Wish;
  readonly share: Wish;
  readonly hour: Wish;
  /** Parts are decisions, the most lenient first: a purchase is in the first that any of its attempts is in. */
  readonly lenient: boolean;
  /** Groups of the entities of each part. */
  readonly perPart: number;
  /** Hours between the first and the last order. */
  readonly hours: number;
}

const hourMs = 3_600_000;

export const columnsOf = ({ groups, parts, marks: own, share, hour }: TallyWishes): readonly Wish[] => [
  ...[groups.codes, own, share, hour],
  ...(parts === null ? [] : [parts.codes]),
];

export const apartOf = ({ groups, parts }: TallyWishes): readonly ApartWishes[] => [
  groups.apart,
  ...(parts === null ? [] : [parts.apart]),
];

/** Parts that are tallied one by one. */
interface PartsAsked {
  readonly parts: readonly { readonly where: Sql; readonly columns: readonly string[] }[];
  readonly lenient: boolean;
  /** Groups of the entities of each part. */
  readonly groups: number;
}

/** `only` is the single currency of the project: of orders in another one than that measured in attempts are counted alone. */
export function tallyWishes(
  base: { readonly states: Wish; readonly amounts: Wish },
  currency: string,
  only: string | null,
  { period, timezone, dataVersion: version }: ProjectInfo,
  { parts, lenient, groups: perPart }: PartsAsked,
): TallyWishes {
  const columns = tallyColumns;
  const { group, marks: all, share } = columns;
  const reads = [columns.of];
  const apart = isApart(columns, currency, only);
  const coding = (codes: Wish, count: number): Coding => ({
    ...{ codes, count },
    apart: apartWishes(columns, apart, version, { ...base, codes }),
  });
  // The same whatever the target, but nothing tells that of a column made with those that are not.
  const groups: Wish = { kind: 'states', of: group, reads, version };
  const number = partNumber(columns, { parts: parts.map(({ where }) => where), groups: perPart });
  const inParts: Wish = {
    ...{ kind: 'int', of: number, version },
    reads: [...new Set([columns.of, ...parts.flatMap((one) => one.columns)])],
  };
  const attempts = marks.byHand | marks.passedByHand;
  return {
    groups: coding(groups, groupCount),
    parts: parts.length === 0 ? null : coding(inParts, parts.length * perPart),
    among: [],
    marks: {
      ...{ kind: 'states', reads, version },
      of: sql`CASE WHEN ${apart} THEN ${all} & ${attempts | marks.apart}::UTINYINT
        WHEN ${ownOrder(currency, only)} THEN ${all} ELSE ${all} & ${attempts}::UTINYINT END`,
    },
    share: { kind: 'amounts', of: share, reads, version },
    hour: { kind: 'int', of: hourNumber(timezone), reads: [] },
    ...{ lenient, perPart },
    // One day more on either side, whatever the zone.
    hours: period === null ? 0 : Math.ceil((period.to - period.from) / hourMs) + 48,
  };
}

/** What is asked of the loops. */
export interface AskedTallies {
  /** By group of entities, of every result but the usual one, and by part of every result; of purchases those that are not added up apart. */
  readonly tallies: readonly [groups: TallyAsk, ...parts: readonly TallyAsk[]];
  /** The results of the orders apart. */
  readonly gather: GatherAsk;
  /** By hour, of what waits for a person. */
  readonly count: CodesAsk;
}

/** Measures that the loops add up, in the order of all measures. */
export const looped = measureNames.flatMap(
  (name, place): (TallyAsk['measures'][number] & { readonly place: number })[] => {
    const { adds, of } = measures[name];
    if (adds === 'share') return [{ place, adds: 'value', of }];
    return adds === 'one' || adds === 'amount' ? [{ place, adds, of }] : [];
  },
);

/** `usual` is the result that most orders get: they are what all come to less the others. The columns are in memory then. */
export async function askedTallies(
  { open, known, columnBytes, source }: Workbench,
  wanted: TallyWishes,
  usual: number,
): Promise<AskedTallies> {
  const columns = columnsOf(wanted).map((wish) => known.column(nameOf(wish)));
  await loadColumns(open, columns, columnBytes(), source.signal);
  const { groups, parts, among, marks: own, share, hour, hours } = wanted;
  const ask = ({ codes, count }: Coding): TallyAsk => ({
    // Whole numbers count from 1 on, code 0 is none of them.
    ...{ codes: nameOf(codes), count: codes.kind === 'int' ? count + 1 : count },
    ...{ marks: nameOf(own), values: nameOf(share) },
    measures: looped.map(({ adds, of }) => ({ adds, of })),
  });
  const inGroups = ask(groups);
  const byGroup = { ...inGroups, only: [...results.keys()].filter((result) => result !== usual) };
  return {
    tallies: [byGroup, ...(parts === null ? among.map((name) => ({ ...inGroups, among: name })) : [ask(parts)])],
    gather: { marks: nameOf(own), of: marks.apart, ...(among.length === 0 ? {} : { among }) },
    count: { codes: nameOf(hour), count: hours + 1, only: reviewResults.map((result) => results.indexOf(result)) },
  };
}

/** Tallies of all orders that count, whatever decides, by what was asked; the last ones of each opening of the rows. */
const totals = new WeakMap<OpenRows, Map<string, Tallied>>();
/** Filters whose totals are kept. */
const mostTotals = 8;

/** Fills in the orders of the usual result, which nobody added up: what all orders come to less the others. */
async function filled(bench: Workbench, asked: TallyAsk, usual: number, sums: Tallied): Promise<Tallied> {
  const all = await totalOf(bench, asked);
  const size = stateCount * asked.measures.length;
  for (let from = 0; from < sums.length; from += results.length * size)
    for (let at = 0; at < size; at += 1) {
      let left = all[from + at] ?? 0;
      for (let result = 0; result < results.length; result += 1) left -= sums[from + result * size + at] ?? 0;
      sums[from + usual * size + at] = left;
    }
  return sums;
}

/** What an ask comes to over every order that counts, whatever decides: all of them under the first result. */
export async function totalOf({ open, source }: Workbench, ask: TallyAsk): Promise<Tallied> {
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

function completed(
  bench: Workbench,
  { codes, apart, count }: Coding,
  sums: Tallied,
  gathered: Uint8Array,
  placesOf?: (apart: Apart) => ArrayLike<number>,
): Tallied {
  const column = bench.known.column(nameOf(codes));
  const all = spread(codes.kind === 'int' ? placed(sums, count, column) : sums);
  const orders = apartOrders(bench, apart);
  addPurchases(all, orders, gathered, placesOf?.(orders));
  return all;
}

/** Greater than any part. */
const noPart = 2 ** 30;

export async function setTally(
  bench: Workbench,
  wanted: TallyWishes,
  asked: AskedTallies,
  usual: number,
  found: Found & Pick<Combined, 'counted'>,
): Promise<NonNullable<SetMeasure['tally']>> {
  return {
    ...(await talliesOf(bench, wanted, asked, usual, found)),
    reviewDays: reviewDaysOf(found.counted, bench.known.column(nameOf(wanted.hour)).offset),
    entities: await entitiesThere(bench.source),
  };
}

type Found = Pick<Combined, 'tallies' | 'gathered' | 'within'>;

/** By group and by part: with the orders of the usual result, and the purchases that are added up apart. */
export async function talliesOf(
  bench: Workbench,
  wanted: TallyWishes,
  { tallies: [asked] }: AskedTallies,
  usual: number,
  { tallies: [found = new Float64Array(), ...byPart], gathered, within }: Found,
): Promise<Tallies> {
  const { groups, parts, lenient, perPart } = wanted;
  const inPlace = (sums: Tallied, place: number): Tallied =>
    completed(bench, groups, sums, gathered, (apart) => {
      const own = lenient ? leastOfAttempts(apart, gathered, within) : within;
      return apart.places.map((code, order) => (own[order] === place ? code : -1));
    });
  const inFirst = (apart: Apart): Int32Array => {
    const { places } = apart;
    const parted = places.map((place) => (place < 0 ? noPart : Math.floor(place / perPart)));
    const first = leastOfAttempts(apart, gathered, parted);
    return places.map((place, order) => (place < 0 ? -1 : (first[order] ?? 0) * perPart + (place % perPart)));
  };
  return {
    groups: completed(bench, groups, await filled(bench, asked, usual, found), gathered),
    parts:
      parts === null
        ? oneByOne(byPart.map(inPlace))
        : completed(bench, parts, byPart[0] ?? new Float64Array(), gathered, lenient ? inFirst : undefined),
  };
}

/** The parts one after the other, their groups put together into as many as a part has. */
function oneByOne(parts: readonly Tallied[]): Tallied {
  const all = new Float64Array(parts.length * partGroups * cellNumbers);
  parts.forEach((sums, part) => {
    for (let i = 0; i < sums.length; i += 1) {
      const group = Math.floor(i / cellNumbers) % partGroups;
      const to = (part * partGroups + group) * cellNumbers + (i % cellNumbers);
      all[to] = (all[to] ?? 0) + (sums[i] ?? 0);
    }
  });
  return all;
}

/** By number less 1: codes begin at the least number there is, and code 0 has none. */
function placed(sums: Tallied, numbers: number, { offset }: CodedColumn): Tallied {
  const size = results.length * stateCount * looped.length;
  const all = new Float64Array(numbers * size);
  // Code 1 is number 1 + offset.
  const from = offset * size;
  all.set(sums.subarray(size, size + all.length - from), from);
  return all;
}

/** With room for the measures that no loop adds up. */
export function spread(sums: Tallied): Tallied {
  const cells = sums.length / looped.length;
  const all = new Float64Array(cells * measureNames.length);
  for (let cell = 0; cell < cells; cell += 1)
    looped.forEach(({ place }, i) => (all[cell * measureNames.length + place] = sums[cell * looped.length + i] ?? 0));
  return all;
}

/** What groups of entities are of; counted once for each state of the data. */
export async function entitiesThere({ db, folder }: Workbench['source']): Promise<Entities> {
  // Written by this function; the checksum of its head says so.
  const there = noteThere(folder, 'entities') as Entities | undefined;
  if (there !== undefined) return there;
  const made = await entitiesOf(db);
  writeNote(folder, 'entities', made);
  return made;
}
