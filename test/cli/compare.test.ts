import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { comparedSummary } from '../../analysis/cli/compare-summary.ts';
import { createEngine } from '../../analysis/engine.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import { everything } from '../../analysis/model/filter.ts';
import type { Target } from '../../analysis/model/target.ts';
import { inProcess } from '../ingest/workbench.ts';
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
  expect(ran.out).toMatch(/^対象: .+、基準日 [-–0-9]+、率は.+\nA: 5 件、.*不正率 .*\nB: 3 件/u);
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

const opened = () =>
  createEngine({
    ...{
      projectPath: project,
      mode: 'open',
      grants: localGrants(),
      processes: inProcess(),
      cacheDir: join(dir, 'cache'),
    },
    masked: () => [],
  });

test('a segment whose bounds are masked is there, and told to be masked', async () => {
  const engine = await opened();
  const filter = { clauses: [{ kind: 'contains' as const, column: 'member_id', text: 'm' }] };
  expect((await engine.call('segments.save', { name: '会員', note: '', filter })).ok).toBe(true);
  await engine.close();
  const sides = ['compare', '--project', project, '--a-segment', '会員', '--by', 'amount'];
  const masked = await cli(sides);
  expect(masked.code).not.toBe(0);
  expect(masked.err).toContain('Personal values are masked');
  expect((await cli([...sides, '--unmasked'])).code).toBe(0);
});

test('a target of unpaid bills is told in its own words', async () => {
  const engine = await opened();
  const sides = { a: everything, b: everything };
  const info = await engine.call('project.info', {});
  const axes = [{ kind: 'column' as const, column: 'amount' }];
  const compared = await engine.call('explore.compare', { axes, ...sides });
  await engine.close();
  if (!info.ok || !compared.ok) throw new Error('not compared');
  const told = (kinds: Target['kinds'], language: 'ja' | 'en') => {
    const target = { ...info.value.target, name: { ja: '後払い', en: 'Bills' }, kinds };
    const given = { info: { ...info.value, target }, filters: sides, groups: false, compared: compared.value };
    return comparedSummary(given, language).join('\n');
  };
  expect(told(['overdue'], 'ja')).toMatch(/^対象: 後払い、[^]*延滞・貸倒率の変化/u);
  expect(told(['overdue'], 'ja')).not.toMatch(/不良|不正/u);
  expect(told(['overdue'], 'en')).toContain('unpaid rate');
  expect(told(['chargeback'], 'ja')).toContain('不正率');
});
