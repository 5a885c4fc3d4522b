import { afterAll, beforeAll, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { byDuckdb } from '../../analysis/backtest/measuring.ts';
import { everything, type Clause, type Filter } from '../../analysis/model/filter.ts';
import { ordersOfPart, partAt, type Breakdown } from '../../analysis/model/results/breakdown.ts';
import type { Judged } from '../../analysis/model/results/judged.ts';
import { cellsOver, measureNames, pickedFrom, type Cells } from '../../analysis/model/results/tally.ts';
import { results, ruleSetSchema, type RuleSet } from '../../analysis/model/ruleset.ts';
import { outcomeStates, targetPresets } from '../../analysis/model/target.ts';
import { fraudChargebackIds } from '../../samples/shop/expected.ts';
import { generateShop, sampleOptions } from '../../samples/shop/generate.ts';
import ruleset from '../../samples/shop/ruleset.json' with { type: 'json' };
import { insertShop } from '../samples/shop-orders.ts';
import { listening, openHistory, type History } from './history.ts';

const shop = generateShop({ ...sampleOptions, orders: 6000 });
const ruleSet = ruleSetSchema.parse(ruleset);
const champion: RuleSet = { ...ruleSet, name: 'champion', rules: ruleSet.rules.slice(0, 3) };
const since = '2020-01-01T00:00:00+09:00';
/** Every way to decide: what bitmaps tell of it and what DuckDB does must be the same. */
const champions: Readonly<Record<string, RuleSet>> = {
  'by classes': champion,
  'by groups, of which one needs all its rules': {
    ...champion,
    rules: ruleSet.rules,
    groups: [
      { priority: 2, result: 'NG', kind: 'single', rules: ['CRM_BIN_SMALL', 'DEV_SCRIPTED'] },
      {
        priority: 1,
        result: 'HOLD',
        kind: 'combination',
        rules: ['DLV_PREF_MISMATCH_HIGH', 'SEI_MEMBER_DLVR_CHANGED'],
      },
      { priority: 3, result: 'REVIEW', kind: 'single', rules: ['SEI_PHONE_MISSING', 'NEG_ITEM_FIRST_BULK'] },
    ],
  },
  'with exceptions': {
    ...ruleSet,
    name: 'excepted',
    exceptions: [
      { kind: 'allow', field: 'order.payment_method', value: '01', from: since },
      { kind: 'snooze', field: 'order.payment_method', value: '02', from: since, rules: ['SEI_PHONE_MISSING'] },
    ],
  },
  'by sums': {
    ...ruleSet,
    rules: ruleSet.rules.map((rule, i) => ({ ...rule, scores: { ok: 0, ng: 40 + i, hold: 10 } })),
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
let history: History;
const filter: Filter = { clauses: [{ kind: 'range', column: 'amount', min: 3000, max: null }] };

beforeAll(async () => {
  const target = {
    id: 'card-fraud',
    name: { ja: 'カード不正', en: 'Card fraud' },
    kinds: ['chargeback' as const],
    reasonFamilies: ['fraud' as const],
    horizonDays: 120,
  };
  history = await openHistory({ target });
  const facts = [...fraudChargebackIds(shop)].map((order_id) => ({
    order_id,
    kind: 'chargeback',
    family: 'fraud',
    reported_at: new Date(shop.asOf - 1).toISOString(),
  }));
  await history.load([], facts);
  await history.write(insertShop(shop));
}, 60_000);
afterAll(() => history.close());

const handlers = () => backtestHandlers(history.project);
const of = (clause: Clause): Filter => ({ clauses: [clause] });
/** They are many numbers. */
const bytesOf = (sums: Float64Array = new Float64Array()): Buffer => Buffer.from(sums.buffer);
const summed = (cells: readonly Cells[], measure: (typeof measureNames)[number]): number =>
  cells.reduce((sum, one) => sum + pickedFrom(one, { results, states: outcomeStates, measure }), 0);

const ways: readonly { readonly name: string; readonly parts: readonly Filter[]; readonly all: boolean }[] = [
  {
    name: 'value of a column, others and missing',
    parts: [
      of({ kind: 'in', column: 'payment_method', values: ['01'] }),
      of({ kind: 'in', column: 'payment_method', values: [null] }),
      of({ kind: 'notIn', column: 'payment_method', values: ['01', null] }),
    ],
    all: true,
  },
  {
    name: 'amount, the first part empty',
    parts: [
      of({ kind: 'range', column: 'amount', min: null, max: 3000 }),
      of({ kind: 'range', column: 'amount', min: 10_000, max: 30_000 }),
      of({ kind: 'range', column: 'amount', min: 30_000, max: null }),
    ],
    all: false,
  },
  ...Object.entries(champions).map(([name, other]) => ({
    name: `decision of another rule set, ${name}`,
    parts: results.map((result) => of({ kind: 'decision', ruleSet: other, results: [result] })),
    all: true,
  })),
  {
    name: 'some decisions of another rule set',
    parts: [
      of({ kind: 'decision', ruleSet, results: ['REVIEW', 'HOLD'] }),
      of({ kind: 'decision', ruleSet, results: ['NG'] }),
    ],
    all: false,
  },
];

test.each(ways)('a breakdown by $name says of each part what a backtest of its orders says', async ({ parts, all }) => {
  const found = await handlers()['backtest.breakdown']({ ruleSet, filter, parts: [...parts] }, listening());
  const byQuery = backtestHandlers(history.project, byDuckdb(history.project));
  const plain = await byQuery['backtest.breakdown']({ ruleSet, filter, parts: [...parts] }, listening());
  expect(found).toEqual(plain);
  const each = parts.map((_, part) => partAt(found.parts, part).cells);
  for (const [i, part] of parts.entries()) {
    const alone = { ruleSet, filter: ordersOfPart(filter, part), save: false };
    const run = await handlers()['backtest.run'](alone, listening());
    expect(each[i]).toEqual(cellsOver(run.groups));
  }
  expect(each.filter((cells) => summed([cells], 'orders') > 0).length).toBeGreaterThan(1);
  for (const measure of measureNames)
    if (all) expect(summed(each, measure)).toBe(summed([cellsOver(found.groups)], measure));
    else expect(summed(each, measure)).toBeLessThanOrEqual(summed([cellsOver(found.groups)], measure));
});

test('an order that two parts would hold is in the first', async () => {
  const parts = [of({ kind: 'range', column: 'amount', min: 5000, max: null }), everything];
  const found = await handlers()['backtest.breakdown']({ ruleSet, filter: everything, parts }, listening());
  const [first, rest] = [0, 1].map((part) => partAt(found.parts, part).cells);
  const small = { ruleSet, filter: of({ kind: 'range', column: 'amount', min: null, max: 5000 }), save: false };
  expect(rest).toEqual((await handlers()['backtest.run'](small, listening())).result.cells);
  expect(first && summed([first], 'orders')).toBeGreaterThan(0);
});

test('orders judged by another target, as of another day or raw are those of a project that judges so', async () => {
  const now = { target: (await history.project.info()).target, asOf: null };
  const unpaid = targetPresets.find(({ id }) => id === 'unpaid') ?? now.target;
  const parts = ways[0]?.parts ?? [];
  const ask = { ruleSet, filter, parts: [...parts] };
  const judged: readonly Judged[] = [
    { raw: true },
    { asOf: '2026-02-28' },
    { target: { ...now.target, reasonFamilies: [] }, asOf: '2026-05-31' },
    { target: unpaid },
  ];
  const found: Breakdown[] = [];
  for (const one of judged) {
    found.push(await handlers()['backtest.breakdown']({ ...ask, judged: one }, listening()));
    const byQuery = backtestHandlers(history.project, byDuckdb(history.project));
    expect(found.at(-1)).toEqual(await byQuery['backtest.breakdown']({ ...ask, judged: one }, listening()));
  }
  for (const [i, { target = now.target, asOf = null, raw }] of judged.entries()) {
    // Raw is a target that gives orders no time, where no condition asks how they ended.
    await history.project.update({ target: raw === true ? { ...target, horizonDays: 0 } : target, asOf });
    const there = await handlers()['backtest.breakdown'](ask, listening());
    expect(bytesOf(found[i]?.groups).equals(bytesOf(there.groups))).toBe(true);
    expect(bytesOf(found[i]?.parts).equals(bytesOf(there.parts))).toBe(true);
  }
  await history.project.update(now);
  expect(new Set(found.map(({ groups }) => bytesOf(groups).toString('base64'))).size).toBe(judged.length);
});
