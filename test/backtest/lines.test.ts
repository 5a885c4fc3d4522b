import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallContext } from '../../analysis/engine-api.ts';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import { everything } from '../../analysis/model/filter.ts';
import type { VectorsFile } from '../../analysis/model/package.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { touchData } from '../../analysis/store/settings.ts';
import { join as joinSql, sql, type Sql } from '../../analysis/store/sql.ts';
import { freshProject } from '../store/projects.ts';
import { exportHere } from '../export/here.ts';

const rule = (code: string, when: string): RuleSet['rules'][number] => ({
  code,
  description: { ja: code, en: code },
  when,
  result: 'NG',
});

const rules = [
  rule('GIFT', 'items.exists(i, i.category == "ギフト券")'),
  rule('GIFT_ONLY', 'items.all(i, i.category == "ギフト券")'),
  rule('GIFT_SUM', 'items.filter(i, i.category == "ギフト券").map(i, i.amount).sum() >= 10000'),
  rule('MANY', 'size(items) > 2 && items.exists(i, i.name.contains("ゲーム機"))'),
];
const ruleSet: RuleSet = {
  format: 'shinsa-ruleset',
  formatVersion: 1,
  modelId: 'CRD_01',
  name: '明細',
  profile: 'wb-1',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  default: 'OK',
  rules,
};

const context: CallContext = {
  signal: new AbortController().signal,
  progress: () => undefined,
  emit: () => undefined,
};

const list = (rows: readonly Sql[]): Sql => joinSql(rows, sql`, `);

let folder: string;
let project: OpenProject;

/** Order n of 120 has n % 4 lines; every third line is a gift card, of every tenth order one line has no category. */
const linesOf = (n: number): readonly { name: string; category: string | null; amount: number }[] =>
  Array.from({ length: n % 4 }, (_, at) => {
    const gift = (n + at) % 3 === 0;
    return {
      name: gift ? 'ギフト券' : `ゲーム機 刻印 髙橋${n}`,
      category: n % 10 === 0 && at === 0 ? null : gift ? 'ギフト券' : '家電',
      amount: 3000 + ((n * 700) % 9000),
    };
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shinsa-lines-'));
  project = await freshProject(join(folder, 'p.shinsa'), { cacheDir: join(folder, 'cache') });
  await project.write({}, async (db) => {
    const all = Array.from({ length: 120 }, (_, n) => n);
    const orders = all.map((n) => {
      const at = new Date(Date.UTC(2026, 0, 1) + n * 3_600_000).toISOString();
      return sql`(${n}, ${`o${n}`}, ${at}::TIMESTAMPTZ, ${n * 1000}, 'JPY')`;
    });
    await db.run(sql`INSERT INTO order_rows (seq, event_id, ordered_at, amount, currency) VALUES ${list(orders)}`);
    const lines = all.flatMap((n) =>
      linesOf(n).map(
        ({ name, category, amount }, at) => sql`(${`o${n}`}, ${at + 1}, ${name}, ${category}, ${amount}, 'JPY')`,
      ),
    );
    await db.run(sql`INSERT INTO order_lines (order_id, line, name, category, amount, currency) VALUES ${list(lines)}`);
    await touchData(db);
  });
});

afterEach(async () => {
  await project.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What each rule must say of an order, worked out by hand. */
function expected(code: string, n: number): boolean | null {
  const lines = linesOf(n);
  if (lines.length === 0) return null;
  const gifts = lines.map(({ category }) => (category === null ? null : category === 'ギフト券'));
  if (code === 'GIFT') return gifts.includes(true) ? true : gifts.includes(null) ? null : false;
  if (code === 'GIFT_ONLY') return gifts.includes(false) ? false : gifts.includes(null) ? null : true;
  if (code === 'MANY') return lines.length > 2 && lines.some(({ name }) => name.includes('ゲーム機'));
  if (gifts.includes(null)) return null;
  return lines.reduce((sum, { amount }, at) => sum + (gifts[at] === true ? amount : 0), 0) >= 10_000;
}

test('rules over lines hit the orders worked out by hand, and say why they cannot be evaluated on others', async () => {
  const { result } = await backtestHandlers(project)['backtest.run'](
    { ruleSet, filter: everything, save: false },
    context,
  );
  const all = Array.from({ length: 120 }, (_, n) => n);
  for (const { code, hits, unevaluable } of result.rules) {
    const said = all.map((n) => expected(code, n));
    expect([code, hits, unevaluable]).toEqual([
      code,
      said.filter((one) => one === true).length,
      said.filter((one) => one === null).length,
    ]);
  }
  const gift = result.rules.find(({ code }) => code === 'GIFT');
  const lacking = all.filter(
    (n) => linesOf(n).some(({ category }) => category === null) && expected('GIFT', n) === null,
  );
  expect(gift?.causes).toEqual([
    { cause: 'order.items', orders: 30 },
    { cause: 'order.items.category', orders: lacking.length },
  ]);
});

test('working rows carry lines only where a rule reads them', async () => {
  const columnsOf = (names: readonly string[]): Promise<string[]> =>
    project.read({}, async (db) => {
      const rows = await project.rows(db, names);
      return (await db.rows(sql`DESCRIBE SELECT * FROM ${rows}`)).map((row) => String(row['column_name']));
    });
  expect(await columnsOf([])).not.toContain('order_items');
  expect(await columnsOf(['order_items'])).toContain('order_items');
});

test('a package proves them on lines with only what rules read, names replaced, and reads back', async () => {
  const grants = localGrants();
  const handlers = exportHere(project, grants);
  const report = await handlers['export.package']({ ruleSet }, context);
  expect(report).toMatchObject({ mismatches: 0, rulesSilent: [] });
  const path = join(project.stagingDir, report.staged.staged);
  const text = readFileSync(join(path, 'vectors.json'), 'utf8');
  const vectors = JSON.parse(text) as VectorsFile;
  expect(vectors.fields).toEqual({ 'order.currency': 'string', 'order.items': 'list' });
  const lines = vectors.vectors.flatMap(({ record }) => {
    const items = record['order.items'];
    return Array.isArray(items) ? items : [];
  });
  expect(new Set(lines.flatMap((line) => Object.keys(line)))).toEqual(new Set(['name', 'category', 'amount']));
  expect(lines.some(({ category }) => category === 'ギフト券')).toBe(true);
  // What a rule names stays, what a buyer wrote does not.
  expect(text).toContain('ゲーム機');
  expect(text).not.toContain('髙橋');
  for (const origin of ['drawn', 'boundary', 'absent'])
    expect(
      vectors.vectors.some((vector) => vector.origin === origin && Array.isArray(vector.record['order.items'])),
    ).toBe(true);
  const read = await handlers['export.readPackage']({ file: grants.grant(path) }, context);
  expect(read).toMatchObject({ mismatches: 0, vectors: report.vectors });
});
