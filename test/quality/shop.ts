import type { CallContext } from '../../analysis/engine-api.ts';
import { exploreHandlers } from '../../analysis/explore/index.ts';
import type { CustomColumn } from '../../analysis/model/columns.ts';
import type { Filter } from '../../analysis/model/filter.ts';
import type { Finding, QualityReport } from '../../analysis/model/quality.ts';
import { qualityHandlers } from '../../analysis/quality/index.ts';
import { id, join, sql } from '../../analysis/store/sql.ts';
import { inOrder, listening, type FactRow, type History, type OrderRow } from '../backtest/history.ts';

export const dayMs = 86_400_000;

/** The client's own columns of these shops; a column no order fills is not looked at. */
export const custom: readonly CustomColumn[] = [
  { id: 'rank', label: '会員ランク', type: 'text', knownAtScreening: 'yes' },
  { id: 'score', label: '与信スコア', type: 'double', knownAtScreening: 'unsure' },
  { id: 'flag', label: '不正フラグ', type: 'text', knownAtScreening: 'unsure' },
  { id: 'closed', label: '完了日', type: 'timestamp', knownAtScreening: 'unsure' },
  { id: 'later', label: '延滞区分', type: 'text', knownAtScreening: 'no' },
];

const perDay = 12;
const days = 35;
export const cleanOrders = perDay * days;
/** Every fifteenth order is charged back. */
export const isBad = (index: number): boolean => index % 15 === 7;

/** Five weeks of a shop with nothing wrong: twelve orders a day from 8 to 19 o'clock in Japan, nobody orders twice. */
export function cleanShop(): { orders: OrderRow[]; facts: FactRow[] } {
  const start = Date.parse('2024-03-04T08:00:00+09:00');
  const orders = Array.from({ length: cleanOrders }, (_, index): OrderRow => {
    const at =
      start + Math.floor(index / perDay) * dayMs + (index % perDay) * 3_600_000 + ((index * 37) % 60) * 60_000 + 13_000;
    return {
      event_id: `A-${String(index).padStart(4, '0')}`,
      ordered_at: new Date(at).toISOString(),
      amount: 1_980 + ((index * 7919) % 9_000),
      currency: 'JPY',
      email: `buyer${index}@gmail.com`,
      phone: `090${String(12_345_679 + index * 7_919).padStart(8, '0')}`,
      buyer_zip: index % 2 === 0 ? '150-0001' : '530-0001',
      buyer_pref: index % 2 === 0 ? '東京都' : '大阪府',
      buyer_address: `${index + 1}-2-3`,
    };
  });
  const facts = orders
    .filter((_, index) => isBad(index))
    .map(({ event_id, ordered_at }) => ({
      order_id: event_id,
      kind: 'chargeback',
      family: 'fraud',
      reported_at: new Date(Date.parse(ordered_at) + 20 * dayMs).toISOString(),
    }));
  return { orders, facts };
}

/** What `History.load` does, in one statement: these shops are loaded often. */
export async function loadAtOnce(
  history: History,
  orders: readonly OrderRow[],
  facts: readonly FactRow[],
): Promise<void> {
  await history.load([], facts);
  const names = [...new Set(orders.flatMap((order) => Object.keys(order)))];
  const rows = inOrder(orders).map((order, seq) => {
    const values = names.map((name) => {
      const value = order[name] ?? null;
      return name === 'ordered_at' || name === 'shipped_at' || name === 'custom.closed'
        ? sql`CAST(${value} AS TIMESTAMPTZ)`
        : sql`${value}`;
    });
    return sql`(${join([sql`${seq}`, ...values], sql`, `)})`;
  });
  const columns = join(
    ['seq', ...names].map((name) => id(name)),
    sql`, `,
  );
  await history.write(sql`INSERT INTO order_rows (${columns}) VALUES ${join(rows, sql`, `)}`);
}

export const reportOf = ({ project }: History, context: CallContext = listening()): Promise<QualityReport> =>
  qualityHandlers(project)['quality.report']({}, context);

/** Orders a filter opens. */
export async function ordersOf({ project }: History, filter: Filter): Promise<number> {
  const sort = { column: 'ordered_at', descending: false };
  return (await exploreHandlers(project)['orders.open']({ filter, sort }, listening())).count;
}

/** Code, column, count and denominator, for comparing. */
export const told = ({ code, column, count, of }: Finding): readonly [string, string | null, number, number] => [
  code,
  column,
  count,
  of,
];
