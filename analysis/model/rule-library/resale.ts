import { say, scored, type LibraryRule } from './library-rule.ts';

/** 不正転売: cheap or scarce goods bought to be sold on. */
export const resale: readonly LibraryRule[] = [
  {
    code: 'RSL_FIRST_PRICE_MANY',
    type: 'resale',
    name: say('初回限定品のまとめ買い', 'Several items at the first-time price'),
    description: say(
      '初回限定価格の商品を3点以上含む注文です。',
      'Order with three or more items at the first-time price.',
    ),
    pattern: say(
      '1人1点の価格で仕入れて転売します。数量の上限がないと、1回でまとめて買われます。',
      'Goods sold at a price meant for one per person are bought in quantity and sold on.',
    ),
    falsePositives: say(
      '家族の分をまとめた注文。上限を画面で示すほうが確実です。',
      'Orders for a family. A limit shown in the shop works better.',
    ),
    adapt: say(
      '「初回」を、自社の商品名にある言葉に置き換えます。',
      'Put the words your own product names use in the place of 初回.',
    ),
    when: 'items.exists(i, i.name.contains("初回") && i.quantity >= 3)',
    fields: ['order.items'],
    result: 'HOLD',
    scores: scored.hold(3000),
    touchpoint: 'event.ec.items[].item_quantity',
  },
  {
    code: 'RSL_ONE_KIND_BULK',
    type: 'resale',
    name: say('1商品だけの大量注文', 'Many of one product only'),
    description: say('1商品だけを5点以上買う注文です。', 'Order of five or more of one product and nothing else.'),
    pattern: say(
      '使う人の買い方ではありません。品薄の商品や型番の決まった家電で目立ちます。',
      'Nobody who uses the goods buys so; seen with scarce goods and appliances.',
    ),
    falsePositives: say('消耗品のまとめ買い、法人の注文。', 'Supplies bought in bulk, orders of companies.'),
    when: 'size(items) == 1 && items.exists(i, i.quantity >= 5)',
    fields: ['order.items'],
    result: 'REVIEW',
    scores: scored.ng(2000),
    touchpoint: 'event.ec.items[].item_quantity',
  },
  {
    code: 'RSL_DEAR_IN_BULK',
    type: 'resale',
    name: say('高額品を複数', 'Several expensive items'),
    description: say(
      '単価3万円以上の商品を2点以上含む注文です。',
      'Order with two or more of an item of 30,000 yen or more.',
    ),
    pattern: say(
      '換金しやすい高額品を、在庫のあるうちに複数買います。',
      'Expensive goods that turn into cash are bought several at a time.',
    ),
    falsePositives: say('お祝いの品、法人の備品。', 'Presents for several people, equipment of companies.'),
    when: 'items.exists(i, i.unit_price >= 30000 && i.quantity >= 2)',
    fields: ['order.items'],
    result: 'REVIEW',
    scores: scored.ng(2000),
    touchpoint: 'event.ec.items[].item_price',
  },
  {
    code: 'RSL_DEALER_ADDRESS',
    type: 'resale',
    name: say('買取店・倉庫への配送', 'Delivery to a dealer or warehouse'),
    description: say('配送先が買取店・倉庫・私書箱の注文です。', 'Delivery to a dealer, warehouse or mailbox service.'),
    pattern: say(
      '仕入れた商品を、そのまま買取店や出品代行の倉庫へ送ります。',
      'Goods go straight to a dealer or to the warehouse of a marketplace service.',
    ),
    falsePositives: say('倉庫に勤める人の職場受け取り。', 'People who work in a warehouse and receive parcels there.'),
    when: 'delivery.address.matches("買取|倉庫|私書箱|物流センター")',
    fields: ['delivery.address'],
    result: 'REVIEW',
    scores: scored.ng(2000),
    touchpoint: 'event.ec.customers.deliveries[].address',
  },
];
