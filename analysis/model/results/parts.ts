import type { Bin } from '../explore.ts';
import type { Filter } from '../filter.ts';

/** Orders of [from, to), epoch ms. */
export function timeFilter({ from, to }: { readonly from: number; readonly to: number }): Filter {
  const iso = (at: number): string => new Date(at).toISOString();
  return { clauses: [{ kind: 'time', column: 'ordered_at', from: iso(from), to: iso(to) }] };
}

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
