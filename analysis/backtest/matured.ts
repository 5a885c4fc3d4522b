import type { Filter } from '../model/filter.ts';
import type { BreakdownAsk } from '../model/results/breakdown.ts';
import type { Decided, MaturedWeek, Reported } from '../model/results/matured-series.ts';
import type { Judged } from '../model/results/judged.ts';
import { cellsAt, type Cells } from '../model/results/tally.ts';
import type { Connection } from '../store/connection.ts';
import { questionOf } from './breakdown.ts';
import type { Measurement } from './measurement.ts';
import type { Measuring } from './measuring.ts';

const dayMs = 86_400_000;
const daysOfWeek = 7;
/** Parts asked for at once. */
const mostAtOnce = 200 * daysOfWeek;

/** What a rule set decides week by week, of orders old enough and of all by their age; none where maturity is not measured. */
export async function maturedWeeks(
  measure: Measuring,
  { ruleSet, filter, judged }: Omit<BreakdownAsk, 'parts'>,
  db: Connection,
  signal: AbortSignal,
  done: (share: number) => void,
): Promise<readonly MaturedWeek[]> {
  const ask = (parts: readonly Filter[], more: Judged = {}): Promise<Measurement> =>
    measure(
      db,
      {
        ...questionOf({ ruleSet, filter, parts: [...parts], judged: { ...judged, ...more } }),
        ungrouped: true,
      },
      signal,
      done,
    );
  const { info, weeks } = await ask([]);
  if (info.maturity === 'not measured' || info.asOf === null) return [];
  const { asOf } = info;
  // Weeks without orders may be told or not.
  const starts = weeks.flatMap(({ week, orders }) => (orders === 0 ? [] : [week]));
  const spans = starts.map((from, i) => ({ from, to: starts[i + 1] ?? from + 2 * daysOfWeek * dayMs }));
  const matured = await inPieces(spans, mostAtOnce, async (some) => {
    const { set } = await ask(some.map(between));
    return some.map((_, i) => reportedIn(set?.tally?.parts, i));
  });
  // Six days of 24 hours and what is left of the week: days only tell ages.
  const days = spans.flatMap(({ from, to }) =>
    Array.from({ length: daysOfWeek }, (_, day) => ({
      from: from + day * dayMs,
      to: day === daysOfWeek - 1 ? to : from + (day + 1) * dayMs,
    })),
  );
  const reported = await inPieces(days, mostAtOnce, async (some) => {
    const { set } = await ask(some.map(between), { raw: true });
    return some.map((_, i) => reportedIn(set?.tally?.parts, i));
  });
  return spans.map(({ from: week }, i) => ({
    week,
    matured: matured[i] ?? none,
    days: days.slice(i * daysOfWeek, (i + 1) * daysOfWeek).map(({ from }, day) => ({
      age: Math.floor((asOf - from) / dayMs),
      ...(reported[i * daysOfWeek + day] ?? none),
    })),
  }));
}

const nothing: Decided = { OK: 0, REVIEW: 0, HOLD: 0, NG: 0 };
const none: Reported = { orders: nothing, bad: nothing };

function between({ from, to }: { readonly from: number; readonly to: number }): Filter {
  const iso = (at: number): string => new Date(at).toISOString();
  return { clauses: [{ kind: 'time', column: 'ordered_at', from: iso(from), to: iso(to) }] };
}

function reportedIn(parts: Float64Array | undefined, part: number): Reported {
  if (parts === undefined) return none;
  const cells = cellsAt(parts, part);
  return {
    orders: decided(cells, ({ bad, good }) => bad.orders + good.orders),
    bad: decided(cells, ({ bad }) => bad.orders),
  };
}

const decided = (cells: Cells, of: (states: Cells['OK']) => number): Decided => ({
  OK: of(cells.OK),
  REVIEW: of(cells.REVIEW),
  HOLD: of(cells.HOLD),
  NG: of(cells.NG),
});

async function inPieces<T, U>(
  list: readonly T[],
  most: number,
  work: (some: readonly T[]) => Promise<readonly U[]>,
): Promise<readonly U[]> {
  const found: U[] = [];
  for (let from = 0; from < list.length; from += most) found.push(...(await work(list.slice(from, from + most))));
  return found;
}
