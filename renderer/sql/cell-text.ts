import type { SqlCell, SqlColumn, SqlRows } from '../../analysis/model/sql-console.ts';
import type { ResultTable } from '../../analysis/model/results/result-file.ts';
import { dateTime, plain } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';

/** A value as the table shows it. */
export function cellText(value: SqlCell, { kind }: Pick<SqlColumn, 'kind'>, timezone: string): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (kind === 'instant' && typeof value === 'number') return dateTime(value, timezone);
  if (typeof value === 'number') return plain(value);
  return kind === 'date' ? value.replace('T', ' ') : value;
}

const blotted = '●●●';
/** As long as a cell of a file may be. */
const longest = 20_000;

/** The rows as they leave: instants as UTC, and values that may be of persons blotted out unless they are wanted. */
export function savedTable({ columns, rows }: SqlRows, personal: boolean): ResultTable {
  const cell = (column: SqlColumn, at: number): string | number | null => {
    const value = column.values[at] ?? null;
    if (value === null) return null;
    if (column.personal && !personal) return blotted;
    if (column.kind === 'instant' && typeof value === 'number') return new Date(value).toISOString();
    return typeof value === 'number' ? value : String(value).slice(0, longest);
  };
  return [
    columns.map(({ name }) => name),
    ...Array.from({ length: rows }, (_, at) => columns.map((column) => cell(column, at))),
  ];
}

/** Names of the columns that may be of persons, as a list; empty where there are none. */
export const personalNames = ({ columns }: SqlRows): string =>
  columns
    .filter(({ personal }) => personal)
    .map(({ name }) => name)
    .join(t('orders.listMark'));
