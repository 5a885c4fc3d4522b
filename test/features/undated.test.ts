import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backtestHandlers } from '../../analysis/backtest/index.ts';
import { featuresSummary } from '../../analysis/cli/features-summary.ts';
import { featuresHandlers } from '../../analysis/features/index.ts';
import type { BacktestWarning } from '../../analysis/model/backtest.ts';
import { failureOf } from '../../analysis/model/failure.ts';
import type { FeaturePreview } from '../../analysis/model/feature-preview.ts';
import type { Feature } from '../../analysis/model/features.ts';
import { everything } from '../../analysis/model/filter.ts';
import { sql } from '../../analysis/store/sql.ts';
import {
  fraudWithin30Days,
  listening,
  openHistory,
  type FactRow,
  type History,
  type OrderRow,
} from '../backtest/history.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';
import { codeOf } from '../store/projects.ts';
import { computed } from './computed.ts';
import { ways } from './ways.ts';

/** What has no date must not count as never having happened. Orders a to d of one device, a day apart, d a month later. */
const order = (event_id: string, day: string, more: Omit<OrderRow, 'event_id' | 'ordered_at'> = {}): OrderRow => ({
  ...{ event_id, ordered_at: `2024-${day}T00:00:00Z`, device_id: 'dev', amount: 100, currency: 'JPY' },
  ...{ settle_status: null, label: null, email: `${event_id}@example.com`, ...more },
});
const shop = (told: Readonly<Record<string, Omit<OrderRow, 'event_id' | 'ordered_at'>>>): OrderRow[] =>
  [
    ['a', '05-01'],
    ['b', '05-02'],
    ['c', '05-03'],
    ['d', '06-20'],
  ].map(([id = '', day = '']) => order(id, day, told[id]));
const charged = (order_id: string, reported_at: string | null): FactRow => ({
  ...{ order_id, kind: 'chargeback', family: 'fraud', reported_at },
});
const known = (outcome?: Feature['outcome']): Feature => ({
  ...{ id: 'f', agg: 'known_bad', by: ['device.id'], window: 'all' },
  ...(outcome === undefined ? {} : { outcome }),
});
const ruleSet = (...features: Feature[]) => ({ ...ruleSetOf(ruleOf('KNOWN', 'velocity.f >= 1')), features });

let history: History;
const preview = (feature: Feature, hindsight = false): Promise<FeaturePreview> =>
  featuresHandlers(history.project)['features.preview'](
    { feature, currency: 'JPY', timezone: 'Asia/Tokyo', filter: everything, hindsight },
    listening(),
  );
const run = async (...features: Feature[]) =>
  (
    await backtestHandlers(history.project)['backtest.run'](
      { ruleSet: ruleSet(...features), filter: everything, save: false },
      listening(),
    )
  ).result;
/** What the preview, the run and the editor's figures of one rule say of the features. */
async function told(feature: Feature, code: BacktestWarning['code']): Promise<unknown[]> {
  const impact = await backtestHandlers(history.project)['rules.impact'](
    { when: 'velocity.f >= 1', currency: 'JPY', timezone: 'Asia/Tokyo', features: [feature], filter: everything },
    listening(),
  );
  return [await preview(feature), await run(feature), impact].map(
    ({ warnings }) => warnings.find((warning) => warning.code === code)?.params['features'] ?? null,
  );
}
const refused = async (feature: Feature): Promise<unknown> =>
  computed(history.project, [feature]).then(
    (values) => values[0],
    (error: unknown) => {
      const { code, params } = failureOf(error);
      return [code, params?.['outcomes'], params?.['undated'], params?.['labelled'] ?? null];
    },
  );

describe.each(ways)('by %s', (_, maker) => {
  beforeAll(async () => {
    history = await openHistory({ target: fraudWithin30Days, features: maker });
  });
  afterAll(() => history.close());

  test('orders that only a settlement status calls bad are refused, or counted after an assumed delay', async () => {
    await history.load(shop({ a: { settle_status: '60' }, b: { settle_status: '40' }, c: { settle_status: '20' } }));
    expect(await refused(known())).toEqual(['feature-undated', 2, 2, null]);
    expect(await codeOf(preview(known()))).toBe('feature-undated');
    expect(await codeOf(run(known()))).toBe('feature-undated');
    expect(await refused(known({ kinds: ['chargeback'] }))).toEqual(['feature-undated', 1, 1, null]);
    expect(await refused(known({ kinds: ['resale'] }))).toEqual([0, 0, 0, 0]);
    expect(await refused(known({ kinds: ['chargeback'], reasonFamilies: ['fraud'] }))).toEqual([0, 0, 0, 0]);
    expect(await refused(known({ assumedDelayDays: 1 }))).toEqual([0, 0, 1, 2]);
    expect(await refused(known({ kinds: ['overdue'], assumedDelayDays: 10 }))).toEqual([0, 0, 0, 1]);
  });

  test('beside facts with a date they are left out, and every answer says of how many', async () => {
    await history.load(shop({ a: { settle_status: '60' } }), [charged('b', '2024-05-10T00:00:00Z')]);
    expect(await refused(known())).toEqual([0, 0, 0, 1]);
    expect(await told(known(), 'known-bad-undated')).toEqual(Array(3).fill('velocity.f: 1'));
    expect(await told(known({ assumedDelayDays: 1 }), 'known-bad-undated')).toEqual([null, null, null]);
    expect(await refused(known({ assumedDelayDays: 0 }))).toEqual([0, 1, 1, 2]);
    await history.load(shop({ b: { settle_status: '60', label: true } }), [charged('b', '2024-05-10T00:00:00Z')]);
    expect(await told(known(), 'known-bad-undated')).toEqual([null, null, null]);
  });

  test('of a bill that outcomes speak of its status says nothing: it is counted once, and from their day', async () => {
    const unpaid = { kinds: ['bad-debt' as const, 'overdue' as const] };
    const overdue = { order_id: 'a', kind: 'overdue', reported_at: '2024-06-10T00:00:00Z' };
    await history.load(shop({ a: { settle_status: '50' } }), [overdue]);
    expect(await refused(known(unpaid))).toEqual([0, 0, 0, 1]);
    expect(await told(known(unpaid), 'known-bad-undated')).toEqual([null, null, null]);
    expect(await refused(known({ ...unpaid, assumedDelayDays: 0 }))).toEqual([0, 0, 0, 1]);
    // That it was overdue is not that it was written off.
    expect(await refused(known({ kinds: ['bad-debt'], assumedDelayDays: 0 }))).toEqual([0, 1, 1, 1]);
    await history.load(shop({ a: { settle_status: '30' } }), [{ ...overdue, kind: 'billing' }]);
    await history.write(sql`UPDATE outcomes SET due_at = '2024-05-31T00:00:00Z'`);
    expect(await refused(known({ ...unpaid, assumedDelayDays: 0 }))).toEqual([0, 0, 0, 1]);
    expect(await told(known(unpaid), 'known-bad-undated')).toEqual([null, null, null]);
  });

  test('the label of a file is no chargeback of a day: it is refused until it is asked for with a delay', async () => {
    await history.load(shop({ a: { label: true }, b: { label: false } }));
    expect(await refused(known())).toEqual(['feature-undated', 1, 1, 1]);
    expect(await refused(known({ assumedDelayDays: 1 }))).toEqual(['feature-undated', 1, 1, 1]);
    expect(await refused(known({ kinds: ['label-bad'] }))).toEqual(['feature-undated', 1, 1, null]);
    expect(await refused(known({ kinds: ['label-bad'], assumedDelayDays: 1 }))).toEqual([0, 0, 1, 1]);
    await history.load(shop({ a: { label: true } }), [charged('b', '2024-05-10T00:00:00Z')]);
    expect(await told(known(), 'known-bad-undated')).toEqual(Array(3).fill('velocity.f: 1'));
  });

  test('a label counts as left out unless the feature counts something of its order, once', async () => {
    const notice = { ...charged('a', '2024-05-10T00:00:00Z'), kind: 'fraud-notice' };
    await history.load(shop({ a: { label: true } }), [notice]);
    expect(await refused(known())).toEqual(['feature-undated', 1, 1, 1]);
    await history.load(shop({ a: { label: true, settle_status: '60' } }));
    expect(await refused(known())).toEqual(['feature-undated', 1, 1, null]);
    await history.load(shop({ a: { label: true } }), [charged('a', '2024-05-10T00:00:00Z')]);
    expect(await refused(known())).toEqual([0, 0, 0, 1]);
    expect(await told(known(), 'known-bad-undated')).toEqual([null, null, null]);
  });
});

describe('what may not have been known', () => {
  beforeAll(async () => {
    history = await openHistory({
      target: fraudWithin30Days,
      custom: [{ id: 'rank', label: 'rank', type: 'int', knownAtScreening: 'unsure' }],
    });
    await history.load(shop({ a: { member_id: 'm1' }, b: { member_id: 'm1' } }), [
      charged('b', '2024-05-10T00:00:00Z'),
    ]);
    const list = (id: string): string =>
      JSON.stringify({
        ...{ id, names: { ja: id, en: id }, purpose: 'negative', match: 'exact', snapshotAt: '2024-06-01' },
        source: { kind: 'own', fileName: `${id}.csv` },
      });
    await history.write(
      sql`INSERT INTO lists VALUES ('dated', '2024-06-01T00:00:00Z', ${list('dated')}, 0, NULL), ('old', '2024-06-01T00:00:00Z', ${list('old')}, 0, NULL)`,
      sql`INSERT INTO list_entries VALUES ('dated', 'm1', 'm1', '2024-05-01T12:00:00Z', NULL, NULL), ('old', 'm1', 'm1', NULL, NULL, NULL)`,
    );
  });
  afterAll(() => history.close());

  const listed = (list: string): Feature => ({
    ...{ id: 'f', agg: 'count', by: ['device.id'], window: 'all', where: `buyer.id in lists.${list}` },
  });
  const codes = async (feature: Feature): Promise<string[]> =>
    (await preview(feature)).warnings.map(({ code }) => code);

  test('a list without times is told of, and what hindsight would change is not measured', async () => {
    const dated = await preview(listed('dated'), true);
    expect(dated.warnings).toEqual([]);
    expect(dated.hindsight.find(({ reading }) => reading === 'lists')).toMatchObject({ measured: true, differ: 3 });
    const old = await preview(listed('old'), true);
    expect(old.warnings).toEqual([{ code: 'list-undated', params: { lists: 'lists.old (2024-06-01)', count: 1 } }]);
    expect(old.hindsight.find(({ reading }) => reading === 'lists')).toEqual({ reading: 'lists', measured: false });
    expect(old.hindsight.map(({ reading, measured }) => [reading, measured])).toEqual([
      ['ties', true],
      ['lists', false],
      ['window', true],
    ]);
    const lines = featuresSummary([old], 'ja').join('\n');
    expect(lines).toContain('未来情報あり: lists.old');
    expect(lines).toContain('未測定');
    expect(featuresSummary([dated], 'ja').join('\n')).not.toMatch(/未来情報|未測定/);
  });

  test('so are fields of which nobody is sure, and fields and events that a later file told otherwise', async () => {
    const ranked: Feature = { id: 'f', agg: 'max', of: 'custom.rank', by: ['device.id'], window: 'all' };
    expect(await codes(ranked)).toEqual(['known-at-screening-unsure']);
    const failed: Feature = { id: 'f', agg: 'count', by: ['device.id'], window: 'all', on: 'auth' };
    const mails: Feature = { id: 'f', agg: 'count_distinct', of: 'buyer.email', by: ['device.id'], window: 'all' };
    const report = (kind: string, warnings: readonly unknown[]): string => JSON.stringify({ kind, warnings });
    await history.write(
      sql`INSERT INTO import_orders VALUES ('i', 'a', 'changed', 'email')`,
      sql`INSERT INTO event_files VALUES ('x', now(), ${report('auth', [{ code: 'events-changed', params: { rows: 2 } }])}),
        ('y', now(), ${report('login', [{ code: 'events-changed', params: { rows: 9 } }])}),
        ('z', now(), ${report('auth', [
          { code: 'events-changed', params: { rows: 1 } },
          { code: 'phone-zeros-lost', params: { rows: 7 } },
        ])})`,
    );
    expect((await preview(mails)).warnings).toEqual([
      { code: 'fields-changed', params: { fields: 'buyer.email: 1', count: 1 } },
    ]);
    expect(await told(failed, 'events-changed')).toEqual(Array(3).fill('velocity.f: 3'));
    expect(await codes({ ...failed, on: 'shipment' })).toEqual([]);
    // Events have mails of their own.
    expect(await codes({ ...failed, where: 'has(buyer.email)' })).toEqual(['events-changed']);
  });
});

test('rules of the library that need a date are left out of what might be added, not a reason to try none', async () => {
  history = await openHistory({ target: fraudWithin30Days });
  const tried = async () => {
    const { tried: all, left } = await backtestHandlers(history.project)['backtest.additions'](
      { ruleSet: ruleSetOf(ruleOf('HUGE', 'order.amount > 900000')), filter: everything },
      listening(),
    );
    return { all, unchecked: left.unchecked };
  };
  await history.load(shop({}), [charged('b', '2024-05-10T00:00:00Z')]);
  const dated = await tried();
  await history.load(shop({ b: { label: true } }));
  const labelled = await tried();
  expect(dated.all - labelled.all).toBe(labelled.unchecked - dated.unchecked);
  expect(labelled.unchecked).toBeGreaterThan(dated.unchecked);
  await history.close();
}, 120_000);
