import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenProject } from '../../analysis/store/project.ts';
import { id, literal, sql, type Sql } from '../../analysis/store/sql.ts';
import { newProject, putOrders, scratch } from './projects.ts';

let place: ReturnType<typeof scratch>;
let outside: string;
let project: OpenProject;

beforeEach(async () => {
  place = scratch();
  outside = mkdtempSync(join(tmpdir(), 'outside-'));
  writeFileSync(join(outside, 'secret.csv'), 'a\n1\n');
  project = await newProject(place.dir);
  await putOrders(project, [{ id: 'a', at: '2024-01-01T00:00:00Z' }]);
});

afterEach(async () => {
  await project.close();
  place.dispose();
  rmSync(outside, { recursive: true, force: true });
});

const attempt = (query: Sql): Promise<string> =>
  project
    .read({}, (db) => db.run(query))
    .then(
      () => 'done',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );

const raw = (text: string): Sql => ({ kind: 'sql', text, values: [] });

test('nothing outside staging can be read or written', async () => {
  const refused = /disabled|not allowed|Cannot access|Permission/i;
  const secret = join(outside, 'secret.csv');
  const written = join(outside, 'written.csv');
  expect(await attempt(sql`SELECT * FROM read_csv(${secret})`)).toMatch(refused);
  expect(await attempt(sql`SELECT * FROM read_text('/etc/passwd')`)).toMatch(refused);
  expect(await attempt(sql`SELECT * FROM read_parquet(${join(outside, '*.parquet')})`)).toMatch(refused);
  expect(await attempt(sql`SELECT * FROM ${id(secret)}`)).toMatch(refused);
  expect(await attempt(sql`SELECT * FROM glob(${join(outside, '*')})`)).toMatch(refused);
  expect(await attempt(sql`COPY orders TO ${written}`)).toMatch(refused);
  expect(await attempt(sql`EXPORT DATABASE ${literal(join(outside, 'dump'))}`)).toMatch(refused);
  expect(await attempt(sql`ATTACH ${literal(join(outside, 'other.db'))}`)).toMatch(refused);
  expect(await attempt(sql`ATTACH ${literal(project.path)} AS again`)).not.toBe('done');
  expect(existsSync(written)).toBe(false);
  expect(existsSync(join(outside, 'other.db'))).toBe(false);
});

test('a way out of staging by .. or by a link is refused', async () => {
  symlinkSync(outside, join(project.stagingDir, 'link'));
  expect(await attempt(sql`SELECT * FROM read_csv(${join(project.stagingDir, 'link', 'secret.csv')})`)).not.toBe(
    'done',
  );
  expect(await attempt(sql`SELECT * FROM read_csv(${`${project.stagingDir}/../../../../../p.shinsa`})`)).not.toBe(
    'done',
  );
});

test.each([
  'INSTALL httpfs',
  'LOAD httpfs',
  'SET enable_external_access = true',
  'SET lock_configuration = false',
  "SET allowed_directories = ['/']",
  "SET TimeZone = 'Asia/Tokyo'",
  "SET memory_limit = '100GB'",
  'RESET enable_external_access',
  "SELECT * FROM read_csv('https://example.com/a.csv')",
])('refused: %s', async (statement) => {
  expect(await attempt(raw(statement))).not.toBe('done');
});

test('staging works: what is written there is read there', async () => {
  const staged = project.stagingPath("o'rders 注文.parquet");
  expect(await attempt(sql`COPY (SELECT event_id FROM orders) TO ${staged}`)).toBe('done');
  const rows = await project.read({}, (db) => db.rows(sql`SELECT * FROM read_parquet(${staged})`));
  expect(rows).toEqual([{ event_id: 'a' }]);
  expect(readFileSync(staged).subarray(0, 4).toString()).toBe('PAR1');
});

test('staging names never leave the folder and never collide', () => {
  const paths = ['../../x', '/etc/passwd', '..', 'a\\b', 'x', 'x'].map((name) => project.stagingPath(name));
  for (const path of paths) expect(path.startsWith(`${project.stagingDir}/`)).toBe(true);
  expect(new Set(paths).size).toBe(paths.length);
});

test('staging is private to the user', () => {
  expect(statSync(project.stagingDir).mode & 0o777).toBe(0o700);
});

test('sessions are in UTC', async () => {
  const row = await project.read({}, (db) => db.first(sql`SELECT current_setting('TimeZone') AS zone`));
  expect(row).toEqual({ zone: 'UTC' });
});
