import { percentDigits } from '../../analysis/model/results/percent-digits.ts';
import { language } from './index.ts';

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${language.get()}${JSON.stringify(options)}`;
  const found = cache.get(key);
  if (found instanceof Intl.NumberFormat) return found;
  const made = new Intl.NumberFormat(language.get(), options);
  cache.set(key, made);
  return made;
}

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${JSON.stringify(options)}`;
  const found = cache.get(key);
  if (found instanceof Intl.DateTimeFormat) return found;
  // sv-SE writes 2026-03-31 14:05:09, unambiguous in both languages.
  const made = new Intl.DateTimeFormat('sv-SE', options);
  cache.set(key, made);
  return made;
}

export function count(value: number): string {
  return numbers({ maximumFractionDigits: 0 }).format(value);
}

/** A plain number of the data: grouped, with the decimals it has (at most six). */
export function plain(value: number): string {
  return numbers({ maximumFractionDigits: 6 }).format(value);
}

/** 0.0213 -> 2.13 %. Small rates keep two significant digits, so that 0.004 % is not shown as 0. */
export function rate(value: number): string {
  const digits = percentDigits(value);
  return numbers({ style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** The difference of two rates in percentage points, with the digits of `rate`: 0.0213 -> 2.13. */
export function points(value: number): string {
  const digits = percentDigits(value);
  return numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value * 100);
}

export function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${numbers({ maximumFractionDigits: unit === 0 || size >= 100 ? 0 : 1 }).format(size)} ${units[unit] ?? ''}`;
}

const minorUnits = new Map<string, number>();

/** How many minor units one major unit has: 1 for JPY, 100 for USD. */
export function minorPerMajor(currency: string): number {
  const known = minorUnits.get(currency);
  if (known !== undefined) return known;
  const digits = numbers({ style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  minorUnits.set(currency, 10 ** digits);
  return 10 ** digits;
}

/** Minor units in full, with the currency. */
export function money(minor: number, currency: string): string {
  const major = minor / minorPerMajor(currency);
  if (currency === 'JPY' && language.get() === 'ja') return `${count(major)}円`;
  return numbers({ style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(major);
}

const man = 10_000;
const hyakuMan = 1_000_000;

/** Minor units as a figure: in Japanese 万円 or 百万円 for large yen and other currencies plain, in English K / M / B. */
export function moneyShort(minor: number, currency: string): string {
  const major = minor / minorPerMajor(currency);
  const size = Math.abs(major);
  if (currency === 'JPY' && language.get() === 'ja') {
    if (size < hyakuMan) return `${count(major)}円`;
    if (size < 100 * hyakuMan) return `${numbers({ maximumFractionDigits: 1 }).format(major / man)}万円`;
    return `${numbers({ maximumFractionDigits: size < 10_000 * hyakuMan ? 1 : 0 }).format(major / hyakuMan)}百万円`;
  }
  if (size < 100_000) return money(minor, currency);
  // 万 beside a foreign currency sign reads badly; whole units do not.
  if (language.get() === 'ja') {
    return numbers({ style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 }).format(
      major,
    );
  }
  return numbers({
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(major);
}

/** Writes the amounts of a column, all in the unit that suits the largest: 円 or 万円, in English whole, K or M. */
export function moneyAlike(amounts: readonly number[], currency: string): (minor: number) => string {
  const perMajor = minorPerMajor(currency);
  const largest = amounts.reduce((most, minor) => Math.max(most, Math.abs(minor)), 0) / perMajor;
  const japanese = language.get() === 'ja';
  if (japanese && currency !== 'JPY') return (minor) => moneyShort(minor, currency);
  if (japanese) {
    if (largest < hyakuMan) return (minor) => money(minor, currency);
    const digits = largest < 100 * hyakuMan ? 1 : 0;
    const inMan = numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits });
    return (minor) => (minor === 0 ? '0円' : `${inMan.format(minor / perMajor / man)}万円`);
  }
  if (largest < hyakuMan) return (minor) => money(minor, currency);
  const [unit, size] = largest < 1000 * hyakuMan ? (['K', 1000] as const) : (['M', hyakuMan] as const);
  const whole = numbers({ style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 });
  return (minor) => (minor === 0 ? money(0, currency) : `${whole.format(minor / perMajor / size)}${unit}`);
}

/** 2026-03-31 in that zone. */
export function date(ms: number, timeZone: string): string {
  return dates({ dateStyle: 'short', timeZone }).format(ms);
}

/** 2026-03-31 14:05:09 in that zone. */
export function dateTime(ms: number, timeZone: string): string {
  return dates({ dateStyle: 'short', timeStyle: 'medium', timeZone }).format(ms);
}

/** The first and the last day; one day stands alone. */
export function period(value: { readonly from: number; readonly to: number }, timeZone: string): string {
  const [from, to] = [date(value.from, timeZone), date(value.to, timeZone)];
  return from === to ? from : `${from} – ${to}`;
}

export function seconds(ms: number): string {
  const value = ms / 1000;
  return numbers({ style: 'unit', unit: 'second', maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}
