import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../cli/run-cli.ts';
import { scratch } from '../store/projects.ts';

const data = process.env['SHINSA_DATA'] ?? resolve(import.meta.dirname, '..', '..', '..', 'shared', 'data');
const place = scratch('shinsa-acceptance-');
const project = join(place.dir, 'cards.shinsa');

const json = (name: string, value: unknown): string => {
  const path = join(place.dir, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
};

const rule = (code: string, when: string): object => ({
  code,
  description: { ja: code, en: code },
  when,
  result: 'NG',
});

const ruleset = json('rules.json', {
  format: 'shinsa-ruleset',
  formatVersion: 1,
  modelId: 'CRD_01',
  name: 'Figures of the README',
  profile: 'wb-1',
  currency: 'USD',
  timezone: 'America/New_York',
  default: 'OK',
  rules: [
    rule('OVER_500', 'order.amount > 500'),
    rule('NIGHT_200', '(order.time.getHours() >= 22 || order.time.getHours() < 4) && order.amount > 200'),
  ],
});

beforeAll(async () => {
  process.env['SHINSA_CACHE_DIR'] = join(place.dir, 'cache');
  const history = join(data, 'card-transactions.parquet');
  expect(existsSync(history)).toBe(true);
  const mapping = json('mapping.json', {
    timezone: 'America/New_York',
    columns: {
      event_id: { from: ['cc_num', 'trans_num'] },
      ordered_at: { from: ['trans_date', 'trans_time'] },
      amount: 'amt',
      currency: { value: 'USD' },
    },
    keep: ['category', 'merchant', 'state', 'gender', 'job'],
    label: { from: 'is_fraud', bad: [1] },
  });
  const ran = await cli(['import', '--project', project, '--history', history, '--mapping', mapping, '--json']);
  expect(ran.code, ran.err).toBe(0);
  expect(JSON.parse(ran.out)).toMatchObject({ read: 853_535, accepted: 853_535, rejected: 0, amount: 6_279_311_299 });
});

afterAll(() => {
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

test('both rules of the README find exactly its figures, from the command line', async () => {
  const ran = await cli(['backtest', '--project', project, '--ruleset', ruleset, '--json']);
  expect(ran.code, ran.err).toBe(0);
  expect(JSON.parse(ran.out)).toMatchObject({
    target: { id: 'label' },
    maturity: 'not measured',
    rows: 853_535,
    bad: 9_408,
    good: 844_127,
    immature: 0,
    blocked: 0,
    excluded: 0,
    rules: [
      { code: 'OVER_500', hits: 12_829, tp: 4_736, fp: 8_093, unevaluable: 0 },
      { code: 'NIGHT_200', hits: 17_024, tp: 6_142, fp: 10_882, unevaluable: 0 },
    ],
    warnings: [{ code: 'maturity-not-measured' }],
  });
});

test('the rule set is exported with no mismatch', async () => {
  const ran = await cli([
    'export',
    '--project',
    project,
    '--ruleset',
    ruleset,
    '--out',
    join(place.dir, 'out'),
    '--json',
  ]);
  expect(ran.code, ran.err).toBe(0);
  expect(JSON.parse(ran.out)).toMatchObject({ mismatches: 0 });
});
