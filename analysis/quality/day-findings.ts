import { qualityLimits, type Finding } from '../model/quality.ts';
import type { Connection } from '../store/connection.ts';
import { sql } from '../store/sql.ts';
import { judgedDays } from '../store/unusual-days.ts';
import { byFinding, finding, found, type Checked, type Ground } from './ground.ts';

interface Day {
  /** ISO date. */
  readonly day: string;
  readonly orders: number;
  readonly usual: number;
  readonly expected: number;
  readonly verdict: string | null;
}

/** Days without orders that should have had some, and days far above or below the usual of their weekday. */
export async function dayFindings(db: Connection, { rows, timezone, info }: Ground): Promise<Checked> {
  const read = await db.rows(sql`
    SELECT day::VARCHAR AS day, orders, usual, expected, verdict FROM ${judgedDays(rows, timezone)} ORDER BY day`);
  const days = read.map((row): Day => {
    const { day, orders, usual, expected, verdict } = row;
    return {
      day: String(day),
      orders: Number(orders),
      usual: Number(usual),
      expected: Number(expected),
      verdict: typeof verdict === 'string' ? verdict : null,
    };
  });
  return found(
    ...gaps(days),
    ...unusual('days-high', 'high', days, info.orders),
    ...unusual('days-low', 'low', days, info.orders),
  );
}

/** Runs of empty days that would usually have had so many orders that chance does not explain them. */
function gaps(days: readonly Day[]): readonly Finding[] {
  const runs: Day[][] = [];
  for (const [index, day] of days.entries()) {
    if (day.verdict !== 'empty') continue;
    if (days[index - 1]?.verdict === 'empty') runs.at(-1)?.push(day);
    else runs.push([day]);
  }
  const missing = runs.filter((run) => expectedIn(run) >= qualityLimits.gapOrders);
  const longest = missing.toSorted((a, b) => b.length - a.length)[0];
  if (longest === undefined) return [];
  return [
    finding({
      code: 'days-empty',
      unit: 'days',
      count: missing.reduce((total, run) => total + run.length, 0),
      of: days.length,
      params: {
        runs: missing.length,
        from: longest[0]?.day ?? '',
        to: longest.at(-1)?.day ?? '',
        longest: longest.length,
        expected: Math.round(missing.reduce((total, run) => total + expectedIn(run), 0)),
      },
    }),
  ];
}

const expectedIn = (run: readonly Day[]): number => run.reduce((total, { expected }) => total + expected, 0);

function unusual(
  code: 'days-high' | 'days-low',
  verdict: 'high' | 'low',
  days: readonly Day[],
  of: number,
): readonly Finding[] {
  const those = days.filter((day) => day.verdict === verdict);
  const furthest = those.toSorted((a, b) => Math.abs(b.orders - b.usual) - Math.abs(a.orders - a.usual))[0];
  if (furthest === undefined) return [];
  const count = those.reduce((total, { orders }) => total + orders, 0);
  const { day, orders, usual } = furthest;
  return [finding({ code, count, of, params: { days: those.length, day, orders, usual }, filter: byFinding(code) })];
}
