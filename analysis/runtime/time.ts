import { RuntimeRefusal } from './package.ts';

/**
 * Instants are numbers of microseconds since 1970 UTC: exact in the years 1685 to 2255, and to the whole second in those
 * that remain of the years 1 to 9999.
 */

/** The years 1 to 9999: from the first instant on, before the second. */
export const years = { from: -62_135_596_800_000_000, before: 253_402_300_800_000_000 } as const;

const instant =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,6}))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))$/;

/** An RFC 3339 instant as microseconds; null where the text is none or outside the years 1 to 9999. */
export function microsOf(text: string): number | null {
  const found = instant.exec(text);
  if (found === null) return null;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((at) => Number(found[at]));
  if (year === undefined || month === undefined || day === undefined) return null;
  if (hour === undefined || minute === undefined || second === undefined) return null;
  const [ahead, besides] = [Number(found[9] ?? 0), Number(found[10] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || ahead > 23 || besides > 59) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const offset = (ahead * 60 + besides) * (found[8] === '-' ? -60_000 : 60_000);
  const ms = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 - offset;
  const micros = ms * 1000 + Number((found[7] ?? '').padEnd(6, '0'));
  return micros >= years.from && micros < years.before ? micros : null;
}

const unitMicros: Readonly<Record<string, bigint>> = {
  h: 3_600_000_000n,
  m: 60_000_000n,
  s: 1_000_000n,
  ms: 1000n,
  us: 1n,
};

/** Microseconds of a duration such as `72h`, `1h30m`, `-90s`; null where the text is none, or none of whole ones. */
export function durationOf(text: string): number | null {
  const whole = /^([+-]?)((?:[0-9]+(?:\.[0-9]+)?(?:h|ms|us|m|s))+)$/.exec(text);
  if (whole === null) return null;
  let micros = 0n;
  for (const [, digits = '', fraction = '', unit = 's'] of (whole[2] ?? '').matchAll(
    /([0-9]+)(?:\.([0-9]+))?(h|ms|us|m|s)/g,
  )) {
    const scaled = BigInt(digits + fraction) * (unitMicros[unit] ?? 0n);
    const scale = 10n ** BigInt(fraction.length);
    if (scaled % scale !== 0n) return null;
    micros += scaled / scale;
  }
  if (micros > 315_576_000_000_000_000n) return null;
  return Number(whole[1] === '-' ? -micros : micros);
}

/** Length of a window such as `30m`, `24h`, `7d` in microseconds, null for `all`. */
export function windowOf(text: string): number | null {
  if (text === 'all') return null;
  const [, count, unit] = /^([1-9][0-9]{0,6})([mhd])$/.exec(text) ?? [];
  const micros = Number(count) * { m: 60e6, h: 3600e6, d: 86_400e6 }[unit === 'm' || unit === 'h' ? unit : 'd'];
  if (!(micros <= 3_660 * 86_400e6)) throw new RuntimeRefusal('feature-window');
  return micros;
}

/** What an instant is called in a zone, by the parts of a wall clock; NaN in, NaN out. */
export class WallClock {
  readonly #format: Intl.DateTimeFormat;
  /** By day in UTC; null for one in which the offset changes. */
  readonly #offsets = new Map<number, number | null>();

  /** Refuses a zone that is not known. */
  constructor(timeZone: string) {
    try {
      if (!/^[A-Za-z]/.test(timeZone)) throw new RangeError();
      const fields = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
      const clock = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
      const names = { calendar: 'iso8601', numberingSystem: 'latn', era: 'short' } as const;
      this.#format = new Intl.DateTimeFormat('en-US', { timeZone, ...fields, ...clock, ...names });
    } catch {
      throw new RuntimeRefusal('zone-unknown', timeZone);
    }
  }

  /** The part of the wall clock; as CEL counts: months, days of the month and of the year from 0, Sunday 0. */
  part(name: string, micros: number): number {
    if (Number.isNaN(micros)) return NaN;
    const ms = Math.floor(micros / 1000);
    const wall = new Date(ms + this.#offsetAt(ms));
    switch (name) {
      case 'getFullYear':
        return wall.getUTCFullYear();
      case 'getMonth':
        return wall.getUTCMonth();
      case 'getDate':
        return wall.getUTCDate();
      case 'getDayOfMonth':
        return wall.getUTCDate() - 1;
      case 'getDayOfWeek':
        return wall.getUTCDay();
      case 'getDayOfYear':
        return Math.floor((wall.getTime() - startOfYear(wall)) / 86_400_000);
      case 'getHours':
        return wall.getUTCHours();
      case 'getMinutes':
        return wall.getUTCMinutes();
      case 'getSeconds':
        return wall.getUTCSeconds();
      default:
        return wall.getUTCMilliseconds();
    }
  }

  /** When the hour or the day of an instant began, by the clock of that instant. */
  startOf(unit: 'hour' | 'day', micros: number): number {
    const ms = Math.floor(micros / 1000);
    const [offset, size] = [this.#offsetAt(ms), unitMs[unit]];
    return (Math.floor((ms + offset) / size) * size - offset) * 1000;
  }

  #offsetAt(ms: number): number {
    const day = Math.floor(ms / 86_400_000);
    let offset = this.#offsets.get(day);
    if (offset === undefined) {
      const [start, noon, end] = [0, 43_200_000, 86_399_000].map((time) => this.#ask(day * 86_400_000 + time));
      offset = start !== undefined && start === noon && start === end ? start : null;
      if (this.#offsets.size >= mostDays) this.#offsets.clear();
      this.#offsets.set(day, offset);
    }
    return offset ?? this.#ask(ms);
  }

  #ask(ms: number): number {
    const second = Math.floor(ms / 1000) * 1000;
    const parts = new Map(this.#format.formatToParts(second).map(({ type, value }) => [type, value]));
    const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type) ?? 0);
    const year = parts.get('era')?.startsWith('B') === true ? 1 - number('year') : number('year');
    const wall = new Date(0);
    wall.setUTCFullYear(year, number('month') - 1, number('day'));
    wall.setUTCHours(number('hour'), number('minute'), number('second'));
    return wall.getTime() - second;
  }
}

export const unitMs = { hour: 3_600_000, day: 86_400_000 } as const;

/** Days whose offset is remembered. */
const mostDays = 5000;

function startOfYear(date: Date): number {
  const first = new Date(0);
  first.setUTCFullYear(date.getUTCFullYear(), 0, 1);
  return first.getTime();
}
