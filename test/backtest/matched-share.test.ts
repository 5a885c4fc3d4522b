import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { recallWarnings } from '../../analysis/backtest/warnings.ts';
import { everything } from '../../analysis/model/filter.ts';
import { sql, type Sql } from '../../analysis/store/sql.ts';
import { fraudWithin30Days, listening, openHistory, type History } from './history.ts';

/** Twenty orders of 1,000 yen; every one of them is charged back, as far as the list says whose it is. */
const ids = Array.from({ length: 20 }, (_, n) => `o${String(n).padStart(2, '0')}`);
const orders = ids.map((event_id) => ({
  event_id,
  ordered_at: '2024-04-01T12:00:00+09:00',
  amount: 1000,
  currency: 'JPY',
}));

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
});
afterAll(() => history.close());

const outcome = (order: string | null, amount: number, kind = 'chargeback', family = 'fraud'): Sql => sql`
  INSERT INTO outcomes (order_id, kind, family, amount, currency, reported_at, source)
  VALUES (${order}, ${kind}, ${family}, ${amount}, 'JPY', TIMESTAMPTZ '2024-05-01', 'list')`;

/** The warning of recall, of a rule while it is written and of a whole run: both say the same. */
async function warned(...outcomes: readonly Sql[]): Promise<unknown> {
  await history.load(orders);
  await history.write(sql`DELETE FROM rejects`, sql`DELETE FROM outcome_files`, ...outcomes);
  const handlers = backtestHandlers(history.project);
  const question = { currency: 'JPY', timezone: 'Asia/Tokyo', filter: everything };
  const impact = await handlers['rules.impact']({ when: 'order.amount > 1', ...question }, listening());
  const ruleSet = {
    ...({ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'M', name: 'N', profile: 'wb-1' } as const),
    ...({ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK' } as const),
    rules: [{ code: 'A', description: { ja: 'あ', en: 'a' }, when: 'order.amount > 1', result: 'NG' as const }],
  };
  const { result } = await handlers['backtest.run']({ ruleSet, filter: everything, save: true }, listening());
  const ofRun = result.warnings.filter(({ code }) => code === 'outcomes-not-matched');
  expect(impact.warnings).toEqual(ofRun);
  const [run] = await handlers['backtest.runs']({}, listening());
  expect(run?.recallDoubtful).toBe(ofRun.length > 0);
  expect(result.bad).toBe((await history.project.info()).matched.matched);
  return ofRun[0]?.params ?? null;
}

test('of 20 outcomes 19 with their order are enough, 18 are not', async () => {
  const matched = ids.map((id) => outcome(id, 1000));
  expect(await warned(...matched.slice(0, 19), outcome(null, 1000))).toBeNull();
  expect(await warned(...matched.slice(0, 18), outcome(null, 1000), outcome('gone', 1000))).toEqual({
    rows: 20,
    matched: 18,
    rate: '90.0 %',
    amountRate: '90.0 %',
  });
});

test('one large outcome without its order is too much by amount', async () => {
  expect(await warned(...ids.map((id) => outcome(id, 1000)), outcome(null, 1100))).toEqual({
    rows: 21,
    matched: 20,
    rate: '95.2 %',
    amountRate: '94.7 %',
  });
});

test('what the target does not count says nothing, nor do repetitions; rows that could not be taken in do', async () => {
  const matched = ids.map((id) => outcome(id, 1000));
  expect(
    await warned(...matched, outcome(null, 9e6, 'overdue'), outcome(null, 9e6, 'chargeback', 'consumer')),
  ).toBeNull();
  const file = sql`INSERT INTO outcome_files VALUES ('list', now(), '{}')`;
  const rejected = (line: number, reason: string): Sql =>
    sql`INSERT INTO rejects VALUES ('list', ${line}, ${reason}, NULL, '[]')`;
  const repeated = [2, 3, 4].map((line) => rejected(line, 'outcome-duplicate'));
  expect(await warned(...matched, file, rejected(0, 'header'), ...repeated)).toBeNull();
  expect(await warned(...matched, file, rejected(5, 'id-missing'), rejected(6, 'too-few-cells'))).toEqual({
    rows: 22,
    matched: 20,
    rate: '90.9 %',
    amountRate: '100.0 %',
  });
});

test('without outcomes there is nothing to warn of, and a share just below enough is never rounded up', () => {
  expect(recallWarnings({ matched: 0, rows: 0, amountMatched: 0, amount: 0 })).toEqual([]);
  const close = recallWarnings({ matched: 9499, rows: 10_000, amountMatched: 1, amount: 1 });
  expect(close.map(({ params }) => params['rate'])).toEqual(['94.9 %']);
});
