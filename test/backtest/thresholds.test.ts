import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import { numericClauses } from '../../analysis/expression/index.ts';
import { everything } from '../../analysis/model/filter.ts';
import { figuresOf } from '../../analysis/model/results/of-run.ts';
import { closerTo, curveOf, withPoints, type Curve } from '../../analysis/model/results/threshold-curve.ts';
import type { Cut, Thresholds, ThresholdsAsk } from '../../analysis/model/results/thresholds.ts';
import { cellsOver } from '../../analysis/model/results/tally.ts';
import { ruleSetSchema, type RuleSet } from '../../analysis/model/ruleset.ts';
import { fraudChargebackIds } from '../../samples/shop/expected.ts';
import { generateShop, sampleOptions } from '../../samples/shop/generate.ts';
import sampleRules from '../../samples/shop/ruleset.json' with { type: 'json' };
import { insertShop } from '../samples/shop-orders.ts';
import { fraudWithin30Days, listening, openHistory, type History } from './history.ts';

/** Orders of 1,000 to 12,000 yen, all matured; those of 9, 11 and 12 thousand are bad. NG from 10,000 on. */
const thousands = Array.from({ length: 12 }, (_, i) => i + 1);
const bad = new Set([9, 11, 12]);
const base: RuleSet = {
  ...{ format: 'shinsa-ruleset', formatVersion: 1, modelId: 'CRD_01', name: '手計算', profile: 'wb-1' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', default: 'OK' },
  rules: [],
};
const rule = (code: string, when: string): RuleSet['rules'][number] => ({
  ...{ code, when, description: { ja: code, en: code }, result: 'NG' },
});
const byHand: RuleSet = { ...base, rules: [rule('BIG', 'order.amount >= 10000')] };
/** A good order that is stopped costs a quarter of its amount, a bad one is all saved. */
const plain = { marginRate: 0.25, lostShare: 1, churnRate: 0, lossRate: 1, unknownBorne: 1, chargebackFee: 0 };

let small: History;
let large: History;
const shop = generateShop({ ...sampleOptions, orders: 6000 });
const shopRules = ruleSetSchema.parse(sampleRules);

beforeAll(async () => {
  small = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
  await small.load(
    thousands.map((n) => ({
      ...{ event_id: `o${n}`, ordered_at: `2024-04-${String(n).padStart(2, '0')}T12:00:00+09:00` },
      ...{ amount: n * 1000, currency: 'JPY', member_id: `m${n}` },
    })),
    [...bad].map((n) => ({
      ...{ order_id: `o${n}`, kind: 'chargeback', family: 'fraud', reported_at: '2024-05-10T00:00:00+09:00' },
    })),
  );
  large = await openHistory({ target: { ...fraudWithin30Days, horizonDays: 120 } });
  await large.load(
    [],
    [...fraudChargebackIds(shop)].map((order_id) => ({
      ...{ order_id, kind: 'chargeback', family: 'fraud', reported_at: new Date(shop.asOf - 1).toISOString() },
    })),
  );
  await large.write(insertShop(shop));
}, 60_000);
afterAll(async () => {
  await small.close();
  await large.close();
});

const clauseCut = ({ rules }: RuleSet, code: string, place = 0): Cut => {
  const clause = numericClauses(rules.find((one) => one.code === code)?.when ?? '')[place];
  return { kind: 'clause', code, from: clause?.from ?? -1, to: clause?.to ?? -1 };
};
const ask = (
  ruleSet: RuleSet,
  cut: Cut,
  tried: ThresholdsAsk['tried'] = { kind: 'spread', most: 20 },
): ThresholdsAsk => ({
  ...{ ruleSet, filter: everything, cut, tried },
});
const asked = (history: History, input: ThresholdsAsk): Promise<Thresholds> =>
  backtestHandlers(history.project)['backtest.thresholds'](input, listening());
function curve(thresholds: Thresholds, given = plain): Curve {
  const found = curveOf({ thresholds, given, perMajor: 1 });
  if (found === null) throw new Error('no curve');
  return found;
}

test('the curve by hand: what every threshold on twelve orders is worth', async () => {
  const thresholds = await asked(small, ask(byHand, clauseCut(byHand, 'BIG')));
  const expected = [...thousands, 15].map((from) => {
    const stopped = thousands.filter((n) => n >= from);
    const net = stopped.reduce((sum, n) => sum + (bad.has(n) ? n : -n / 4), 0);
    return [from * 1000, net * 1000, stopped.length];
  });
  const { points, present, best } = curve(thresholds);
  expect(points.map(({ value, net, alerts }) => [value, net, alerts])).toEqual(expected);
  expect([present.value, present.net, best.value, best.net]).toEqual([10_000, 20_500, 9000, 29_500]);
  expect(points.map(({ change }) => change)).toEqual(expected.map(([, net = 0]) => net - 20_500));
  expect([thresholds.orders, thresholds.valued, thresholds.step]).toEqual([12, 12, 1]);
});

test('with so few orders no threshold is measured to be like the best, and none is offered but the present one', async () => {
  const { points, plateau, offered, present } = curve(await asked(small, ask(byHand, clauseCut(byHand, 'BIG'))));
  expect(points.map(({ value, interval, likeBest }) => [value, interval, likeBest])).toEqual(
    [...thousands, 15].map((from) => [from * 1000, null, from === 9 ? true : null]),
  );
  expect(plateau).toEqual({ from: 9000, to: 9000 });
  expect(offered).toEqual([present.value]);
});

test('other assumptions make another curve of the same tallies', async () => {
  const thresholds = await asked(small, ask(byHand, clauseCut(byHand, 'BIG')));
  const dear = curve(thresholds, { ...plain, marginRate: 1 });
  // At a whole margin: 12,000; 23,000; 13,000 from 10,000 on.
  expect(dear.points.slice(-4).map(({ net }) => net)).toEqual([13_000, 23_000, 12_000, 0]);
  expect(dear.best.value).toBe(11_000);
});

test('between two values only those between them are tried, and both answers make one curve', async () => {
  const cut = clauseCut(byHand, 'BIG');
  const first = await asked(small, ask(byHand, cut, { kind: 'values', values: [5000, 12_000] }));
  expect(first.points.map(({ value }) => value)).toEqual([5000, 10_000, 12_000]);
  const coarse = curve(first);
  expect(coarse.best.value).toBe(5000);
  expect(closerTo(coarse)).toEqual({ low: 5000, high: 10_000 });
  const closer = { kind: 'spread' as const, most: 20, between: { low: 5000, high: 10_000 } };
  const whole = withPoints(first, await asked(small, ask(byHand, cut, closer)));
  expect(whole.points.map(({ value }) => value / 1000)).toEqual([5, 6, 7, 8, 9, 10, 12]);
  expect(curve(whole).best).toMatchObject({ value: 9000, net: 29_500 });
});

test('every clause of a set: at its present value the curve is what a run is worth', async () => {
  const run = await backtestHandlers(large.project)['backtest.run'](
    { ruleSet: shopRules, filter: everything, save: false, assumptions: plain },
    listening(),
  );
  const { money } = figuresOf({ ...run, given: plain, perMajor: 1 });
  const clauses = shopRules.rules.flatMap(({ code, when }) =>
    numericClauses(when).map((_, place) => ({ code, place })),
  );
  expect(clauses.length).toBeGreaterThan(3);
  for (const { code, place } of clauses) {
    const told = await asked(large, ask(shopRules, clauseCut(shopRules, code, place), { kind: 'values', values: [] }));
    expect(told.points).toHaveLength(1);
    expect(told.points[0]?.groups, code).toEqual(run.groups);
    expect(curve(told).present.net).toBeCloseTo(money.net.value, 6);
    expect(told.period).toEqual(run.result.period);
  }
}, 60_000);

test('two points are what DuckDB alone says, and what a run of the edited set says', async () => {
  const code = 'TIM_NIGHT_HIGH';
  const cut = clauseCut(
    shopRules,
    code,
    numericClauses(shopRules.rules.find((one) => one.code === code)?.when ?? '').length - 1,
  );
  const input = ask(shopRules, cut, { kind: 'values', values: [20_000] });
  const byMatrix = await asked(large, input);
  const byQuery = backtestHandlers(large.project, byDuckdb(large.project));
  const oracle = await byQuery['backtest.thresholds'](input, listening());
  expect(byMatrix).toEqual(oracle);
  expect(byMatrix.points).toHaveLength(2);
  expect(cellsOver(byMatrix.points[0]?.groups ?? [])).not.toEqual(cellsOver(byMatrix.points[1]?.groups ?? []));
});

test('a champion that blocked all of one fraud is not advised to let it through, and the band holds what was planted', async () => {
  const held = await openHistory({ target: fraudWithin30Days, asOf: '2024-07-30' });
  try {
    // From 50,000 on 190 were refused then, all of them fraud; 40 passed by hand, and were good. Above 60,000 and below 50,000
    // orders passed as they are, every other one fraud above.
    const amountOf = (i: number): number => (i < 230 ? 50_000 + i * 40 : i < 330 ? 70_000 : 3000);
    const refused = (i: number): boolean => i < 230 && i % 23 >= 4;
    const rows = Array.from({ length: 900 }, (_, i) => ({
      ...{ event_id: `o${i}`, ordered_at: new Date(Date.UTC(2024, 3, 1) + i * 3_600_000).toISOString() },
      ...{ amount: amountOf(i), currency: 'JPY', member_id: `m${i}`, recorded_result: refused(i) ? 'NG' : 'OK' },
    }));
    const frauds = rows.filter((_, i) => i >= 230 && i < 330 && i % 2 === 0);
    await held.load(
      rows,
      frauds.map(({ event_id: order_id }) => ({
        ...{ order_id, kind: 'chargeback', family: 'fraud', reported_at: '2024-06-10T00:00:00Z' },
      })),
    );
    const champion: RuleSet = { ...base, rules: [rule('BIG', 'order.amount >= 50000')] };
    const input = ask(champion, clauseCut(champion, 'BIG'), { kind: 'values', values: [3000, 60_000, 80_000] });
    const told = await asked(held, input);
    expect(
      await backtestHandlers(held.project, byDuckdb(held.project))['backtest.thresholds'](input, listening()),
    ).toEqual(told);
    const { points, present, best, offered } = curve(told);
    const higher = points.find(({ value }) => value === 60_000);
    const lost = (of: (i: number) => boolean): number =>
      rows.reduce((sum, { amount }, i) => (i < 230 && of(i) ? sum + amount : sum), 0);
    const known = 0.25 * lost((i) => !refused(i));
    // All that is known of it speaks for 60,000: the orders that came to pass were good, and in enough groups.
    expect(higher?.change).toBeCloseTo(known, 6);
    expect(higher?.interval?.low).toBeGreaterThan(0);
    expect(higher?.band?.unknown).toBe(190);
    expect(higher?.band?.low).toBeCloseTo(known - lost(refused), 6);
    expect(higher?.band?.high).toBeCloseTo(known + 0.25 * lost(refused), 6);
    // What was planted: all of them were fraud.
    expect(known - lost(refused)).toBeLessThan(0);
    expect([best.value, offered, present.band]).toEqual([50_000, [50_000], null]);
    expect(higher?.likeBest).toBe(false);
    // Other values move none of them, or all of them and more.
    expect(points.map(({ value, band }) => [value, band?.unknown ?? null])).toEqual([
      [3000, null],
      [50_000, null],
      [60_000, 190],
      [80_000, 190],
    ]);
  } finally {
    await held.close();
  }
}, 120_000);

const computed: readonly (readonly [string, (n: number) => number, number, 'or more' | 'more', number])[] = [
  ['order.amount * 2 >= 20000', (n) => n * 2000, 30_000, 'or more', 1],
  ['2.5 < order.amount / 4000', (n) => n / 4, 4, 'more', 0],
  ['order.time.getDate("Asia/Tokyo") >= 10', (n) => n, 15, 'or more', 1],
  ['(order.amount > 20000 ? 0 : order.time.getDate("Asia/Tokyo") + 1) > 10', (n) => n + 1, 15, 'more', 1],
];

test.each(computed)('what is computed is studied as a field is: %s', async (when, of, above, reach, step) => {
  const set: RuleSet = { ...base, rules: [rule('MADE', when)] };
  const input = ask(set, clauseCut(set, 'MADE'));
  const told = await asked(small, input);
  const expected = [...thousands.map(of), above].map((from) => {
    const stopped = thousands.filter((n) => (reach === 'more' ? of(n) > from : of(n) >= from));
    const net = stopped.reduce((sum, n) => sum + (bad.has(n) ? n : -n / 4), 0);
    return [from, net * 1000, stopped.length];
  });
  expect(curve(told).points.map(({ value, net, alerts }) => [value, net, alerts])).toEqual(expected);
  expect([told.orders, told.valued, told.step]).toEqual([12, 12, step]);
  const one = { ...input, tried: { kind: 'values' as const, values: [of(9)] } };
  const oracle = backtestHandlers(small.project, byDuckdb(small.project));
  expect(await oracle['backtest.thresholds'](one, listening())).toEqual(await asked(small, one));
});

test('money of another currency has no value to be compared, and absent values and divisions by nothing neither', async () => {
  const mixed = await openHistory({
    ...{ target: fraudWithin30Days, asOf: '2024-06-30' },
    custom: [{ id: 'limit', label: 'limit', type: 'int', knownAtScreening: 'yes' }],
  });
  try {
    await mixed.load(
      thousands.map((n) => ({
        ...{ event_id: `o${n}`, ordered_at: `2024-04-${String(n).padStart(2, '0')}T12:00:00+09:00` },
        ...{ amount: n * 1000, currency: n === 12 ? 'USD' : 'JPY', 'custom.limit': n <= 2 ? null : n === 3 ? 0 : n },
      })),
    );
    const twice: RuleSet = { ...base, rules: [rule('MADE', 'order.amount * 2 >= 20000')] };
    const money = await asked(mixed, ask(twice, clauseCut(twice, 'MADE')));
    expect([money.orders, money.valued]).toEqual([12, 11]);
    expect(money.points.map(({ value }) => value)).toEqual([...thousands.slice(0, -1).map((n) => n * 2000), 30_000]);
    const ratio: RuleSet = { ...base, rules: [rule('MADE', '36 / custom.limit < 5')] };
    const told = await asked(mixed, ask(ratio, clauseCut(ratio, 'MADE')));
    // 36 ÷ 4 to 36 ÷ 12, whole: 9, 7, 6, 5, 4, 4, 3, 3, 3.
    expect([told.valued, told.points.map(({ value }) => value)]).toEqual([9, [3, 4, 5, 6, 7, 9, 10]]);
  } finally {
    await mixed.close();
  }
});

test('a sum of scores is moved the same way', async () => {
  const scores = { ok: 0, ng: 0, hold: 0 };
  const summed: RuleSet = {
    ...base,
    rules: [
      { ...rule('MID', 'order.amount >= 9000'), scores: { ...scores, ng: 2 } },
      { ...rule('BIG', 'order.amount >= 11000'), scores: { ...scores, ng: 3 } },
    ],
    policy: {
      kind: 'scores',
      thresholds: { ok: 1, ng: 5, hold: 1 },
      results: {
        ...{ none: 'OK', ok: 'OK', ng: 'NG', 'ok+ng': 'NG', hold: 'OK', 'ok+hold': 'OK', 'ng+hold': 'NG' },
        'ok+ng+hold': 'NG',
      },
    },
  };
  const { points } = curve(await asked(small, ask(summed, { kind: 'score', part: 'ng' })));
  // Reached by 9 to 12 thousand up to a sum of 2, by 11 and 12 thousand up to 5, by none from 6 on.
  expect(points.map(({ value, net }) => [value, net])).toEqual([
    [1, 29_500],
    [2, 29_500],
    [3, 23_000],
    [4, 23_000],
    [5, 23_000],
    [6, 0],
  ]);
});

test('what is no threshold of the set is refused, and a cancelled study stops', async () => {
  await expect(asked(small, ask(byHand, { kind: 'clause', code: 'BIG', from: 3, to: 5 }))).rejects.toMatchObject({
    failure: { code: 'input-invalid' },
  });
  await expect(asked(small, ask(byHand, { kind: 'score', part: 'ng' }))).rejects.toMatchObject({
    failure: { code: 'input-invalid' },
  });
  const stop = new AbortController();
  const context = { ...listening(stop.signal), progress: () => stop.abort() };
  const study = backtestHandlers(large.project)['backtest.thresholds'](
    ask(shopRules, clauseCut(shopRules, 'TIM_NIGHT_HIGH')),
    context,
  );
  await expect(study).rejects.toMatchObject({ failure: { code: 'cancelled' } });
});
