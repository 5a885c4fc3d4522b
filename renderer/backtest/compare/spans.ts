import type { Filter } from '../../../analysis/model/filter.ts';
import { mostParts } from '../../../analysis/model/results/breakdown.ts';
import { instantAt } from '../../../analysis/model/wall-time.ts';

/** A week or month of the project's calendar. */
export interface Span {
  /** Its first day. */
  readonly name: string;
  /** The same as UTC midnight, which charts draw. */
  readonly at: number;
  readonly filter: Filter;
}

const dayMs = 86_400_000;

/** Weeks (from Monday) or months from the first day of some periods to the last, the latest ones where they are too many. */
export function spansOf(
  periods: readonly ({ readonly from: string; readonly to: string } | null)[],
  by: 'week' | 'month',
  timezone: string,
): readonly Span[] {
  const days = periods.flatMap((period) => (period === null ? [] : [Date.parse(period.from), Date.parse(period.to)]));
  if (days.length === 0) return [];
  const [first, last] = [startOf(Math.min(...days), by), Math.max(...days)];
  const starts: number[] = [];
  for (let at = first; at <= last; at = next(at, by)) starts.push(at);
  return starts.slice(-mostParts).map((at) => ({
    ...{ name: isoDay(at), at },
    filter: {
      clauses: [
        { kind: 'time', column: 'ordered_at', from: midnight(at, timezone), to: midnight(next(at, by), timezone) },
      ],
    },
  }));
}

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

function startOf(day: number, by: 'week' | 'month'): number {
  const date = new Date(day);
  if (by === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  return day - ((date.getUTCDay() + 6) % 7) * dayMs;
}

function next(at: number, by: 'week' | 'month'): number {
  const date = new Date(at);
  return by === 'week' ? at + 7 * dayMs : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** The first instant of a calendar day in a zone. */
function midnight(day: number, timezone: string): string {
  return instantAt(`${isoDay(day)}T00:00`, timezone) ?? new Date(day).toISOString();
}
