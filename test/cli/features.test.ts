import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { featuresJsonSchema, featuresJsonSchemaText } from '../../analysis/cli/features-schema.ts';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import type { FeaturePreview } from '../../analysis/model/feature-preview.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { scratch } from '../store/projects.ts';
import { cli } from './run-cli.ts';

const place = scratch();
const project = join(place.dir, 'shop.shinsa');
const written = (name: string, content: string | object): string => {
  const path = join(place.dir, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

beforeAll(async () => {
  process.env['SHINSA_CACHE_DIR'] = join(place.dir, 'cache');
  const history = written(
    'history.csv',
    [
      '注文番号,注文日時,合計金額,会員ID',
      'A-1,2024-01-05 10:00:00,1000,m1',
      'A-2,2024-01-05 10:30:00,2000,m1',
      'A-3,2024-01-05 12:00:00,60000,m2',
      'A-4,2024-01-06 09:00:00,3000,m1',
      'A-5,2024-01-07 09:00:00,70000,m2',
      'A-6,2024-01-07 09:00:00,500,m2',
    ].join('\n'),
  );
  // Long after every order.
  const outcomes = written('outcomes.csv', '注文番号,報告日,理由コード\nA-3,2024-02-10,10.4');
  const mapping = written('mapping.json', {
    timezone: 'Asia/Tokyo',
    columns: {
      ...{ event_id: '注文番号', ordered_at: '注文日時', amount: '合計金額', member_id: '会員ID' },
      currency: { value: 'JPY' },
    },
    outcomes: { columns: { event_id: '注文番号', reported_at: '報告日', reason: '理由コード' } },
  });
  const files = ['--history', history, '--mapping', mapping, '--outcomes', outcomes];
  expect(await cli(['import', '--project', project, ...files])).toMatchObject({ code: 0 });
}, 60_000);
afterAll(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

/** Per member: m1 0, 1, then 2 orders in the day before; m2 none, for those of one instant do not count each other. */
const lastDay = { id: 'n24', agg: 'count', by: ['buyer.id'], window: '24h' } as const;
/** m1 0, 1000, 3000; m2 0, 60000, 60000. */
const spent = { id: 'spent', agg: 'sum', of: 'order.amount', by: ['buyer.id'], window: 'all' } as const;
const bad = {
  ...{ id: 'bad', agg: 'known_bad', by: ['buyer.id'], window: 'all' },
  outcome: { kinds: ['chargeback'] },
} as const;

const told = async (spec: string): Promise<readonly FeaturePreview[]> => {
  const ran = await cli(['features', '--project', project, '--spec', spec, '--json']);
  expect(ran).toMatchObject({ code: 0 });
  const json: unknown = JSON.parse(ran.out);
  expect(featuresJsonSchema.safeParse(json).error?.issues).toBeUndefined();
  return (json as { readonly features: readonly FeaturePreview[] }).features;
};

it('publishes the schema of what it prints', async () => {
  await expect(featuresJsonSchemaText()).toMatchFileSnapshot('../../docs/schemas/features.schema.json');
});

it('tells the features of a file: values, distribution, cost, and what hindsight would have said', async () => {
  const [count, sum, known] = await told(written('features.json', { features: [lastDay, spent, bad] }));
  expect(count).toMatchObject({ type: 'int', orders: 6, filled: 6, distinct: 3, min: 0, max: 2, mean: 0.5 });
  expect(count?.distribution.map(({ from, to, orders }) => [from, to, orders])).toEqual([
    [0, 0, 4],
    [1, 1, 1],
    [2, 2, 1],
  ]);
  expect(count?.highest[0]).toMatchObject({ seq: 3, value: 2 });
  expect(count?.cost).toMatchObject({ events: 6, keys: 2, most: 3 });
  expect(sum).toMatchObject({ distinct: 4, min: 0, max: 60_000, currency: 'JPY' });
  expect(sum?.mean).toBeCloseTo(124_000 / 6, 6);
  // Nothing was known at of what was reported of A-3 a month later.
  expect(known).toMatchObject({ max: 0 });
  const atOnce = known?.hindsight.find(({ reading }) => reading === 'outcomes');
  expect(atOnce).toMatchObject({ differ: 2, higher: 2, lower: 0 });
});

it('reads the features of a rule set too, in lines for a person, and refuses what does not check', async () => {
  const spec = written('set.json', { ...ruleSetOf(ruleOf('V', 'velocity.n24 >= 2')), features: [lastDay] });
  expect((await told(spec)).map(({ feature }) => feature.id)).toEqual(['n24']);
  const ran = await cli(['features', '--project', project, '--spec', spec]);
  expect(ran.out).toContain('Feature n24 (int)\n  6 of 6 orders have a value, 3 different ones; 0 to 2, mean 0.5\n');
  expect(ran.out).toContain('6 events of 2 keys, at most 3 of one key');
  const wrong = written('wrong.json', { features: [{ ...lastDay, by: ['buyer.nothing'] }] });
  const refused = await cli(['features', '--project', project, '--spec', wrong, '--json']);
  expect([refused.code, refused.out]).toEqual([2, '']);
  const none = await cli(['features', '--project', project, '--spec', written('none.json', { features: [] })]);
  expect(none.code).toBe(2);
});

it('backtests a rule set with groups, a list as of each order, and a feature', async () => {
  const list = written('list.csv', '会員ID,登録日時\nm2,2024-01-06 00:00\n');
  const add = ['lists', 'add', '--project', project, '--name', 'Negative', '--id', 'negative', '--kind', 'exact', list];
  expect(await cli(add)).toMatchObject({ code: 0 });
  const rules = [
    ruleOf('V', 'velocity.n24 >= 2'),
    ruleOf('L', 'buyer.id in lists.negative'),
    ruleOf('H', 'order.amount > 50000'),
  ];
  const groups = [
    { priority: 1, result: 'NG', kind: 'combination', rules: ['L', 'H'] },
    { priority: 2, result: 'HOLD', kind: 'single', rules: ['V'] },
    { priority: 3, result: 'REVIEW', kind: 'single', rules: ['L', 'H'] },
  ];
  const set = written('grouped.json', { ...ruleSetOf(...rules), features: [lastDay], groups });
  const ran = await cli(['backtest', '--project', project, '--ruleset', set, '--json']);
  expect(ran).toMatchObject({ code: 0 });
  const result = JSON.parse(ran.out) as BacktestResult;
  // V: A-4. L: came before its entry. H.
  expect(result.rules.map(({ code, hits }) => [code, hits])).toEqual([
    ['V', 1],
    ['L', 2],
    ['H', 2],
  ]);
  expect(result).toMatchObject({ policy: 'groups', decisions: { OK: 2, REVIEW: 2, HOLD: 1, NG: 1 } });
  expect(result.decidedBy?.map(({ by, orders }) => [by, orders]).toSorted()).toEqual([
    ['default', 2],
    ['優先度1_NG_ルール組み合わせ', 1],
    ['優先度2_HOLD_ルール単発', 1],
    ['優先度3_REVIEW_ルール単発', 2],
  ]);
  expect(result.lists?.map(({ id, entries }) => [id, entries])).toEqual([['negative', 1]]);
  expect(result.engine).toMatchObject({ rules: 'matrix' });
  expect(result.engine.slower).toBeUndefined();
  const printed = await cli(['backtest', '--project', project, '--ruleset', set]);
  expect(printed.out).toContain('優先度1_NG_ルール組み合わせ');
});
