import type { DuckDBConnection } from '@duckdb/node-api';
import {
  isList,
  itemFields,
  type RecordList,
  type RecordValue,
  type ScopeField,
} from '../../analysis/expression/index.ts';
import { listColumn } from '../../analysis/model/lists.ts';
import { fields, isOn, lists, type GeneratedRecord } from './generated.ts';

const lineTypes = [...itemFields.values()].map(({ name, type }) => ({ name, type }));

const sqlTypes = {
  list: `STRUCT(${lineTypes.map(({ name, type }) => `"${name}" ${type === 'string' ? 'VARCHAR' : 'BIGINT'}`).join(', ')})[]`,
  int: 'BIGINT',
  money: 'BIGINT',
  double: 'DOUBLE',
  string: 'VARCHAR',
  bool: 'BOOLEAN',
  timestamp: 'TIMESTAMPTZ',
} as const;

function cell(value: RecordValue | RecordList | undefined): string {
  if (value === undefined) return 'NULL';
  if (isList(value)) {
    const lines = value.map((line) => `{${lineTypes.map(({ name }) => `'${name}': ${cell(line[name])}`).join(', ')}}`);
    return `[${lines.join(', ')}]`;
  }
  if (value instanceof Date) return `TIMESTAMPTZ '${value.toISOString().replace('T', ' ').replace('Z', '+00')}'`;
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'number') return `'${Object.is(value, -0) ? '-0.0' : String(value)}'::DOUBLE`;
  return String(value);
}

const name = (field: ScopeField): string => `"${field.column.replaceAll('"', '""')}"`;

/** The records as a table `orders` with their place as `n`, in a zone that no rule means. */
export async function fill(db: DuckDBConnection, rows: readonly GeneratedRecord[]): Promise<void> {
  await db.run("SET TimeZone = 'Pacific/Auckland'");
  const asked = fields
    .filter((field) => field.type === 'string')
    .flatMap((field) => lists.map((list) => ({ field, list, column: listColumn(list.id, field.column) })));
  const columns = [
    ...fields.map((field) => `${name(field)} ${sqlTypes[field.type]}`),
    ...asked.map(({ column }) => `"${column}" BOOLEAN`),
  ];
  await db.run(`CREATE TABLE orders (n INTEGER, ${columns.join(', ')})`);
  const onList = (row: GeneratedRecord, { field, list }: (typeof asked)[number]): string => {
    const value = row.get(field);
    return typeof value === 'string' ? String(isOn(list, value)) : 'NULL';
  };
  const values = rows.map(
    (row, n) =>
      `(${[String(n), ...fields.map((field) => cell(row.get(field))), ...asked.map((one) => onList(row, one))].join(', ')})`,
  );
  await db.run(`INSERT INTO orders VALUES ${values.join(', ')}`);
}
