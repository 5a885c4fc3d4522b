import { percentDigits } from './percent-digits.ts';
import type { ResultCell, ResultTable, Share } from './result-file.ts';

export interface CellWriting {
  readonly language: 'ja' | 'en';
  /** Of the project; instants of a query stand in it. */
  readonly timezone: string;
}

/** A cell as people read it: numbers grouped and without idle decimals, shares in per cent, instants by the project's clock. */
export function cellText(cell: ResultCell, { language, timezone }: CellWriting): string {
  if (cell === null) return '–';
  if (typeof cell === 'number') return numberText(cell, language);
  if (typeof cell === 'string') return instant.test(cell) ? clockText(cell, timezone) : cell;
  return shareText(cell, language);
}

function shareText({ share, as }: Share, language: CellWriting['language']): string {
  if (as === 'bp') return `${(share * 10_000).toLocaleString(language, { maximumFractionDigits: 2 })} bp`;
  const digits = percentDigits(share);
  const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  if (as === undefined) return share.toLocaleString(language, { style: 'percent', ...decimals });
  return `${(share * 100).toLocaleString(language, { signDisplay: 'exceptZero', ...decimals })} pt`;
}

/** Whole numbers in full, two decimals from 10 on, four below, and four significant digits below 1. */
function numberText(value: number, language: CellWriting['language']): string {
  const size = Math.abs(value);
  if (size > 0 && size < 1) return value.toLocaleString(language, { maximumSignificantDigits: 4 });
  return value.toLocaleString(language, { maximumFractionDigits: size < 10 ? 4 : 2 });
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

const clockText = (text: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(Date.parse(text));

/** Whether a column holds figures: its head stands to the right like them. */
export const holdsNumbers = (rows: ResultTable, at: number): boolean =>
  rows.some((row) => typeof row[at] === 'number' || isShare(row[at]));

/** Whether a cell stands with figures: one itself, or nothing in a column of them. */
export const isNumber = (cell: ResultCell, ofNumbers: boolean): boolean =>
  typeof cell === 'number' || isShare(cell) || (cell === null && ofNumbers);

const isShare = (cell: ResultCell | undefined): boolean => typeof cell === 'object' && cell !== null;

/** Whether a text is a day, a time or a span of such, which reads badly over two lines. */
export const isDay = (text: string): boolean =>
  /^[~～]?\s?\d{4}-\d{2}(?:-\d{2})?(?:$|[\sT–~～])/u.test(text) && text.length <= 40;
