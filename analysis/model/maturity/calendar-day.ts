const dayMs = 86_400_000;

/** 2026-03-31 of days since 1970-01-01. */
export function isoOfDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** Days since 1970-01-01 of 2026-03-31. */
export function dayOfIso(iso: string): number {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / dayMs);
}

/** The Monday of the week a day lies in. */
export function mondayOf(day: number): number {
  // 1970-01-01 was a Thursday.
  return day - ((((day + 3) % 7) + 7) % 7);
}

/** The first day of the month a day lies in, and of the `later`-th month after it. */
export function monthOf(day: number, later = 0): number {
  const at = new Date(day * dayMs);
  return Math.round(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + later, 1) / dayMs);
}
