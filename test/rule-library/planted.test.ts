import { describe, expect, it } from 'vitest';
import { check, evaluate, recordOf, type RecordList, type RecordValue } from '../../analysis/expression/index.ts';
import type { LibraryRule } from '../../analysis/model/rule-library/index.ts';
import { all, withFeatures } from './library-scope.ts';

type Order = Readonly<Record<string, RecordValue | RecordList | null>>;

/** Every feature any rule of the library reads. */
const scope = withFeatures(all.flatMap(({ features = [] }) => features));

/** An order of nobody suspicious, at 13:00 in Tokyo, of a person without history. */
const ordinary: Order = {
  'order.amount': 8000n,
  'order.currency': 'JPY',
  'order.time': new Date('2026-05-01T04:00:00Z'),
  'order.payment_method': '02',
  'order.kind': '通常',
  'order.items': [
    { sku: 'a', name: '化粧水', quantity: 1n, unit_price: 5000n, amount: 5000n },
    { sku: 'b', name: '石けん', quantity: 2n, unit_price: 1500n, amount: 3000n },
  ],
  'card.bin': '411111',
  'buyer.id': 'm1',
  'buyer.email': 'taro@example.jp',
  'buyer.email_class': 'other',
  'buyer.phone': '09012345678',
  'buyer.phone_type': 'mobile',
  'buyer.name_key': 'taro',
  'buyer.name_reading': 'fits',
  'buyer.address': '赤坂4-3-2',
  'buyer.address_key': 'akasaka',
  'buyer.prefecture': '東京都',
  'delivery.name_key': 'taro',
  'delivery.address': '赤坂4-3-2',
  'delivery.address_key': 'akasaka',
  'delivery.prefecture': '東京都',
  'ip.country': 'JP',
  'device.kind': 'mobile',
  'device.user_agent': 'Mozilla/5.0 (iPhone)',
  'device.id': 'd1',
  'cookie.id': 'c1',
  'auth.result': 'OK',
  'threeds.status': 'Y',
  'entity.orders_before': 0n,
  ...Object.fromEntries(
    [...scope.fields.values()].filter(({ path }) => path.startsWith('velocity.')).map(({ path }) => [path, 0n]),
  ),
};

const night = new Date('2026-04-30T17:30:00Z');
const elsewhere: Order = { 'delivery.name_key': 'jiro', 'delivery.address_key': 'osaka' };
const later: Order = { 'order.payment_method': '01' };
const first: Order = { 'order.kind': '定期初回' };

/** What makes the ordinary order one that the rule is for. */
const planted: Readonly<Record<string, Order>> = {
  CRD_MAIL_DISPOSABLE: { 'buyer.email_class': 'disposable' },
  CRD_3DS_FAILED: { 'threeds.status': 'R' },
  CRD_3DS_NO_SHIFT_HIGH: { 'threeds.status': 'U', 'order.amount': 30_000n },
  CRD_PREF_DIFFERS_HIGH: { 'delivery.prefecture': '大阪府', 'order.amount': 50_000n },
  CRD_IP_ABROAD: { 'ip.country': 'VN', 'order.amount': 10_000n },
  CRD_FORWARDING: { 'delivery.address': '江東区 FORWARD TOKYO 12' },
  CRD_NIGHT_RECIPIENT: { 'order.time': night, 'delivery.name_key': 'jiro', 'order.amount': 30_000n },
  CTM_PROGRAM: { 'device.user_agent': 'python-requests/2.31' },
  CTM_SMALL_DECLINED: { 'auth.result': 'NG', 'order.amount': 980n },
  CTM_SMALL_ABROAD: { 'ip.country': 'US', 'order.amount': 980n },
  CTM_NO_AGENT_SMALL: { 'device.user_agent': null, 'device.id': null, 'cookie.id': null, 'order.amount': 980n },
  RSL_FIRST_PRICE_MANY: { 'order.items': [{ name: '美容液 初回限定', quantity: 3n }, { name: '石けん' }] },
  RSL_ONE_KIND_BULK: { 'order.items': [{ name: '美容液', quantity: 5n }] },
  RSL_DEAR_IN_BULK: {
    'order.items': [
      { unit_price: 39_800n, quantity: 2n },
      { unit_price: 100n, quantity: 1n },
    ],
  },
  RSL_DEALER_ADDRESS: { 'delivery.address': '足立区 買取センター' },
  AFF_MAIL_DISPOSABLE: { 'order.media_code': 'AF1', 'buyer.email_class': 'disposable' },
  AFF_IP_PHONE: { 'order.media_code': 'AF1', 'buyer.phone_type': 'ip' },
  AFF_WATCHED_MEDIA: { 'order.media_code': 'AF000' },
  SMP_KNOWN_PERSON: { ...first, 'entity.orders_before': 1n },
  SMP_MAIL_ALIAS: { ...first, 'buyer.email': 'taro+7@example.jp' },
  SMP_OTHER_RECIPIENT: { ...first, ...elsewhere },
  ATB_IP_PHONE_HIGH: { ...later, 'buyer.phone_type': 'ip', 'order.amount': 15_000n },
  ATB_NO_PHONE: { ...later, 'buyer.phone': null },
  ATB_READING_DIFFERS: { ...later, 'buyer.name_reading': 'differs', 'order.amount': 10_000n },
  ATB_OTHER_ADDRESS_HIGH: { ...later, 'delivery.address_key': 'osaka', 'order.amount': 30_000n },
  ATB_SHORT_STAY: { ...later, 'buyer.address': '新宿 ウィークリー新宿 302' },
  ATB_MAIL_DISPOSABLE: { ...later, 'buyer.email_class': 'disposable' },
  ATO_MEMBER_ABROAD: { 'ip.country': 'BR', ...elsewhere },
  ATO_MEMBER_NIGHT: { 'order.time': night, ...elsewhere, 'order.amount': 20_000n },
  VEL_CARDS_PER_DEVICE: { 'velocity.lib_cards_per_device_24h': 2n },
  VEL_CARDS_PER_MAIL: { 'velocity.lib_cards_per_mail_24h': 2n },
  VEL_NAMES_PER_CARD: { 'velocity.lib_names_per_card_7d': 2n },
  VEL_AMOUNT_PER_CARD: { 'velocity.lib_amount_per_card_24h': 150_000n, 'order.amount': 30_000n },
  VEL_ADDRESSES_PER_CARD: { 'velocity.lib_addresses_per_card_7d': 3n },
  VEL_BIN_RUN_SMALL: { 'velocity.lib_small_per_bin_1h': 5n, 'order.amount': 1000n },
  VEL_CARDS_PER_IP: { 'velocity.lib_cards_per_ip_1h': 5n },
  VEL_DECLINES_PER_DEVICE: { 'velocity.lib_declines_per_device_1h': 3n },
  VEL_FIRST_PER_ADDRESS: { ...first, 'velocity.lib_first_per_address_all': 2n },
  VEL_ORDERS_PER_ADDRESS: { 'velocity.lib_orders_per_address_7d': 5n },
  VEL_NAMES_PER_ADDRESS: { 'velocity.lib_names_per_address_30d': 4n },
  VEL_MEDIA_PER_DEVICE: { 'velocity.lib_media_per_device_24h': 2n },
  VEL_MEDIA_PER_NETWORK: { 'velocity.lib_media_per_network_24h': 5n },
  VEL_FIRST_PER_PHONE: { ...first, 'velocity.lib_first_per_phone_all': 1n },
  VEL_FIRST_PER_DEVICE: { ...first, 'velocity.lib_first_per_device_30d': 2n },
  VEL_LATER_PER_PHONE: { ...later, 'velocity.lib_later_per_phone_7d': 2n },
  VEL_LATER_AMOUNT_PER_ADDRESS: { ...later, 'velocity.lib_later_amount_per_address_30d': 50_000n },
  VEL_BAD_BEFORE_ADDRESS: { ...later, 'velocity.lib_bad_per_address_all': 1n },
  VEL_MEMBER_NEW_DEVICE: { 'velocity.lib_member_orders_all': 3n, 'delivery.address_key': 'osaka' },
  VEL_DEVICES_PER_MEMBER: { 'velocity.lib_devices_per_member_24h': 3n },
};

/** RE2's leading flag for letters of either case as JavaScript writes it. */
const host = {
  matches: (text: string, pattern: string): boolean =>
    new RegExp(pattern.replaceAll('(?i)', ''), pattern.includes('(?i)') ? 'iu' : 'u').test(text),
};

function hits(rule: LibraryRule, order: Order): boolean {
  const checked = check(rule.when, scope);
  if (!checked.ok) throw new Error(rule.code);
  const record = recordOf(scope.fields.values(), ({ path }) => order[path] ?? null);
  return evaluate(checked, record, host) === true;
}

describe('planted orders', () => {
  it('no rule of the library hits an ordinary order', () => {
    expect(all.filter((rule) => hits(rule, ordinary)).map(({ code }) => code)).toEqual([]);
  });

  it.each(all.map((rule) => [rule.code, rule] as const))(
    '%s hits the order it is for, and needs all that was planted',
    (code, rule) => {
      const change = planted[code];
      if (change === undefined) throw new Error('nothing planted');
      expect(hits(rule, { ...ordinary, ...change })).toBe(true);
      const read = Object.keys(change).filter((path) => rule.fields.includes(path));
      for (const path of read)
        expect(hits(rule, { ...ordinary, ...change, [path]: ordinary[path] ?? null }), path).toBe(false);
    },
  );
});
