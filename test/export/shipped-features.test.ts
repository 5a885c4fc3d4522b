import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Feature } from '../../analysis/model/features.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { sql, written } from '../../analysis/store/sql.ts';
import { computed } from '../features/computed.ts';
import { fraudWithin30Days, openHistory, type History } from '../backtest/history.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { buildHere } from './here.ts';

/** Orders of few instants, devices and cards, some without; authorisations beside them, chargebacks of some, some taken back. */
let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days });
  const at = (minutes: number): string => new Date(Date.parse('2024-05-01T00:00:00Z') + minutes * 60_000).toISOString();
  await history.load(
    Array.from({ length: 90 }, (_, n) => ({
      event_id: `o${String((n * 37) % 90).padStart(2, '0')}`,
      ordered_at: at((n * 7) % 40),
      amount: (n * 131) % 900,
      currency: n % 11 === 0 ? 'USD' : 'JPY',
      email: n % 5 === 0 ? ' ' : `what?${n % 4}'s@example.com`,
      device_id: n % 9 === 0 ? null : `d${n % 3}`,
    })),
    Array.from({ length: 30 }, (_, n) => ({
      ...{ order_id: `o${String(n * 3).padStart(2, '0')}`, kind: 'chargeback', reported_at: at(n) },
      amount: n % 2 === 0 ? 100 : null,
    })).flatMap((charge, n) =>
      n % 4 === 0 ? [charge, { ...charge, kind: 'chargeback-reversed', reported_at: at(n + 5) }] : [charge],
    ),
  );
  for (let n = 0; n < 40; n += 1)
    await history.write(
      sql`INSERT INTO events (kind, happened_at, device_id, ident) VALUES (${n % 4 === 0 ? 'login' : 'auth'}, ${at(n)}::TIMESTAMPTZ, ${`d${n % 3}`}, ${`e${n}`})`,
    );
});
afterAll(() => history.close());

const by = ['device.id'];
const features: Feature[] = [
  { id: 'count', agg: 'count', by, window: '10m' },
  { id: 'all', agg: 'count', by, window: 'all', includeCurrent: true },
  { id: 'sequenced', agg: 'count', by, window: '1h', ties: 'sequenced' },
  { id: 'mails', agg: 'count_distinct', of: 'buyer.email', by, window: '20m' },
  {
    id: 'high',
    agg: 'sum',
    of: 'order.amount',
    by,
    window: '30m',
    where: 'order.amount > 100 && buyer.email != "what?1\'s@example.com"',
  },
  { id: 'mean', agg: 'avg', of: 'order.amount', by: ['device.id', 'buyer.email'], window: 'all' },
  { id: 'most', agg: 'max', of: 'order.amount', by, window: '15m', includeCurrent: true },
  { id: 'last', agg: 'since_last', by: ['buyer.email'], window: 'all' },
  { id: 'first', agg: 'first_seen', by, window: '1d' },
  { id: 'auths', agg: 'count', by, window: '12m', on: 'auth' },
  { id: 'bad', agg: 'known_bad', by, window: '20m', outcome: { kinds: ['chargeback'] } },
];
const money = new Set(['high', 'mean', 'most']);
const ruleSet: RuleSet = {
  ...ruleSetOf(
    ...features.map(({ id }) =>
      ruleOf(id.toUpperCase(), id === 'first' ? `velocity.first < order.time` : `velocity.${id} >= 3`),
    ),
  ),
  features,
};

it('the SQL of features, run as it is shipped, gives what was tested, and the rules run on it', async () => {
  const expected = await computed(history.project, features);
  const built = await history.project.read({}, (db) => buildHere(history.project, db, ruleSet));
  const file = (name: string): string => readFileSync(join(built.folder, name), 'utf8');
  expect(built.certificate.notProven).toEqual([
    { file: 'rules.clickhouse.sql', engine: null },
    { file: 'rules.dmn', engine: null },
  ]);
  await history.write({ kind: 'sql', text: file('features.duckdb.sql'), values: [] });
  const rows = await history.project.read({}, (db) =>
    db.rows({ kind: 'sql', text: file('rules.duckdb.sql'), values: [] }),
  );
  const ordered = rows.toSorted((a, b) => Number(a['seq']) - Number(b['seq']));
  expect(ordered).toHaveLength(90);
  let known = 0;
  features.forEach(({ id }, at) => {
    const shown = ordered.map((row) => row[`velocity.${id}`] ?? null);
    const wanted = expected[at]?.map((value) => (id === 'first' && value !== null ? value / 1000 : value));
    expect([id, shown.map((value) => (value === null ? null : Number(value)))]).toEqual([id, wanted]);
    known += wanted?.filter((value) => value !== null && value !== 0).length ?? 0;
    // What a sum of yen says of an order in dollars is not evaluable.
    const foreign = (row: number): boolean => money.has(id) && ordered[row]?.['currency'] === 'USD';
    if (id !== 'first')
      expect([id, ordered.map((row) => row[id.toUpperCase()] ?? null)]).toEqual([
        id,
        expected[at]?.map((value, row) => (value === null || foreign(row) ? null : value >= 3)),
      ]);
  });
  expect(known).toBeGreaterThan(400);
});

it('bound numbers are written out, and nothing in quotation marks is', () => {
  expect(written(sql`SELECT '?' AS "a?", ${7}, 'it''s ?', ${2n ** 40n}::BIGINT`)).toBe(
    `SELECT '?' AS "a?", 7, 'it''s ?', 1099511627776::BIGINT`,
  );
  expect(() => written(sql`SELECT ${'x'}`)).toThrow('a bound text');
});
