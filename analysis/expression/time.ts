import { timeRange, type TimePart } from './term.ts';

const instant = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** Microseconds since 1970 UTC of an RFC 3339 text; 'format' when it is none, 'range' outside the years 1 to 9999. */
export function parseInstant(text: string): bigint | 'format' | 'range' {
  const parts = instant.exec(text);
  if (parts === null) return 'format';
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offset = (parts[8] === '-' ? -1 : 1) * (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0));
  if (hour > 23 || minute > 59 || second > 59 || Number(parts[9] ?? 0) > 23 || Number(parts[10] ?? 0) > 59)
    return 'format';
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return 'format';
  date.setUTCHours(hour, minute - offset, second);
  const micros = BigInt(date.getTime()) * 1000n + BigInt((parts[7] ?? '').padEnd(6, '0'));
  return micros < timeRange.from || micros > timeRange.to ? 'range' : micros;
}

/** RFC 3339 text in UTC; the fraction is left out when zero. */
export function formatInstant(micros: bigint): string {
  const part = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const whole = new Date(Number((micros - part) / 1000n)).toISOString();
  const year = whole.slice(0, -5);
  return part === 0n ? `${year}Z` : `${year}.${part.toString().padStart(6, '0').replace(/0+$/, '')}Z`;
}

const units: Readonly<Record<string, bigint>> = { h: 3_600_000_000n, m: 60_000_000n, s: 1_000_000n, ms: 1000n, us: 1n };

/** Microseconds of a CEL duration text such as `72h`, `1h30m`, `-90s`, `1.5h`; null when it is none or beyond 10,000 years. */
export function parseDuration(text: string): bigint | null {
  const whole = /^([+-]?)((?:\d+(?:\.\d+)?(?:h|ms|us|m|s))+)$/.exec(text);
  if (whole === null) return null;
  let micros = 0n;
  for (const piece of (whole[2] ?? '').matchAll(/(\d+)(?:\.(\d+))?(h|ms|us|m|s)/g)) {
    const unit = units[piece[3] ?? ''] ?? 0n;
    const fraction = piece[2] ?? '';
    const scaled = BigInt((piece[1] ?? '') + fraction) * unit;
    const scale = 10n ** BigInt(fraction.length);
    if (scaled % scale !== 0n) return null;
    micros += scaled / scale;
  }
  if (micros > 315_576_000_000_000_000n) return null;
  return whole[1] === '-' ? -micros : micros;
}

/** A duration as CEL text in seconds. */
export function formatDuration(micros: bigint): string {
  const sign = micros < 0n ? '-' : '';
  const size = micros < 0n ? -micros : micros;
  const fraction = (size % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  return `${sign}${size / 1_000_000n}${fraction === '' ? '' : `.${fraction}`}s`;
}

/** The wall clock of a zone, held as the UTC fields of a Date, read with CEL's bases. */
export function partOfWallClock(wall: Date, part: TimePart): number {
  switch (part) {
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
    case 'getDayOfYear': {
      const first = new Date(0);
      first.setUTCFullYear(wall.getUTCFullYear(), 0, 1);
      return Math.floor((wall.getTime() - first.getTime()) / 86_400_000);
    }
    case 'getHours':
      return wall.getUTCHours();
    case 'getMinutes':
      return wall.getUTCMinutes();
    case 'getSeconds':
      return wall.getUTCSeconds();
    case 'getMilliseconds':
      return wall.getUTCMilliseconds();
  }
}
