import { ways } from './ways.ts';
import { afterAll, beforeAll, expect, test, describe } from 'vitest';
import { featureColumn, type Feature } from '../../analysis/model/features.ts';
import { listColumn } from '../../analysis/model/lists.ts';
import { makeCodeTable } from '../../analysis/store/code-table.ts';
import type { Connection } from '../../analysis/store/connection.ts';
import { makeColumns } from '../../analysis/store/made-columns.ts';
import { id, sql } from '../../analysis/store/sql.ts';
import { fraudWithin30Days, openHistory, type History } from '../backtest/history.ts';
import { codeOf } from '../store/projects.ts';

describe.each(ways)('by %s', (_, features) => {
  let history: History;
  beforeAll(async () => {
    history = await openHistory({ target: fraudWithin30Days, features });
    await history.write(sql`INSERT INTO order_rows BY NAME
    SELECT range AS seq, 'o' || lpad(range::VARCHAR, 7, '0') AS event_id, 'd' || (hash(range) % 50) AS device_id,
      make_timestamptz((1700000000 + range) * 1000000) AS ordered_at, 'e' || (hash(range, 1) % 9000) AS email,
      range % 100 AS amount, 'JPY' AS currency FROM range(300000)`);
  });
  afterAll(() => history.close());

  const ask = (features: readonly Feature[], context: { signal?: AbortSignal; making?: (share: number) => void }) => {
    const columns = features.map((feature) => featureColumn({ feature, currency: 'JPY', timezone: 'Asia/Tokyo' }));
    return history.project.read(context, async (db) => {
      const rows = await history.project.rows(db, columns);
      return db.first(sql`SELECT sum(${id(columns[0] ?? '')})::BIGINT AS total, count(*) AS n FROM ${rows}`);
    });
  };

  /** Tables that hold neither rows nor anything that is kept for the next question. */
  const left = async (): Promise<string[]> => {
    const tables = await history.project.read({}, (db) =>
      db.rows(sql`SELECT table_name AS name FROM duckdb_tables() WHERE database_name = 'work'`),
    );
    return tables.map(({ name }) => String(name)).filter((name) => !/^(rows|attempts)_\d+$/.test(name));
  };

  test('cancel stops computing, and what was asked can be asked again', async () => {
    const heavy: Feature[] = [
      { id: 'f', agg: 'count_distinct', of: 'buyer.email', by: ['device.id'], window: 'all', includeCurrent: true },
    ];
    const stop = new AbortController();
    let stopped = 0;
    const work = ask(heavy, {
      signal: stop.signal,
      making: () =>
        setTimeout(() => {
          stopped = performance.now();
          stop.abort();
        }, 50),
    });
    expect(await codeOf(work)).toBe('cancelled');
    // 300 ms are promised on a machine that does nothing else.
    expect(performance.now() - stopped).toBeLessThan(2000);
    expect(stopped).toBeGreaterThan(0);
    expect(await left()).toEqual([]);
    const counted = await ask([{ id: 'f', agg: 'count', by: ['device.id'], window: 'all' }], {});
    expect(counted?.['n']).toBe(300_000);
  }, 60_000);

  test('the share that is computed is told, and nothing where all is there', async () => {
    const features: Feature[] = [
      { id: 'a', agg: 'count', by: ['device.id'], window: '1h' },
      { id: 'b', agg: 'count', by: ['buyer.email'], window: '1h' },
    ];
    const shares: number[] = [];
    const making = (share: number): void => void shares.push(share);
    await ask(features, { making });
    expect(shares).toEqual([0, 0.5]);
    await ask(features, { making });
    expect(shares).toEqual([0, 0.5]);
  }, 60_000);

  test('a feature that cannot be computed is told to whoever asks for it, and to nobody else', async () => {
    await history.write(
      sql`INSERT INTO outcomes (order_id, kind, source) VALUES ('o0000001', 'chargeback', 'undated')`,
    );
    const good: Feature[] = [{ id: 'a', agg: 'count', by: ['device.id'], window: '1h' }];
    const undated: Feature[] = [{ id: 'b', agg: 'known_bad', by: ['device.id'], window: 'all' }];
    const both = await Promise.all([codeOf(ask(undated, {})), ask(good, {})]);
    expect(both).toMatchObject(['feature-undated', { n: 300_000 }]);
    // Neither the next question, nor one after the data changed, is spoiled by it.
    expect((await ask([{ id: 'c', agg: 'count', by: ['buyer.email'], window: '1h' }], {}))?.['n']).toBe(300_000);
    await history.write(sql`DELETE FROM outcomes WHERE order_id = 'nobody'`);
    expect((await ask(good, {}))?.['n']).toBe(300_000);
    expect(await codeOf(ask(undated, {}))).toBe('feature-undated');
  }, 60_000);
});

test('a table of codes that is cut off half way is gone, whoever was cancelled', async () => {
  const history = await openHistory({ target: fraudWithin30Days });
  const stop = new AbortController();
  const tables = (db: Connection) => db.rows(sql`SELECT table_name FROM duckdb_tables() WHERE database_name = 'work'`);
  const read = (from: number): void => {
    if (from > 0) stop.abort();
  };
  const made = history.project.read({ signal: stop.signal }, (db) =>
    makeCodeTable(db, 'cut_off', [{ kind: 'u8', read }], 200_000),
  );
  expect(await codeOf(made)).toBe('cancelled');
  expect(await history.project.read({}, tables)).toEqual([]);
  await history.close();
});

test('what is made beside rows goes with them, also where making it or reading it fails', async () => {
  const history = await openHistory({ target: fraudWithin30Days });
  await history.load([{ event_id: 'a', ordered_at: '2024-05-01T00:00:00Z', member_id: 'm1' }]);
  const stop = new AbortController();
  const tables = (db: Connection) => db.rows(sql`SELECT table_name FROM duckdb_tables() WHERE database_name = 'work'`);
  const from = { columns: new Set(['member_id']), lists: [{ id: 'neg', match: 'exact' as const }] };
  const wanted = [listColumn('neg', 'member_id')];
  await history.project.read({ signal: stop.signal }, async (db) => {
    const made = await makeColumns(db, wanted, from, { tables: 'beside' });
    expect(made.values).toHaveLength(1);
    stop.abort();
    await made.drop();
  });
  expect(await history.project.read({}, tables)).toEqual([]);
  await history.close();
});
