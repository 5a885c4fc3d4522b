import { canonicalColumns, type ColumnType } from '../model/columns.ts';
import { id, join, sql, type Sql } from './sql.ts';

/** Version of the project file's format. A file with a higher one is refused, a lower one is migrated. */
export const formatVersion = 1;

/** DuckDB type of a column: money in minor units and ints as BIGINT, instants as TIMESTAMPTZ. */
export function duckdbType(type: ColumnType): Sql {
  switch (type) {
    case 'text':
      return sql`VARCHAR`;
    case 'money':
    case 'int':
      return sql`BIGINT`;
    case 'timestamp':
      return sql`TIMESTAMPTZ`;
    case 'double':
      return sql`DOUBLE`;
    case 'bool':
      return sql`BOOLEAN`;
  }
}

/** Columns of `orders` that are neither canonical nor custom, with their types. */
export const orderExtras: readonly (readonly [name: string, type: Sql])[] = [
  ['label', sql`BOOLEAN`],
  ['import_id', sql`VARCHAR`],
  ['source_line', sql`BIGINT`],
];

/** `orders` without custom columns; the importer adds those as `custom.<id>`. */
export function ordersTable(): Sql {
  const columns = [
    sql`seq BIGINT`,
    ...canonicalColumns.map((c) => sql`${id(c.name)} ${duckdbType(c.type)}`),
    ...orderExtras.map(([name, type]) => sql`${id(name)} ${type}`),
  ];
  return sql`CREATE TABLE IF NOT EXISTS orders (${join(columns, sql`, `)})`;
}

/** Everything a project of the current version holds besides `shinsa_meta`. Creating what exists changes nothing. */
export function projectTables(): readonly Sql[] {
  return [
    ordersTable(),
    sql`CREATE TABLE IF NOT EXISTS outcomes (
      order_id VARCHAR, kind VARCHAR, reported_at TIMESTAMPTZ, amount BIGINT, currency VARCHAR, reason VARCHAR,
      family VARCHAR, source VARCHAR, source_line BIGINT)`,
    sql`CREATE TABLE IF NOT EXISTS custom_columns (
      id VARCHAR, label VARCHAR, type VARCHAR, known_at_screening VARCHAR, position INTEGER)`,
    sql`CREATE TABLE IF NOT EXISTS imports (import_id VARCHAR, imported_at TIMESTAMPTZ, report VARCHAR)`,
    sql`CREATE TABLE IF NOT EXISTS rejects (
      import_id VARCHAR, source_line BIGINT, reason VARCHAR, column_name VARCHAR, cells VARCHAR)`,
    sql`CREATE TABLE IF NOT EXISTS rule_sets (
      rule_set_id VARCHAR, version INTEGER, saved_at TIMESTAMPTZ, rule_set VARCHAR, deleted_at TIMESTAMPTZ)`,
    sql`CREATE TABLE IF NOT EXISTS runs (
      run_id VARCHAR, ran_at TIMESTAMPTZ, data_version VARCHAR, rule_set VARCHAR, result VARCHAR)`,
    sql`CREATE TABLE IF NOT EXISTS settings (key VARCHAR, value VARCHAR)`,
  ];
}
