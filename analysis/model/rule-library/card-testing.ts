import { say, scored, type LibraryRule } from './library-rule.ts';

/** クレジットマスター: card numbers are tried out by program. */
export const cardTesting: readonly LibraryRule[] = [
  {
    code: 'CTM_PROGRAM',
    type: 'card-testing',
    name: say('プログラムからの注文', 'Order from a program'),
    description: say('ブラウザではなくプログラムからの注文です。', 'Order from a program, not from a browser.'),
    pattern: say(
      '番号を大量に試すには自動化が必要です。名乗りを変えない道具は、ユーザーエージェントで分かります。',
      'Trying thousands of numbers takes a program; those that do not disguise themselves tell so in their user agent.',
    ),
    falsePositives: say(
      '自社の監視・テスト、比較サイトの自動取得。注文まで進むことはまれです。',
      'Own monitoring and tests; crawlers seldom get as far as an order.',
    ),
    when: 'device.kind == "bot" || device.user_agent.contains("HeadlessChrome") || device.user_agent.startsWith("python-requests") || device.user_agent.startsWith("curl/")',
    fields: ['device.kind', 'device.user_agent'],
    result: 'NG',
    scores: scored.ng(10000),
    touchpoint: 'event.device_info',
  },
  {
    code: 'CTM_SMALL_DECLINED',
    type: 'card-testing',
    name: say('少額でオーソリ否認', 'Small order that was declined'),
    description: say(
      '2,000円以下で、オーソリが通らなかったカード注文です。',
      'Card order of 2,000 yen or less whose authorisation was declined.',
    ),
    pattern: say(
      '有効な番号を探す試行は、いちばん安い商品で行われ、ほとんどが否認されます。',
      'Numbers are tried on the cheapest goods, and nearly all of them are declined.',
    ),
    falsePositives: say(
      '限度額や残高の不足、番号の打ち間違い。単発では弱い印なので、件数のルールと組み合わせます。',
      'Limits, low balances, mistyped numbers. Weak by itself: combine it with a count.',
    ),
    adapt: say(
      'オーソリ結果の値は、決済代行の表記に合わせます。審査がオーソリより先なら使えません。',
      'Write the results as your payment provider does. Of no use where screening comes before authorisation.',
    ),
    when: 'order.payment_method == "02" && auth.result == "NG" && order.amount <= 2000',
    fields: ['order.payment_method', 'auth.result', 'order.amount'],
    result: 'REVIEW',
    scores: scored.ng(2000),
    touchpoint: 'event.ec.settle.credit_card.auth_result',
  },
  {
    code: 'CTM_SMALL_ABROAD',
    type: 'card-testing',
    name: say('海外からの少額注文', 'Small order from abroad'),
    description: say(
      '海外のIPアドレスからの2,000円以下のカード注文です。',
      'Card order of 2,000 yen or less from an IP address abroad.',
    ),
    pattern: say(
      '試行は海外のサーバーや乗っ取られた端末から来ます。',
      'Trials come from servers and hijacked devices abroad.',
    ),
    falsePositives: say(
      '海外在住の人のデジタル商品やお試し品。',
      'Digital goods and samples ordered by people abroad.',
    ),
    when: 'order.payment_method == "02" && ip.country != "JP" && order.amount <= 2000',
    fields: ['order.payment_method', 'ip.country', 'order.amount'],
    result: 'HOLD',
    scores: scored.hold(3000),
    touchpoint: 'event.ip_address_only',
  },
  {
    code: 'CTM_NO_AGENT_SMALL',
    type: 'card-testing',
    name: say('端末情報のない少額注文', 'Small order without any device information'),
    description: say(
      '端末の情報がまったくない2,000円以下のカード注文です。',
      'Card order of 2,000 yen or less without cookie, device or user agent.',
    ),
    pattern: say(
      '決済の窓口だけを直接たたく試行では、画面を開かないので端末の情報が残りません。',
      'Programs that call the payment form directly open no page, and leave no trace of a device.',
    ),
    falsePositives: say(
      '電話・FAX注文の代理入力、計測タグの不具合。媒体コードで除けます。',
      'Phone and fax orders keyed in by staff, broken tags; leave them out by media code.',
    ),
    when: 'order.payment_method == "02" && !has(device.user_agent) && !has(cookie.id) && !has(device.id) && order.amount <= 2000',
    fields: ['order.payment_method', 'device.user_agent', 'cookie.id', 'device.id', 'order.amount'],
    result: 'REVIEW',
    scores: scored.ng(2000),
    touchpoint: 'event.device_info',
  },
];
