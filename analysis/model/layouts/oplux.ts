import type { Layout } from './layout.ts';

const ec = 'event.ec';
const buyer = `${ec}.customers.buyer`;
const settle = `${ec}.settle`;
/** The first recipient, or what a flat file says of them all. */
const recipient = (key: string): string =>
  ['[0]', '.0', '[]', ''].map((place) => `${ec}.customers.deliveries${place}.${key}`).join(' | ');
const item = (key: string): string => ['[]', '[0]', '.0', ''].map((place) => `${ec}.items${place}.${key}`).join(' | ');

/** A hashed surname and given name, the normalised ones first. */
const hashedName = (key: (name: string) => string): string =>
  ['normalized_last_name_sha2 + normalized_first_name_sha2', 'last_name_sha2 + first_name_sha2']
    .map((pair) => pair.split(' + ').map((name) => key(`hashed_name.${name}`)))
    .map(([last = '', first = '']) => together(last, first).join(' | '))
    .join(' ?? ');
/** An account and the domain beside it. */
const hashedMail = `${buyer}.email.pc.hashed_account_sha2 + ${buyer}.email.pc.domain`;
/** Two headers with the same spellings, joined in each of them. */
function together(one: string, other: string): string[] {
  const others = other.split(' | ');
  return one.split(' | ').map((spelling, index) => `${spelling} + ${others[index] ?? ''}`);
}

/** Order events in the field names of the O-PLUX API. Names and mail accounts stand in them as hashes, and are kept as such. */
export const oplux: readonly Layout[] = [
  {
    id: 'oplux-events',
    name: { ja: 'O-PLUX イベント（JSON Lines・CSV）', en: 'O-PLUX events (JSON lines, CSV)' },
    source: 'field names and codes of the O-PLUX API v2 and v3, as its public integrations write them',
    read: '2026-11-28',
    uncited: {
      ja: 'O-PLUX のAPI仕様書は公開されておらず、出典として示せるページがありません。名前とコードは公開されている連携プログラムによります。3Dセキュアとオーソリの項目名は当ツールのものです。',
      en: 'No page of the O-PLUX API can be named: names and codes are those of public integrations. Fields of 3-D Secure and authorisations are named by this workbench.',
    },
    signature: [
      'event.event_id_for_shop',
      `${ec}.buy_datetime`,
      `${settle}.amount`,
      `${settle}.method`,
      'event.model_id | event.event_type',
    ],
    columns: {
      event_id: 'event.event_id_for_shop',
      ordered_at: `${ec}.buy_datetime`,
      amount: `${settle}.amount`,
      currency: `${settle}.currency`,
      payment_method: `${settle}.method`,
      settle_status: `${settle}.status`,
      card_bin: `${settle}.credit_card.bincode`,
      member_id: `${buyer}.ID`,
      email: hashedMail,
      buyer_name: hashedName((key) => `${buyer}.${key}`),
      phone: `${buyer}.tel.mobile_number ?? ${buyer}.tel.fixed_number`,
      buyer_zip: `${buyer}.address.zipcode`,
      buyer_pref: `${buyer}.address.addressA`,
      buyer_city: `${buyer}.address.addressB`,
      buyer_address: `${buyer}.address.addressC`,
      delivery_name: hashedName(recipient),
      delivery_phone: `${recipient('tel.mobile_number')} ?? ${recipient('tel.fixed_number')}`,
      delivery_zip: recipient('address.zipcode'),
      delivery_pref: recipient('address.addressA'),
      delivery_city: recipient('address.addressB'),
      delivery_address: recipient('address.addressC'),
      ip_address: 'event.ip_address_only',
      cookie_id: 'event.cookie_only | event.cookie',
      device_id: 'event.device_info',
      user_agent: 'event.device_info.user_agent',
      items_summary: item('item_name'),
      item_quantity: item('item_quantity'),
      media_code: `${ec}.media_code`,
      auth_result: `${settle}.credit_card.auth_result`,
      decline_code: `${settle}.credit_card.decline_code`,
      threeds_status: `${settle}.credit_card.3ds.status`,
      threeds_flow: `${settle}.credit_card.3ds.flow`,
      threeds_eci: `${settle}.credit_card.3ds.eci`,
      recorded_result: 'aaresult.result',
      recorded_manual_result: 'maresult.result',
      recorded_rules: 'rules[].code | rules.code | rules[0].code',
    },
    lines: {
      list: `${ec}.items`,
      columns: {
        sku: 'shop_item_id',
        name: 'item_name',
        category: 'item_category',
        unit_price: 'item_price',
        quantity: 'item_quantity',
      },
    },
    later: [
      `${settle}.datetime`,
      'aaresult.skipped',
      'maresult.memo',
      'rule_group',
      'score.ok',
      'score.ng',
      'score.hold',
      'rules',
      'rules[].description',
      'rules[].touchpoint',
      'rules[].ok',
      'rules[].ng',
      'rules[].hold',
      'rules[].fired',
      'similars',
      'similars[].event_id',
      'similars[].event_id_for_shop',
      'similars[].rule_code',
      'similars[].touchpoints',
      'result',
    ],
  },
];
