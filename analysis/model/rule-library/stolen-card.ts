import { say, scored, type LibraryRule } from './library-rule.ts';

/** なりすまし注文: somebody orders with the card of another. */
export const stolenCard: readonly LibraryRule[] = [
  {
    code: 'CRD_MAIL_DISPOSABLE',
    type: 'stolen-card',
    name: say('カード決済で使い捨てメール', 'Card order with a disposable mail address'),
    description: say('使い捨てメールアドレスのカード注文です。', 'Card order with a disposable mail address.'),
    pattern: say(
      '盗んだカードを使う人は、あとから連絡が取れないアドレスで注文します。数分で作れて届け先を残しません。',
      'Whoever uses a stolen card orders with an address that cannot be reached later and takes minutes to make.',
    ),
    falsePositives: say(
      '迷惑メールを避けたい人、ギフトを隠したい人。少額なら目視で足ります。',
      'People who avoid newsletters or hide a gift. For small amounts a review is enough.',
    ),
    when: 'order.payment_method == "02" && buyer.email_class == "disposable"',
    fields: ['order.payment_method', 'buyer.email_class'],
    result: 'REVIEW',
    scores: scored.ng(3000),
    touchpoint: 'event.ec.customers.buyer.email.pc.domain',
  },
  {
    code: 'CRD_3DS_FAILED',
    type: 'stolen-card',
    name: say('本人認証の失敗・拒否', '3-D Secure failed or rejected'),
    description: say('本人認証に失敗したカード注文です。', 'Card order whose 3-D Secure authentication failed.'),
    pattern: say(
      'カード会社が本人ではないと答えています（N: 失敗、R: 拒否）。それでも注文が残るのは、認証結果を見ずにオーソリへ進む設定のときです。',
      'The issuer says that it is not the holder (N failed, R rejected). Such orders remain where authorisation goes on regardless.',
    ),
    falsePositives: say(
      'パスワードを忘れた本人。ほかの支払方法を案内します。',
      'Holders who forgot their password; offer another payment method.',
    ),
    when: 'threeds.status in ["N", "R"]',
    fields: ['threeds.status'],
    result: 'NG',
    scores: scored.ng(10000),
    touchpoint: 'event.ec.settle.credit_card.3ds.status',
  },
  {
    code: 'CRD_3DS_NO_SHIFT_HIGH',
    type: 'stolen-card',
    name: say('認証できなかった高額注文', 'Expensive order that could not be authenticated'),
    description: say(
      '本人認証ができなかった（U）3万円以上のカード注文です。',
      'Card order of 30,000 yen or more that 3-D Secure could not authenticate (U).',
    ),
    pattern: say(
      '認証不可（U）は債務責任が加盟店に残ります。高額品を狙う人は、認証のかからない経路を選びます。',
      'Where authentication is unavailable (U) the shop bears the fraud. Thieves of expensive goods choose such ways.',
    ),
    falsePositives: say(
      '認証に対応していない海外カード、カード会社側の障害の時間帯。',
      'Foreign cards without 3-D Secure; hours in which an issuer has an outage.',
    ),
    when: 'order.payment_method == "02" && threeds.status == "U" && order.amount >= 30000',
    fields: ['order.payment_method', 'threeds.status', 'order.amount'],
    result: 'HOLD',
    scores: scored.hold(4000),
    touchpoint: 'event.ec.settle.credit_card.3ds.status',
  },
  {
    code: 'CRD_PREF_DIFFERS_HIGH',
    type: 'stolen-card',
    name: say('別の都道府県へ高額品', 'Expensive goods to another prefecture'),
    description: say(
      '注文者と配送先の都道府県が違う5万円以上のカード注文です。',
      'Card order of 50,000 yen or more delivered to another prefecture.',
    ),
    pattern: say(
      '名義人の住所を入れ、受け取れる別の場所へ送らせる、なりすましの基本形です。',
      "The basic form: the holder's address as buyer, goods sent to a place where the thief can take them.",
    ),
    falsePositives: say(
      '帰省先やお中元・お歳暮、会社への配送。季節で増えます。',
      "Gifts of the seasons, parents' homes, offices; more of them in July and December.",
    ),
    when: 'order.payment_method == "02" && buyer.prefecture != delivery.prefecture && order.amount >= 50000',
    fields: ['order.payment_method', 'buyer.prefecture', 'delivery.prefecture', 'order.amount'],
    result: 'REVIEW',
    scores: scored.ng(3000),
    touchpoint: 'event.ec.customers.deliveries[].address.addressA',
  },
  {
    code: 'CRD_IP_ABROAD',
    type: 'stolen-card',
    name: say('海外からのカード注文', 'Card order from abroad'),
    description: say(
      '海外のIPアドレスからの1万円以上のカード注文です。',
      'Card order of 10,000 yen or more from an IP address abroad.',
    ),
    pattern: say(
      '国内の名義と住所なのに、海外の回線や匿名の中継から注文されます。',
      'Name and address are Japanese, but the order comes over a line or relay abroad.',
    ),
    falsePositives: say(
      '海外在住・出張・旅行中の人、会社のVPN。',
      'Japanese living or travelling abroad; company VPNs.',
    ),
    when: 'order.payment_method == "02" && ip.country != "JP" && order.amount >= 10000',
    fields: ['order.payment_method', 'ip.country', 'order.amount'],
    result: 'HOLD',
    scores: scored.hold(3000),
    touchpoint: 'event.ip_address_only',
  },
  {
    code: 'CRD_FORWARDING',
    type: 'stolen-card',
    name: say('転送サービスへの配送', 'Delivery to a forwarding service'),
    description: say(
      '配送先が転送・代行の住所です（カード決済）。',
      'Delivery to an address of a forwarding or agency service (card payment).',
    ),
    pattern: say(
      '国内で受け取って海外へ送る拠点に集めます。同じ住所に、違う名義の注文が並びます。',
      'Goods are gathered at a place that sends them abroad; orders of many names go to one address.',
    ),
    falsePositives: say('転送サービスを正しく使う在外の顧客。', 'Customers abroad who use such services as intended.'),
    when: 'order.payment_method == "02" && delivery.address.matches("転送|代行|(?i)forward")',
    fields: ['order.payment_method', 'delivery.address'],
    result: 'HOLD',
    scores: scored.hold(5000),
    touchpoint: 'event.ec.customers.deliveries[].address',
  },
  {
    code: 'CRD_NIGHT_RECIPIENT',
    type: 'stolen-card',
    name: say('深夜に別人へ高額品', 'Expensive goods to somebody else at night'),
    description: say(
      '深夜0〜4時台、注文者と別の人に送る3万円以上のカード注文です。',
      "Card order of 30,000 yen or more between 0 and 5 o'clock for another recipient.",
    ),
    pattern: say(
      '名義人が気づきにくい時間に、受け子の名前で受け取る注文です。',
      'Ordered when the holder will not notice, received under the name of a helper.',
    ),
    falsePositives: say(
      '夜型のギフト購入。金額のしきい値で絞ります。',
      'Gifts bought late at night; a higher amount narrows it.',
    ),
    when: 'order.payment_method == "02" && order.time.getHours("Asia/Tokyo") < 5 && buyer.name_key != delivery.name_key && order.amount >= 30000',
    fields: ['order.payment_method', 'order.time', 'buyer.name_key', 'delivery.name_key', 'order.amount'],
    result: 'REVIEW',
    scores: scored.ng(3000),
    touchpoint: 'event.ec.customers.deliveries[].name',
  },
];
