import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countsFor } from '../../analysis/maturity/counted-reports.ts';
import { maturityHandlers } from '../../analysis/maturity/handlers.ts';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import { isoOfDay } from '../../analysis/model/maturity/calendar-day.ts';
import {
  fileLabel,
  fraudWithin30Days,
  listening,
  openHistory,
  type FactRow,
  type History,
} from '../backtest/history.ts';

let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await history.load(
    [
      order('late', '2024-05-01T23:59:59+09:00', { payment_method: '02', amount: 100 }),
      order('twice', '2024-05-02T00:00:00+09:00', { payment_method: '02' }),
      order('won', '2024-05-02T10:00:00+09:00'),
      order('consumer', '2024-05-02T10:00:00+09:00'),
      order('undated', '2024-05-02T10:00:00+09:00', { settle_status: '60' }),
      order('early', '2024-05-03T10:00:00+09:00', { payment_method: '01' }),
      order('refused', '2024-05-03T10:00:00+09:00', { recorded_result: 'NG' }),
      order('young', '2024-06-20T10:00:00+09:00'),
      order('not yet reported', '2024-06-21T10:00:00+09:00'),
      order('after', '2024-07-01T00:00:00+09:00'),
    ],
    [
      fact('late', '2024-05-02T00:00:00+09:00'),
      fact('twice', '2024-06-15T00:00:00+09:00'),
      fact('twice', '2024-06-01T12:00:00+09:00'),
      fact('won', '2024-05-20T00:00:00+09:00'),
      { ...fact('won', '2024-06-20T00:00:00+09:00'), kind: 'chargeback-reversed' },
      { ...fact('consumer', '2024-05-20T00:00:00+09:00'), family: 'consumer' },
      fact('early', '2024-05-01T00:00:00+09:00'),
      fact('young', '2024-06-30T23:00:00+09:00'),
      fact('not yet reported', '2024-07-01T00:00:00+09:00'),
    ],
  );
});
afterAll(() => history.close());

const order = (event_id: string, ordered_at: string, more: Record<string, string | number> = {}) => ({
  event_id,
  ordered_at,
  amount: 1000,
  currency: 'JPY',
  ...more,
});
const fact = (order_id: string, reported_at: string): FactRow => ({
  order_id,
  kind: 'chargeback',
  family: 'fraud',
  reported_at,
});
const target = { ...fraudWithin30Days, reasonFamilies: ['fraud' as const, 'unknown' as const] };

async function counted(datedOnly: boolean) {
  const found = await history.project.read({}, (db) => countsFor(history.project, db, target, datedOnly));
  return (found?.counts ?? [])
    .map(({ day, bad, delay, payment, family, orders, amount }) =>
      [isoOfDay(day), bad ? 'bad' : '-', delay ?? '-', payment ?? '-', family ?? '-', orders, amount].join(' '),
    )
    .sort();
}

const bad = [
  '2024-05-01 bad 1 02 fraud 1 100',
  '2024-05-02 bad - - - 1 1000',
  '2024-05-02 bad 30 02 fraud 1 1000',
  '2024-05-03 bad -2 01 fraud 1 1000',
  '2024-06-20 bad 10 - fraud 1 1000',
];

describe('orders by day and delay', () => {
  test('delays are calendar days of the project zone to the first report known and not taken back', async () => {
    expect(await counted(true)).toEqual(bad.filter((line) => !line.includes(' - - - ')));
  });

  test('the others are those that may still become bad: not refused, not after the as-of day', async () => {
    expect(await counted(false)).toEqual([...bad, '2024-05-02 - - - - 2 2000', '2024-06-21 - - - - 1 1000'].sort());
  });
});

const adjusted = (filter: Filter = everything) =>
  maturityHandlers(history.project)['maturity.adjusted']({ filter }, listening());

test('few reports and no report dates are told, not estimated', async () => {
  await history.project.update({ target });
  const report = await maturityHandlers(history.project)['maturity.report']({ unit: 'month' }, listening());
  expect(report).toMatchObject({ asOf: '2024-06-30', curve: null, ladder: [], horizon: null });
  expect(report.summary).toEqual({ state: 'too-few', reports: 4, ages: [], trustedUntil: null });
  expect(report.triangle?.cohorts.map(({ orders, cells }) => [orders, cells.map((cell) => cell.bad)])).toEqual([
    [6, [3]],
    [2, [1]],
  ]);
  expect(report.bounds[0]).toEqual({
    from: Date.parse('2024-05-01T00:00:00+09:00'),
    to: Date.parse('2024-06-01T00:00:00+09:00'),
  });
  expect(report.warnings).toEqual([
    { code: 'undated-reports', params: { orders: 1 } },
    { code: 'before-order', params: { orders: 1 } },
  ]);
  // Of the other targets nothing is dated; the families are those of every chargeback.
  expect(report.byTarget.map((one) => [one.target.id, one.state])).toEqual([
    ['card-fraud', 'too-few'],
    ['unpaid', 'not-measured'],
    ['bad-debt', 'not-measured'],
    ...['unpaid-30', 'unpaid-60', 'unpaid-90', 'resale'].map((id) => [id, 'not-measured']),
    ['fraud-30', 'too-few'],
  ]);
  expect(report.byFamily.map(({ name, reports }) => [name, reports])).toEqual([
    ['fraud', 4],
    ['consumer', 1],
  ]);
  expect(await adjusted()).toEqual({ state: 'too-few', reports: 4, weeks: [], total: null });
  await history.project.update({ target: fileLabel });
  expect(await adjusted()).toEqual({ state: 'not-measured', reports: 0, weeks: [], total: null });
});

test('orders chosen by their outcome get no adjusted rate', async () => {
  await history.project.update({ target });
  const by = (filter: Filter['clauses'][number]) => adjusted({ clauses: [filter] });
  expect((await by({ kind: 'state', states: ['bad'] })).state).toBe('outcome-filter');
  expect((await by({ kind: 'in', column: 'settle_status', values: ['60'] })).state).toBe('outcome-filter');
  expect((await by({ kind: 'in', column: 'recorded_result', values: ['OK'] })).state).toBe('too-few');
});
