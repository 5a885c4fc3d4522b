import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { scratch } from '../store/projects.ts';
import { cli } from './run-cli.ts';

/**
 * January: 60 orders of REVIEW passed by a person (6 charged back) and 30 dear ones stopped (3 charged back, of 27 nobody
 * knows), 10 of HOLD never decided. March: 50 passed automatically, 10 of them dear (5 of those charged back), and 20 of which
 * nothing is recorded. The rule set refuses what is dear.
 */
const place = scratch();
const project = join(place.dir, 'shop.shinsa');
const ruleset = join(place.dir, 'rules.json');
const asked = ['backtest', '--project', project, '--ruleset', ruleset];

beforeAll(async () => {
  process.env['SHINSA_CACHE_DIR'] = join(place.dir, 'cache');
  const write = (name: string, lines: readonly string[]): string => {
    const path = join(place.dir, name);
    writeFileSync(path, lines.join('\n'));
    return path;
  };
  const made = (name: string, count: number, month: string, of: (n: number) => readonly [number, string, string]) =>
    Array.from({ length: count }, (_, n) => {
      const day = n === 0 ? '01' : n === 1 ? '31' : String(1 + (n % 28)).padStart(2, '0');
      return [`${name}${n}`, `2024-${month}-${day} 12:00:00`, ...of(n), `m-${name}${n}`].join();
    });
  const history = write('history.csv', [
    '注文番号,注文日時,合計金額,自動,目視,会員ID',
    ...made('P', 60, '01', () => [1000, 'REVIEW', 'OK']),
    ...made('S', 30, '01', () => [9000, 'REVIEW', 'NG']),
    ...made('H', 10, '01', () => [1000, 'HOLD', '']),
    ...made('L', 50, '03', (n) => [n < 10 ? 9000 : 1000, 'OK', '']),
    ...made('N', 20, '03', () => [1000, '', '']),
  ]);
  const bad = [...[0, 1, 2, 3, 4, 5].map((n) => `P${n}`), 'S0', 'S1', 'S2', ...[0, 1, 2, 3, 4].map((n) => `L${n}`)];
  const outcomes = write('outcomes.csv', [
    '注文番号,報告日,理由コード',
    ...bad.map((id) => `${id},${id.startsWith('L') ? '2024-12-20' : '2024-02-20'},10.4`),
  ]);
  const columns = {
    ...{ event_id: '注文番号', ordered_at: '注文日時', amount: '合計金額', currency: { value: 'JPY' } },
    ...{ member_id: '会員ID', recorded_result: '自動', recorded_manual_result: '目視' },
  };
  const told = { columns: { event_id: '注文番号', reported_at: '報告日', reason: '理由コード' } };
  const mapping = write('mapping.json', [JSON.stringify({ timezone: 'Asia/Tokyo', columns, outcomes: told })]);
  writeFileSync(ruleset, JSON.stringify(ruleSetOf(ruleOf('DEAR', 'order.amount > 5000'))));
  const files = ['--history', history, '--mapping', mapping, '--outcomes', outcomes];
  expect(await cli(['import', '--project', project, ...files])).toMatchObject({ code: 0 });
}, 60_000);
afterAll(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

interface Share {
  readonly part: number;
  readonly whole: number;
  readonly value: number | null;
  readonly band: unknown;
}
interface Told {
  readonly personReview: Readonly<Record<'passed' | 'caught' | 'wrong', Share>> & {
    readonly cells: readonly { readonly auto: string; readonly person: string; readonly orders: number }[];
  };
  readonly recorded: {
    readonly transitions: readonly {
      readonly recorded: string;
      readonly run: string;
      readonly byState: Readonly<Record<string, { readonly orders: number; readonly amount: number }>>;
    }[];
    readonly swaps: Readonly<Record<'in' | 'out', { readonly orders: number; readonly amount: number }>>;
    readonly headlines: readonly {
      readonly name: string;
      readonly before: number | null;
      readonly after: number | null;
      readonly of: object;
    }[];
  };
  readonly stability?: {
    readonly watched: readonly {
      readonly kind: string;
      readonly name: string;
      readonly psi: number | null;
      readonly says: string;
      readonly shares: readonly { readonly label: string; readonly before: number; readonly after: number }[];
    }[];
  } | null;
}
const told = async (...more: readonly string[]): Promise<Told> => {
  const ran = await cli([...asked, ...more, '--json']);
  expect(ran).toMatchObject({ code: 0 });
  return JSON.parse(ran.out) as Told;
};

test('what persons decided is a stage of its own, each share with what it is of', async () => {
  const { personReview } = await told();
  expect(personReview).toMatchObject({ of: 'waiting', waited: 100, decided: 90, time: null });
  expect(personReview.passed).toMatchObject({ part: 60, whole: 90, value: 60 / 90, band: null });
  expect(personReview.caught).toMatchObject({ part: 3, whole: 9, value: null });
  expect(personReview.caught.band).toEqual({ low: 3 / 9, high: 30 / 36, unknown: 27 });
  expect(personReview.wrong).toMatchObject({ part: 0, whole: 54, value: null });
  expect(personReview.wrong.band).toEqual({ low: 0, high: 27 / 81, unknown: 27 });
  const orders = (auto: string, person: string): number =>
    personReview.cells
      .filter((cell) => cell.auto === auto && cell.person === person)
      .reduce((sum, cell) => sum + cell.orders, 0);
  expect([orders('REVIEW', 'OK'), orders('REVIEW', 'NG'), orders('HOLD', 'none')]).toEqual([60, 30, 10]);
  expect(personReview.cells.reduce((sum, cell) => sum + cell.orders, 0)).toBe(170);
});

test('decisions of then stand beside those of the set, in orders, amount, bad and unknown', async () => {
  const { recorded } = await told();
  expect(recorded).toMatchObject({ all: 170, known: 150 });
  const moved = recorded.transitions.flatMap(({ recorded: from, run, byState }) => {
    const sum = (of: 'orders' | 'amount') => Object.values(byState).reduce((total, one) => total + one[of], 0);
    return sum('orders') === 0
      ? []
      : [[from, run, sum('orders'), sum('amount'), byState['bad']?.orders, byState['blocked']?.orders]];
  });
  expect(moved).toEqual([
    ['OK', 'OK', 40, 40_000, 0, 0],
    ['OK', 'NG', 10, 90_000, 5, 0],
    ['REVIEW', 'OK', 60, 60_000, 6, 0],
    ['REVIEW', 'NG', 30, 270_000, 3, 27],
    ['HOLD', 'OK', 10, 10_000, 0, expect.any(Number)],
    ['none', 'OK', 20, 20_000, 0, 0],
  ]);
  expect(recorded.swaps).toMatchObject({ in: { orders: 70, amount: 70_000 }, out: { orders: 10, amount: 90_000 } });
  // Of the 14 bad then alerted 9, now 8; what is not recorded is in neither.
  expect(recorded.headlines.find(({ name }) => name === 'recall')?.of).toEqual({
    ...{ before: { part: 9, whole: 14 }, after: { part: 8, whole: 14 } },
  });
});

test('stability of hits, decisions and columns between months, or before and from a day', async () => {
  expect((await told()).stability).toBeUndefined();
  const { stability } = await told('--stability', 'month');
  expect(stability).toMatchObject({
    ...{ reference: { from: '2024-01-01', to: '2024-01-31' }, current: { from: '2024-03-01', to: '2024-03-31' } },
  });
  const part = (a: number, e: number): number => (a - e) * Math.log(a / e);
  const rule = stability?.watched.find(({ kind }) => kind === 'rule');
  expect(rule).toMatchObject({ name: 'DEAR', says: 'some', orders: { before: 100, after: 70 } });
  expect(rule?.psi).toBeCloseTo(part(10 / 70, 30 / 100) + part(60 / 70, 70 / 100), 9);
  expect(rule?.shares).toEqual([
    { label: 'hit', before: 30, after: 10 },
    { label: 'unevaluable', before: 0, after: 0 },
    { label: 'rest', before: 70, after: 60 },
  ]);
  expect(stability?.watched.map(({ kind }) => kind).toSorted()).toEqual(['column', 'decisions', 'rule']);
  const amount = stability?.watched.find(({ kind }) => kind === 'column');
  expect(amount?.name).toBe('amount');
  expect(amount?.shares.reduce((sum, { before }) => sum + before, 0)).toBe(100);
  for (const windows of ['2024-03-01', '2024-01,2024-03'])
    expect((await told('--stability', windows)).stability?.watched).toEqual(stability?.watched);
  expect((await told('--stability', '2024-01-01')).stability).toBeNull();
  expect((await cli([...asked, '--stability', '2025-01-01'])).out).toContain('no two periods with orders to compare');
  for (const wrong of ['weeks', '2024-13-01', '2024-01', '2024-01,2024-01', '2024-01,2024-02,2024-03'])
    expect(await cli([...asked, '--stability', wrong])).toMatchObject({ code: 2, out: '' });
});

test('a person reads it in both languages', async () => {
  const { out } = await cli([...asked, '--stability', 'month']);
  expect(out).toContain('Human review: 90 of 100 REVIEW and HOLD orders decided');
  expect(out).toMatch(/Share passed: 66\.67 % \(95 %: .* – .*\) \[60 \/ 90\]/);
  expect(out).toContain(
    'Catch rate (of the bad): not measured [3 / 9]; 33.33 % – 83.33 %, whatever became of the 27 blocked in history',
  );
  expect(out).toContain('Compared with decisions of then (150 of 170 orders have one)');
  expect(out).toContain('Newly passed: 70 (bad 6, good ');
  expect(out).toContain('Newly stopped: 10 (bad 5, good 5, unknown 0)');
  expect(out).toContain('Stability (PSI, 2024-01-01 – 2024-01-31 → 2024-03-01 – 2024-03-31):');
  expect(out).toMatch(/DEAR +rule hits +changed \(0\.1 or more\) +0\.1484 +0\.0933 +100 +70/);
  const ja = (await cli([...asked, '--stability', 'month'], { lang: 'ja_JP.UTF-8' })).out;
  expect(ja).toContain('目視審査: REVIEW・HOLD 100 件のうち 90 件を判定');
  expect(ja).toContain('誤って止めた割合（正常のうち）: 未測定 [0 / 54]');
  expect(ja).toContain('当時の判定との比較（記録のある 150 / 170 件）');
  expect(ja).toMatch(/DEAR +ルールの該当 +変化あり（0\.1以上） +0\.1484/);
});
