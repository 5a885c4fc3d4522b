import type { Random } from './random.ts';

export const dayMs = 86_400_000;
const zoneMs = 9 * 3_600_000;

/** Midnight in Japan of a `yyyy-mm-dd` date, in milliseconds since the epoch. */
export function japanDay(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) - zoneMs;
}

/** The same day of the month that many months later. */
export function addMonths(instant: number, months: number): number {
  const local = new Date(instant + zoneMs);
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + months, local.getUTCDate()) - zoneMs;
}

/** `yyyy/MM/dd HH:mm:ss` in Japan. */
export function japanDateTime(instant: number): string {
  const text = new Date(instant + zoneMs).toISOString();
  return `${text.slice(0, 10).replaceAll('-', '/')} ${text.slice(11, 19)}`;
}

/** `yyyy/MM/dd` in Japan. */
export function japanDate(instant: number): string {
  return japanDateTime(instant).slice(0, 10);
}

/** Hour of the day in Japan, 0 to 23. */
export function japanHour(instant: number): number {
  return new Date(instant + zoneMs).getUTCHours();
}

/** Month of the year in Japan, 1 to 12. */
export function japanMonth(instant: number): number {
  return new Date(instant + zoneMs).getUTCMonth() + 1;
}

const hourWeights = [34, 16, 7, 4, 4, 8, 18, 32, 40, 46, 52, 56, 66, 54, 48, 46, 46, 50, 56, 64, 78, 92, 88, 62];
const nightWeights = [30, 34, 30, 22, 12, 4, 2, 1, 1, 1, 2, 2, 3, 2, 2, 2, 3, 3, 4, 4, 6, 8, 12, 20];
const deepNightWeights = hourWeights.map((_, hour) => (hour < 5 ? 10 : 0));
const officeWeights = hourWeights.map((weight, hour) => (hour >= 9 && hour < 18 ? weight : 0));
const hours = hourWeights.map((_, hour) => hour);
const monthWeights = [88, 84, 104, 96, 94, 102, 112, 90, 92, 96, 112, 150];

/** When in the day orders come: everyone, mostly night, only 0 to 4 o'clock, only office hours. */
export type DayShape = 'everyone' | 'night' | 'deep-night' | 'office';

const shapes: Readonly<Record<DayShape, readonly number[]>> = {
  everyone: hourWeights,
  night: nightWeights,
  'deep-night': deepNightWeights,
  office: officeWeights,
};

/** The period orders fall in: from `start` to before `end`, milliseconds since the epoch. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** A moment of that day by the hours people order at. */
export function momentOf(day: number, rng: Random, shape: DayShape = 'everyone'): number {
  const hour = rng.weighted(hours, (h) => shapes[shape][h] ?? 0);
  return day + hour * 3_600_000 + rng.int(0, 3_599) * 1000;
}

/** A day of the period; months of presents and sales are busier, and the shop grows by a third over a year. */
export function dayOf(period: Period, rng: Random): number {
  const days = Math.round((period.end - period.start) / dayMs);
  for (;;) {
    const index = rng.int(0, days - 1);
    const day = period.start + index * dayMs;
    const season = (monthWeights[japanMonth(day) - 1] ?? 100) / 150;
    const growth = 0.7 + 0.3 * (index / days);
    if (rng.chance(season * growth)) return day;
  }
}
