import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { everything } from '../../analysis/model/filter.ts';
import { figuresOf } from '../../analysis/model/results/of-run.ts';
import type { YenLine } from '../../analysis/model/results/money.ts';
import { cellsOver, linearOf, measureNames } from '../../analysis/model/results/tally.ts';
import { results, type RuleSet } from '../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import { sql, type Sql } from '../../analysis/store/sql.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from './history.ts';

/**
 * As of 2024-06-30 with a horizon of 30 days, orders up to 2024-05-31 (Tokyo) are matured. NG from 10,000, REVIEW from
 * 5,000.
 *
 *      day    time   amount  person  state     decision  loss, and who bears it
 *  a   04-01  12:00   20000  p1      bad       NG        20000 shop (10.4, ECI 07)
 *  b   04-02  12:00   15000  p2      bad       NG        15000 issuer (10.4, ECI 05)
 *  c   04-03  12:00    6000  p3      bad       REVIEW     2000 nobody knows: 6000 less 4000 given back
 *  d   04-04  12:00    3000  p4      bad       OK         1500 shop: charged back in part
 *  e   04-05  12:00   12000  p5      good      NG
 *  f   04-06  12:00    8000  p6      good      REVIEW    tried again:
 *  g   04-06  12:20    8000  p6      good      REVIEW    20 minutes later, the attempt that stands for both
 *  h   04-06  13:00    8000  p6      good      REVIEW    40 minutes later: another purchase
 *  i   04-07  12:00    1000  p7      good      OK
 *  j   06-10  12:00    9000  p8      immature  REVIEW
 *  k   04-08  12:00   11000  p9      blocked   NG        refused then
 *  l   04-09  12:00    7000  p10     good      REVIEW    passed by hand then
 *  m   04-10  12:00   16000  -       bad       NG        16000 nobody knows
 *  n   04-10  12:10   16000  -       good      NG        no person: not the same purchase as m
 *  o   04-11  12:00    6500  p11     blocked   REVIEW    refused then
 *  q   06-11  12:00    9500  p12     immature  REVIEW    refused then, and too young to be counted
 */
const orders: readonly OrderRow[] = [
  order('a', '04-01T12:00', 20000, 'p1', { threeds_eci: '07', threeds_status: 'N' }),
  order('b', '04-02T12:00', 15000, 'p2', { threeds_eci: '05', threeds_status: 'Y' }),
  order('c', '04-03T12:00', 6000, 'p3'),
  order('d', '04-04T12:00', 3000, 'p4', { threeds_eci: '07', threeds_status: 'N' }),
  order('e', '04-05T12:00', 12000, 'p5'),
  order('f', '04-06T12:00', 8000, 'p6'),
  order('g', '04-06T12:20', 8000, 'p6'),
  order('h', '04-06T13:00', 8000, 'p6'),
  order('i', '04-07T12:00', 1000, 'p7'),
  order('j', '06-10T12:00', 9000, 'p8'),
  order('k', '04-08T12:00', 11000, 'p9', { recorded_result: 'NG' }),
  order('l', '04-09T12:00', 7000, 'p10', { recorded_result: 'NG', recorded_manual_result: 'OK' }),
  order('m', '04-10T12:00', 16000, null),
  order('n', '04-10T12:10', 16000, null),
  order('o', '04-11T12:00', 6500, 'p11', { recorded_result: 'NG' }),
  order('q', '06-11T12:00', 9500, 'p12', { recorded_result: 'NG' }),
];

function order(
  event_id: string,
  at: string,
  amount: number,
  member_id: string | null,
  rest: Record<string, string> = {},
): OrderRow {
  const empty = { threeds_eci: null, threeds_status: null, recorded_result: null, recorded_manual_result: null };
  return { event_id, ordered_at: `2024-${at}:00+09:00`, amount, currency: 'JPY', member_id, ...empty, ...rest };
}

const fact = (order_id: string, kind = 'chargeback', day = '05-20'): FactRow => ({
  ...{ order_id, kind, family: 'fraud', reported_at: `2024-${day}T00:00:00+09:00` },
});

const ruleSet: RuleSet = {
  ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'CRD_01', name: '手計算', profile: 'wb-1' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK' },
  rules: [
    { code: 'BIG', description: { ja: '高額', en: 'Big' }, when: 'order.amount >= 10000', result: 'NG' },
    { code: 'MID', description: { ja: '中額', en: 'Mid' }, when: 'order.amount >= 5000', result: 'REVIEW' },
  ],
};

const assumptions = {
  ...{ marginRate: 0.25, lostShare: 0.8, churnRate: 0.5, customerValue: 1000, lossRate: 0.9, unknownBorne: 0.5 },
  ...{ chargebackFee: 2000, reviewMinutes: 15, hourlyWage: 2400, reviewers: 1, hoursPerDay: 8 },
  ...{ reviewCatch: 0.6, reviewWrong: 0.1, beta: 2, unreviewed: 'ship' as const },
};

let history: History;
let result: BacktestResult;
let groups: Float64Array;
let runId: string;

beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await history.load(orders, [
    ...['a', 'b', 'c', 'd', 'm'].map((id) => fact(id)),
    fact('c', 'chargeback-reversed', '06-01'),
  ]);
  await history.write(
    sql`UPDATE outcomes SET reason = '10.4' WHERE order_id IN ('a', 'b', 'd')`,
    sql`UPDATE outcomes SET amount = 1500 WHERE order_id = 'd'`,
    sql`UPDATE outcomes SET amount = 6000 WHERE order_id = 'c' AND kind = 'chargeback'`,
    sql`UPDATE outcomes SET amount = 4000 WHERE order_id = 'c' AND kind = 'chargeback-reversed'`,
  );
  const input = { ruleSet, filter: everything, save: true, assumptions };
  ({ result, groups, runId } = await backtestHandlers(history.project)['backtest.run'](input, listening()));
});
afterAll(() => history.close());

const figures = (given: typeof assumptions = assumptions): ReturnType<typeof figuresOf> =>
  figuresOf({ result, groups, given, perMajor: 1 });
const yen = (): Record<string, number> => {
  const { money } = figures();
  return Object.fromEntries([...money.lines, money.net, ...money.beside].map(({ name, value }) => [name, value]));
};

const nothing = Object.fromEntries(measureNames.map((name) => [name, 0]));

test('orders, purchases and losses are added up by decision and outcome', () => {
  const { cells } = result;
  expect(cells?.NG.bad).toEqual({
    ...nothing,
    ...{ orders: 3, amount: 51000, intents: 3, intentAmount: 51000, cohort: 3 },
    ...{ lossShop: 20000, chargesShop: 1, lossIssuer: 15000, lossUnknown: 16000, chargesUnknown: 1 },
  });
  expect(cells?.REVIEW.bad).toEqual({
    ...nothing,
    ...{ orders: 1, amount: 6000, intents: 1, intentAmount: 6000, cohort: 1, lossUnknown: 2000, chargesUnknown: 1 },
  });
  expect(cells?.OK.bad).toEqual({
    ...nothing,
    ...{ orders: 1, amount: 3000, intents: 1, intentAmount: 3000, cohort: 1, lossShop: 1500, chargesShop: 1 },
  });
  expect(cells?.REVIEW.good).toEqual({
    ...nothing,
    ...{ orders: 4, amount: 31000, intents: 3, intentAmount: 23000, cohort: 3, byHand: 1, passedByHand: 1 },
    // p6 with both purchases, and p10.
    customers: 2_000_000,
  });
  expect(cells?.REVIEW.immature).toEqual({
    ...nothing,
    ...{ orders: 2, amount: 18500, intents: 2, intentAmount: 18500 },
  });
  expect(cells?.NG.blocked).toEqual({
    ...nothing,
    ...{ orders: 1, amount: 11000, intents: 1, intentAmount: 11000, cohort: 1 },
  });
  expect(cells?.REVIEW.blocked).toMatchObject({ orders: 1, intents: 1, intentAmount: 6500, cohort: 1 });
});

test('every figure in money by hand', () => {
  // Shop's 20,000 whole, half of the unknown 16,000; of REVIEW 60 % of half of 2,000; nine tenths of it are lost.
  const prevented = 0.9 * (20000 + 0.5 * 16000) + 0.9 * 0.6 * 0.5 * 2000;
  const fees = 2000 * (1 + 0.5 * 1) + 2000 * 0.6 * 0.5 * 1;
  const margin = -(0.25 * 0.8 * (28000 + 0.1 * 23000));
  // p5 and the person of n are stopped, p6 and p10 reviewed: p6 is one customer with two purchases.
  const churn = -(0.5 * 1000 * (2 + 0.1 * 2));
  // c, f, g, h, l and o: every attempt in REVIEW of known outcome or blocked in history, a quarter of an hour each.
  const review = -(6 * 0.25 * 2400);
  const told = yen();
  const expected = { prevented, fees, margin, churn, review, net: prevented + fees + margin + churn + review };
  for (const [name, value] of Object.entries(expected)) expect(told[name], name).toBeCloseTo(value, 6);
  expect(told['passed']).toBeCloseTo(-(0.9 * 1500 + 0.9 * 0.4 * 0.5 * 2000), 6);
  expect(told['preventedIssuer']).toBe(15000);
  expect(told['blockedAmount']).toBe(17500);
  const { money } = figures();
  // 16 orders less the retry and the two young ones, and less the two that were blocked; from 04-01 to 05-31.
  expect([money.cohort, money.purchases, money.days]).toEqual([11, 13, 61]);
  // Whoever was blocked is reviewed here too, and so is one of those that a thousand are of.
  expect(money.perThousand).toBeCloseTo((expected.net / 13) * 1000, 6);
  expect(money.perMonth).toBeCloseTo((expected.net / 61) * (365.25 / 12), 6);
});

test('orders blocked in history are a band around the net: all good, or all bad', () => {
  const { money } = figures();
  // k, NG with 11,000: its margin and its customer are lost, or half of nine tenths of it and of a fee are kept.
  const [k, whenBad] = [0.25 * 0.8 * 11000 + 0.5 * 1000, 0.5 * 0.9 * 11000 + 0.5 * 2000];
  // o, REVIEW with 6,500: a tenth of the one, six tenths of the other. Its review is in the net, however it would have ended.
  const [o, reviewedBad] = [0.1 * (0.25 * 0.8 * 6500 + 0.5 * 1000), 0.6 * (0.5 * 0.9 * 6500 + 0.5 * 2000)];
  expect(money.band?.low).toBeCloseTo(money.net.value - k - o, 6);
  expect(money.band?.high).toBeCloseTo(money.net.value + whenBad + reviewedBad, 6);
  expect(money.band?.unknown).toBe(2);
});

test('a formula is what its figure is made of', () => {
  const { money, cells } = figures();
  for (const line of [...money.lines, money.net, ...money.beside])
    expect(linearOf(cells, line.linear), line.name).toBeCloseTo(line.value, 6);
  const factors = (line: YenLine | undefined): unknown => line?.products.map((one) => one.map(({ value }) => value));
  expect(factors(money.lines.find(({ name }) => name === 'review'))).toEqual([[6, 1, 15, 60, 2400]]);
});

test('the figures of the trade by hand; with so few orders none is a number', () => {
  const told = Object.fromEntries(figures().headlines.map((one) => [one.name, one]));
  const counted = (name: string): unknown => [told[name]?.part, told[name]?.whole];
  expect(counted('passedBad')).toEqual([1, 2]);
  expect(counted('passedBadAmount')).toEqual([3000, 4000]);
  expect(counted('alertRate')).toEqual([14, 16]);
  expect(counted('reviewRate')).toEqual([8, 16]);
  expect(counted('reviewHit')).toEqual([1, 5]);
  expect(counted('reviewPassed')).toEqual([1, 1]);
  expect(counted('ngGood')).toEqual([2, 5]);
  expect(told['ngGood']?.band).toEqual({ low: 2 / 6, high: 3 / 6, unknown: 1 });
  // k and o were blocked: NG and REVIEW here.
  expect(told['precision']?.band).toEqual({ low: 4 / 12, high: 6 / 12, unknown: 2 });
  expect(told['recall']?.band).toEqual({ low: 4 / 5, high: 6 / 7, unknown: 2 });
  expect(told['recallAmount']?.band).toEqual({ low: 57000 / 60000, high: 74500 / 77500, unknown: 2 });
  expect(told['falsePerBad']?.band).toEqual({ low: 6 / 6, high: 8 / 4, unknown: 2 });
  expect(told['reviewHit']?.band).toEqual({ low: 1 / 6, high: 2 / 6, unknown: 1 });
  expect(told['passedBad']?.band).toBeNull();
  expect(counted('falsePerBad')).toEqual([6, 4]);
  expect(counted('precision')).toEqual([4, 10]);
  expect(counted('precisionAmount')).toEqual([57000, 57000 + 28000 + 31000]);
  expect(counted('recall')).toEqual([4, 5]);
  expect(counted('recallAmount')).toEqual([57000, 60000]);
  // (1 + 4) × 4 ÷ (5 × 4 + 4 × 1 + 6)
  expect(counted('fBeta')).toEqual([20, 30]);
  // Of all but d and i; the good ones are e, f, g, h, l and n.
  expect(counted('alertRateAmount')).toEqual([152_000, 156_000]);
  expect(counted('falsePerBadAmount')).toEqual([59_000, 57_000]);
  // 5 × 57,000 ÷ (5 × 57,000 + 4 × 3,000 + 59,000)
  expect(counted('fBetaAmount')).toEqual([285_000, 356_000]);
  expect(told['precision']).toMatchObject({ value: null, interval: null });
});

test('without groups a figure stands as it was counted', () => {
  const { headlines } = figuresOf({ result, groups: null, given: {}, perMajor: 1 });
  expect(headlines.find(({ name }) => name === 'precision')).toMatchObject({ value: 0.4, interval: null });
});

test('reviews are told by day and by hour', () => {
  const at = (hours: Readonly<Record<number, number>>) => Array.from({ length: 24 }, (_, hour) => hours[hour] ?? 0);
  expect(result.reviews?.byDay).toEqual([
    { day: '2024-04-03', orders: 1, hours: at({ 12: 1 }) },
    { day: '2024-04-06', orders: 3, hours: at({ 12: 2, 13: 1 }) },
    { day: '2024-04-09', orders: 1, hours: at({ 12: 1 }) },
    { day: '2024-04-11', orders: 1, hours: at({ 12: 1 }) },
    { day: '2024-06-10', orders: 1, hours: at({ 12: 1 }) },
    { day: '2024-06-11', orders: 1, hours: at({ 12: 1 }) },
  ]);
  expect(result.reviews?.byHour.map((orders, hour) => [hour, orders]).filter(([, orders]) => orders !== 0)).toEqual([
    [12, 7],
    [13, 1],
  ]);
  expect(result.entities).toEqual({ by: 'customer', count: 14 });
});

test('the groups of entities add up to the cells, and the cells to the decisions', () => {
  expect(cellsOver(groups)).toEqual(result.cells);
  for (const decision of results)
    for (const state of outcomeStates) {
      const { orders: counted, amount } = result.cells?.[decision][state] ?? { orders: -1, amount: -1 };
      expect({ orders: counted, amount }).toEqual(result.decisionsByState[decision][state]);
    }
});

test('DuckDB alone comes to the same', async () => {
  const { project } = history;
  const input = { ruleSet, filter: everything, save: false };
  const plain = await backtestHandlers(project, byDuckdb(project))['backtest.run'](input, listening());
  expect(plain.groups).toEqual(groups);
  expect(plain.result.reviews).toEqual(result.reviews);
  expect(plain.result.entities).toEqual(result.entities);
});

test('a run keeps its assumptions and its tally; others put in their place are those of the next run', async () => {
  const handlers = backtestHandlers(history.project);
  const opened = await handlers['backtest.open']({ runId }, listening());
  expect([opened.groups, opened.result.assumptions, opened.assumptions]).toEqual([groups, assumptions, assumptions]);
  await handlers['backtest.assume']({ runId, assumptions: { marginRate: 0.5 } }, listening());
  const again = await handlers['backtest.open']({ runId }, listening());
  expect(again.result.assumptions).toEqual({ marginRate: 0.5 });
  expect(again.result.hashes.assumptions).not.toBe(result.hashes.assumptions);
  expect(again.run.stale).toBe(false);
  const next = await handlers['backtest.run']({ ruleSet, filter: everything, save: false }, listening());
  expect(next.result.assumptions).toEqual({ marginRate: 0.5 });
  await expect(handlers['backtest.assume']({ runId: 'none', assumptions: {} }, listening())).rejects.toMatchObject({
    failure: { code: 'run-not-found' },
  });
});

test('bills that nobody paid are each a purchase, and lost, however soon one came after the other', async () => {
  const unpaid = { ...fraudWithin30Days, id: 'unpaid', kinds: ['bad-debt' as const], reasonFamilies: [] };
  const own = await openHistory({ target: unpaid, asOf: '2024-06-30' });
  try {
    const bills = ['00', '05', '10', '15', '20'].map((minute, i) => order(`b${i}`, `04-01T12:${minute}`, 11_000, 'p1'));
    await own.load(
      bills,
      bills.map(({ event_id }) => fact(event_id, 'bad-debt')),
    );
    const input = { ruleSet, filter: everything, save: false };
    const { result: told } = await backtestHandlers(own.project)['backtest.run'](input, listening());
    expect(told.cells?.NG.bad).toMatchObject({ orders: 5, intents: 5, intentAmount: 55_000, lossShop: 55_000 });
  } finally {
    await own.close();
  }
});

test('only chargebacks cost a fee, and no order loses more than its amount', async () => {
  const either = { ...fraudWithin30Days, id: 'either', kinds: ['chargeback' as const, 'bad-debt' as const] };
  const own = await openHistory({ target: either, asOf: '2024-06-30' });
  try {
    await own.load(
      [order('a', '04-01T12:00', 20_000, 'p1'), order('b', '04-02T12:00', 12_000, 'p2')],
      [fact('a'), { ...fact('a', 'chargeback-upheld', '05-25'), amount: 16_000 }, fact('b', 'bad-debt')],
    );
    const input = { ruleSet, filter: everything, save: false };
    const { result: told } = await backtestHandlers(own.project)['backtest.run'](input, listening());
    expect(told.cells?.NG.bad).toMatchObject({ orders: 2, lossUnknown: 32_000, chargesUnknown: 1, chargesShop: 0 });
  } finally {
    await own.close();
  }
});

/** A card fraud target on orders and facts of its own, all of them old enough. */
async function toldOf(
  rows: readonly OrderRow[],
  facts: readonly FactRow[],
  ...more: readonly Sql[]
): Promise<BacktestResult> {
  const own = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  try {
    await own.load(rows, facts);
    if (more.length > 0) await own.write(...more);
    const input = { ruleSet, filter: everything, save: false };
    const ran = await backtestHandlers(own.project)['backtest.run'](input, listening());
    const plain = await backtestHandlers(own.project, byDuckdb(own.project))['backtest.run'](input, listening());
    expect(plain.groups).toEqual(ran.groups);
    return ran.result;
  } finally {
    await own.close();
  }
}

describe('chargebacks of one order', () => {
  const card = { threeds_eci: '05', threeds_status: 'Y' };
  const reasonOf = (reason: string, id: string, amount: number): Sql =>
    sql`UPDATE outcomes SET reason = ${reason} WHERE order_id = ${id} AND amount = ${amount}`;

  test('are each borne by whoever bears them, each cost a fee, and lose no more than the order', async () => {
    // 10.4 with ECI 05 is the issuer's, 83 never: 4,000 and 9,000 of an order of 12,000.
    const { cells } = await toldOf(
      [order('a', '04-01T12:00', 12_000, 'p1', card)],
      [
        { ...fact('a', 'chargeback', '05-01'), amount: 4000 },
        { ...fact('a', 'chargeback', '05-02'), amount: 9000 },
      ],
      reasonOf('10.4', 'a', 4000),
      reasonOf('83', 'a', 9000),
    );
    expect(cells?.NG.bad).toMatchObject({ lossIssuer: 4000, lossShop: 8000, lossUnknown: 0, chargesShop: 1 });
  });

  test('cost a fee each', async () => {
    const { cells } = await toldOf(
      [order('a', '04-01T12:00', 12_000, 'p1')],
      [
        { ...fact('a', 'chargeback', '05-01'), amount: 4000 },
        { ...fact('a', 'chargeback', '05-02'), amount: 5000 },
      ],
    );
    expect(cells?.NG.bad).toMatchObject({ lossUnknown: 9000, chargesUnknown: 2 });
  });

  test('are each reversed by the reversal of their own family', async () => {
    // The consumer's is given back, of fraud nothing is; without a family the oldest is given back first.
    const rows = [order('a', '04-01T12:00', 12_000, 'p1'), order('b', '04-01T12:00', 12_000, 'p2')];
    const { cells } = await toldOf(rows, [
      { ...fact('a', 'chargeback', '05-01'), amount: 4000 },
      { ...fact('a', 'chargeback', '05-02'), family: 'consumer', amount: 5000 },
      { ...fact('a', 'chargeback-reversed', '06-01'), family: 'consumer', amount: 5000 },
      { ...fact('b', 'chargeback', '05-01'), amount: 3000 },
      { ...fact('b', 'chargeback', '05-02'), amount: 5000 },
      { ...fact('b', 'chargeback-reversed', '06-01'), family: 'unknown', amount: 4000 },
    ]);
    expect(cells?.NG.bad).toMatchObject({ orders: 2, lossUnknown: 4000 + 4000, chargesUnknown: 3 });
  });
});

test('who tries again until an attempt passes has passed, whatever became of the others', async () => {
  const rules: RuleSet = {
    ...ruleSet,
    rules: [{ code: 'AGAIN', description: { ja: '再', en: 'Again' }, when: 'device.id == "d2"', result: 'NG' }],
  };
  const own = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  try {
    await own.load(
      [
        { ...order('a', '04-01T12:00', 9000, 'p1'), device_id: 'd1' },
        { ...order('b', '04-01T12:05', 9000, 'p1'), device_id: 'd2' },
        { ...order('c', '04-01T12:10', 9000, 'p1'), device_id: 'd2' },
      ],
      [fact('c')],
    );
    const input = { ruleSet: rules, filter: everything, save: false };
    const { result: told } = await backtestHandlers(own.project)['backtest.run'](input, listening());
    // The rule stops the attempt that was charged back, but the first one has passed before.
    expect(told.cells?.NG.bad).toMatchObject({ orders: 1, intents: 0, lossUnknown: 0, chargesUnknown: 0 });
    expect(told.cells?.OK.bad).toMatchObject({ orders: 0, intents: 1, lossUnknown: 9000, chargesUnknown: 1 });
  } finally {
    await own.close();
  }
});

test('purchases, fees and the matured ones are of the currency measured in', async () => {
  const usd = { ...order('b', '04-01T12:00', 20_000, 'p2'), currency: 'USD' };
  const { cells } = await toldOf([order('a', '04-01T12:00', 20_000, 'p1'), usd], [fact('a'), fact('b')]);
  const bad = { ...nothing, orders: 1, amount: 20_000, intents: 1, intentAmount: 20_000, cohort: 1 };
  expect(cells?.NG.bad).toEqual({ ...bad, lossUnknown: 20_000, chargesUnknown: 1 });
  // No rule on an amount in yen is true of dollars.
  expect(cells?.OK.bad).toEqual({ ...nothing, orders: 1 });
});
