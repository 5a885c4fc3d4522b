import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { SqlCell, SqlColumn, SqlKind } from '../model/sql-console.ts';

const numbers =
  /^(U?(TINY|SMALL|HUGE|BIG)?INT(EGER)?|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT|FLOAT|DOUBLE|DECIMAL\(.*\))$/;

/** How values of a DuckDB type cross the port. */
export function kindOf(type: string): SqlKind {
  if (numbers.test(type)) return 'number';
  if (type === 'BOOLEAN') return 'bool';
  if (type === 'TIMESTAMP WITH TIME ZONE') return 'instant';
  return type === 'DATE' || type.startsWith('TIMESTAMP') ? 'date' : 'text';
}

/** A column of a result; see `SqlKind` for what its values become. Infinities of time and number are told as texts. */
export function consoleColumn(name: string, type: string, values: readonly DuckDBValue[]): Omit<SqlColumn, 'personal'> {
  return { name, type, kind: kindOf(type), values: values.map(cellOf) };
}

function cellOf(value: DuckDBValue): SqlCell {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return exact(String(value));
  if (value instanceof DuckDBDecimalValue) return exact(value.toString());
  if (value instanceof DuckDBTimestampTZValue) {
    const ms = Number(value.micros) / 1000;
    return Math.abs(ms) > 8.64e15 ? value.toString() : ms;
  }
  if (isWallClock(value)) return value.toString().replace(' ', 'T');
  return value.toString();
}

const isWallClock = (value: object): boolean =>
  value instanceof DuckDBTimestampValue ||
  value instanceof DuckDBTimestampMillisecondsValue ||
  value instanceof DuckDBTimestampNanosecondsValue ||
  value instanceof DuckDBTimestampSecondsValue ||
  value instanceof DuckDBDateValue;

/** A number that a double holds to the last digit, else its text. */
function exact(text: string): SqlCell {
  const number = Number(text);
  const digits = text.replace(/^-|[.]/g, '').replace(/^0+/, '');
  return digits.length <= 15 || (Number.isSafeInteger(number) && !text.includes('.')) ? number : text;
}

/** About how many characters a column takes. */
export const sizeOfColumn = ({ values }: SqlColumn): number =>
  values.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 8), 0);
