import { say, scored, type LibraryRule } from './library-rule.ts';

const adapt = say(
  '「定期初回」を、自社の初回・お試しの注文種別に置き換えます。',
  'Put your own kind of first or trial order in the place of 定期初回.',
);

/** サンプル・お試しの不正取得: first-time offers taken again and again. */
export const sampleAbuse: readonly LibraryRule[] = [
  {
    code: 'SMP_KNOWN_PERSON',
    type: 'sample-abuse',
    name: say('初回なのに過去の注文がある', 'First order of somebody known'),
    description: say(
      '初回の注文ですが、名寄せでは過去に注文があります。',
      'A first order, but the linked person has ordered before.',
    ),
    pattern: say(
      '名前や住所の書き方を変えて、何度も初回価格を受け取ります。名寄せの鍵でつなぐと分かります。',
      'The first-time price is taken again under other spellings; the linked entity tells.',
    ),
    falsePositives: say(
      '同居の家族、住所や電話を共有する寮や会社。',
      'Families, dormitories and offices that share an address or phone.',
    ),
    adapt,
    when: 'order.kind == "定期初回" && entity.orders_before >= 1',
    fields: ['order.kind', 'entity.orders_before'],
    result: 'HOLD',
    scores: scored.hold(3000),
    touchpoint: 'event.ec.order_kind',
  },
  {
    code: 'SMP_MAIL_ALIAS',
    type: 'sample-abuse',
    name: say('初回で別名つきメール', 'First order with a mail alias'),
    description: say(
      '初回の注文で、メールアドレスに別名（+）が付いています。',
      'First order whose mail address has an alias (+).',
    ),
    pattern: say(
      '1つのアドレスから別名をいくつも作り、別人として申し込みます。',
      'One mailbox gives any number of aliases, each a new customer.',
    ),
    falsePositives: say('配信元を見分けるために別名を使う人。', 'People who use aliases to tell senders apart.'),
    adapt,
    when: 'order.kind == "定期初回" && buyer.email.matches("[+][^@]*@")',
    fields: ['order.kind', 'buyer.email'],
    result: 'REVIEW',
    scores: scored.ng(2000),
    touchpoint: 'event.ec.customers.buyer.email.pc',
  },
  {
    code: 'SMP_OTHER_RECIPIENT',
    type: 'sample-abuse',
    name: say('初回を別の名前と住所へ', 'First order to another name and address'),
    description: say(
      '初回の注文を、注文者と別の名前と住所に送っています。',
      'First order sent to another name and another address.',
    ),
    pattern: say(
      'お試し品を本人以外に送らせ、注文者の情報は使い捨てにします。',
      'Samples go to somebody else, and the buyer is made up.',
    ),
    falsePositives: say('親や友人への贈り物。', 'Presents for parents and friends.'),
    adapt,
    when: 'order.kind == "定期初回" && buyer.name_key != delivery.name_key && buyer.address_key != delivery.address_key',
    fields: ['order.kind', 'buyer.name_key', 'delivery.name_key', 'buyer.address_key', 'delivery.address_key'],
    result: 'REVIEW',
    scores: scored.ng(2000),
    touchpoint: 'event.ec.customers.deliveries[].name',
  },
];
