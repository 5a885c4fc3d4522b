import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cli, smallShop } from './run-cli.ts';

let dir: string;
let project: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'shinsa-sql-'));
  const shop = smallShop(dir);
  ({ project } = shop);
  const given = ['--history', shop.history, '--mapping', shop.mapping];
  expect((await cli(['import', '--project', project, ...given])).code).toBe(0);
}, 120_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const sql = (text: string, ...more: string[]) => cli(['sql', '--project', project, text, ...more]);

it('answers a query as a table, JSON and CSV, by a process of its own', async () => {
  const text = 'SELECT count(*) AS n, max(amount) AS most FROM orders';
  const table = await cli(['sql', '--project', project, text], { processes: true });
  expect([table.code, table.out]).toEqual([0, '  n  most\n  5  70000\n1 row\n']);
  const json = await sql('SELECT ordered_at, amount, NULL AS x FROM orders WHERE amount = 1000', '--json');
  expect([json.code, JSON.parse(json.out)]).toEqual([
    0,
    {
      columns: [
        { name: 'ordered_at', type: 'TIMESTAMP WITH TIME ZONE' },
        { name: 'amount', type: 'BIGINT' },
        { name: 'x', type: 'INTEGER' },
      ],
      rows: [['2024-01-05T01:00:00.000Z', 1000, null]],
      ...{ cut: false, total: 1 },
    },
  ]);
  const csv = await sql("SELECT amount AS 金額, '=1+1' AS x FROM orders ORDER BY 1 DESC", '--csv', '--limit', '2');
  expect([csv.code, csv.out]).toEqual([0, "金額,x\r\n70000,'=1+1\r\n60000,'=1+1\n"]);
  // Whatever is told while it runs, at last.
  expect(csv.err).toMatch(/the first 2 of 5 rows\n$/);
}, 120_000);

it('masks personal values unless they are asked for', async () => {
  const masked = await sql('SELECT member_id FROM orders ORDER BY ordered_at LIMIT 1', '--csv');
  expect(masked.out).toMatch(/^member_id\r\n[0-9a-f]{12}\n$/);
  const shown = await sql('SELECT member_id FROM orders ORDER BY ordered_at LIMIT 1', '--csv', '--unmasked');
  expect(shown.out).toBe('member_id\r\nm1\n');
}, 120_000);

it('says what is wrong, where, and ends as other bad input does', async () => {
  const wrong = await cli(['sql', '--project', project, 'SELECT\n  nam FROM orders'], { lang: 'ja_JP.UTF-8' });
  expect([wrong.code, wrong.out]).toEqual([2, '']);
  expect(wrong.err).toContain('2行 3文字目');
  const refused = await sql('DROP TABLE orders');
  expect([refused.code, refused.out]).toEqual([2, '']);
  expect((await sql('SELECT 1', '--limit', '0')).code).toBe(2);
  expect((await sql('SELECT 1', '--csv', '--json')).code).toBe(2);
  expect((await cli(['sql', '--project', project])).code).toBe(2);
}, 120_000);
