import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { featureMaker } from '../../analysis/features/index.ts';
import type { MakerOptions } from '../../analysis/features/velocity/maker.ts';
import type { Feature } from '../../analysis/model/features.ts';
import { windowsOnly } from '../../analysis/store/features/compute.ts';
import { sql } from '../../analysis/store/sql.ts';
import { fraudWithin30Days, openHistory, type History } from '../backtest/history.ts';
import { computed } from './computed.ts';

/** What the loops do with many orders, and what they leave to windows: the values are always the same. */

const orders = 30_000;
let expected: (number | null)[][];
let refused: string[] = [];
const histories: History[] = [];

const features: Feature[] = [
  { id: 'n', agg: 'count', by: ['device.id'], window: '1h' },
  { id: 'd', agg: 'count_distinct', of: 'buyer.email', by: ['device.id'], window: '7d', includeCurrent: true },
  { id: 's', agg: 'sum', of: 'order.amount', by: ['device.id'], window: 'all' },
  { id: 'm', agg: 'max', of: 'order.amount', by: ['buyer.email'], window: '24h' },
  { id: 'a', agg: 'avg', of: 'order.amount', by: ['buyer.email', 'device.id'], window: 'all' },
  { id: 'o', agg: 'count', by: ['buyer.id'], window: '1h' },
  { id: 'q', agg: 'last_seen', by: ['buyer.id'], window: 'all', ties: 'sequenced' },
];

/** One device in four orders, an e-mail of two, one member for all; some without, every third of the instant before. */
async function filled(options: MakerOptions | undefined, order = sql`seq`): Promise<History> {
  const onRefused = (why: string): void => void refused.push(why);
  const maker =
    options === undefined ? windowsOnly : featureMaker({ fromOrders: 0, threads: 2, onRefused, ...options });
  const history = await openHistory({ target: fraudWithin30Days, features: maker });
  histories.push(history);
  await history.write(sql`INSERT INTO order_rows BY NAME
    SELECT range AS seq, 'o' || lpad(range::VARCHAR, 7, '0') AS event_id,
      CASE WHEN range % 17 = 0 THEN ' ' WHEN range % 19 <> 0 THEN 'd' || hash(range) % 7500 END AS device_id,
      make_timestamptz((1700000000 + (range - range % 3) * 7) * 1000000) AS ordered_at,
      'e' || hash(range, 1) % 15000 AS email, 'm' AS member_id,
      nullif((range * 7919) % 10007 // 10, 7) AS amount, 'JPY' AS currency FROM range(${orders}) ORDER BY ${order}`);
  refused = [];
  return history;
}

beforeAll(async () => {
  expected = await computed((await filled(undefined)).project, features);
}, 60_000);
afterAll(async () => {
  for (const history of histories) await history.close();
});

describe('the loops say what windows say', () => {
  test.each<readonly [string, MakerOptions]>([
    ['in two threads', {}],
    ['in little memory: group by group, and parts of the keys', { memory: 3_000_000, threads: 1 }],
  ])(
    '%s',
    async (_, options) => {
      const { project } = await filled(options);
      expect(await computed(project, features)).toEqual(expected);
      expect(refused.filter((why) => why !== 'memory')).toEqual([]);
    },
    60_000,
  );

  test('where orders do not lie in the order of time', async () => {
    const { project } = await filled({}, sql`seq DESC`);
    expect(await computed(project, features)).toEqual(expected);
    expect(refused).toEqual([]);
  }, 60_000);
});

describe('what they cannot do is left to windows', () => {
  test('too little memory for the orders of one key', async () => {
    const { project } = await filled({ memory: 2_000_000, threads: 1 });
    expect(await computed(project, features)).toEqual(expected);
    expect(refused).toContain('memory');
  }, 60_000);

  test('amounts that do not fit', async () => {
    const [{ project, write }, other] = [await filled({}), await filled(undefined)];
    const change = sql`UPDATE order_rows SET amount = -9223372036854775808 WHERE seq = 5`;
    for (const one of [write, other.write]) await one(change);
    expect(await computed(project, features)).toEqual(await computed(other.project, features));
    expect(refused).toContain('unfit');
  }, 60_000);

  test('few orders', async () => {
    const { project } = await filled({ fromOrders: orders + 1 });
    expect(await computed(project, features)).toEqual(expected);
  }, 60_000);
});
