import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { readPackage } from '../../analysis/export/read-package.ts';
import { check, checkRuleSet, explain, ruleSetScope } from '../../analysis/expression/index.ts';
import { localGrants } from '../../analysis/local-grants.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import { featureColumn, featureColumnMeaning, type Feature } from '../../analysis/model/features.ts';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import { ruleSetSchema, type RuleSet } from '../../analysis/model/ruleset.ts';
import { sql } from '../../analysis/store/sql.ts';
import { fraudWithin30Days, listening, openHistory, type History } from '../backtest/history.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { computed } from './computed.ts';
import { buildHere, exportHere } from '../export/here.ts';

/** Forty orders a minute apart: twenty of device d0 with a card each, ten of d1, ten without a device. */
let history: History;
beforeAll(async () => {
  history = await openHistory({ target: fraudWithin30Days });
  await history.load(
    Array.from({ length: 40 }, (_, n) => ({
      event_id: `o${String(n).padStart(2, '0')}`,
      ordered_at: new Date(Date.parse('2024-05-01T00:00:00Z') + n * 60_000).toISOString(),
      ...{ amount: 1000 + n, currency: 'JPY', email: `p${n}@example.com`, card_token: `t${n}` },
      device_id: n < 20 ? 'd0' : n < 30 ? 'd1' : null,
    })),
  );
});
afterAll(() => history.close());

const features: Feature[] = [
  { id: 'orders_device', agg: 'count', by: ['device.id'], window: '10m' },
  {
    id: 'amount_device',
    names: { ja: '端末の金額', en: 'Amount of the device' },
    agg: 'sum',
    of: 'order.amount',
    by: ['device.id'],
    window: 'all',
  },
  { id: 'last_device', agg: 'last_seen', by: ['device.id'], window: 'all' },
];
const ruleSet: RuleSet = {
  ...ruleSetOf(
    ruleOf('MANY', 'velocity.orders_device >= 9'),
    ruleOf('AMOUNT', 'order.amount * 3 < velocity.amount_device', 'REVIEW'),
    ruleOf('SLOW', 'velocity.last_device < order.time - duration("1m")', 'HOLD'),
  ),
  features,
};

const scopeIn = async (set: RuleSet) => ruleSetScope(await history.project.columns(), set);

describe('rules that read features', () => {
  test('are backtested, absent values told by feature', async () => {
    const { result } = await backtestHandlers(history.project)['backtest.run'](
      { ruleSet, filter: everything, save: false },
      listening(),
    );
    expect(result.rules).toMatchObject([
      // Of d0 the 10th order is the first with nine before it, of d1 only the 10th; the window holds ten.
      { code: 'MANY', hits: 11 + 1, unevaluable: 10, causes: [{ cause: 'velocity.orders_device', orders: 10 }] },
      // 3 × its own amount is less than that of all before it: from the fifth order on.
      { code: 'AMOUNT', hits: 16 + 6, unevaluable: 10, causes: [{ cause: 'velocity.amount_device', orders: 10 }] },
      { code: 'SLOW', hits: 0, unevaluable: 12, causes: [{ cause: 'velocity.last_device', orders: 12 }] },
    ]);
    expect(result.decisions).toEqual({ OK: 18, REVIEW: 10, HOLD: 0, NG: 12 });
  });

  test('features are of all orders, whatever the filter', async () => {
    const filter: Filter = { clauses: [{ kind: 'in', column: 'event_id', values: ['o19', 'o29'] }] };
    const impact = await backtestHandlers(history.project)['rules.impact'](
      { when: 'velocity.orders_device >= 9', currency: 'JPY', timezone: 'Asia/Tokyo', filter, features },
      listening(),
    );
    expect(impact).toMatchObject({ rows: 2, hits: 2 });
  });

  test('open the orders behind them', async () => {
    const { where, columns } = await history.project.condition({
      clauses: [
        {
          kind: 'rule',
          code: 'MANY',
          when: 'velocity.orders_device >= 9',
          currency: 'JPY',
          timezone: 'Asia/Tokyo',
          value: 'true',
          features,
        },
        { kind: 'decision', ruleSet, results: ['NG'] },
      ],
    });
    const rows = await history.project.read({}, async (db) => {
      const table = await history.project.rows(db, columns);
      return db.first(sql`SELECT count(*) AS n, min(seq) AS first FROM ${table} WHERE ${where}`);
    });
    expect(rows).toEqual({ n: 12, first: 9 });
  });
});

describe('checking', () => {
  const issuesOf = async (set: RuleSet) => {
    const checked = checkRuleSet(set, await scopeIn(set));
    return [...checked.setIssues, ...[...checked.issues.values()].flat()].map(({ code, params }) => ({
      code,
      ...params,
    }));
  };

  test('an unknown feature is told at its place, with those it may have meant', async () => {
    const found = check('velocity.orders_devise >= 9', await scopeIn(ruleSet));
    expect(found.issues).toEqual([
      {
        code: 'unknown-feature',
        severity: 'error',
        from: 0,
        to: 22,
        params: { path: 'velocity.orders_devise', suggestions: 'velocity.orders_device' },
      },
    ]);
  });

  test('values have types, and absent ones are explained', async () => {
    const scope = await scopeIn(ruleSet);
    expect(check('velocity.orders_device >= "9"', scope).issues[0]?.code).toBe('types-differ');
    expect(check('velocity.amount_device > 10000.5', scope).issues[0]?.code).toBe('money-digits');
    const rule = check('velocity.amount_device > 10000', scope);
    expect(rule.ok && explain(rule).fields).toMatchObject([
      { path: 'velocity.amount_device', type: 'money', whenAbsent: 'unevaluable' },
    ]);
    expect(scope.fields.get('velocity.amount_device')?.labels).toEqual(['端末の金額', 'Amount of the device']);
  });

  test('a feature of tables of one day marks itself and the rules that read it', async () => {
    const set = {
      ...ruleSet,
      features: [{ id: 'f', agg: 'count', by: ['device.id'], window: 'all', where: 'ip.country == "JP"' } as const].map(
        (f) => ({ ...f, by: [...f.by] }),
      ),
    };
    expect(await issuesOf({ ...set, rules: [] })).toEqual([{ code: 'feature-where-note', feature: 'f', at: 1 }]);
    expect(check('velocity.f > 1', await scopeIn(set)).issues[0]).toMatchObject({
      code: 'snapshot-field',
      severity: 'warning',
      params: { path: 'velocity.f' },
    });
  });

  const one = (feature: Partial<Feature>): RuleSet => ({
    ...ruleSet,
    rules: [],
    features: [{ id: 'f', agg: 'count', by: ['device.id'], window: 'all', ...feature }],
  });
  test.each<readonly [string, Partial<Feature>, object]>([
    ['a field nobody knows', { by: ['device.idd'] }, { code: 'feature-field', path: 'device.idd' }],
    [
      'a field that knows the outcome',
      { by: ['order.settle_status'] },
      { code: 'feature-field-refused', path: 'order.settle_status' },
    ],
    ['a link in hindsight', { by: ['entity.id'] }, { code: 'feature-field-refused', path: 'entity.id' }],
    ['a key of money', { by: ['order.amount'] }, { code: 'feature-key-type', type: 'money' }],
    ['nothing to add up', { agg: 'sum' }, { code: 'feature-of-missing', agg: 'sum' }],
    ['something to count', { of: 'order.amount' }, { code: 'feature-of-unused', agg: 'count' }],
    ['a sum of texts', { agg: 'sum', of: 'buyer.email' }, { code: 'feature-of-type', type: 'string' }],
    [
      'an order in another table',
      { on: 'auth', includeCurrent: true },
      { code: 'feature-option', option: 'includeCurrent' },
    ],
    ['ids of two tables', { on: 'auth', ties: 'sequenced' }, { code: 'feature-option', option: 'ties' }],
    ['outcomes of a count', { outcome: { kinds: ['chargeback'] } }, { code: 'feature-option', option: 'outcome' }],
    [
      'its own outcome',
      { agg: 'known_bad', includeCurrent: true },
      { code: 'feature-option', option: 'includeCurrent' },
    ],
    [
      'a key that events have not',
      { on: 'login', by: ['delivery.address_key'] },
      { code: 'feature-field', path: 'delivery.address_key' },
    ],
    ['a condition that reads the outcome', { where: 'order.settle_status == "60"' }, { code: 'feature-where', at: 1 }],
    ['features made of each other', { where: 'velocity.f > 1' }, { code: 'feature-where', at: 1 }],
  ])('refuses %s', async (_what, feature, issue) => {
    expect(await issuesOf(one(feature))).toEqual([expect.objectContaining({ feature: 'f', ...issue })]);
  });

  test('a feature defined twice', async () => {
    const [first] = features;
    expect(await issuesOf({ ...ruleSet, features: [...features, ...(first === undefined ? [] : [first])] })).toEqual([
      { code: 'feature-duplicate', feature: 'orders_device' },
    ]);
  });

  test('a backtest says which feature is wrong before it says that rules miss it', async () => {
    const broken = { ...ruleSet, features: [{ ...features[0], id: 'orders_device', by: ['device.idd'] } as Feature] };
    const failed = backtestHandlers(history.project)['backtest.run'](
      { ruleSet: broken, filter: everything, save: false },
      listening(),
    );
    const failure = await failed.then(() => null, failureOf);
    expect(failure).toMatchObject({
      code: 'ruleset-invalid',
      params: { issue: 'feature-field', feature: 'orders_device' },
    });
  });

  test.each(['0h', '24', '1w', '99999999d', '24 h', ''])('window %j is none', (window) => {
    expect(ruleSetSchema.safeParse({ ...ruleSet, features: [{ ...features[0], window }] }).success).toBe(false);
  });
});

test('one more feature computes nothing that is there', async () => {
  const made = (): Promise<Record<string, unknown>[]> =>
    history.project.read({}, (db) =>
      db.rows(
        sql`SELECT table_oid, table_name FROM duckdb_tables() WHERE database_name = 'work' AND table_name LIKE 'features_%' ORDER BY ALL`,
      ),
    );
  const own: Feature[] = [
    { id: 'a', agg: 'count', by: ['buyer.email'], window: '1h' },
    { id: 'b', agg: 'sum', of: 'order.amount', by: ['buyer.email'], window: '1h' },
  ];
  await computed(history.project, own);
  const before = await made();
  await computed(history.project, [...own, { id: 'c', agg: 'count', by: ['buyer.email'], window: '2h' }]);
  const after = await made();
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.length).toBe(before.length + 1);
  // Another name is not another feature.
  await computed(history.project, [
    { id: 'other', names: { ja: 'x', en: 'x' }, agg: 'count', by: ['buyer.email'], window: '2h' },
  ]);
  expect(await made()).toEqual(after);
});

test('the name of a column holds the whole feature', () => {
  const [feature] = features;
  if (feature === undefined) throw new Error('no feature');
  const column = featureColumn({ feature, currency: 'JPY', timezone: 'Asia/Tokyo' });
  expect(featureColumnMeaning(column)).toEqual({
    feature: { ...feature, id: 'f' },
    currency: 'JPY',
    timezone: 'Asia/Tokyo',
  });
  expect(featureColumnMeaning('feature {}')).toBeNull();
  expect(featureColumnMeaning('amount')).toBeNull();
});

test('a package carries features as inputs and their definition, and reads back', async () => {
  const built = await history.project.read({}, (db) => buildHere(history.project, db, ruleSet));
  const contents = readPackage(built.folder);
  expect(contents.ruleSet).toEqual(ruleSet);
  expect(contents.vectors.fields).toMatchObject({
    'velocity.orders_device': 'int',
    'velocity.amount_device': 'money',
    'velocity.last_device': 'timestamp',
  });
  expect(contents.manifest.features?.used.map(({ id }) => id)).toEqual(features.map(({ id }) => id));
  const fired = contents.vectors.vectors.filter(({ fired: codes }) => codes.includes('MANY'));
  expect(fired.length).toBeGreaterThan(0);
  for (const { record } of fired) expect(Number(record['velocity.orders_device'])).toBeGreaterThanOrEqual(9);
  expect(built.files.map(({ name }) => name)).toContain('rules.duckdb.sql');
  const grants = localGrants();
  const read = await exportHere(history.project, grants)['export.readPackage'](
    { file: grants.grant(built.folder) },
    listening(),
  );
  expect(read.ruleSet).toEqual(ruleSet);
  expect(read).toMatchObject({ mismatches: 0 });
});
