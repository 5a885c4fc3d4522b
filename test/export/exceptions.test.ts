import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BuiltPackage } from '../../analysis/export/build-package.ts';
import { replayVectors } from '../../analysis/export/cel-replay.ts';
import { readPackage } from '../../analysis/export/read-package.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import { combinations } from '../../analysis/model/policy.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { fraudWithin30Days, listening, openHistory, type History } from '../backtest/history.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { buildHere, exportHere } from './here.ts';

const scored = (code: string, when: string, [ok, ng, hold]: readonly [number, number, number]) => ({
  ...ruleOf(code, when),
  scores: { ok, ng, hold },
});
const ruleSet: RuleSet = {
  ...ruleSetOf(
    scored('HIGH', 'order.amount >= 700', [0, 60, 0]),
    scored('ODD', 'items.quantity % 2 == 1', [0, 0, 40]),
    scored('KNOWN', 'has(buyer.id)', [20, 0, 0]),
    scored('NAMED', 'buyer.email == "named@example.jp"', [0, 50, 0]),
  ),
  policy: {
    kind: 'scores',
    thresholds: { ok: 20, ng: 60, hold: 40 },
    results: {
      none: 'OK',
      ok: 'OK',
      ng: 'NG',
      'ok+ng': 'REVIEW',
      hold: 'HOLD',
      'ok+hold': 'OK',
      'ng+hold': 'NG',
      'ok+ng+hold': 'HOLD',
    },
  },
  exceptions: [
    {
      kind: 'allow',
      field: 'device.id',
      value: 'DEV-7-kawasaki',
      from: '2026-01-01T06:00:00+09:00',
      until: '2026-01-01T18:00:00+09:00',
      note: '川崎さんの端末',
    },
    { kind: 'snooze', field: 'buyer.email', value: 'taro3@example.jp', rules: ['HIGH'], from: '2026-01-01T00:00:00Z' },
    { kind: 'snooze', field: 'order.payment_method', value: 'web', rules: ['ODD'], from: '2026-01-01T10:00:00+09:00' },
    { kind: 'allow', field: 'buyer.email', value: 'named@example.jp', from: '2030-01-01T00:00:00Z' },
  ],
};
const orders = Array.from({ length: 240 }, (_, n) => ({
  event_id: `o${n}`,
  ordered_at: new Date(Date.UTC(2025, 11, 31, 15 + (n % 24), 0, n % 60)).toISOString(),
  currency: 'JPY',
  amount: (n * 37) % 1000,
  device_id: n % 11 === 0 ? null : `DEV-${n % 9}-kawasaki`,
  email: n % 13 === 0 ? 'named@example.jp' : `taro${n % 8}@example.jp`,
  member_id: n % 3 === 0 ? null : `m${n % 5}`,
  item_quantity: n % 7,
  payment_method: n % 2 === 0 ? 'web' : 'phone',
}));

let history: History;
let built: BuiltPackage;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days });
  await history.load(orders);
  built = await history.project.read({}, (db) => buildHere(history.project, db, ruleSet));
});
afterAll(() => history.close());

test('it is proven: the other evaluator and the shipped SQL agree on sums, exceptions and what decided', () => {
  const back = readPackage(built.folder);
  const { vectors } = back.vectors;
  expect(replayVectors(back.cel, back.vectors, back.ruleSet)).toEqual([]);
  const deciders = new Set(vectors.map(({ by }) => by));
  for (const combination of combinations) expect(deciders).toContain(`scores:${combination}`);
  expect(deciders).toContain('allow:1');
  for (const index of [0, 1, 2, 3])
    expect(vectors.some(({ exceptions }) => exceptions?.includes(index) === true)).toBe(true);
  // A snoozed rule still fires.
  expect(vectors.some(({ fired, exceptions }) => fired.includes('HIGH') && exceptions?.includes(1) === true)).toBe(
    true,
  );
  expect(readFileSync(join(built.folder, 'rules.duckdb.sql'), 'utf8')).toContain('AS "decided_by"');
});

test('no value of a person is in any file, what the rules name and what tells of nobody stays', () => {
  const texts = ['ruleset.json', 'rules.cel.json', 'rules.duckdb.sql', 'vectors.json', 'manifest.json'].map((name) =>
    readFileSync(join(built.folder, name), 'utf8'),
  );
  for (const text of texts) expect(text).not.toMatch(/kawasaki|川崎|taro3@/);
  const { exceptions } = readPackage(built.folder).ruleSet;
  expect(exceptions?.map(({ surrogate }) => surrogate === true)).toEqual([true, true, false, false]);
  expect(exceptions?.map(({ value }) => value)).toEqual([
    expect.stringMatching(/^[A-Z]{3}-\d-[a-z]{8}$/),
    expect.stringMatching(/^[a-z]{4}\d@/),
    'web',
    'named@example.jp',
  ]);
  expect(built.exceptions).toEqual({ total: 4, surrogates: 2 });
  expect(readPackage(built.folder).manifest.exceptions).toEqual({ total: 4, surrogates: 2 });
});

test('the ends of the time of an exception are among the vectors', () => {
  const edges = built.vectors.vectors.filter(({ record }) =>
    [
      '2025-12-31T20:59:59.999Z',
      '2025-12-31T21:00:00.000Z',
      '2026-01-01T08:59:59.999Z',
      '2026-01-01T09:00:00.000Z',
    ].includes(String(record['order.time'])),
  );
  const own = edges.filter(({ origin, record }) => origin === 'boundary' && record['device.id'] !== undefined);
  const held = (time: string) =>
    own
      .filter(({ record }) => record['order.time'] === time)
      .some(({ exceptions }) => exceptions?.includes(0) === true);
  expect([held('2025-12-31T20:59:59.999Z'), held('2025-12-31T21:00:00.000Z')]).toEqual([false, true]);
  expect([held('2026-01-01T08:59:59.999Z'), held('2026-01-01T09:00:00.000Z')]).toEqual([true, false]);
});

test('it is read back with its policy and marked exceptions; a replay notices a changed threshold, score or exception', async () => {
  const grants = localGrants();
  const handlers = exportHere(history.project, grants);
  const read = await handlers['export.readPackage']({ file: grants.grant(built.folder) }, listening());
  expect(read.mismatches).toBe(0);
  expect(read.ruleSet.policy).toEqual(ruleSet.policy);
  const { cel, vectors, ruleSet: own } = readPackage(built.folder);
  const policy = own.policy?.kind === 'scores' ? own.policy : undefined;
  if (policy === undefined) throw new Error('no policy');
  const changed: readonly RuleSet[] = [
    { ...own, policy: { ...policy, thresholds: { ...policy.thresholds, ng: 61 } } },
    { ...own, policy: { ...policy, results: { ...policy.results, 'ng+hold': 'HOLD' } } },
    { ...own, rules: own.rules.map((rule) => ({ ...rule, scores: { ok: 0, ng: 0, hold: 0 } })) },
    { ...own, exceptions: own.exceptions?.slice(1) },
  ];
  for (const other of changed) expect(replayVectors(cel, vectors, other).length).toBeGreaterThan(0);
  const without = { ...cel, exceptions: cel.exceptions?.map((one) => ({ ...one, guarded: 'false' })) ?? [] };
  expect(replayVectors(without, vectors, own).length).toBeGreaterThan(0);
});

test('the same rule set on the same orders stands in for a person by the same value, on others by another', async () => {
  const value = (folder: string) => readPackage(folder).ruleSet.exceptions?.[0]?.value;
  const again = () => history.project.read({}, (db) => buildHere(history.project, db, ruleSet));
  expect(value((await again()).folder)).toBe(value(built.folder));
  await history.load(orders.slice(1));
  expect(value((await again()).folder)).not.toBe(value(built.folder));
});
