import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConsole, type ConsoleDatabase } from '../../analysis/store/console-database.ts';
import { openBare } from '../../analysis/store/instance.ts';
import { shopSession, type ShopSession } from '../personal/shop-session.ts';
import { problemOf, rowsOf } from './sessions.ts';

let session: ShopSession;
let dir: string;
let file: string;
let database: ConsoleDatabase;
beforeAll(async () => {
  session = await shopSession();
  dir = mkdtempSync(join(tmpdir(), 'shinsa-hostile-'));
  file = join(dir, 'data.duckdb');
  writeFileSync(join(dir, 'secret.csv'), 'a\n1\n');
  const duck = await openBare(file, false);
  const db = await duck.connect();
  await db.run('CREATE TABLE orders AS FROM range(10) t(amount)');
  db.closeSync();
  duck.closeSync();
  const limits = { timezone: 'Asia/Tokyo', memory: 256 * 2 ** 20, threads: 1, temp: join(dir, 'temp') };
  database = await openConsole(file, limits);
}, 120_000);
afterAll(async () => {
  database.close();
  rmSync(dir, { recursive: true, force: true });
  await session.close();
});

const secret = (): string => join(dir, 'secret.csv').replaceAll("'", "''");

/** Statements that write, load, reach files, or ask this machine, and why each is refused; `FILE` is a file that is there. */
const hostile: readonly (readonly [statement: string, code: string])[] = [
  ['INSERT INTO orders SELECT * FROM orders', 'not-select'],
  ["UPDATE orders SET currency = 'USD'", 'not-select'],
  ['DELETE FROM orders', 'not-select'],
  ['DROP TABLE orders', 'not-select'],
  ['ALTER TABLE orders ADD COLUMN x INT', 'not-select'],
  ['TRUNCATE orders', 'not-select'],
  ['CREATE TABLE t (a INT)', 'not-select'],
  ['CREATE TEMP TABLE t AS SELECT 1', 'not-select'],
  ['CREATE VIEW v AS SELECT 1', 'not-select'],
  ['CREATE MACRO m(a) AS a', 'not-select'],
  ['CREATE SECRET s (TYPE s3)', 'not-select'],
  ["COPY orders TO 'FILE'", 'not-select'],
  ["COPY orders FROM 'FILE'", 'not-select'],
  ["COPY (SELECT 1) TO 'FILE'", 'not-select'],
  ["EXPORT DATABASE 'FILE'", 'not-select'],
  ["ATTACH 'FILE'", 'not-select'],
  ["ATTACH ':memory:' AS m", 'not-select'],
  ['DETACH data', 'not-select'],
  ['USE memory', 'not-select'],
  ['PRAGMA database_list', 'not-select'],
  ['PRAGMA memory_limit = 1', 'not-select'],
  ['SET threads = 64', 'not-select'],
  ['RESET memory_limit', 'not-select'],
  ['SET enable_external_access = true', 'not-select'],
  ['INSTALL httpfs', 'not-select'],
  ['LOAD json', 'not-select'],
  ['CALL duckdb_settings()', 'not-select'],
  ['CHECKPOINT', 'not-select'],
  ['VACUUM', 'not-select'],
  ['BEGIN TRANSACTION', 'not-select'],
  ['PREPARE p AS SELECT 1', 'not-select'],
  ['EXECUTE p', 'not-select'],
  ['EXPLAIN ANALYZE SELECT 1', 'not-select'],
  ['SHOW DATABASES', 'not-select'],
  ['SHOW ALL TABLES', 'not-select'],
  ['SELECT 1; DROP TABLE orders', 'not-select'],
  ['SELECT 1; SELECT 2', 'several'],
  ['WITH d AS (DELETE FROM orders RETURNING *) FROM d', 'syntax'],
  ["SELECT * FROM read_csv('FILE')", 'function-refused'],
  ["SELECT * FROM read_csv_auto('FILE')", 'function-refused'],
  ["SELECT * FROM read_text('FILE')", 'function-refused'],
  ["SELECT * FROM read_blob('FILE')", 'function-refused'],
  ["SELECT * FROM read_json('FILE')", 'function-refused'],
  ["SELECT * FROM read_parquet('FILE')", 'function-refused'],
  ["SELECT * FROM parquet_metadata('FILE')", 'function-refused'],
  ["SELECT * FROM sniff_csv('FILE')", 'function-refused'],
  ["SELECT * FROM glob('FILE')", 'function-refused'],
  ["DESCRIBE SELECT * FROM read_csv('FILE')", 'function-refused'],
  ["SELECT (SELECT count(*) FROM read_text('FILE'))", 'function-refused'],
  ["SELECT * FROM orders WHERE exists (FROM read_text('FILE'))", 'function-refused'],
  ["SELECT * FROM orders, LATERAL (SELECT * FROM read_text('FILE'))", 'function-refused'],
  ["SELECT * FROM query('SELECT 1')", 'function-refused'],
  ["SELECT * FROM query_table('orders')", 'function-refused'],
  ['SELECT * FROM duckdb_settings()', 'function-refused'],
  ['SELECT * FROM duckdb_secrets()', 'function-refused'],
  ['SELECT * FROM pragma_database_list()', 'function-refused'],
  ['SELECT * FROM checkpoint()', 'function-refused'],
  ['SELECT * FROM enable_logging()', 'function-refused'],
  ["SELECT current_setting('temp_directory')", 'function-refused'],
  ["SELECT json_serialize_plan('SELECT current_setting(''temp_directory'')', optimize := true)", 'function-refused'],
  ["SELECT json_serialize_sql('SELECT 1')", 'function-refused'],
  ["SELECT json_deserialize_sql('{}')", 'function-refused'],
  ["SELECT getenv('HOME')", 'function-refused'],
  ["SELECT getvariable('x')", 'function-refused'],
  ["SELECT write_log('x')", 'function-refused'],
  ["SELECT nextval('s')", 'function-refused'],
  ['SELECT * FROM duckdb_tables', 'table-refused'],
  ['SELECT * FROM sqlite_master', 'table-refused'],
  ['SELECT * FROM information_schema.tables', 'table-refused'],
  ['SELECT * FROM pg_catalog.pg_class', 'table-refused'],
  ['SELECT * FROM temp.orders', 'table-refused'],
  ["SELECT * FROM 'FILE'", 'file-refused'],
  ["FROM 'FILE'", 'file-refused'],
  ['SELECT ?', 'parameter'],
  ['SELECT $name', 'parameter'],
  [' \n-- nothing\n ;', 'empty'],
];

describe('a hostile statement', () => {
  test.each(hostile)('%s', async (statement, code) => {
    const problem = await problemOf(session.engine(), statement.replace('FILE', secret()));
    expect(problem.code).toBe(code);
  });

  test('has changed nothing', async () => {
    const { orders } = await session.ask('project.info', {});
    expect((await rowsOf(session.engine(), 'SELECT count(*) FROM orders')).columns[0]?.values).toEqual([orders]);
    expect(readFileSync(join(dir, 'secret.csv'), 'utf8')).toBe('a\n1\n');
  });
});

/** The same with nobody who reads the statement before: what DuckDB itself still lets through changes nothing and reaches no file. */
describe('the locks alone refuse', () => {
  const refused = [
    ...["COPY orders TO 'FILE'", "COPY orders FROM 'FILE'", "EXPORT DATABASE 'FILE.d'", "IMPORT DATABASE 'FILE'"],
    ...["ATTACH 'FILE'", "ATTACH 'FILE.db' AS f", "SELECT * FROM read_csv('FILE')", "SELECT * FROM read_text('FILE')"],
    ...["SELECT * FROM read_blob('FILE')", "SELECT * FROM glob('FILE')", "SELECT * FROM 'FILE'"],
    ...["SELECT * FROM sniff_csv('FILE')", "SELECT * FROM parquet_metadata('FILE')", 'SELECT getenv(1)'],
    ...['INSTALL httpfs', 'LOAD httpfs', 'SET threads = 2', 'SET enable_external_access = true', 'RESET threads'],
    ...["SET temp_directory = 'FILE.t'", 'SET lock_configuration = false', 'PRAGMA threads = 2'],
    ...['CREATE TABLE t (a INT)', 'INSERT INTO orders VALUES (1)', 'DELETE FROM orders', 'DROP TABLE orders'],
    ...['UPDATE orders SET amount = 0', 'CREATE VIEW v AS SELECT 1'],
  ];
  test.each(refused)('%s', async (statement) => {
    const db = database.job(new AbortController().signal);
    const before = readFileSync(file);
    await expect(db.watched(() => db.duck.run(statement.replace('FILE', secret())))).rejects.toThrow();
    expect(readFileSync(file).equals(before)).toBe(true);
    expect((await db.rows({ kind: 'sql', text: 'SELECT count(*)::INT AS n FROM orders', values: [] }))[0]).toEqual({
      n: 10,
    });
  });
});
