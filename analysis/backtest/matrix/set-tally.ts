import { partGroups } from '../../model/results/breakdown.ts';
import { groupCount } from '../../model/results/intervals.ts';
import { reviewResults } from '../../model/results/money.ts';
import { cellNumbers, measureNames, measures } from '../../model/results/tally.ts';
import { results } from '../../model/ruleset.ts';
import type { ProjectInfo } from '../../model/project.ts';
import { stateCount, type Tallied, type TallyAsk } from '../../kernels/matrix/shapes.ts';
import { moneyColumn } from '../../store/order-money.ts';
import type { Sql } from '../../store/sql.ts';
import type { SetMeasure } from '../measurement.ts';
import {
  dayNumber,
  entitiesOf,
  lossIn,
  partNumber,
  reviewDaysOf,
  reviewsByCode,
  tallyColumns,
  type Entities,
} from '../tally.ts';
import { nameOf, type CodedColumn, type Wish } from './coded.ts';
import { noteThere, writeNote } from './make-columns.ts';
import { loadColumns, type OpenRows } from './open-rows.ts';
import type { Workbench } from './rule-bitmaps.ts';

/** Columns that a tally reads: the group of an order's entity, its marks, its loss, its day and its hour. */
export interface TallyWishes {
  readonly wishes: readonly [group: Wish, marks: Wish, loss: Wish, day: Wish, hour: Wish];
  /** Which part an order is in; null where no part was asked for, or bitmaps tell. */
  readonly part: Wish | null;
  /** Bitmaps of the parts where another rule set's decisions are what tells them apart. */
  readonly among: readonly string[];
  /** Columns of the base. */
  readonly base: { readonly states: string; readonly amounts: string };
  /** Days between the first and the last order. */
  readonly days: number;
  readonly parts: number;
}

const dayMs = 86_400_000;
const hours = 24;

/** `only` is the single currency of the project: losses in another one than that measured in are left out. */
export function tallyWishes(
  base: TallyWishes['base'],
  currency: string,
  only: string | null,
  { period, timezone, dataVersion: version }: ProjectInfo,
  { conditions, decided }: AskedParts,
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
    part: conditions.length === 0 ? null : partWish(conditions, version),
    among: [],
    ...{ base, parts: decided + conditions.length },
    days: period === null ? 0 : Math.ceil((period.to - period.from) / dayMs) + 1,
  };
}

/** Parts as conditions, or how many another rule set's decisions tell apart. */
interface AskedParts {
  readonly conditions: readonly { readonly where: Sql; readonly columns: readonly string[] }[];
  readonly decided: number;
}

const partWish = (
  parts: readonly { readonly where: Sql; readonly columns: readonly string[] }[],
  version: string,
): Wish => ({
  kind: 'int',
  of: partNumber(parts.map(({ where }) => where)),
  reads: [...new Set([moneyColumn, ...parts.flatMap(({ columns }) => columns)])],
  version,
});

/** What is asked of the loops. */
export interface AskedTallies {
  /** By group of entities, of every result but the usual one. */
  readonly groups: TallyAsk;
  /** By day and by hour, of what waits for a person. */
  readonly reviews: readonly [day: TallyAsk, hour: TallyAsk];
  /** By part and group of entities there, of every result: one for all parts, or one for each; none where no part was asked for. */
  readonly parts: readonly TallyAsk[];
}

/** `usual` is the result that most orders get: they are what all come to less the others. The columns are in memory then. */
export async function askedTallies(
  bench: Workbench,
  { wishes, part, among, base, days, parts }: TallyWishes,
  usual: number,
): Promise<AskedTallies> {
  const { open, known, columnBytes, source } = bench;
  const columns = [...wishes, ...(part === null ? [] : [part])].map((wish) => known.column(nameOf(wish)));
  await loadColumns(open, columns, columnBytes(), source.signal);
  const [group, marks, losses, day, hour] = wishes;
  const beside = { marks: base.states, losses: base.amounts, measures: [{ adds: 'one', of: 0 }] as const };
  const only = reviewResults.map((result) => results.indexOf(result));
  const all = { marks: nameOf(marks), losses: nameOf(losses), measures: measureNames.map((name) => measures[name]) };
  return {
    groups: {
      ...{ codes: nameOf(group), count: groupCount, ...all },
      only: [...results.keys()].filter((result) => result !== usual),
    },
    reviews: [
      // Codes count from 1 on.
      { codes: nameOf(day), count: tooLong(known.column(nameOf(day))) ? 0 : days + 2, ...beside, only },
      { codes: nameOf(hour), count: hours, ...beside, only },
    ],
    // Codes count from 1 on, 0 for orders in no part.
    parts:
      part === null
        ? among.map((name) => ({ codes: nameOf(group), count: groupCount, ...all, among: name }))
        : [{ codes: nameOf(part), count: parts * partGroups + 1, ...all }],
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

/** Days of more than 179 years have codes that no loop reads. */
const tooLong = ({ head }: CodedColumn): boolean => !['u8', 'u16'].includes(head.kind);

export async function setTally(
  bench: Workbench,
  { wishes, part, days, parts }: TallyWishes,
  { groups }: AskedTallies,
  usual: number,
  [found = new Float64Array(), byDay = new Float64Array(), byHour = new Float64Array(), ...byPart]: readonly Tallied[],
): Promise<NonNullable<SetMeasure['tally']>> {
  const { offset } = bench.known.column(nameOf(wishes[3]));
  return {
    groups: await filled(bench, groups, usual, found),
    parts: part === null ? oneByOne(byPart) : placed(byPart[0], parts, bench.known.column(nameOf(part))),
    reviewDays: reviewDaysOf(reviewsByCode(byDay, days + 2), offset),
    reviewHours: reviewsByCode(byHour, hours),
    entities: await entitiesThere(bench.source),
  };
}

/** The parts one after the other, their groups put together into as many as a part has. */
function oneByOne(parts: readonly Tallied[]): Tallied {
  const all = new Float64Array(parts.length * partGroups * cellNumbers);
  parts.forEach((sums, part) => {
    for (let i = 0; i < sums.length; i += 1) {
      const group = Math.floor(i / cellNumbers) % partGroups;
      const at = (part * partGroups + group) * cellNumbers + (i % cellNumbers);
      all[at] = (all[at] ?? 0) + (sums[i] ?? 0);
    }
  });
  return all;
}

/** By part and group from the first on: codes begin at the least number there is, code 0 is in no part. */
function placed(sums: Tallied | undefined, parts: number, { offset }: CodedColumn): Tallied {
  const all = new Float64Array(parts * partGroups * cellNumbers);
  // Code 1 is number 1 + offset, and number 1 is the first group of the first part.
  const from = offset * cellNumbers;
  if (sums !== undefined) all.set(sums.subarray(cellNumbers, cellNumbers + all.length - from), from);
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
