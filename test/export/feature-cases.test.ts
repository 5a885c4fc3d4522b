import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  askedOfFeatures,
  featureCases,
  featureSqlProof,
  withFeatureCases,
} from '../../analysis/export/feature-cases.ts';
import { sqlDifferences } from '../../analysis/export/feature-sql.ts';
import type { ReadFeature } from '../../analysis/export/read-features.ts';
import { proveRuntime } from '../../analysis/export/runtime-vectors.ts';
import { checkFeature, scopeOf } from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import type { Feature } from '../../analysis/model/features.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const scope = scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo');
const read = (feature: Feature): ReadFeature => {
  const checked = checkFeature(feature, scope);
  if (!checked.ok) throw new Error(`${feature.id}: ${checked.issues[0]?.code ?? ''}`);
  return { checked, column: `velocity.${feature.id}`, own: feature.id };
};
const by = ['device.id'];
const features: Feature[] = [
  { id: 'strict', agg: 'count', by, window: '24h' },
  { id: 'sequenced', agg: 'count', by, window: '24h', ties: 'sequenced' },
  { id: 'own', agg: 'count', by, window: '24h', includeCurrent: true },
  { id: 'all', agg: 'count', by: ['device.id', 'buyer.id'], window: 'all' },
  { id: 'mails', agg: 'count_distinct', of: 'buyer.email', by, window: '30m' },
  { id: 'spent', agg: 'sum', of: 'order.amount', by, window: '7d', where: 'order.amount > 1000 && buyer.name != "x"' },
  { id: 'mean', agg: 'avg', of: 'order.amount', by, window: '1h' },
  { id: 'least', agg: 'min', of: 'items.quantity', by, window: '1h', ties: 'sequenced' },
  { id: 'most', agg: 'max', of: 'order.amount', by: ['buyer.email'], window: '2d', includeCurrent: true },
  { id: 'first', agg: 'first_seen', by, window: '1d' },
  { id: 'last', agg: 'since_last', by: ['ip.address'], window: '90m' },
  { id: 'night', agg: 'count', by, window: '3d', where: 'order.time.getHours() < 12' },
];
const ruleSet = { ...ruleSetOf(ruleOf('ANY', 'order.amount > 1')), features };
const readable = features.map(read);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shinsa-cases-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a window is tried at both ends, on a tie, without a key, with another and in another currency: by hand', () => {
  const [strict, sequenced, own] = featureCases(ruleSet, readable);
  const hours = 86_400_000_000n;
  const start = BigInt(Date.UTC(2026, 0, 1)) * 1000n;
  const micros = (at: string): bigint => BigInt(Date.parse(`${at.slice(0, 23)}Z`)) * 1000n + BigInt(at.slice(23, 26));
  expect(strict?.orders.map(({ at }) => micros(at) - start)).toEqual([
    ...[0n, 0n, 1n, hours - 1n, hours, hours + 1n],
    ...[hours + 2n, hours + 2n, hours + 2n, hours + 3n],
  ]);
  expect(strict?.values).toEqual([0, 0, 2, 3, 4, 3, null, 0, 3, 4]);
  expect(sequenced?.values).toEqual([0, 1, 2, 3, 4, 3, null, 0, 3, 4]);
  expect(own?.values).toEqual([1, 1, 3, 4, 5, 4, null, 1, 4, 5]);
});

test('the SQL that is shipped says the same of every kind of feature of orders', async () => {
  const cases = featureCases(ruleSet, readable);
  expect(cases).toHaveLength(features.length);
  expect(await sqlDifferences(readable, cases, folder)).toEqual([]);
  for (const { feature, values } of cases) {
    // Each has several answers, so that a window cut otherwise would show.
    expect([feature, new Set(values).size > 2]).toEqual([feature, true]);
  }
});

test('a window of another length, and ties taken otherwise, are seen at the order where they differ', async () => {
  const [strict] = featureCases(ruleSet, readable);
  if (strict === undefined) throw new Error('no case');
  const shorter = read({ id: 'strict', agg: 'count', by, window: '1439m' });
  expect((await sqlDifferences([shorter], [strict], folder))[0]).toMatchObject({
    vector: 'o13',
    expected: '3',
    got: '0',
  });
  const tied = read({ id: 'strict', agg: 'count', by, window: '24h', ties: 'sequenced' });
  expect(await sqlDifferences([tied], [strict], folder)).toEqual([
    { vector: 'o11', rule: 'velocity.strict', expected: '0', got: '1' },
  ]);
  const none = { format: 'shinsa-vectors', formatVersion: 1, currency: 'JPY', fields: {}, vectors: [] } as const;
  const changed = { ...strict, values: strict.values.map((value) => (value === 4 ? 5 : value)) };
  const proof = proveRuntime(ruleSet, { ...none, vectors: [] });
  expect(withFeatureCases(proof, ruleSet, readable, [changed])).toMatchObject({ compared: 0, mismatches: 2 });
});

test('features that need reports, lists or other events are told as outside', () => {
  const others = [
    read({ id: 'bad', agg: 'known_bad', by, window: '90d' }),
    read({ id: 'auths', agg: 'count', by, window: '1h', on: 'auth' }),
  ];
  expect(askedOfFeatures(others)).toEqual([]);
  expect(featureSqlProof('1', others, [], [])).toMatchObject([
    { compared: 0, outside: 2, file: 'features.duckdb.sql' },
  ]);
});
