import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, importedShop } from './run-cli.ts';

const { dir, project } = importedShop();

interface Told {
  readonly a: { readonly orders: number; readonly badRate: number | null };
  readonly b: { readonly orders: number; readonly states: { readonly bad: { readonly orders: number } } };
  readonly columns: readonly {
    readonly column: string;
    readonly byOrders: { readonly change: number; readonly mix: number; readonly inner: number };
  }[];
}

test('two periods side by side, days of the project included at both ends', async () => {
  const sides = ['--a-from', '2024-01-05', '--a-to', '2024-01-06', '--b-from', '2024-01-07', '--b-to', '2024-01-08'];
  const ran = await cli(['compare', '--project', project, ...sides, '--by', 'amount', '--json']);
  expect(ran.code).toBe(0);
  const told = JSON.parse(ran.out) as Told;
  expect([told.a.orders, told.a.badRate, told.b.orders, told.b.states.bad.orders]).toEqual([2, 0.5, 2, 0]);
  const [column] = told.columns;
  expect(column?.column).toBe('amount');
  expect(column?.byOrders.change).toBe(-0.5);
  expect((column?.byOrders.mix ?? 0) + (column?.byOrders.inner ?? 0)).toBeCloseTo(-0.5, 12);
});

test("a filter's file is a side, and a person reads it in their language", async () => {
  const filter = join(dir, 'filter.json');
  writeFileSync(filter, JSON.stringify({ clauses: [{ kind: 'range', column: 'amount', min: 50_000, max: null }] }));
  const ran = await cli(['compare', '--project', project, '--b', filter, '--by', 'amount'], { lang: 'ja_JP.UTF-8' });
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toMatch(/^A: 5 件.*\nB: 3 件/u);
  expect(ran.out).toContain('両側に入る注文 3 件');
  expect(ran.out).toContain('金額: 構成 +25.00、中身 0.00');
});

test('nothing to tell apart, days that are none and files that are no filter are refused', async () => {
  expect((await cli(['compare', '--project', project])).code).toBe(2);
  expect((await cli(['compare', '--project', project, '--a-from', '2024-13-01'])).code).toBe(2);
  const file = join(dir, 'other.json');
  writeFileSync(file, '{"clauses":[{"kind":"none"}]}');
  const ran = await cli(['compare', '--project', project, '--a', file]);
  expect(ran).toMatchObject({ code: 2 });
  expect(ran.err).toContain('other.json');
  const segment = await cli(['compare', '--project', project, '--a-segment', '無い']);
  expect(segment).toMatchObject({ code: 2 });
  expect(segment.err).toContain('no such segment');
  const unknown = await cli(['compare', '--project', project, '--a-from', '2024-01-06', '--by', 'custom.none']);
  expect(unknown.code).toBe(2);
});
