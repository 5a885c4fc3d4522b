import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { resultsSummary, type Backtested } from '../../analysis/cli/results-summary.ts';
import { backtestSummary } from '../../analysis/cli/summary.ts';
import { everything } from '../../analysis/model/filter.ts';
import { everyRule } from '../../analysis/model/results/by-rule.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History } from '../backtest/history.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

/** 60 orders of as many customers at 1,000 yen: the first 20 are alerted, 4 of them bad; 5 more were refused then; 10 are too young. */
const orders = Array.from({ length: 60 }, (_, n) => ({
  event_id: `o${n}`,
  ordered_at: `2024-0${n >= 50 ? 6 : 4}-${10 + (n % 10)}T12:00:00+09:00`,
  ...{ amount: 1000, currency: 'JPY', device_id: n < 20 ? 'd1' : 'd2', email: `c${n}@example.jp` },
  recorded_result: n >= 15 && n < 20 ? 'NG' : 'OK',
}));
const facts = [0, 1, 2, 3].map((n): FactRow => ({
  ...{ order_id: `o${n}`, kind: 'chargeback', family: 'fraud', reported_at: '2024-05-02T00:00:00+09:00' },
}));

let history: History;
let told: Backtested;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await history.load(orders, facts);
  const ruleSet = ruleSetOf(ruleOf('ONE', 'device.id == "d1"'));
  const handlers = backtestHandlers(history.project);
  const run = await handlers['backtest.run']({ ruleSet, filter: everything, save: false }, listening());
  told = { ...run, byRule: await handlers['backtest.byRule'](everyRule({ ruleSet, filter: everything }), listening()) };
});
afterAll(() => history.close());

test('every line says its interval and what that assumes, its denominator and what the blocked may make of it', () => {
  const lines = resultsSummary(told, 'en').map((line) => line.trim());
  const line = (start: string) => lines.find((one) => one.startsWith(`${start}:`));
  expect(lines[0]).toBe('period 2024-04-10 – 2024-06-19, as of 2024-06-30, 50 / 60 purchases old enough to be judged');
  // Entities are enough to be resampled for the one, too few have any of the other.
  expect(line('Alert rate (orders)')).toMatch(
    /^Alert rate \(orders\): 33\.33 % \(95 %: \d+\.\d+ – \d+\.\d+\) \[20 \/ 60\]$/,
  );
  expect(line('REVIEW rate')).toBe('REVIEW rate: 0.00 % (95 %: 0.00 – 6.02, independent orders assumed) [0 / 60]');
  // 4 ÷ 15 known; with the 5 blocked among the 20 alerts 4 ÷ 20 to 9 ÷ 20.
  expect(line('Precision (orders)')).toContain('[4 / 15]; 20.00 – 45.00, whatever became of the 5 blocked in history');
  expect(line('Precision (amount)')).toContain('[4,000 JPY / 15,000 JPY]');
  expect(line('Recall (orders, of what got through)')).toContain('not measured [4 / 4]');
  expect(line('Loss prevented (borne by us)')).toContain('(no interval: too few entities)');
  expect(line('Net benefit')).toMatch(/95 %: .* – .*whatever became of the 5 blocked in history$/);
  expect(line('Net benefit per 1,000 purchases')).toMatch(/95 %: .* – .*/);
  expect(lines.at(-2)).toBe('Money is of 45 matured purchases in 52 days');
  expect(lines.at(-1)).toMatch(/^Required: nothing says who bears 4,000 JPY of loss .* unknownBorne$/);
  expect(resultsSummary(told, 'ja').join('\n')).toContain('注文独立と仮定');
});

test('recall is of what got through, there as well where rules stand', () => {
  const text = backtestSummary(told, 'ja').join('\n');
  expect(text.match(/過去に通過した分/g)).toHaveLength(5);
});

test('without any outcome nothing is measured', () => {
  const { result } = told;
  const total = { ...result.total, tp: 0, fp: 0, precision: null, recall: null };
  const without = { ...result, bad: 0, good: 0, unmeasured: [], total };
  const text = backtestSummary({ ...told, result: without }, 'ja').join('\n');
  expect(text).toContain('適合率 未測定、再現率（過去に通過した分） 未測定');
});
