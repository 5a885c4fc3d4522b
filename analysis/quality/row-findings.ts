import { qualityLimits, type Finding } from '../model/quality.ts';
import type { Connection } from '../store/connection.ts';
import { sql } from '../store/sql.ts';
import { byFinding, conditionOf, finding, only, skipped, type Checked, type Ground } from './ground.ts';

const { midnightOrders, midnightShare, quietOrders, quietShare, unitOrders, unitShare } = qualityLimits;

/** What each order tells by itself, in one scan, and the hours of all of them. */
export async function rowFindings(db: Connection, ground: Ground): Promise<Checked> {
  const { rows, currency, now } = ground;
  const of = (code: 'times-midnight' | 'times-utc-midnight' | 'amount-unit') => conditionOf(ground, code) ?? sql`FALSE`;
  const row = await db.first(sql`SELECT count(*) AS n, count_if(${of('times-midnight')}) AS midnight,
    count_if(${of('times-utc-midnight')}) AS utc, count_if(${of('amount-unit')}) AS hundreds,
    count_if(amount <> 0 AND currency = ${currency}) AS paid, count_if(amount IN (0, 1)) AS tiny,
    count_if(currency IS DISTINCT FROM ${currency}) AS other,
    count_if(ordered_at >= make_timestamptz(${now * 1000}::BIGINT)) AS future FROM ${rows}`);
  const count = (name: string): number => Number(row?.[name] ?? 0);
  const hours = await db.rows(sql`SELECT hour, count(*) AS n FROM ${rows} GROUP BY hour ORDER BY hour`);
  const orders = count('n');
  const midnight = midnightFindings(orders, count('midnight'), count('utc'), ground);
  const dayOnly = midnight.some((one) => one.count > orders / 2);
  const clock = clockShift(hours.map((one) => [Number(one['hour']), Number(one['n'])]));
  const few = orders < quietOrders || dayOnly;
  return {
    findings: [
      ...midnight,
      ...(few || clock === null ? [] : [clock]),
      ...future(count('future'), orders, now),
      ...tiny(count('tiny'), orders),
      ...unit(count('hundreds'), count('paid'), currency),
      ...currencies(count('other'), orders, currency),
    ],
    skipped: {
      ...(few ? skipped('few-orders', 'clock-shift').skipped : {}),
      ...(count('paid') < unitOrders ? skipped('few-orders', 'amount-unit').skipped : {}),
    },
  };
}

/** Dates without a time are midnight of the zone they were read in, or of UTC where the file was written from it. */
function midnightFindings(orders: number, local: number, utc: number, { timezone }: Ground): readonly Finding[] {
  const many = (count: number): boolean => count >= midnightOrders && count >= midnightShare * orders;
  const params = { timezone };
  if (many(local))
    return [finding({ code: 'times-midnight', count: local, of: orders, params, filter: byFinding('times-midnight') })];
  if (many(utc))
    return [
      finding({ code: 'times-utc-midnight', count: utc, of: orders, params, filter: byFinding('times-utc-midnight') }),
    ];
  return [];
}

const quietHours = 4;
/** Windows that lie in the day as a whole; shops are usually quietest from 2 to 6. */
const [firstDayHour, lastDayHour, usualQuiet] = [8, 18, 2];

/** The quietest four hours of the day, where they are quiet and lie in the daytime; null otherwise. */
export function clockShift(hours: readonly (readonly [hour: number, orders: number])[]): Finding | null {
  const byHour = new Map(hours);
  const orders = hours.reduce((total, [, n]) => total + n, 0);
  const within = (from: number, length: number): number =>
    Array.from({ length }, (_, i) => byHour.get((from + i + 24) % 24) ?? 0).reduce((a, b) => a + b, 0);
  // Where many hours are as quiet, the middle of the quiet half of the day is meant.
  const windows = Array.from({ length: 24 }, (_, from) => ({
    from,
    count: within(from, quietHours),
    around: within(from - quietHours, 3 * quietHours),
  }));
  const quietest = windows.reduce((least, window) =>
    window.count < least.count || (window.count === least.count && window.around < least.around) ? window : least,
  );
  const { from, count } = quietest;
  if (count >= quietShare * orders || from < firstDayHour || from > lastDayHour) return null;
  const ahead = from - usualQuiet;
  const to = from + quietHours;
  return finding({
    code: 'clock-shift',
    count,
    of: orders,
    params: { from, to, shift: ahead > 12 ? 24 - ahead : ahead },
    filter: only({ kind: 'hour', from, to }),
  });
}

const future = (count: number, of: number, now: number): readonly Finding[] =>
  count === 0
    ? []
    : [
        finding({
          code: 'orders-future',
          count,
          of,
          filter: only({ kind: 'time', column: 'ordered_at', from: new Date(now).toISOString(), to: null }),
        }),
      ];

const tiny = (count: number, of: number): readonly Finding[] =>
  count === 0
    ? []
    : [finding({ code: 'amount-tiny', count, of, filter: only({ kind: 'in', column: 'amount', values: [0, 1] }) })];

function unit(count: number, of: number, currency: string): readonly Finding[] {
  if (of < unitOrders || count < unitShare * of) return [];
  return [
    finding({
      code: 'amount-unit',
      column: 'amount',
      count,
      of,
      params: { currency },
      filter: byFinding('amount-unit'),
    }),
  ];
}

const currencies = (count: number, of: number, currency: string): readonly Finding[] =>
  count === 0
    ? []
    : [
        finding({
          code: 'several-currencies',
          column: 'currency',
          count,
          of,
          params: { currency },
          filter: only({ kind: 'notIn', column: 'currency', values: [currency] }),
        }),
      ];
