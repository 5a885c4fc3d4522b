import { fill } from '../model/messages/fill.ts';
import { sqlProblemText } from '../model/messages/sql.ts';
import type { SqlCell, SqlColumn, SqlProblem, SqlRows } from '../model/sql-console.ts';
import { csvLine } from '../store/csv-text.ts';
import type { Language } from './messages.ts';
import { textTable } from './text-table.ts';
import { count } from './told-rows.ts';

const texts = {
  ja: {
    rows: '{rows}行',
    cut: '先頭の{shown}行（全部で{rows}行）',
    more: '先頭の{shown}行（行数は数え切れませんでした）',
  },
  en: {
    rows: '{rows} {rows|row|rows}',
    cut: 'the first {shown} of {rows} rows',
    more: 'the first {shown} rows of more than could be counted',
  },
} as const;

/** A value as JSON and CSV hold it: instants in UTC. */
const valueOf = (value: SqlCell, { kind }: SqlColumn): SqlCell =>
  kind === 'instant' && typeof value === 'number' ? new Date(value).toISOString() : value;

const rowsOf = ({ columns, rows }: SqlRows): readonly (readonly SqlCell[])[] =>
  Array.from({ length: rows }, (_, at) => columns.map((column) => valueOf(column.values[at] ?? null, column)));

/** The answer as JSON: columns with their types, rows as lists of values, and how many there are (null: not counted). */
export const sqlJson = (answer: SqlRows): unknown => ({
  columns: answer.columns.map(({ name, type }) => ({ name, type })),
  rows: rowsOf(answer),
  cut: answer.cut,
  total: answer.total,
});

/** The answer as CSV, heads first; no line end behind the last. */
export const sqlCsv = (answer: SqlRows): string =>
  [answer.columns.map(({ name }) => name), ...rowsOf(answer)].map(csvLine).join('').trimEnd();

/** The answer as a table for a person, and below it how many rows there are. */
export function sqlTable(answer: SqlRows, language: Language): string[] {
  const cell = (value: SqlCell): string => (value === null ? 'NULL' : String(value).replaceAll(/\s+/g, ' '));
  const table = textTable(
    [answer.columns.map(({ name }) => name), ...rowsOf(answer).map((row) => row.map(cell))],
    answer.columns.length,
  );
  return [...table, cutText(answer, language)];
}

/** How many rows there are, and how many of them are told. */
export function cutText({ rows, cut, total }: SqlRows, language: Language): string {
  const { rows: all, cut: some, more } = texts[language];
  if (!cut) return fill(all, { rows: count(rows) });
  return total === null ? fill(more, { shown: count(rows) }) : fill(some, { shown: count(rows), rows: count(total) });
}

/** What is wrong with a query, where, and in DuckDB's words. */
export function sqlProblemLines(problem: SqlProblem, language: Language): string[] {
  const { text, place } = sqlProblemText(problem, language);
  return [place === null ? text : `${place}: ${text}`, ...(problem.detail === '' ? [] : [`DuckDB: ${problem.detail}`])];
}
