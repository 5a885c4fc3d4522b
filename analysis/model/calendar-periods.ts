import { wallClock } from './zone.ts';

export const periodUnits = ['day', 'week', 'month'] as const;
export type PeriodUnit = (typeof periodUnits)[number];

/** A day, a week from Monday or a month of a zone's calendar. */
export interface CalendarPeriod {
  /** First and last calendar day, `2024-05-01`. */
  readonly first: string;
  readonly last: string;
  /** Instants [from, to), epoch ms. */
  readonly from: number;
  readonly to: number;
  /** Its calendar days, and those of them from the first to the last order. */
  readonly days: number;
  readonly covered: number;
}

const dayMs = 86_400_000;

/**
 * All periods from the first to the last instant (epoch ms), in order and without gaps. The first begins before the first
 * instant's day, and the last ends after the last one's, where `covered` is less than `days`.
 */
export function calendarPeriods(
  span: { readonly from: number; readonly to: number },
  unit: PeriodUnit,
  zone: string,
): readonly CalendarPeriod[] {
  const [first, last] = [dayNumber(span.from, zone), dayNumber(span.to, zone)];
  const periods: CalendarPeriod[] = [];
  for (let start = startOf(first, unit), from = midnight(start, zone); start <= last;) {
    const next = nextOf(start, unit);
    const to = midnight(next, zone, start * dayMs - from);
    const covered = Math.min(next - 1, last) - Math.max(start, first) + 1;
    periods.push({ first: isoDay(start), last: isoDay(next - 1), from, to, days: next - start, covered });
    [start, from] = [next, to];
  }
  return periods;
}

/** The period that an instant lies in. */
export function periodAt(instant: number, unit: PeriodUnit, zone: string): CalendarPeriod {
  const [own] = calendarPeriods({ from: instant, to: instant }, unit, zone);
  if (own === undefined) throw new Error(unit);
  return own;
}

/** From the start of the first of some calendar days to that of the last one. */
export const spanOfDays = (days: { readonly from: string; readonly to: string }, zone: string) => ({
  from: startOfDay(days.from, zone),
  to: startOfDay(days.to, zone),
});

/** The instant (epoch ms) at which a calendar day (`2024-05-01`) begins in a zone. */
export const startOfDay = (day: string, zone: string): number => midnight(Date.parse(day) / dayMs, zone);

/** The calendar day of an instant in a zone. */
export const localDayOf = (instant: number, zone: string): string => isoDay(dayNumber(instant, zone));

/** The day so many days after another. */
export const dayAfter = (day: string, days: number): string => isoDay(Date.parse(day) / dayMs + days);

/** Calendar days from one to another. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs;

const isoDay = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** Days since 1970-01-01 on the zone's wall. */
const dayNumber = (instant: number, zone: string): number =>
  Math.floor(wallClock(zone, new Date(instant)).getTime() / dayMs);

function startOf(day: number, unit: PeriodUnit): number {
  switch (unit) {
    case 'day':
      return day;
    case 'week':
      // 1970-01-01 was a Thursday.
      return day - ((((day + 3) % 7) + 7) % 7);
    case 'month': {
      const date = new Date(day * dayMs);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / dayMs;
    }
  }
}

function nextOf(start: number, unit: PeriodUnit): number {
  if (unit !== 'month') return start + (unit === 'day' ? 1 : 7);
  const date = new Date(start * dayMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / dayMs;
}

/**
 * The first instant of a day: not midnight where the clock is put forward over it, the earlier one where it comes twice.
 * `offset`: the zone's at an earlier midnight, which most often still holds.
 */
function midnight(day: number, zone: string, offset?: number): number {
  const wall = day * dayMs;
  const clock = (at: number): number => wallClock(zone, new Date(at)).getTime();
  if (offset !== undefined && clock(wall - offset) === wall) return wall - offset;
  const reached = (at: number): boolean => clock(at) >= wall;
  let [low, high] = [wall - 2 * dayMs, wall + 2 * dayMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}
