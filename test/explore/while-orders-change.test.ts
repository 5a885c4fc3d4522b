import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportCsv } from '../../analysis/explore/export-csv.ts';
import { OrderViews } from '../../analysis/explore/order-views.ts';
import type { ColumnBatch } from '../../analysis/model/column-batch.ts';
import { everything } from '../../analysis/model/filter.ts';
import { Connection } from '../../analysis/store/connection.ts';
import { sql, type Sql } from '../../analysis/store/sql.ts';
import { fraudWithin30Days, openHistory, type History } from '../backtest/history.ts';

/** A job's connection on which something happens just before the second page is read. */
class Disturbed extends Connection {
  readonly #happening: () => Promise<unknown>;
  #pages = 0;

  constructor(db: Connection, signal: AbortSignal, happening: () => Promise<unknown>) {
    super(db.duck, signal);
    this.#happening = happening;
  }

  override async batch(query: Sql): Promise<ColumnBatch> {
    this.#pages += 1;
    if (this.#pages === 2) await this.#happening();
    return super.batch(query);
  }
}

const orders = 2500;
const request = {
  filter: everything,
  sort: { column: 'ordered_at', descending: false },
  columns: ['event_id'],
  personal: 'plain' as const,
};

let history: History;
let views: OrderViews;
beforeEach(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-12-31' });
  await history.write(sql`INSERT INTO order_rows (seq, event_id, ordered_at, amount, currency)
    SELECT i, 'o' || i, TIMESTAMPTZ '2024-05-01 00:00:00+00' + to_seconds(i), i, 'JPY' FROM range(${orders}) AS t(i)`);
  views = new OrderViews(history.project);
});
afterEach(() => history.close());

const stagingDir = (): string => dirname(history.project.stagingPath('x'));

/** Event ids of the CSV written while `happening` comes between its first page and its second. */
async function exported(happening: () => Promise<unknown>, cancel = new AbortController()): Promise<string[]> {
  const watch = { signal: cancel.signal, written: () => undefined };
  const { staged } = await history.project.read({}, (db) =>
    exportCsv(history.project, new Disturbed(db, cancel.signal, happening), views, request, watch),
  );
  const text = readFileSync(join(stagingDir(), staged), 'utf8');
  return text.slice(1).trim().split('\r\n').slice(1);
}

const viewTables = (): Promise<unknown> =>
  history.project.read({}, (db) => db.rows(sql`SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'view%'`));

const inOrder = Array.from({ length: orders }, (_, i) => `o${i}`);

test('orders that an import numbers anew while a CSV is written are those of its beginning', async () => {
  expect(await exported(() => history.write(sql`UPDATE order_rows SET seq = ${orders - 1} - seq`))).toEqual(inOrder);
});

test('a view stays as long as a CSV is written from it, however many are opened meanwhile', async () => {
  const openMany = async (): Promise<void> => {
    for (let i = 0; i < 9; i += 1)
      await history.project.read({}, (db) => views.open(db, everything, { column: 'amount', descending: true }));
  };
  expect(await exported(openMany)).toEqual(inOrder);
  expect(await viewTables()).toHaveLength(8);
});

test('a cancelled CSV leaves neither a table nor a file', async () => {
  const cancel = new AbortController();
  const failing = exported(() => Promise.resolve(cancel.abort()), cancel);
  await expect(failing).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  expect(await viewTables()).toEqual([]);
  expect(readdirSync(stagingDir())).toEqual([]);
  // Its connection is lent again: nothing of the job is left on it.
  await history.write(sql`DELETE FROM order_rows WHERE seq > 0`);
  expect(await exported(() => Promise.resolve())).toEqual(['o0']);
});
