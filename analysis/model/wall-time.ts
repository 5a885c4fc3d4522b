/** An instant as a clock in the zone shows it, to the minute, as a date and time field has it: `2026-04-01T09:00`. */
export function wallTime(instant: string, zone: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '';
  return new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  })
    .format(at)
    .replace(' ', 'T');
}

/** The instant at which a clock in the zone shows it (ISO, UTC); null for no time. Where it does so twice, the first. */
export function instantAt(wall: string, zone: string): string | null {
  const read = Date.parse(`${wall}Z`);
  if (Number.isNaN(read)) return null;
  const day = 86_400_000;
  const shown = (at: number): number => Date.parse(`${wallTime(new Date(at).toISOString(), zone)}Z`);
  // Offsets of the days around; the later offset is the earlier instant.
  const tried = [read - day, read + day].map((at) => read - (shown(at) - at));
  const exact = tried.filter((at) => shown(at) === read);
  const at = Math.min(...(exact.length === 0 ? tried.slice(0, 1) : exact));
  return new Date(at).toISOString();
}

/** Midnight of today in the zone. */
export const todayIn = (zone: string): string => {
  const now = new Date().toISOString();
  return instantAt(`${wallTime(now, zone).slice(0, 10)}T00:00`, zone) ?? now;
};
