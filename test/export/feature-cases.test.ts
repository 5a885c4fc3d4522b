import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import '../property-seed.ts';
import {
  askedOfFeatures,
  differingCases,
  featureCases,
  featureSqlProof,
  valuesOn,
  withFeatureCases,
} from '../../analysis/export/feature-cases.ts';
import { refuseMismatches } from '../../analysis/export/engine-proof.ts';
import { sqlDifferences } from '../../analysis/export/feature-sql.ts';
import type { ReadFeature } from '../../analysis/export/read-features.ts';
import { proveRuntime } from '../../analysis/export/runtime-vectors.ts';
import { checkFeature, scopeOf, type Scope, type ScopeList } from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import type { Feature } from '../../analysis/model/features.ts';
import type { CaseOutcome } from '../../analysis/model/package.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const lists = new Map<string, ScopeList>([
  ['mails', { id: 'mails', match: 'email' }],
  ['phones', { id: 'phones', match: 'phone' }],
]);
const scope: Scope = { ...scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo'), lists };
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
const none = { format: 'shinsa-vectors', formatVersion: 1, currency: 'JPY', fields: {}, vectors: [] } as const;

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

test('the share of the histories that have run is told, and cancelling ends the one that runs', async () => {
  const cases = featureCases(ruleSet, readable);
  const shares: number[] = [];
  await sqlDifferences(readable, cases, folder, { done: (share) => void shares.push(share) });
  expect(shares).toEqual([...cases.keys(), cases.length].map((at) => at / cases.length));
  const stop = new AbortController();
  const heard: number[] = [];
  const stopped = sqlDifferences(readable, cases, folder, {
    signal: stop.signal,
    done: (share) => {
      heard.push(share);
      // Within the second one, while its statements run.
      if (heard.length === 2) setTimeout(() => stop.abort(), 1);
    },
  });
  await expect(stopped).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  expect(heard).toHaveLength(2);
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
  const changed = { ...strict, values: strict.values.map((value) => (value === 4 ? 5 : value)) };
  const proof = proveRuntime(ruleSet, { ...none, vectors: [] });
  expect(withFeatureCases(proof, ruleSet, readable, [changed])).toMatchObject({ compared: 0, mismatches: 2 });
});

test('the first order that is answered otherwise is shown with what is reported of it', () => {
  const asked = read(badOf('charged', { kinds: ['chargeback'] }));
  const cases = featureCases(ruleSet, [asked]);
  const [own] = cases;
  const reported = own?.outcomes?.[0]?.order_id ?? '';
  const said = cases.map(({ orders, values }) =>
    orders.map(({ event_id }, at) => (event_id === reported ? 99 : (values[at] ?? null))),
  );
  const proofs = featureSqlProof('1', [asked], cases, differingCases(cases, said));
  const refused = (): string => {
    try {
      refuseMismatches(proofs, { ...none, vectors: [], featureCases: cases }, false);
      return 'not refused';
    } catch (error) {
      return String(failureOf(error).params['record']);
    }
  };
  const shown: unknown = JSON.parse(refused());
  expect(shown).toEqual({
    ...own?.orders.find(({ event_id }) => event_id === reported),
    outcomes: own?.outcomes?.filter(({ order_id }) => order_id === reported),
  });
});

const badOf = (id: string, outcome: Feature['outcome'], more: Partial<Feature> = {}): Feature => ({
  ...{ id, agg: 'known_bad', by, window: '30d', ...more },
  ...(outcome === undefined ? {} : { outcome }),
});
const ofEvents: Feature[] = [
  { id: 'auths', agg: 'count', by, window: '1h', on: 'auth', where: '!event.passed' },
  { id: 'methods', agg: 'count_distinct', of: 'event.method', by: ['buyer.email_key'], window: '90d', on: 'payment' },
  {
    id: 'paid',
    agg: 'sum',
    of: 'event.amount',
    by: ['buyer.id'],
    window: '7d',
    on: 'payment',
    where: 'event.amount > 300',
  },
  { id: 'least', agg: 'min', of: 'event.amount', by: ['buyer.id', 'card.bin'], window: 'all', on: 'payment' },
  { id: 'at', agg: 'max', of: 'event.time', by, window: '2d', on: 'login', where: 'event.time.getHours() < 12' },
  { id: 'since', agg: 'since_first', by: ['ip.address'], window: '30m', on: '3ds', where: 'event.id != "e99"' },
  { id: 'last', agg: 'last_seen', by, window: '1m', on: 'shipment', where: 'event.carrier in ["a", "b"]' },
  { id: 'mean', agg: 'avg', of: 'event.amount', by, window: '3h', on: 'payment', where: 'buyer.email in lists.mails' },
];

test('events are tried in the instant of an order and as they leave the window: by hand', () => {
  const [auths] = featureCases(ruleSet, ofEvents.map(read));
  // Before them, in the instant of two, after them, after a third, after those that do not count and one in dollars, after one of
  // which nobody knows whether it passed, after all; without a device, of another one, in dollars; as they leave.
  expect(auths?.values).toEqual([0, 0, 2, 3, 4, 4, 5, null, 1, 5, 5, 5, 3, 2, 1, 1, 0]);
  const shown = auths?.events?.map(({ kind, fields }) => [kind, fields['event.passed'], fields['device.id']]);
  expect(shown?.slice(0, 5)).toEqual([
    ...Array.from({ length: 3 }, () => ['auth', false, 'device.id 0']),
    ['auth', false, undefined],
    ['auth', false, 'device.id 1'],
  ]);
  expect(shown?.filter(([, passed]) => passed === true)).toHaveLength(1);
});

const ofLists: Feature[] = [
  { id: 'listed', agg: 'count', by, window: '24h', where: 'buyer.email in lists.mails' },
  { id: 'own', agg: 'count', by: ['buyer.email'], window: '1h', where: '!(buyer.email in lists.mails)' },
  {
    id: 'both',
    ...{ agg: 'sum', of: 'order.amount', by, window: '1h' },
    where: 'buyer.email in lists.mails && !(delivery.phone in lists.phones) && order.amount > 500',
  },
  badOf('reported', { kinds: ['chargeback'] }, { where: 'buyer.email in lists.mails' }),
];
const ofLines: Feature[] = [
  { id: 'many', agg: 'count', by, window: '7d', where: 'order.items.exists(i, i.quantity > 3 && i.sku == "A")' },
  { id: 'sum', agg: 'sum', of: 'order.amount', by, window: '7d', where: 'size(order.items) >= 2' },
];

test('the SQL that is shipped says the same of features of events, with lists and with lines', async () => {
  const all = [...ofEvents, ...ofLists, ...ofLines].map(read);
  const cases = featureCases({ ...ruleSet, features: [...ofEvents, ...ofLists, ...ofLines] }, all);
  expect(cases.map(({ feature }) => feature)).toEqual(all.map(({ checked }) => checked.feature.id));
  expect(await sqlDifferences(all, cases, folder)).toEqual([]);
  for (const { feature, values } of cases) expect([feature, new Set(values).size > 2]).toEqual([feature, true]);
}, 60_000);

test('another window, kind, condition, list or line is seen', async () => {
  const seen = async (asked: Feature, otherwise: Partial<Feature>): Promise<boolean> => {
    const cases = featureCases(ruleSet, [read(asked)]);
    return (await sqlDifferences([read({ ...asked, ...otherwise })], cases, folder)).length > 0;
  };
  const [auths, , , , , , , mean] = ofEvents;
  const [listed, , both] = ofLists;
  const [many, sum] = ofLines;
  if (!auths || !mean || !listed || !both || !many || !sum) throw new Error('no feature');
  const others: [Feature, Partial<Feature>][] = [
    [auths, { window: '59m' }],
    [auths, { on: 'login' }],
    [auths, { where: 'event.passed || !event.passed' }],
    [mean, { where: '!(buyer.email in lists.mails)' }],
    [listed, { where: 'buyer.email != "none"' }],
    [both, { where: 'buyer.email in lists.mails && order.amount > 500' }],
    [many, { where: 'order.items.exists(i, i.sku == "A")' }],
    [sum, { where: 'size(order.items) >= 1' }],
  ];
  const blind: string[] = [];
  for (const [asked, otherwise] of others)
    if (!(await seen(asked, otherwise))) blind.push(`${asked.id} ${JSON.stringify(otherwise)}`);
  expect(blind).toEqual([]);
}, 60_000);

test('a feature whose condition no record meets is told as outside', () => {
  const never = [read({ id: 'never', agg: 'count', by, window: '1h', where: 'order.amount > 5 && order.amount < 3' })];
  expect(askedOfFeatures(never)).toEqual([]);
  expect(featureSqlProof('1', never, [], [])).toMatchObject([{ compared: 0, outside: 1, file: 'features.duckdb.sql' }]);
});

const ofReports: Feature[] = [
  badOf('usual', undefined),
  badOf('charged', { kinds: ['chargeback'] }, { window: 'all' }),
  badOf('fraud', { kinds: ['chargeback'], reasonFamilies: ['fraud', 'unknown'] }, { window: '1h' }),
  badOf('late', { kinds: ['overdue-30', 'overdue-60', 'bad-debt'] }, { window: '1m' }),
  badOf('resold', { kinds: ['resale', 'black'] }, { by: ['device.id', 'buyer.id'] }),
  badOf(
    'large',
    { kinds: ['fraud-notice', 'chargeback'] },
    { where: 'order.amount > 5000 && order.time.getHours() < 23' },
  ),
];
/** All of them assume a delay, so that nothing refuses what has no date. */
const ofUndated: Feature[] = [
  badOf('label', { kinds: ['label-bad'], assumedDelayDays: 2 }),
  badOf('at_once', { kinds: ['chargeback', 'bad-debt'], assumedDelayDays: 0 }),
  badOf('unpaid', { kinds: ['overdue', 'bad-debt'], assumedDelayDays: 3 }, { window: '10d' }),
  badOf('consumer', { kinds: ['chargeback'], reasonFamilies: ['consumer'], assumedDelayDays: 1 }, { window: 'all' }),
  badOf('too_late', { assumedDelayDays: 5 }, { window: '4d' }),
];

test('what is reported is tried in every way it counts: by hand', () => {
  const [own] = featureCases(ruleSet, [read(badOf('charged', { kinds: ['chargeback'] }))]);
  const at = (micros: number, day = 1): string =>
    new Date(Date.UTC(2026, 0, day)).toISOString().replace('.000Z', `.${String(micros).padStart(6, '0')}Z`);
  const last = new Map(own?.orders.map((order, n) => [order.at, own.values[n]]));
  const known = (...instants: readonly string[]): unknown[] => instants.map((instant) => last.get(instant));
  const after = (...reports: readonly number[]): unknown[] => known(...reports.map((micros) => at(micros + 1)));
  // Of three orders that are charged back, without a device, of another one and in dollars, the last is of this device.
  expect(own?.values.slice(0, 8)).toEqual([null, 0, 0, 0, 1, null, 1, 1]);
  // Paid and written off are no chargebacks; one reported before its order is not known in the instant of the order.
  expect([...after(3000, 5000), ...known(at(6000), at(6001))]).toEqual([1, 1, 1, 2]);
  // Charged back, half given back, the rest, and charged again; never known in the instant of the report.
  expect(known(...[8000, 9000, 10_000, 11_000].map((micros) => at(micros)))).toEqual([2, 3, 3, 2]);
  expect(after(8000, 9000, 10_000, 11_000)).toEqual([3, 3, 2, 3]);
  // The whole order, told again by another list, and given back; half given back, and the rest only told again.
  expect(after(13_000, 14_000, 15_000, 17_000, 18_000, 19_000)).toEqual([4, 4, 3, 4, 4, 4]);
  // Half and the whole charged, a whole given back, then all whatever it was.
  expect(after(21_000, 22_000, 23_000, 24_000)).toEqual([5, 5, 5, 4]);
  // Charged and given back in one instant; given back nobody knows when.
  expect(after(26_000, 28_000)).toEqual([4, 5]);
  // What only a status says is never known without a delay.
  expect(after(29_000, 30_000, 31_000, 32_000)).toEqual([5, 5, 5, 5]);
  // Reported within the window, which its order leaves a microsecond after 30 days; reported after that.
  expect(known(at(34_001), at(33_000, 31), at(33_001, 31), at(34_001, 31), at(34_002, 31))).toEqual([6, 1, 0, 0, 0]);
});

test('the SQL that is shipped says the same of every kind of feature of reports, beside all others', async () => {
  for (const some of [ofReports, ofUndated]) {
    const all = [...some.map(read), ...readable.slice(0, 3)];
    const cases = featureCases({ ...ruleSet, features: [...some, ...features.slice(0, 3)] }, all);
    expect(cases).toHaveLength(all.length);
    expect(await sqlDifferences(all, cases, folder)).toEqual([]);
    for (const { feature, values, outcomes } of cases.slice(0, some.length))
      expect([feature, new Set(values).size > 3, outcomes !== undefined]).toEqual([feature, true, true]);
  }
}, 60_000);

test('another delay, family, kind, window or amount is seen', async () => {
  const given = (asked: Feature) => featureCases(ruleSet, [read(asked)]);
  const seen = async (asked: Feature, otherwise: Feature): Promise<boolean> =>
    (await sqlDifferences([read({ ...otherwise, id: asked.id })], given(asked), folder)).length > 0;
  const charged = badOf('x', { kinds: ['chargeback'] });
  const fraud = badOf('x', { kinds: ['chargeback'], reasonFamilies: ['fraud'] });
  const unpaid = badOf('x', { kinds: ['bad-debt', 'overdue'], assumedDelayDays: 2 });
  expect(await seen(charged, badOf('x', { kinds: ['chargeback', 'bad-debt'] }))).toBe(true);
  expect(await seen(fraud, charged)).toBe(true);
  expect(await seen(fraud, badOf('x', { kinds: ['chargeback'], reasonFamilies: ['fraud', 'authorisation'] }))).toBe(
    true,
  );
  expect(await seen(unpaid, badOf('x', { kinds: ['bad-debt', 'overdue'], assumedDelayDays: 3 }))).toBe(true);
  expect(await seen(unpaid, badOf('x', { kinds: ['bad-debt'], assumedDelayDays: 2 }))).toBe(true);
  expect(await seen(charged, { ...charged, window: '43199m' })).toBe(true);
  const [first] = given(charged);
  if (first === undefined) throw new Error('no case');
  const { outcomes = [] } = first;
  const withOutcomes = (change: (one: CaseOutcome) => Partial<CaseOutcome>) =>
    sqlDifferences(
      [read(charged)],
      [{ ...first, outcomes: outcomes.map((one) => ({ ...one, ...change(one) })) }],
      folder,
    );
  expect(await withOutcomes(() => ({}))).toEqual([]);
  expect((await withOutcomes(() => ({ repeats: false }))).length).toBeGreaterThan(0);
  expect((await withOutcomes(({ amount }) => (amount === 500 ? { amount: 499 } : {}))).length).toBeGreaterThan(0);
}, 60_000);

const minute = (n: number): string => new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString();
const minutes = fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 2880, max: 2900 }));
const randomHistory = fc.record({
  orders: fc.array(
    fc.record(
      {
        at: minutes,
        device: fc.constantFrom('d1', 'd1', 'd2', 'guest', ''),
        amount: fc.constantFrom(100, 600, 6000),
        currency: fc.constantFrom('JPY', 'JPY', 'USD'),
      },
      { requiredKeys: ['at'] },
    ),
    { minLength: 15, maxLength: 40 },
  ),
  outcomes: fc.array(
    fc.record(
      {
        order: fc.integer({ min: 0, max: 14 }),
        kind: fc.constantFrom(
          ...[
            'chargeback',
            'chargeback',
            'chargeback',
            'chargeback-upheld',
            'chargeback-reversed',
            'chargeback-reversed',
          ],
          ...['bad-debt', 'overdue', 'overdue', 'resale', 'black', 'paid', 'label-bad', 'settled-chargeback'],
          ...['settled-bad-debt', 'settled-bad-debt-overdue', 'settled-overdue'],
        ),
        reported_at: fc.oneof(
          { weight: 8, arbitrary: fc.integer({ min: -10, max: 130 }).map(minute) },
          { weight: 1, arbitrary: fc.constant(null) },
        ),
        family: fc.constantFrom('fraud', 'consumer', 'unknown'),
        amount: fc.constantFrom(100, 300, 600),
        days_past_due: fc.constantFrom(10, 30, 60),
        repeats: fc.boolean(),
      },
      { requiredKeys: ['order', 'kind', 'reported_at'] },
    ),
    { minLength: 10, maxLength: 25 },
  ),
  feature: fc.constantFrom(...ofReports, ...ofUndated),
});

test('random reports are counted by the SQL as by the runtime, and refused by both where nobody says when', async () => {
  const seen = { refused: 0, values: 0, bad: 0 };
  await fc.assert(
    fc.asyncProperty(randomHistory, async ({ orders: placed, outcomes: told, feature: asked }) => {
      const orders = placed
        .toSorted((one, other) => one.at - other.at)
        .map(({ at, device, amount, currency }, n) => ({
          ...{ event_id: `o${n}`, at: minute(at) },
          fields: {
            ...(device === undefined ? {} : { 'device.id': device, 'buyer.id': device }),
            ...(amount === undefined ? {} : { 'order.amount': amount }),
            ...(currency === undefined ? {} : { 'order.currency': currency }),
          },
        }));
      const outcomes = told.map(({ order, ...rest }) => ({ order_id: `o${order}`, ...rest }));
      const history = { feature: asked.id, orders, outcomes };
      const values = (() => {
        try {
          return valuesOn(ruleSet, read(asked), history);
        } catch (error) {
          expect(failureOf(error).params?.['detail']).toBe('outcome-undated');
          return null;
        }
      })();
      const said = sqlDifferences([read(asked)], [{ ...history, values: values ?? [] }], folder);
      if (values === null) {
        await expect(said).rejects.toThrow(/reported_at/);
        seen.refused += 1;
        return;
      }
      expect(await said, JSON.stringify(history)).toEqual([]);
      seen.values += values.length;
      seen.bad += values.filter((value) => value !== null && value > 0).length;
    }),
    { numRuns: 60 },
  );
  expect(seen.refused).toBeGreaterThan(4);
  expect(seen.bad).toBeGreaterThan(100);
}, 120_000);

test('a report that another feature of the set would refuse is not among the cases', async () => {
  const [label, at_once] = ofUndated;
  const strict = badOf('strict', { kinds: ['chargeback'] });
  if (label === undefined || at_once === undefined) throw new Error('no features');
  const undated = (...some: Feature[]): unknown[] =>
    featureCases(ruleSet, some.map(read)).map(({ outcomes = [] }) =>
      outcomes.flatMap(({ kind, reported_at: at }) => (at === null && !kind.startsWith('settled') ? [kind] : [])),
    );
  expect(undated(at_once)).toEqual([['chargeback-reversed', 'chargeback', 'bad-debt']]);
  expect(undated(at_once, strict)).toEqual([['chargeback-reversed', 'bad-debt'], ['chargeback-reversed']]);
  expect(undated(label, strict)).toEqual([['label-bad'], ['chargeback-reversed']]);
});

test('a package of another version is asked the cases that it holds', () => {
  const asked = badOf('x', { kinds: ['chargeback'] });
  const order = (event_id: string, at: number) => ({ event_id, at: minute(at), fields: { 'device.id': 'd' } });
  const own = {
    feature: 'x',
    orders: [order('a', 0), order('b', 10), order('c', 11)],
    outcomes: [{ order_id: 'a', kind: 'chargeback', reported_at: minute(10) }],
    values: [0, 0, 1],
  };
  const proof = proveRuntime(ruleSet, { ...none, vectors: [] });
  expect(withFeatureCases(proof, ruleSet, [read(asked)], [own])).toMatchObject({ mismatches: 0 });
  const wrong = { ...own, values: [0, 1, 1] };
  expect(withFeatureCases(proof, ruleSet, [read(asked)], [wrong])).toMatchObject({
    ...{ mismatches: 1, first: { vector: 'b', rule: 'velocity.x', expected: '1', got: '0' } },
  });
});
