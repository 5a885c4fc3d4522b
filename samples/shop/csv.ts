import { japanDate, japanDateTime } from './calendar.ts';
import type { Chargeback, RejectedLine, Shop, ShopOrder } from './shop.ts';

type Column = readonly [header: string, cell: (order: ShopOrder) => string];

const instant = (at: number | null): string => (at === null ? '' : japanDateTime(at));

const orderColumns: readonly Column[] = [
  ['注文番号', (o) => o.id],
  ['注文日時', (o) => japanDateTime(o.at)],
  ['合計金額', (o) => String(o.amount)],
  ['支払方法', (o) => o.payment.method],
  ['決済ステータス', (o) => o.settleStatus],
  ['会員ID', (o) => o.memberId ?? ''],
  ['氏名', (o) => o.buyer.name],
  ['フリガナ', (o) => o.buyer.kana ?? ''],
  ['メールアドレス', (o) => o.email],
  ['電話番号', (o) => o.buyer.phone ?? ''],
  ['郵便番号', (o) => o.buyer.zipcode],
  ['都道府県', (o) => o.buyer.prefecture],
  ['市区町村', (o) => o.buyer.city],
  ['番地', (o) => o.buyer.address],
  ['配送先氏名', (o) => o.delivery.name],
  ['配送先フリガナ', (o) => o.delivery.kana ?? ''],
  ['配送先電話番号', (o) => o.delivery.phone ?? ''],
  ['配送先郵便番号', (o) => o.delivery.zipcode],
  ['配送先都道府県', (o) => o.delivery.prefecture],
  ['配送先市区町村', (o) => o.delivery.city],
  ['配送先番地', (o) => o.delivery.address],
  ['IPアドレス', (o) => o.ip],
  ['Cookie ID', (o) => o.cookieId ?? ''],
  ['端末ID', (o) => o.deviceId ?? ''],
  ['ユーザーエージェント', (o) => o.userAgent ?? ''],
  ['商品', (o) => o.items],
  ['商品点数', (o) => String(o.quantity)],
  ['媒体コード', (o) => o.mediaCode],
  ['注文種別', (o) => o.kind],
  ['カードBIN', (o) => o.payment.bin ?? ''],
  ['カードトークン', (o) => o.payment.token ?? ''],
  ['カードブランド', (o) => o.payment.brand ?? ''],
  ['オーソリ結果', (o) => o.payment.authResult ?? ''],
  ['エラーコード', (o) => o.payment.declineCode ?? ''],
  ['3DS結果', (o) => o.payment.threeDsStatus ?? ''],
  ['3DSフロー', (o) => o.payment.threeDsFlow ?? ''],
  ['ECI', (o) => o.payment.eci ?? ''],
  ['出荷日時', (o) => instant(o.shippedAt)],
  ['自動審査結果', (o) => o.recordedResult ?? ''],
  ['会員登録日', (o) => (o.memberSince === null ? '' : japanDate(o.memberSince))],
  ['クーポン', (o) => o.coupon ?? ''],
  ['ネガ登録', (o) => negative(o)],
];

/** Headers of the order export, left to right. */
export const orderHeaders: readonly string[] = orderColumns.map(([header]) => header);

/** Headers of the chargeback list, left to right. */
export const chargebackHeaders: readonly string[] = [
  '注文番号',
  'チャージバック受付日',
  '理由コード',
  '理由',
  'ブランド',
  '金額',
  '状態',
];

/** Category the shop put a buyer under afterwards: 01 pay-later not paid, 02 sample abuse, 04 resale. */
function negative(order: ShopOrder): string {
  if (order.settleStatus === '99') return '';
  if (order.pattern === 'first-offer-resale') return '04';
  if (order.pattern === 'affiliate-abuse') return '02';
  return order.settleStatus === '50' ? '01' : '';
}

/** The order export as text with CRLF, unreadable lines at their places. */
export function ordersCsv(shop: Shop): string {
  const byId = new Map(shop.orders.map((order) => [order.id, order]));
  const after = new Map<string, string[]>();
  for (const line of shop.rejected) {
    const source = byId.get(line.copyOf);
    if (source === undefined) throw new RangeError(`no order ${line.copyOf}`);
    after.set(line.afterId, [...(after.get(line.afterId) ?? []), rejectedLine(line, source)]);
  }
  const lines = shop.orders.flatMap((order) => [
    csvLine(orderColumns.map(([, cell]) => cell(order))),
    ...(after.get(order.id) ?? []),
  ]);
  return [csvLine(orderHeaders), ...lines, ''].join('\r\n');
}

function rejectedLine(line: RejectedLine, source: ShopOrder): string {
  const cells = orderColumns.map(([header, cell]) => {
    if (header === '注文番号') return line.orderNumber;
    if (header === '注文日時') return line.orderedAt ?? cell(source);
    return header === '合計金額' ? (line.amount ?? cell(source)) : cell(source);
  });
  return csvLine(cells);
}

const reasonTexts = { fraud: '第三者不正利用', consumer: '商品・サービスに関する異議' } as const;

/** The chargeback list as text with CRLF; three lines belong to orders before the export, as such lists do. */
export function chargebacksCsv(shop: Shop): string {
  const line = (c: Chargeback): string =>
    csvLine([c.orderId, japanDate(c.reportedAt), c.reason, reasonTexts[c.family], c.brand, String(c.amount), c.status]);
  return [csvLine(chargebackHeaders), ...shop.chargebacks.map(line), ''].join('\r\n');
}

function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
