import { sql, type Sql } from '../../analysis/store/sql.ts';
import type { Shop, ShopOrder } from '../../samples/shop/shop.ts';

/** The fields that the sample rules read, under their canonical names. */
const rowOf = (order: ShopOrder) => ({
  event_id: order.id,
  ordered_at: new Date(order.at).toISOString(),
  amount: order.amount,
  currency: 'JPY',
  payment_method: order.payment.method,
  card_bin: order.payment.bin,
  member_id: order.memberId,
  email: order.email,
  phone: order.buyer.phone,
  buyer_pref: order.buyer.prefecture,
  delivery_pref: order.delivery.prefecture,
  delivery_address: order.delivery.address,
  user_agent: order.userAgent,
  items_summary: order.items,
  item_quantity: order.quantity,
  media_code: order.mediaCode,
  order_kind: order.kind,
  threeds_status: order.payment.threeDsStatus,
  threeds_flow: order.payment.threeDsFlow,
});

/** Inserts the orders of the shop as the importer stores them, with the fields that the sample rules read. */
export function insertShop(shop: Pick<Shop, 'orders'>): Sql {
  const json = JSON.stringify(shop.orders.map(rowOf));
  return sql`INSERT INTO order_rows BY NAME
    SELECT row_number() OVER (ORDER BY ordered_at, event_id) - 1 AS seq, * FROM (
      SELECT unnest(from_json(${json}, '[{"event_id":"VARCHAR","ordered_at":"TIMESTAMPTZ","amount":"BIGINT",
        "currency":"VARCHAR","payment_method":"VARCHAR","card_bin":"VARCHAR","member_id":"VARCHAR","email":"VARCHAR",
        "phone":"VARCHAR","buyer_pref":"VARCHAR","delivery_pref":"VARCHAR","delivery_address":"VARCHAR",
        "user_agent":"VARCHAR","items_summary":"VARCHAR","item_quantity":"BIGINT","media_code":"VARCHAR",
        "order_kind":"VARCHAR","threeds_status":"VARCHAR","threeds_flow":"VARCHAR"}]'), recursive := true)) ORDER BY seq`;
}
