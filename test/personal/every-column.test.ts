import { expect, test } from 'vitest';
import { profileKey } from '../../analysis/identity/near/profile-key.ts';
import { identityKey } from '../../analysis/identity/index.ts';
import { canonicalColumn, isMasked, orderColumnsOf } from '../../analysis/model/columns.ts';
import { contents } from '../../analysis/personal/contents.ts';
import { forget } from '../../analysis/personal/forget.ts';
import { storedReport } from '../../analysis/personal/stored.ts';
import type { Connection } from '../../analysis/store/connection.ts';
import { columnsOf, writeOrdersView } from '../../analysis/store/orders-view.ts';
import { duckdbType } from '../../analysis/store/schema.ts';
import { touchData } from '../../analysis/store/settings.ts';
import { id, join, literal, sql } from '../../analysis/store/sql.ts';
import { basic, bench, csv } from '../ingest/workbench.ts';

/**
 * Every personal column there is, as the schema has it, filled for two orders: a column that is added and forgotten in a
 * deletion, or on the page of what is stored, is found by this alone.
 */
const orders = ['A-1', 'A-2'] as const;
const custom = 'custom.memo';
const identities = {
  keyOf: (kind: Parameters<typeof identityKey>[0], value: string) => Promise.resolve(identityKey(kind, value).key),
  profileOf: profileKey,
};

/** Networks on lists are compared with addresses as numbers. */
const addressOf = (order: string): string => `203.0.113.10${order.slice(-1)}`;

/** What stands in a personal column of an order, in whatever table. */
const planted = (table: string, column: string, order: string): string =>
  column === 'ip_key' ? addressOf(order) : `planted ${table}.${column} of ${order}`;

/** Columns of a table that hold what is masked; what tells the order is its id. */
const tellsOrder: ReadonlySet<string> = new Set(['event_id', 'order_id', 'told_id']);

async function tablesOf(db: Connection): Promise<readonly string[]> {
  const rows = await db.rows(sql`SELECT table_name FROM duckdb_tables()
    WHERE database_name = current_database() AND schema_name = 'main' ORDER BY 1`);
  return rows.map((row) => String(row['table_name']));
}

/** Fills every masked column of orders, the client's own too, and a row of each order in every table that names orders. */
async function plant(db: Connection): Promise<readonly string[]> {
  await db.run(sql`DROP VIEW orders`);
  await db.run(sql`INSERT INTO custom_columns VALUES ('memo', 'メモ', 'text', 'yes', 0)`);
  const stored = await columnsOf(db, sql`order_rows`);
  const masked = orderColumnsOf.filter(isMasked);
  for (const { name, type } of [...masked, { name: custom, type: 'text' as const }])
    if (!stored.has(name)) await db.run(sql`ALTER TABLE order_rows ADD COLUMN ${id(name)} ${duckdbType(type)}`);
  const names = [...masked.map(({ name }) => name), custom].filter((name) => !tellsOrder.has(name));
  for (const order of orders) {
    const cells = names.map((name) => sql`${id(name)} = ${planted('order_rows', name, order)}`);
    await db.run(sql`UPDATE order_rows SET ${join(cells, sql`, `)} WHERE event_id = ${order}`);
  }
  await writeOrdersView(db);
  const beside = (await tablesOf(db)).filter((table) => contents[table]?.columns['order_id'] !== undefined);
  for (const table of beside) {
    await db.run(sql`DELETE FROM ${id(table)}`);
    const types = await db.rows(sql`SELECT column_name, data_type FROM duckdb_columns()
      WHERE database_name = current_database() AND schema_name = 'main' AND table_name = ${table}`);
    for (const order of orders) {
      const cells = types.map((row) => {
        const [column, type] = [String(row['column_name']), String(row['data_type'])];
        if (tellsOrder.has(column)) return sql`${order}`;
        const pii = contents[table]?.columns[column] ?? 'identity';
        if (isMasked({ name: column, pii }) && type === 'VARCHAR') return sql`${planted(table, column, order)}`;
        // A kind of outcomes, an event that succeeded, the first row of a file.
        return type === 'VARCHAR' ? sql`'good'` : sql`NULL`;
      });
      await db.run(sql`INSERT INTO ${id(table)} SELECT ${join(cells, sql`, `)}`);
    }
  }
  await touchData(db);
  return ['order_rows', ...beside];
}

/** Cells of all tables that quote what was planted of an order, and how often its id stands there. */
async function quoting(db: Connection, order: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const table of await tablesOf(db)) {
    const columns = [...(await columnsOf(db, id('main', table)))];
    const counts = columns.map(
      (column, at) => sql`count_if(contains(${id(column)}::VARCHAR, ${literal(order)})
        OR contains(${id(column)}::VARCHAR, ${literal(addressOf(order))})) AS ${id(`n${at}`)}`,
    );
    const row = await db.first(sql`SELECT ${join(counts, sql`, `)} FROM ${id('main', table)}`);
    columns.forEach((column, at) => {
      if (Number(row?.[`n${at}`] ?? 0) > 0) found.push(`${table}.${column}`);
    });
  }
  return found;
}

test.each(['anonymise', 'delete'] as const)(
  'every personal column of every table goes with a person who is to be %sd, and nothing of others',
  async (mode) => {
    const { project, import: take } = await bench();
    await take(csv('A-1,2026-04-01 10:00:00,1200', 'A-2,2026-04-01 11:00:00,3400'), basic);
    const tables = await project.write({}, plant);
    expect(tables).toEqual(['order_rows', 'events', 'import_orders', 'order_lines', 'outcomes', 'review_items']);
    const before = await project.read({}, (db) => quoting(db, 'A-1'));
    // All that is personal was planted: but for what linking makes, which goes with every change.
    const masked = orderColumnsOf.filter(isMasked).map(({ name }) => `order_rows.${name}`);
    expect(before).toEqual(expect.arrayContaining([...masked, `order_rows.${custom}`]));
    const report = await project.read({}, (db) => storedReport(project, db));
    const told = new Map(report.columns.map(({ table, column, pii, masked: is }) => [`${table}.${column}`, [pii, is]]));
    for (const cell of before) {
      const [table = '', ...name] = cell.split('.');
      const column = name.join('.');
      const pii =
        table === 'order_rows' ? (canonicalColumn(column)?.pii ?? 'identity') : contents[table]?.columns[column];
      expect([cell, told.get(cell.replace(/^order_rows/, 'orders'))]).toEqual([cell, [pii, true]]);
    }
    const subject = { kind: 'person', by: 'order-id', value: 'A-1' } as const;
    await project.write({}, (db) => forget(db, { subject, mode, reason: '本人の請求' }, identities, project.cardKey));
    expect(await project.read({}, (db) => quoting(db, 'A-1'))).toEqual([]);
    const others = before.filter((cell) => !/\.entity_/.test(cell));
    expect(await project.read({}, (db) => quoting(db, 'A-2'))).toEqual(expect.arrayContaining([...others]));
    const left = await project.read({}, (db) => db.first(sql`SELECT count(*) AS n FROM orders`));
    expect(Number(left?.['n'])).toBe(mode === 'delete' ? 1 : 2);
  },
);
