import { say, scored, type LibraryRule } from './library-rule.ts';

/** アカウント乗っ取り: a member's account in the hands of another. */
export const takeover: readonly LibraryRule[] = [
  {
    code: 'ATO_MEMBER_ABROAD',
    type: 'takeover',
    name: say('会員の注文が海外から別の住所へ', 'Member orders from abroad to another address'),
    description: say(
      '会員の注文で、海外のIPアドレスから別の住所に送ります。',
      'Order of a member from an IP address abroad, delivered to another address.',
    ),
    pattern: say(
      '乗っ取った会員の登録カードで買い、登録にない住所へ送らせます。',
      "The card kept in a member's account pays for goods sent to an address that is not the member's.",
    ),
    falsePositives: say(
      '海外滞在中に国内の家族へ送る会員。',
      'Members abroad who send something to their family at home.',
    ),
    when: 'has(buyer.id) && ip.country != "JP" && buyer.address_key != delivery.address_key',
    fields: ['buyer.id', 'ip.country', 'buyer.address_key', 'delivery.address_key'],
    result: 'HOLD',
    scores: scored.hold(4000),
    touchpoint: 'event.ip_address_only',
  },
  {
    code: 'ATO_MEMBER_NIGHT',
    type: 'takeover',
    name: say('会員の深夜の注文が別の人と住所へ', 'Member orders at night for another person and address'),
    description: say(
      '会員の深夜の2万円以上の注文で、別の名前と住所に送ります。',
      'Order of a member of 20,000 yen or more at night, to another name and address.',
    ),
    pattern: say(
      '持ち主が眠っている間に、届け先だけを変えて買います。通知に気づくのは翌朝です。',
      'Bought while the owner sleeps, with nothing changed but the recipient.',
    ),
    falsePositives: say('夜に贈り物を選ぶ会員。', 'Members who choose presents late at night.'),
    when: 'has(buyer.id) && order.time.getHours("Asia/Tokyo") < 5 && buyer.name_key != delivery.name_key && buyer.address_key != delivery.address_key && order.amount >= 20000',
    fields: [
      'buyer.id',
      'order.time',
      'buyer.name_key',
      'delivery.name_key',
      'buyer.address_key',
      'delivery.address_key',
      'order.amount',
    ],
    result: 'REVIEW',
    scores: scored.ng(3000),
    touchpoint: 'event.ec.customers.deliveries[].name',
  },
];
