import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import { partAt, partGroups } from '../../analysis/model/results/breakdown.ts';
import {
  chosenFigure,
  chosenMeasures,
  chosenNames,
  chosenPart,
  confusionOf,
  crossedOf,
  type ByRule,
  type ChosenName,
} from '../../analysis/model/results/by-rule.ts';
import { headlinesOf } from '../../analysis/model/results/headline.ts';
import { pickedFrom } from '../../analysis/model/results/tally.ts';
import { results, ruleSetSchema, type RuleSet } from '../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import { fraudChargebackIds } from '../../samples/shop/expected.ts';
import { generateShop, sampleOptions } from '../../samples/shop/generate.ts';
import ruleset from '../../samples/shop/ruleset.json' with { type: 'json' };
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { insertShop } from '../samples/shop-orders.ts';
import { fraudWithin30Days, listening, openHistory, type FactRow, type History, type OrderRow } from './history.ts';

const codesOf = (ruleSet: RuleSet): string[] => ruleSet.rules.map(({ code }) => code);
const asked = (history: History, ruleSet: RuleSet, filter: Filter = everything): Promise<ByRule> =>
  backtestHandlers(history.project)['backtest.byRule'](
    { ruleSet, filter, codes: codesOf(ruleSet), deciders: true },
    listening(),
  );

describe('by hand', () => {
  /**
   * 40 orders, each four times by other customers, old enough: BIG (above 10,000: 1 to 20) has the bad 1 to 12 and the good 13 to 20; ODD
   * (device d1) has 1 to 6, bad, and 21 to 25, good; 26 to 30 are bad and nobody's, the rest are good. Bad ones are of
   * 20,000, or 1,000 where they are small; good ones of 15,000, or 500.
   */
  const orders: readonly OrderRow[] = Array.from({ length: 160 }, (_, i) => {
    const n = (i % 40) + 1;
    const bad = n <= 12 || (n >= 26 && n <= 30);
    const amount = n <= 20 ? (bad ? 20_000 : 15_000) : bad ? 1000 : 500;
    const device_id = n <= 6 || (n >= 21 && n <= 25) ? 'd1' : 'd2';
    const event_id = `o${String(i).padStart(3, '0')}`;
    return {
      ...{ event_id, ordered_at: `2024-04-01T12:${String(n).padStart(2, '0')}:00+09:00` },
      ...{ amount, currency: 'JPY', device_id, member_id: `m${i}` },
    };
  });
  const facts: readonly FactRow[] = orders.flatMap(({ event_id }, i) =>
    i % 40 < 12 || (i % 40 >= 25 && i % 40 < 30)
      ? [{ order_id: event_id, kind: 'chargeback', family: 'fraud', reported_at: '2024-05-01T00:00:00+09:00' }]
      : [],
  );
  const few = ruleOf('FEW', 'buyer.id in ["m0", "m40"]');
  const ruleSet: RuleSet = {
    ...ruleSetOf(ruleOf('BIG', 'order.amount > 10000'), ruleOf('ODD', 'device.id == "d1"'), few),
    groups: [
      { priority: 1, result: 'HOLD', kind: 'combination', rules: ['BIG', 'ODD'] },
      { priority: 2, result: 'NG', kind: 'single', rules: ['BIG'] },
    ],
  };
  let history: History;
  let told: ByRule;
  beforeAll(async () => {
    history = await openHistory({ target: fraudWithin30Days, asOf: '2024-06-30' });
    await history.load(orders, facts);
    told = await asked(history, ruleSet);
  });
  afterAll(() => history.close());

  const sums = (name: ChosenName, chosen: ByRule['rules'][number]['sums'] | undefined) => {
    const part = chosenPart(chosen ?? new Float64Array(), told.all);
    const { part: top, whole, value } = chosenFigure(name, part, told.entities, 2);
    return [top / 4, (whole ?? 0) / 4, value];
  };
  const rule = (code: string) => told.rules.find((one) => one.code === code)?.sums;

  test('every figure of a rule, as if it alone alerted', () => {
    const of = (name: ChosenName) => sums(name, rule('BIG'));
    expect(of('alertRate')).toEqual([20, 40, 1 / 2]);
    expect(of('precision')).toEqual([12, 20, 12 / 20]);
    expect(of('recall')).toEqual([12, 17, 12 / 17]);
    expect(of('falsePerBad')).toEqual([8, 12, 8 / 12]);
    // (1 + 4) × 12 ÷ (5 × 12 + 4 × 5 + 8)
    expect(of('fBeta')).toEqual([60, 88, 60 / 88]);
    const [caught, wrong, missed, passed] = [12 * 20_000, 8 * 15_000, 5 * 1000, 15 * 500];
    const all = caught + wrong + missed + passed;
    expect(of('alertRateAmount')).toEqual([caught + wrong, all, (caught + wrong) / all]);
    expect(of('precisionAmount')).toEqual([caught, caught + wrong, caught / (caught + wrong)]);
    expect(of('recallAmount')).toEqual([caught, caught + missed, caught / (caught + missed)]);
    expect(of('falsePerBadAmount')).toEqual([wrong, caught, wrong / caught]);
    const whole = 5 * caught + 4 * missed + wrong;
    expect(of('fBetaAmount')).toEqual([5 * caught, whole, (5 * caught) / whole]);
    const part = chosenPart(rule('BIG') ?? new Float64Array(), told.all);
    expect(confusionOf(part, 'orders')).toEqual({ tp: 48, fp: 32, fn: 20, tn: 60 });
    expect(confusionOf(part, 'amount')).toEqual({
      ...{ tp: 4 * caught, fp: 4 * wrong, fn: 4 * missed, tn: 4 * passed },
    });
  });

  test('the hits of a rule by what the set decides of them', () => {
    const { NG, HOLD, OK } = crossedOf(rule('BIG') ?? new Float64Array());
    expect([HOLD.bad.orders, NG.bad.orders, NG.good.orders, OK.bad.orders]).toEqual([24, 24, 32, 0]);
    expect(crossedOf(rule('ODD') ?? new Float64Array()).OK.good).toEqual({ orders: 20, amount: 10_000 });
  });

  test('every group by what it decides', () => {
    expect(told.deciders.map(({ by, result }) => [by, result])).toEqual([
      ['default', 'OK'],
      ['優先度2_NG_ルール単発', 'NG'],
      ['優先度1_HOLD_ルール組み合わせ', 'HOLD'],
    ]);
    const [, single, combined] = told.deciders;
    expect(sums('precision', single?.sums)).toEqual([6, 14, 6 / 14]);
    expect(sums('recall', single?.sums)).toEqual([6, 17, 6 / 17]);
    expect(sums('alertRate', combined?.sums)).toEqual([6, 40, 6 / 40]);
  });

  test('what few customers tell of is not measured, and nothing has an interval without groups that tell', () => {
    // A rule that two customers' orders are in: 1 and 41.
    const sums = rule('FEW') ?? new Float64Array();
    const few = chosenPart(sums, told.all);
    const precision = chosenFigure('precision', few, told.entities, 1);
    expect(precision).toMatchObject({ part: 2, whole: 2, value: null, interval: null });
    expect(chosenFigure('alertRate', few, told.entities, 1)).toMatchObject({ value: 2 / 160 });
    const some = chosenFigure('precision', chosenPart(rule('BIG') ?? new Float64Array(), told.all), told.entities, 1);
    expect(some.interval?.low).toBeGreaterThan(0);
    expect(some.interval?.low).toBeLessThan(12 / 20);
    expect(some.interval?.high).toBeLessThan(1);
  });
});

describe('on the sample shop', () => {
  const shop = generateShop({ ...sampleOptions, orders: 6000 });
  const base = ruleSetSchema.parse(ruleset);
  const since = '2020-01-01T00:00:00+09:00';
  const sets: Readonly<Record<string, RuleSet>> = {
    'by classes': base,
    'by groups': {
      ...base,
      groups: [
        { priority: 2, result: 'NG', kind: 'single', rules: ['CRM_BIN_SMALL', 'DEV_SCRIPTED'] },
        { priority: 2, result: 'NG', kind: 'single', rules: ['NEG_ITEM_FIRST_BULK'] },
        {
          ...{ priority: 1, result: 'HOLD', kind: 'combination' },
          rules: ['DLV_PREF_MISMATCH_HIGH', 'SEI_MEMBER_DLVR_CHANGED'],
        },
        { priority: 3, result: 'REVIEW', kind: 'single', rules: ['SEI_PHONE_MISSING'] },
      ],
    },
    'with exceptions': {
      ...base,
      exceptions: [
        { kind: 'allow', field: 'order.payment_method', value: '01', from: since },
        { kind: 'snooze', field: 'order.payment_method', value: '02', from: since, rules: ['SEI_PHONE_MISSING'] },
      ],
    },
    'by sums': {
      ...base,
      rules: base.rules.map((rule, i) => ({ ...rule, scores: { ok: 0, ng: 40 + i, hold: 10 } })),
      policy: {
        kind: 'scores',
        thresholds: { ok: 1, ng: 50, hold: 10 },
        results: {
          ...{ none: 'OK', ok: 'OK', ng: 'NG', 'ok+ng': 'REVIEW', hold: 'HOLD' },
          ...{ 'ok+hold': 'REVIEW', 'ng+hold': 'NG', 'ok+ng+hold': 'HOLD' },
        },
      },
    },
  };
  const filter: Filter = { clauses: [{ kind: 'range', column: 'amount', min: 3000, max: null }] };
  let history: History;
  beforeAll(async () => {
    history = await openHistory({ target: { ...fraudWithin30Days, horizonDays: 120 } });
    const facts = [...fraudChargebackIds(shop)].map((order_id) => ({
      ...{ order_id, kind: 'chargeback', family: 'fraud' },
      reported_at: new Date(shop.asOf - 1).toISOString(),
    }));
    await history.load([], facts);
    await history.write(insertShop(shop));
  }, 60_000);
  afterAll(() => history.close());

  test.each(Object.entries(sets))('a set %s: the loops, DuckDB, the run and breakdowns agree', async (_, ruleSet) => {
    const { project } = history;
    const handlers = backtestHandlers(project);
    const told = await asked(history, ruleSet, filter);
    const ask = { ruleSet, filter, codes: codesOf(ruleSet), deciders: true };
    expect(await backtestHandlers(project, byDuckdb(project))['backtest.byRule'](ask, listening())).toEqual(told);

    const { result } = await handlers['backtest.run']({ ruleSet, filter, save: false }, listening());
    expect(crossedOf(told.all)).toEqual(result.decisionsByState);
    for (const { code, sums } of told.rules) {
      const part = chosenPart(sums, told.all);
      const own = result.rules.find((rule) => rule.code === code);
      expect(confusionOf(part, 'orders')).toMatchObject({ tp: own?.tp, fp: own?.fp });
      expect(confusionOf(part, 'orders').fn).toBe(result.bad - (own?.tp ?? 0));
      expect(pickedFrom(part.cells, { results: ['NG'], states: outcomeStates, measure: 'amount' })).toBe(
        own?.amount.hit,
      );
    }
    expect(told.deciders.map(({ by, result: given, sums }) => [by, given, crossedOf(sums)[given]])).toEqual(
      (result.decidedBy ?? []).map(({ by, result: given, byState }) => [by, given, byState]),
    );

    // A rule as the only part of a breakdown, by group of entities.
    const { currency, timezone, rules } = ruleSet;
    const [first] = rules;
    if (first === undefined) throw new Error('no rules');
    const { code, when } = first;
    const clause = { kind: 'rule' as const, code, when, currency, timezone, value: 'true' as const };
    const parted = { ruleSet, filter, parts: [{ clauses: [clause] }] };
    const { cells } = partAt((await handlers['backtest.breakdown'](parted, listening())).parts, 0);
    const crossed = crossedOf(told.rules[0]?.sums ?? new Float64Array());
    for (const given of results)
      for (const state of outcomeStates)
        for (const measure of chosenMeasures) expect(crossed[given][state][measure]).toBe(cells[given][state][measure]);
  });

  test('a set of one rule that alerts has the figures of its rule', async () => {
    const [only] = base.rules.filter(({ result }) => result !== 'OK');
    if (only === undefined) throw new Error('no rules');
    const ruleSet = { ...base, rules: [only] };
    const told = await asked(history, ruleSet);
    const part = chosenPart(told.rules[0]?.sums ?? new Float64Array(), told.all);
    const run = await backtestHandlers(history.project)['backtest.run'](
      { ruleSet, filter: everything, save: false },
      listening(),
    );
    // The same groups of entities, put together into as many as a part has.
    const groups = new Float64Array(part.groups.length);
    const size = groups.length / partGroups;
    run.groups.forEach((sum, i) => {
      const at = (Math.floor(i / size) % partGroups) * size + (i % size);
      groups[at] = (groups[at] ?? 0) + sum;
    });
    const ofSet = headlinesOf(run.result.cells ?? part.cells, { ...told.entities, groups }, 1);
    for (const name of chosenNames) {
      const { value, interval } = chosenFigure(name, part, told.entities, 1);
      expect({ name, value, interval }).toEqual({ name, ...pick(ofSet.find((one) => one.name === name)) });
    }
  });
});

const pick = (one: { readonly value: unknown; readonly interval: unknown } | undefined): object => ({
  value: one?.value,
  interval: one?.interval,
});
