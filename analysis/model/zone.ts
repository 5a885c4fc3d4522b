const named = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/;
const formats = new Map<string, Intl.DateTimeFormat | null>();
const changes = new Map<string, readonly OffsetChange[]>();

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = named.test(zone) ? create(zone) : null;
  formats.set(zone, made);
  return made;
}

function create(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
}

/** Whether the name is an IANA time zone known here. Offsets such as `+09:00` are not names. */
export function isZone(zone: string): boolean {
  return formatOf(zone) !== null;
}

/** The zone's wall clock at an instant, held as the UTC fields of a Date; RangeError on an unknown zone. */
export function wallClock(zone: string, instant: Date): Date {
  const format = formatOf(zone);
  if (format === null) throw new RangeError(zone);
  const parts = new Map(format.formatToParts(instant).map((part) => [part.type, part.value]));
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? '0');
  const year = parts.get('era')?.startsWith('B') ? 1 - number('year') : number('year');
  const wall = new Date(0);
  wall.setUTCFullYear(year, number('month') - 1, number('day'));
  wall.setUTCHours(number('hour'), number('minute'), number('second'), ((instant.getTime() % 1000) + 1000) % 1000);
  return wall;
}

/** From `at` (milliseconds since 1970 UTC) on, the wall clock is UTC plus `offset` milliseconds. */
export interface OffsetChange {
  readonly at: number;
  readonly offset: number;
}

const day = 86_400_000;

/** Years for which `offsetChanges` lists a zone's offsets: [from, to) in milliseconds since 1970 UTC. */
export const offsetWindow = { from: Date.UTC(2010, 0, 1), to: Date.UTC(2036, 0, 1) } as const;

/** The zone's offsets inside `offsetWindow`, the first one standing at its start. */
export function offsetChanges(zone: string): readonly OffsetChange[] {
  const known = changes.get(zone);
  if (known !== undefined) return known;
  const offsetAt = (at: number): number => wallClock(zone, new Date(at)).getTime() - at;
  const found: OffsetChange[] = [{ at: offsetWindow.from, offset: offsetAt(offsetWindow.from) }];
  for (let at = offsetWindow.from; at < offsetWindow.to; at += 10 * day) {
    let low = at;
    let high = Math.min(at + 10 * day, offsetWindow.to - 1000);
    if (offsetAt(low) === offsetAt(high)) continue;
    const before = offsetAt(low);
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000;
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    found.push({ at: high, offset: offsetAt(high) });
  }
  changes.set(zone, found);
  return found;
}
