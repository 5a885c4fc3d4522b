import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Feature } from '../../analysis/model/features.ts';
import { openProject } from '../../analysis/store/open-project.ts';
import type { OpenProject } from '../../analysis/store/project.ts';
import { sql } from '../../analysis/store/sql.ts';
import { cli } from '../cli/run-cli.ts';
import { computed, ordersOf, scopeIn } from '../features/computed.ts';
import { streamed } from '../features/streaming.ts';
import { scratch } from '../store/projects.ts';

const data = process.env['SHINSA_DATA'] ?? resolve(import.meta.dirname, '..', '..', '..', 'shared', 'data');
const place = scratch('shinsa-features-');
let project: OpenProject;

beforeAll(async () => {
  process.env['SHINSA_CACHE_DIR'] = join(place.dir, 'cache');
  const history = join(data, 'card-transactions.parquet');
  expect(existsSync(history)).toBe(true);
  const mapping = join(place.dir, 'mapping.json');
  writeFileSync(
    mapping,
    JSON.stringify({
      timezone: 'America/New_York',
      columns: {
        event_id: { from: ['cc_num', 'trans_num'] },
        ordered_at: { from: ['trans_date', 'trans_time'] },
        amount: 'amt',
        currency: { value: 'USD' },
        card_token: 'cc_num',
      },
      keep: ['merchant'],
      label: { from: 'is_fraud', bad: [1] },
    }),
  );
  const path = join(place.dir, 'cards.shinsa');
  const ran = await cli(['import', '--project', path, '--history', history, '--mapping', mapping, '--json']);
  expect(ran.code, ran.err).toBe(0);
  project = await openProject(path, { cacheDir: join(place.dir, 'cache') });
}, 300_000);

afterAll(async () => {
  await project.close();
  delete process.env['SHINSA_CACHE_DIR'];
  place.dispose();
});

const card = ['card.token'];
const features: readonly Feature[] = [
  { id: 'n', agg: 'count', by: card, window: '24h', ties: 'sequenced' },
  { id: 's', agg: 'sum', of: 'order.amount', by: card, window: '7d', includeCurrent: true },
  { id: 'd', agg: 'count_distinct', of: 'custom.merchant', by: card, window: '30d' },
  { id: 'a', agg: 'avg', of: 'order.amount', by: card, window: '24h', where: 'order.amount > 5' },
  { id: 'lo', agg: 'min', of: 'order.amount', by: card, window: '7d', where: 'order.amount > 50' },
  { id: 'hi', agg: 'max', of: 'order.amount', by: card, window: '30d', where: 'order.amount < 200', ties: 'sequenced' },
  { id: 't', agg: 'since_last', by: card, window: 'all', where: 'order.amount > 100' },
  { id: 'b', agg: 'known_bad', by: card, window: '90d', outcome: { kinds: ['label-bad'], assumedDelayDays: 30 } },
];

test('SQL and a stream of events agree on every one of 853,535 card transactions', async () => {
  const scope = await scopeIn(project, 'USD', 'America/New_York');
  const orders = await ordersOf(project, [...card, 'order.amount', 'order.currency', 'custom.merchant']);
  expect(orders.length).toBe(853_535);
  const values = await computed(project, features, { currency: 'USD', timezone: 'America/New_York' });
  const facts = (await badIds(project)).map((order) => ({
    order,
    kind: 'label-bad',
    family: null,
    amount: null,
    daysPastDue: null,
    repeats: false,
    at: null,
  }));
  features.forEach((feature, index) => {
    const expected = streamed(feature, scope, orders, [], facts);
    const own = values[index] ?? [];
    // Compared one by one, because a difference of two long lists takes minutes to print.
    const differs = expected.findIndex((value, seq) => value !== own[seq]);
    expect({ id: feature.id, differs, expected: expected[differs], own: own[differs] }).toEqual({
      id: feature.id,
      differs: -1,
    });
  });
}, 600_000);

async function badIds(of: OpenProject): Promise<string[]> {
  return of.read({}, async (db) =>
    (await db.rows(sql`SELECT event_id FROM orders WHERE label`)).map((row) => String(row['event_id'])),
  );
}
