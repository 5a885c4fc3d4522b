/** How the numbers of a cell are shown: a day or a clock time, digits filled up with zeros, or as they are. */
export type NumberLook =
  | { readonly kind: 'plain' }
  | { readonly kind: 'date' }
  | { readonly kind: 'mask'; readonly mask: string };

const plain: NumberLook = { kind: 'plain' };
const builtInDates = [...range(14, 22), ...range(27, 36), ...range(45, 47), ...range(50, 58)];

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** What a number format makes of numbers; `id` is its number in the workbook, `code` its text where it has one. */
export function lookOf(id: number, code: string | undefined): NumberLook {
  if (code === undefined) return builtInDates.includes(id) ? { kind: 'date' } : plain;
  const [first = ''] = code.split(';');
  const bare = first
    .replace(/"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*./gi, '')
    .replace(/\\(.)/g, '$1')
    .trim();
  if (/^0[0-]*0$/.test(bare)) return { kind: 'mask', mask: bare };
  return /[ymdhs年月日時分秒]/i.test(bare.replace(/general/gi, '')) && !/[#0?]/.test(bare.replace(/[sS]\.0+/, 's'))
    ? { kind: 'date' }
    : plain;
}

/** Days from 1899-12-30, or 1904-01-01, to 1970-01-01. */
const epochDays = { 1900: 25_569, 1904: 24_107 } as const;

/**
 * A number as the sheet shows it: a date as `2026-04-01` or `2026-04-01 21:03:00`, a fraction of a day as `21:03:00`,
 * zeros filled up as its format says, all else plain digits. A whole number of more digits than a workbook keeps (15)
 * stays `1.23457E+15`: its last digits are lost.
 */
export function numberText(text: string, look: NumberLook, epoch: keyof typeof epochDays): string {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return text;
  if (look.kind === 'date' && value >= 0 && value < 2_958_466) return dateText(value, epoch);
  if (look.kind === 'mask' && Number.isInteger(value) && value >= 0 && value < 1e15) return filledUp(value, look.mask);
  if (!Number.isInteger(value)) return String(Number(value.toPrecision(15)));
  return Math.abs(value) < 1e15 ? String(value) : value.toExponential(14).toUpperCase();
}

function dateText(serial: number, epoch: keyof typeof epochDays): string {
  const seconds = Math.round(serial * 86_400);
  // The workbook's 1900 is a leap year, so that its first 60 days stand one day off.
  const days = Math.floor(seconds / 86_400) + (epoch === 1900 && serial < 61 ? 1 : 0);
  const clock = new Date((seconds % 86_400) * 1000).toISOString().slice(11, 19);
  if (serial < 1) return clock;
  const day = new Date((days - epochDays[epoch]) * 86_400_000).toISOString().slice(0, 10);
  return seconds % 86_400 === 0 ? day : `${day} ${clock}`;
}

/** Digits put into the zeros of a mask from its end; hyphens stand where the mask has them. */
function filledUp(value: number, mask: string): string {
  const digits = [...String(value).padStart(mask.replaceAll('-', '').length, '0')];
  const shown = [...mask].reverse().map((sign) => (sign === '-' ? '-' : (digits.pop() ?? '')));
  return digits.join('') + shown.reverse().join('');
}

/** A text of a workbook's XML with its own escapes undone. */
export const cellText = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
