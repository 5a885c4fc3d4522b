import { calendarPeriods, startOfDay, type CalendarPeriod, type PeriodUnit } from '../calendar-periods.ts';
import type { Bin } from '../explore.ts';
import type { Filter } from '../filter.ts';
import { mostParts } from './breakdown.ts';

/** Orders of [from, to), epoch ms; null for no such end. */
export function timeFilter({ from, to }: { readonly from: number | null; readonly to: number | null }): Filter {
  const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
  return { clauses: [{ kind: 'time', column: 'ordered_at', from: iso(from), to: iso(to) }] };
}

/** Orders from one calendar day (ISO) of a zone on, and before another; null for no such end. */
export function daysFilter(from: string | null, before: string | null, zone: string): Filter {
  const start = (day: string | null): number | null => (day === null ? null : startOfDay(day, zone));
  return timeFilter({ from: start(from), to: start(before) });
}

/** Days, weeks or months as parts of the orders between two instants; the latest where they are too many. */
export const periodParts = (
  span: { readonly from: number; readonly to: number },
  unit: PeriodUnit,
  zone: string,
): readonly { readonly period: CalendarPeriod; readonly filter: Filter }[] =>
  calendarPeriods(span, unit, zone)
    .slice(-mostParts)
    .map((period) => ({ period, filter: timeFilter(period) }));

/** Days of the week from Monday, as the rule language numbers them. */
export const weekdays = [1, 2, 3, 4, 5, 6, 0] as const;
export type Weekday = (typeof weekdays)[number];

/** Orders of a day of the week in a zone; `name` is what the condition is called where it is shown. */
export function weekdayFilter(
  day: Weekday,
  name: string,
  { currency, timezone }: { readonly currency: string; readonly timezone: string },
): Filter {
  const when = `order.time.getDayOfWeek("${timezone}") == ${day}`;
  return { clauses: [{ kind: 'rule', code: name, when, currency, timezone, value: 'true' }] };
}

/** Orders of one bar of a column; the bars of a column hold each of its orders once. */
export const binFilter = ({ clause }: Pick<Bin, 'clause'>): Filter => ({ clauses: [clause] });

/** Orders of a part of one division that are in a part of another as well. */
export const crossed = (a: Filter, b: Filter): Filter => ({ clauses: [...a.clauses, ...b.clauses] });
