import { entry, key, type CatalogueFeature } from './entry.ts';

const resale = entry('resale');
const later = entry('pay-later');
const bad = entry('known-bad');

/** 初回限定: a first-time price, as shops write it in the kind of the order or the goods. */
const firstPrice = 'order.kind.contains("初回") || items.summary.contains("初回") || items.summary.contains("お試し")';
const onBill = 'order.payment_method == "01"';

/** 不正転売・サンプル目的・アフィリエイト不正: first-time prices and scarce goods, again and again. */
// oxfmt-ignore
const resales: readonly CatalogueFeature[] = [
  resale('amount_address_7d', ['配送先の金額（7日）', 'Amount sent to the address in 7 d'], ['1つの住所に高額の商品が集まる', 'Costly goods gather at one address'], { agg: 'sum', of: 'order.amount', by: key.address, window: '7d' }),
  resale('orders_address_24h', ['配送先の注文数（24時間）', 'Orders to the address in 24 h'], ['同じ住所への連続注文。転送業者にも出る', 'Orders in a row to one address; forwarders have them too'], { agg: 'count', by: key.address, window: '24h' }),
  resale('orders_address_30d', ['配送先の注文数（30日）', 'Orders to the address in 30 d'], ['受け取り拠点になっている住所', 'An address that receives for many'], { agg: 'count', by: key.address, window: '30d' }),
  resale('names_address_30d', ['配送先の受取人名数（30日）', 'Recipients at the address in 30 d'], ['名前を変えて同じ住所で受け取る。寮や会社に注意', 'Other names, same address; dormitories and offices too'], { agg: 'count_distinct', of: 'delivery.name_key', by: key.address, window: '30d' }),
  resale('quantity_address_7d', ['配送先の商品点数（7日）', 'Items sent to the address in 7 d'], ['個人が使う量を超える', 'More than a household uses'], { agg: 'sum', of: 'items.quantity', by: key.address, window: '7d' }),
  resale('first_price_address_30d', ['配送先の初回限定注文（30日）', 'First-time-price orders to the address in 30 d'], ['初回価格を名前を変えて何度も使う', 'The first-time price taken again under other names'], { agg: 'count', by: key.address, window: '30d', where: firstPrice }),
  resale('first_price_device_30d', ['端末の初回限定注文（30日）', 'First-time-price orders of the device in 30 d'], ['1台で初回価格を繰り返す', 'One device, many first times'], { agg: 'count', by: key.device, window: '30d', where: firstPrice }),
  resale('first_price_phone_90d', ['電話番号の初回限定注文（90日）', 'First-time-price orders of the phone in 90 d'], ['同じ電話番号で初回価格を繰り返す', 'One phone, many first times'], { agg: 'count', by: key.phone, window: '90d', where: firstPrice }),
  resale('first_price_ip_7d', ['IPの初回限定注文（7日）', 'First-time-price orders of the IP address in 7 d'], ['アフィリエイト報酬目的の自作自演', 'Orders made for the affiliate’s fee'], { agg: 'count', by: key.ip, window: '7d', where: firstPrice }),
  resale('addresses_device_7d', ['端末の配送先数（7日）', 'Addresses of the device in 7 d'], ['1台から各地の受け取り役へ送る', 'One device sends to receivers everywhere'], { agg: 'count_distinct', of: 'delivery.address_key', by: key.device, window: '7d' }),
  resale('addresses_email_30d', ['メールの配送先数（30日）', 'Addresses of the e-mail in 30 d'], ['送り先を替え続ける', 'The address changes all the time'], { agg: 'count_distinct', of: 'delivery.address_key', by: key.email, window: '30d' }),
  resale('recipients_member_30d', ['会員の受取人数（30日）', 'Recipients of the member in 30 d'], ['多くの人に送る会員。贈答の季節に注意', 'A member sends to many; so do gifts in season'], { agg: 'count_distinct', of: 'delivery.name_key', by: key.member, window: '30d' }),
  resale('orders_media_1h', ['媒体コードの注文数（1時間）', 'Orders of the media code in 1 h'], ['1つの広告媒体から不自然に注文が集まる', 'One advertiser brings more orders than it can'], { agg: 'count', by: ['order.media_code'], window: '1h' }),
];

/** 後払い: bills still open when the next order comes. */
// oxfmt-ignore
const payLater: readonly CatalogueFeature[] = [
  later('bills_address_30d', ['配送先の後払い注文数（30日）', 'Pay-later orders to the address in 30 d'], ['支払い期限前に後払いを重ねる', 'Bills pile up before the first is due'], { agg: 'count', by: key.address, window: '30d', where: onBill }),
  later('bill_amount_address_30d', ['配送先の後払い金額（30日）', 'Pay-later amount to the address in 30 d'], ['世帯の与信枠を見る', 'What the household owes'], { agg: 'sum', of: 'order.amount', by: key.address, window: '30d', where: onBill }),
  later('bill_amount_phone_30d', ['電話番号の後払い金額（30日）', 'Pay-later amount of the phone in 30 d'], ['氏名を変えても電話番号で積み上がる', 'Names change, the debt of the phone grows'], { agg: 'sum', of: 'order.amount', by: key.phone, window: '30d', where: onBill }),
  later('bill_amount_name_30d', ['氏名の後払い金額（30日）', 'Pay-later amount of the buyer name in 30 d'], ['同姓同名に注意', 'People share names'], { agg: 'sum', of: 'order.amount', by: key.name, window: '30d', where: onBill }),
  later('bills_device_7d', ['端末の後払い注文数（7日）', 'Pay-later orders of the device in 7 d'], ['1台で名義を替えて後払いを使う', 'One device, bills under many names'], { agg: 'count', by: key.device, window: '7d', where: onBill }),
  later('first_bill_phone', ['電話番号の初回後払いからの秒数', 'Seconds since the phone’s first pay-later order'], ['初めての後払いか', 'Whether it is the first bill'], { agg: 'since_first', by: key.phone, window: 'all', where: onBill }),
];

/** ネガ: what had been reported by then, never what is known today. */
// oxfmt-ignore
const knownBad: readonly CatalogueFeature[] = [
  bad('known_bad_device', ['端末の判明済み不正', 'Known bad orders of the device'], ['その時点で報告済みの不正があった端末', 'The device had a bad outcome reported by then'], { agg: 'known_bad', by: key.device, window: 'all' }),
  bad('known_bad_card', ['カードの判明済み不正', 'Known bad orders of the card'], ['チャージバックの報告後にまた使われたカード', 'A card used again after its chargeback'], { agg: 'known_bad', by: key.card, window: 'all' }),
  bad('known_bad_email', ['メールの判明済み不正', 'Known bad orders of the e-mail'], ['同じメールの再犯', 'The same mail again'], { agg: 'known_bad', by: key.email, window: 'all' }),
  bad('known_bad_phone', ['電話番号の判明済み不正', 'Known bad orders of the phone'], ['同じ電話番号の再犯。番号の再利用に注意', 'The same phone again; numbers are given anew'], { agg: 'known_bad', by: key.phone, window: 'all' }),
  bad('known_bad_address', ['配送先の判明済み不正', 'Known bad orders to the address'], ['受け取り役の住所。集合住宅は部屋番号まで見る', 'A receiver’s address; look at the room number'], { agg: 'known_bad', by: key.address, window: 'all' }),
  bad('known_bad_name_1y', ['氏名の判明済み不正（365日）', 'Known bad orders of the buyer name in 365 d'], ['同姓同名に注意', 'People share names'], { agg: 'known_bad', by: key.name, window: '365d' }),
  bad('known_bad_network_90d', ['IPネットワークの判明済み不正（90日）', 'Known bad orders of the IP network in 90 d'], ['不正の多いネットワーク', 'A network with much fraud'], { agg: 'known_bad', by: key.network, window: '90d' }),
];

export const goodsFeatures: readonly CatalogueFeature[] = [...resales, ...payLater, ...knownBad];
