import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CustomColumn } from '../../analysis/model/columns.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { fraudWithin30Days, openHistory, type History } from '../backtest/history.ts';
import type { BuiltPackage } from '../../analysis/export/build-package.ts';
import { buildHere } from './here.ts';

const custom: readonly CustomColumn[] = [
  { id: 'account', label: '口座番号', type: 'int', knownAtScreening: 'yes' },
  { id: 'score', label: 'スコア', type: 'double', knownAtScreening: 'yes' },
  { id: 'born', label: '生年月日', type: 'timestamp', knownAtScreening: 'yes' },
];
const ruleSet: RuleSet = {
  format: 'shinsa-ruleset',
  formatVersion: 1,
  modelId: 'CRD_01',
  name: '個人の値',
  profile: 'wb-1',
  currency: 'JPY',
  timezone: 'Asia/Tokyo',
  default: 'OK',
  rules: [
    ['ACCOUNT', 'custom.account >= 5000000'],
    ['SCORE', 'custom.score < 0.5'],
    ['YOUNG', 'custom.born > timestamp("2000-01-01T00:00:00Z")'],
    ['NIGHT', 'order.time.getHours("Asia/Tokyo") < 5'],
  ].map(([code = '', when = '']) => ({ code, description: { ja: code, en: code }, when, result: 'NG' })),
};
const people = Array.from({ length: 60 }, (_, n) => ({
  event_id: `o${n}`,
  ordered_at: new Date(Date.UTC(2026, 0, 1, n % 24, 0, n)).toISOString(),
  currency: 'JPY',
  amount: 1000,
  'custom.account': 4_000_000 + n * 33_331 + 7,
  'custom.score': Number((0.2 + n / 100 + 0.000_1).toFixed(4)),
  'custom.born': `${1970 + n}-04-03T00:00:00+09:00`,
}));

let history: History;
let text: string;
let vectors: BuiltPackage['vectors']['vectors'];
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days, custom });
  await history.load(people);
  const built = await history.project.read({}, (db) => buildHere(history.project, db, ruleSet));
  text = readFileSync(join(built.folder, 'vectors.json'), 'utf8');
  vectors = built.vectors.vectors;
});
afterAll(() => history.close());

test("no order shows its own number or time of the client's own columns", () => {
  for (const { origin, record } of vectors) {
    const person = people.find(({ ordered_at }) => ordered_at === record['order.time']);
    if (origin !== 'drawn' || person === undefined) continue;
    expect(record['custom.account']).not.toBe(person['custom.account']);
    expect(record['custom.score']).not.toBe(person['custom.score']);
    expect(record['custom.born']).not.toBe(new Date(person['custom.born']).toISOString());
  }
  expect(text).toContain('custom.account');
});

test('the order time is no personal value and stays', () => {
  const times = new Set(people.map((person) => person.ordered_at));
  const drawn = vectors.filter(({ origin }) => origin === 'drawn');
  expect(drawn.length).toBe(people.length);
  for (const { record } of drawn) expect(times.has(String(record['order.time']))).toBe(true);
});

test('every rule fires on as many drawn orders as on the orders themselves', () => {
  const drawn = vectors.filter(({ origin }) => origin === 'drawn');
  const fires = (code: string): number => drawn.filter(({ fired }) => fired.includes(code)).length;
  const count = (holds: (person: (typeof people)[number]) => boolean): number => people.filter(holds).length;
  expect(fires('ACCOUNT')).toBe(count((person) => person['custom.account'] >= 5_000_000));
  expect(fires('SCORE')).toBe(count((person) => person['custom.score'] < 0.5));
  expect(fires('YOUNG')).toBe(count((person) => Date.parse(person['custom.born']) > Date.UTC(2000, 0, 1)));
});
