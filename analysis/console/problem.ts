import { ShinsaError } from '../model/failure.ts';
import type { SqlProblem, SqlProblemCode } from '../model/sql-console.ts';

/** What DuckDB said of a query, with its place in the text; null for what is no word of DuckDB. 'cancelled' is thrown on. */
export function problemOfError(text: string, error: unknown): SqlProblem | null {
  if (error instanceof ShinsaError) {
    if (error.failure.code === 'disk-full') return { code: 'disk', params: {}, place: null, detail: '' };
    throw error;
  }
  const told = said(error);
  if (told === null) return null;
  const { exception_message: detail = '', position, name = '', candidates = '' } = told;
  const at = position === undefined ? Number.NaN : Number(position);
  const code = codeOf(told);
  const params = {
    ...(name === '' ? {} : { name }),
    ...(candidates === '' ? {} : { candidates: candidates.split(',').slice(0, 3).join(', ') }),
  };
  return { code, params, place: Number.isSafeInteger(at) ? placeAt(text, at) : null, detail };
}

type Said = Readonly<Record<string, string | undefined>>;

/** The JSON that DuckDB writes of an error, which may stand behind other words. */
function said(error: unknown): Said | null {
  const message = error instanceof Error ? error.message : '';
  const from = message.indexOf('{"exception_type"');
  if (from < 0) return null;
  try {
    const told: unknown = JSON.parse(message.slice(from));
    if (typeof told !== 'object' || told === null) return null;
    return Object.fromEntries(Object.entries(told).map(([key, value]) => [key, String(value)]));
  } catch {
    return null;
  }
}

/** By the kind of DuckDB's exception, its subtype, and for what has none by its words. */
function codeOf({
  exception_type: type = '',
  error_subtype: subtype,
  type: entry,
  exception_message: text = '',
}: Said): SqlProblemCode {
  if (type === 'Parser') return 'syntax';
  if (subtype === 'COLUMN_NOT_FOUND') return 'column-unknown';
  if (subtype === 'MISSING_ENTRY' && (entry === 'Table' || entry === 'View')) return 'table-unknown';
  if (subtype === 'MISSING_ENTRY' && /Function/.test(entry ?? '')) return 'function-unknown';
  if (/^Referenced table .* not found/.test(text)) return 'table-unknown';
  if (/^Ambiguous reference/.test(text)) return 'column-ambiguous';
  if (/must appear in the GROUP BY clause/.test(text)) return 'grouping';
  if (
    subtype === 'NO_MATCHING_FUNCTION' ||
    /^No function matches|^Cannot compare|^Cannot (?:mix|combine|cast)/.test(text)
  )
    return 'types';
  return byType[type] ?? 'other';
}

const byType: Readonly<Record<string, SqlProblemCode>> = {
  Conversion: 'conversion',
  'Out of Range': 'range',
  'Out of Memory': 'memory',
  'Mismatch Type': 'types',
  'Invalid type': 'types',
  Permission: 'file-refused',
};

/** The word of a text that begins at a byte. Line and column count from 1, `from` and `to` in UTF-16 units. */
export function placeAt(text: string, byte: number): NonNullable<SqlProblem['place']> {
  const from = Math.min(text.length, Buffer.from(text).subarray(0, byte).toString().length);
  const before = text.slice(0, from);
  const line = before.split('\n').length;
  const column = from - (before.lastIndexOf('\n') + 1) + 1;
  const word = /^(?:"(?:[^"]|"")*"|'(?:[^']|'')*'|[\p{L}\p{N}_.]+|\S)/u.exec(text.slice(from))?.[0] ?? '';
  return { line, column, from, to: from + word.length };
}
