import type { PatternsReport } from '../../analysis/model/patterns.ts';
import { finderSettingsSchema, type FinderSettings } from '../../analysis/model/finder-limits.ts';
import { everything, type Filter } from '../../analysis/model/filter.ts';
import { discoverHandlers } from '../../analysis/discover/index.ts';
import type { CallContext } from '../../analysis/engine-api.ts';
import { columnsOf, writeOrdersView } from '../../analysis/store/orders-view.ts';
import { id, sql } from '../../analysis/store/sql.ts';
import {
  fraudWithin30Days,
  listening,
  openHistory,
  type History,
  type HistoryOptions,
  type OrderRow,
} from '../backtest/history.ts';
import { loadAtOnce } from '../quality/shop.ts';

export const hour = 3_600_000;
export const day = 24 * hour;
export const start = Date.parse('2025-01-01T00:00:00+09:00');

/** An order at a time since the start; what is not told is of a person of its own. */
export function order(id: string, at: number, told: Omit<OrderRow, 'event_id' | 'ordered_at'> = {}): OrderRow {
  return {
    ...{ event_id: id, ordered_at: new Date(start + at).toISOString(), amount: 5000, currency: 'JPY' },
    ...{ payment_method: '02', order_kind: '一回', auth_result: 'OK', media_code: 'WEB', member_id: null },
    ...{ buyer_name_key: `name ${id}`, card_token: `card ${id}`, card_bin_key: '411111', device_key: `device ${id}` },
    ...{
      email_key: `m${id.toLowerCase()}@example.jp`,
      buyer_address_key: `home ${id}`,
      delivery_address: `${id}丁目1`,
    },
    ...{ delivery_address_key: `home ${id}`, delivery_address_room: null, item_quantity: 1 },
    ...{ ip_address: `ip ${id}`, ip_country: 'JP', ip_network: `net ${id}`, buyer_address_prefecture: '東京都' },
    buyer_reading: 'fits',
    ...told,
  };
}

/** So many orders that have nothing to do with each other, two a day, from ¥1,000 upwards; half of them pay later. */
export const quiet = (count = 200): readonly OrderRow[] =>
  Array.from({ length: count }, (_, n) =>
    order(`Q${n}`, n * 12 * hour, {
      amount: 1000 + 100 * n,
      ...(n % 2 === 0 ? {} : { payment_method: '01', card_token: null, card_bin_key: null, auth_result: null }),
    }),
  );

/** Columns of keys, which importing would make. */
const keysIn = ({ project }: History): Promise<void> =>
  project.write({}, async (db) => {
    const stored = await columnsOf(db, sql`order_rows`);
    const keys = Object.keys(order('', 0)).filter((name) => !stored.has(name));
    for (const name of keys) await db.run(sql`ALTER TABLE order_rows ADD COLUMN ${id(name)} VARCHAR`);
    await writeOrdersView(db);
  });

/** A project of these orders, while something is done with it. */
export async function withShop<T>(
  orders: readonly OrderRow[],
  use: (history: History) => Promise<T>,
  custom: HistoryOptions['custom'] = [],
): Promise<T> {
  const history = await openHistory({ target: fraudWithin30Days, custom });
  try {
    await keysIn(history);
    await loadAtOnce(history, [...orders], []);
    return await use(history);
  } finally {
    await history.close();
  }
}

/** The report on these orders among quiet ones. */
export const patternsOf = (
  orders: readonly OrderRow[],
  filter: Filter = everything,
  context: CallContext = listening(),
): Promise<PatternsReport> => withShop([...quiet(), ...orders], (history) => find(history, filter, context));

export const find = (
  { project }: History,
  filter: Filter,
  context: CallContext,
  params: FinderSettings = {},
): Promise<PatternsReport> =>
  discoverHandlers(project)['patterns.find']({ filter, params: finderSettingsSchema.parse(params) }, context);
