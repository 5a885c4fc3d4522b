import holidays from '@holiday-jp/holiday_jp/lib/holidays.js';
import type { BnplConfig } from '../model/bnpl/config.ts';

/** Days as `YYYY-MM-DD`, the shop's own; all reckoning is of calendar days, in no zone. */

const day = 86_400_000;

/** The last year that holidays are known of. */
export const lastHolidayYear = Number(Object.keys(holidays).at(-1)?.slice(0, 4));

const stamp = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

export const addDays = (date: string, count: number): string => dateOf(stamp(date) + count * day);

/** Calendar days from one to the other. */
export const daysBetween = (from: string, to: string): number => Math.round((stamp(to) - stamp(from)) / day);

export type BusinessDays = (date: string) => boolean;

/** Whether banks and offices work on a day, by the calendar of a configuration. */
export function businessDaysOf({ closed, open }: BnplConfig['calendar']): BusinessDays {
  const [more, fewer] = [new Set(closed), new Set(open)];
  return (date) => {
    if (fewer.has(date)) return true;
    if (more.has(date)) return false;
    const weekday = new Date(stamp(date)).getUTCDay();
    return weekday !== 0 && weekday !== 6 && !Object.hasOwn(holidays, date) && !isYearEnd(date);
  };
}

/** 銀行法施行令5条: banks are closed from 31 December to 3 January. */
const isYearEnd = (date: string): boolean => ['12-31', '01-01', '01-02', '01-03'].includes(date.slice(5));

/** The day so many business days after one, open or not; 0 is that day itself, or the next one that is open. */
export function addBusinessDays(isOpen: BusinessDays, date: string, count: number): string {
  let at = count === 0 ? rolled(isOpen, date, 'next') : date;
  for (let left = count; left > 0; left -= 1) at = rolled(isOpen, addDays(at, 1), 'next');
  return at;
}

/** A day that is closed moved to the next or previous one that is open, or left. */
export function rolled(isOpen: BusinessDays, date: string, roll: BnplConfig['roll']): string {
  if (roll === 'none') return date;
  let at = date;
  while (!isOpen(at)) at = addDays(at, roll === 'next' ? 1 : -1);
  return at;
}

/** A day of the month so many months after that of a date; the last one where the month is shorter. */
export function dayOfMonth(date: string, months: number, wanted: number): string {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1 + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dateOf(Date.UTC(year, month, Math.min(wanted, last)));
}
