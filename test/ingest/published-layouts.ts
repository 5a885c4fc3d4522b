import { createHash } from 'node:crypto';
import Encoding from 'encoding-japanese';

/** A small file in the layout a product publishes (sources stand with the presets), persons and orders invented. */
export interface LayoutSample {
  readonly layout: string;
  readonly fileName: string;
  readonly content: Uint8Array;
  /** What the first order must be. */
  readonly order: Readonly<Record<string, unknown>>;
  /** Keys of the first order's address and phone with how far each is to be trusted; null where it says none. */
  readonly keys: { readonly address: Key; readonly phone: Key };
  readonly report: { readonly read: number; readonly accepted: number; readonly lines?: number };
  /** Headers kept, and known not to have been there at screening. */
  readonly later: readonly string[];
  /** Headers that must not be kept. */
  readonly gone: readonly string[];
  /** Lines the first order must have, where its goods stand in a list: product code, name, unit price, pieces, amount. */
  readonly goods?: readonly (readonly (string | number | null)[])[];
}

type Key = readonly [key: string | null, confidence: string | null];
type Row = Readonly<Record<string, string>>;
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** A CSV with the published header line and our rows by header. */
function table(headers: string, rows: readonly Row[], encoding: 'SJIS' | 'UTF8' = 'UTF8', end = '\r\n'): Uint8Array {
  const names = headers.split(',');
  const unknown = rows.flatMap((row) => Object.keys(row)).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`no header ${unknown}`);
  const lines = [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))];
  const text = lines.map((cells) => cells.map(quoted).join(',') + end).join('');
  return Uint8Array.from(Encoding.convert(Encoding.stringToCode(text), { to: encoding, from: 'UNICODE' }));
}

const at = Date.parse('2026-04-01T21:03:00+09:00');
const keys = {
  address: ['東京都|千代田区|丸ノ内|1-1-1', 'certain'],
  phone: ['+819012345678', 'certain'],
} as const;
const home = { zip: '100-0005', city: '千代田区', address: '丸の内1-1-1' };

const restOrder = (number: string, customer: number) => ({
  id: Number(number) + 5000,
  parent_id: 0,
  number,
  order_key: 'wc_order_x1',
  created_via: 'checkout',
  version: '9.1',
  status: 'completed',
  currency: 'JPY',
  date_created: '2026-04-01T21:03:00',
  date_created_gmt: '2026-04-01T12:03:00',
  discount_total: '0',
  total: '4300',
  customer_id: customer,
  customer_ip_address: '203.0.113.9',
  customer_user_agent: 'Mozilla/5.0',
  billing: {
    first_name: '夏帆',
    last_name: '青木',
    company: '',
    address_1: '丸の内1-1-1',
    address_2: '',
    city: '千代田区',
    state: 'JP13',
    postcode: '100-0005',
    country: 'JP',
    email: 'kaho@example.jp',
    phone: '09012345678',
  },
  shipping: {
    first_name: '冬馬',
    last_name: '青木',
    address_1: '梅田1-1',
    address_2: '',
    city: '大阪市北区',
    state: 'JP27',
    postcode: '530-0001',
    country: 'JP',
  },
  payment_method: 'stripe',
  payment_method_title: 'クレジットカード',
  date_paid: '2026-04-01T21:04:00',
  cart_hash: 'abc',
  meta_data: [],
  line_items: [
    { id: 1, name: 'ジェラート', product_id: 7, quantity: 2, total: '3000', sku: 'G-1' },
    { id: 2, name: '彩のデザート', product_id: 8, quantity: 1, total: '1300', sku: 'D-1' },
  ],
  refunds: [],
});

/** SHA-256 as the events have it. */
const sha2 = (text: string): string => createHash('sha256').update(text).digest('hex').toUpperCase();

export const opluxEvent = (id: string, result: string) => ({
  event: {
    model_id: 'ATB_01',
    event_id_for_shop: id,
    event_type: 'EC',
    ip_address_only: '203.0.113.9',
    cookie_only: 'ck-1',
    ec: {
      media_code: 'Web購入',
      buy_datetime: '2026/04/01 21:03:00',
      settle: { status: '10', datetime: '2026/04/02 00:00:00', amount: 4300, currency: 'JPY', method: '01' },
      customers: {
        buyer: {
          ID: 'm-5',
          hashed_name: { first_name_sha2: sha2('太郎'), last_name_sha2: sha2('見本'), validName: 1 },
          address: {
            country: 'JP',
            zipcode: '1000005',
            addressA: '東京都',
            addressB: '千代田区',
            addressC: '丸の内1-1-1',
          },
          tel: { fixed_number: '0312345678', mobile_number: '09012345678' },
          email: { pc: { hashed_account_sha2: sha2('taro'), domain: 'example.jp' } },
        },
        deliveries: [
          {
            address: { zipcode: '5300001', addressA: '大阪府', addressB: '大阪市北区', addressC: '梅田1-1' },
            tel: { mobile_number: '08011112222' },
          },
        ],
      },
      items: [
        { shop_item_id: 'G-1', item_price: 1500, item_quantity: 2, item_name: 'ジェラート' },
        { shop_item_id: 'D-1', item_price: 1300, item_quantity: 1, item_name: '彩のデザート' },
      ],
    },
  },
  aaresult: { result },
  rules: [
    { code: 'BLK_COK', ng: 10_000, fired: true },
    { code: 'SEI_FURIGANA', ng: 10, fired: true },
  ],
});

export const jsonLines = (...objects: object[]): Uint8Array =>
  Buffer.from(objects.map((one) => `${JSON.stringify(one)}\n`).join(''));

const aoeRow = {
  'Order Number': '1001',
  'Order Status': 'Completed',
  'Order Date': '2026-04-01 21:03',
  'First Name (Billing)': '夏帆',
  'Last Name (Billing)': '青木',
  'Address 1&2 (Billing)': '丸の内1-1-1',
  'City (Billing)': '千代田区',
  'State Code (Billing)': 'JP13',
  'Postcode (Billing)': '100-0005',
  'Email (Billing)': 'kaho@example.jp',
  'Phone (Billing)': '09012345678',
  'Payment Method Title': 'クレジットカード',
  'Order Total Amount': '4300',
};
const flatRow = {
  order_total: '4300',
  payment_method: 'stripe',
  billing_first_name: '夏帆',
  billing_last_name: '青木',
  billing_email: 'kaho@example.jp',
  billing_phone: '09012345678',
  billing_address_1: '丸の内1-1-1',
  billing_postcode: '100-0005',
  billing_city: '千代田区',
  status: 'completed',
};
const welcartRow = {
  ID: '17',
  注文番号: '00001001',
  注文日時: '2026-04-01 21:03:00',
  会員No: '5',
  Eメール: 'kaho@example.jp',
  氏名: '青木 夏帆',
  フリガナ: 'アオキ カホ',
  郵便番号: '100-0005',
  都道府県: '東京都',
  市区郡町村: '千代田区',
  番地: '丸の内1-1-1',
  電話番号: '09012345678',
  支払方法: '代金引換',
  配送先氏名: '青木 冬馬',
  配送先都道府県: '大阪府',
  総合計金額: '4300',
};
const welcartHead =
  'ID,注文番号,注文日時,会員No,Eメール,氏名,フリガナ,郵便番号,国,都道府県,市区郡町村,番地,ビル名,電話番号,FAX番号,配送先氏名,配送先フリガナ,配送先郵便番号,配送先国,配送先都道府県,配送先市町村,配送先番地,配送先ビル名,配送先電話番号,配送先FAX番号,発送日,支払方法';
const common = {
  id: '1001',
  amount: 4300,
  at,
  name: '青木 夏帆',
  mail: 'kaho@example.jp',
  phone: '09012345678',
  ...home,
};

/** An order as order.xsd has it, of the elements an export writes. */
export const salesforceOrder = (number: string): string => `
  <order order-no="${number}">
    <order-date>2026-04-01T12:03:00.000Z</order-date>
    <created-by>storefront</created-by>
    <original-order-no>${number}</original-order-no>
    <currency>JPY</currency>
    <customer-locale>ja_JP</customer-locale>
    <taxation>gross</taxation>
    <customer>
      <guest>false</guest>
      <customer-no>00000005</customer-no>
      <customer-name>夏帆 青木</customer-name>
      <customer-email>kaho@example.jp</customer-email>
      <billing-address>
        <first-name>夏帆</first-name><last-name>青木</last-name>
        <address1>丸の内1-1-1</address1><city>千代田区</city><postal-code>100-0005</postal-code>
        <state-code>東京都</state-code><country-code>JP</country-code><phone>09012345678</phone>
      </billing-address>
    </customer>
    <status><order-status>NEW</order-status><shipping-status>NOT_SHIPPED</shipping-status></status>
    <channel-type>Storefront</channel-type>
    <current-order-no>${number}</current-order-no>
    <product-lineitems>
      <product-lineitem>
        <net-price>2727.00</net-price><gross-price>3000.00</gross-price><base-price>1500.00</base-price><position>1</position>
        <product-id>G-1</product-id><product-name>ジェラート</product-name><quantity unit="">2.0</quantity>
        <tax-rate>0.1</tax-rate><shipment-id>s${number}</shipment-id>
      </product-lineitem>
      <product-lineitem>
        <net-price>1182.00</net-price><gross-price>1300.00</gross-price><base-price>1300.00</base-price><position>2</position>
        <product-id>D-1</product-id><product-name>彩のデザート</product-name><quantity unit="">1.0</quantity>
        <tax-rate>0.1</tax-rate><shipment-id>s${number}</shipment-id>
      </product-lineitem>
    </product-lineitems>
    <shipments>
      <shipment shipment-id="s${number}">
        <status><shipping-status>NOT_SHIPPED</shipping-status></status>
        <shipping-address>
          <first-name>冬馬</first-name><last-name>青木</last-name><address1>梅田1-1</address1>
          <city>大阪市北区</city><postal-code>530-0001</postal-code><state-code>大阪府</state-code>
        </shipping-address>
      </shipment>
    </shipments>
    <totals>
      <merchandize-total><gross-price>4300</gross-price></merchandize-total>
      <order-total><net-price>3909</net-price><tax>391</tax><gross-price>4300</gross-price></order-total>
    </totals>
    <payments>
      <payment>
        <credit-card>
          <card-type>VISA</card-type><card-number>XXXX-XXXX-XXXX-1111</card-number><card-holder>KAHO AOKI</card-holder>
          <card-token>tok-1</card-token><expiration-month>4</expiration-month><expiration-year>2029</expiration-year>
        </credit-card>
        <amount>4300</amount><processor-id>GMO_CREDIT</processor-id><transaction-id>tr-${number}</transaction-id>
      </payment>
    </payments>
    <remoteHost>203.0.113.9</remoteHost>
    <custom-attributes>
      <custom-attribute attribute-id="giftWrap">true</custom-attribute>
    </custom-attributes>
  </order>`;

export const layoutSamples: readonly LayoutSample[] = [
  {
    layout: 'salesforce-b2c-orders',
    fileName: 'orders.xml',
    content: Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?>\n<orders xmlns="http://www.demandware.com/xml/impex/order/2006-10-31">${salesforceOrder('1001')}${salesforceOrder('1002')}\n</orders>\n`,
    ),
    order: {
      ...common,
      pref: '東京都',
      items: 'ジェラート, 彩のデザート',
      pieces: 3,
      to: '青木 冬馬',
      topref: '大阪府',
      member: '00000005',
      pay: 'GMO_CREDIT',
      ip: '203.0.113.9',
      media: 'Storefront',
      transaction_id: 'tr-1001',
    },
    keys,
    report: { read: 2, accepted: 2 },
    later: ['status.order-status', 'status.shipping-status'],
    gone: ['card-token', 'card-holder'],
    goods: [
      ['G-1', 'ジェラート', 1500, 2, 3000],
      ['D-1', '彩のデザート', 1300, 1, 1300],
    ],
  },
  {
    layout: 'makeshop',
    fileName: 'orders.csv',
    // Shops choose the columns they export. Up to the orderer's reading they are the published ones; the others are
    // headings as carts write them.
    content: table(
      '日付,注文時間,注文番号,処理状況,会社名,会社名(振り仮名),部署名,注文者,注文者(振り仮名),郵便番号,都道府県,住所,電話番号,メールアドレス,決済方法,合計金額,商品名,数量',
      [
        {
          日付: '2026/4/1',
          注文時間: '210300',
          注文番号: 'P260401210300000001',
          処理状況: '未処理',
          注文者: '青木 夏帆',
          '注文者(振り仮名)': 'アオキカホ',
          郵便番号: '100-0005',
          都道府県: '東京都',
          住所: '千代田区丸の内1-1-1',
          電話番号: '09012345678',
          メールアドレス: 'kaho@example.jp',
          決済方法: 'クレジットカード決済',
          合計金額: '4300',
          商品名: 'ジェラート',
          数量: '2',
        },
        { 日付: '2026/4/13', 注文時間: '062900', 注文番号: 'P260413062900000002', 処理状況: '配送', 合計金額: '1300' },
      ],
      'SJIS',
    ),
    order: {
      id: 'P260401210300000001',
      at,
      amount: 4300,
      name: '青木 夏帆',
      kana: 'アオキカホ',
      zip: '100-0005',
      pref: '東京都',
      address: '千代田区丸の内1-1-1',
      phone: '09012345678',
      mail: 'kaho@example.jp',
      pay: 'クレジットカード決済',
      items: 'ジェラート',
      pieces: 2,
    },
    keys,
    report: { read: 2, accepted: 2 },
    later: ['処理状況'],
    gone: [],
  },
  {
    layout: 'woocommerce-rest',
    fileName: 'orders.jsonl',
    content: jsonLines(restOrder('1001', 0), restOrder('1002', 0)),
    order: {
      ...common,
      items: 'ジェラート, 彩のデザート',
      pieces: 3,
      to: '青木 冬馬',
      ip: '203.0.113.9',
      pay: 'stripe',
      member: null,
    },
    keys,
    report: { read: 2, accepted: 2 },
    later: ['status', 'date_paid', 'refunds'],
    gone: ['order_key', 'cart_hash'],
    goods: [
      ['G-1', 'ジェラート', null, 2, 3000],
      ['D-1', '彩のデザート', null, 1, 1300],
    ],
  },
  {
    layout: 'woocommerce-advanced-order-export',
    fileName: 'orders.csv',
    content: table(
      'Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),Company (Billing),Address 1&2 (Billing),City (Billing),State Code (Billing),Postcode (Billing),Country Code (Billing),Email (Billing),Phone (Billing),First Name (Shipping),Last Name (Shipping),Address 1&2 (Shipping),City (Shipping),State Code (Shipping),Postcode (Shipping),Country Code (Shipping),Payment Method Title,Cart Discount Amount,Order Subtotal Amount,Shipping Method Title,Order Shipping Amount,Order Refund Amount,Order Total Amount,Order Total Tax Amount,SKU,Item #,Item Name,Quantity,Item Cost,Coupon Code,Discount Amount,Discount Amount Tax',
      [
        { ...aoeRow, 'Item Name': 'ジェラート', Quantity: '2' },
        { ...aoeRow, 'Item Name': '彩のデザート', Quantity: '1' },
        { ...aoeRow, 'Order Number': '1002', 'Item Name': 'ジェラート', Quantity: '1' },
      ],
    ),
    order: { ...common, items: 'ジェラート, 彩のデザート', pieces: 3, pay: 'クレジットカード' },
    keys,
    report: { read: 3, accepted: 2, lines: 1 },
    later: ['Order Status', 'Order Refund Amount'],
    gone: [],
  },
  {
    layout: 'woocommerce-webtoffee',
    fileName: 'orders.csv',
    content: table(
      'order_id,order_number,order_date,paid_date,status,shipping_total,shipping_tax_total,fee_total,fee_tax_total,tax_total,cart_discount,order_discount,discount_total,order_total,order_subtotal,order_currency,payment_method,payment_method_title,transaction_id,customer_ip_address,customer_user_agent,shipping_method,customer_id,customer_user,customer_email,billing_first_name,billing_last_name,billing_email,billing_phone,billing_address_1,billing_address_2,billing_postcode,billing_city,billing_state,billing_country',
      [
        {
          ...flatRow,
          order_id: '6001',
          order_number: '1001',
          order_date: '4/1/2026 21:03:00',
          order_currency: 'JPY',
          customer_ip_address: '203.0.113.9',
          customer_id: '0',
        },
        { ...flatRow, order_id: '6002', order_number: '1002', order_date: '4/13/2026 6:29:00', order_currency: 'JPY' },
      ],
    ),
    order: { ...common, ip: '203.0.113.9', pay: 'stripe', member: null },
    keys,
    report: { read: 2, accepted: 2 },
    later: ['status', 'paid_date'],
    gone: [],
  },
  {
    layout: 'woocommerce-skyverge',
    fileName: 'orders.csv',
    content: table(
      'order_id,order_number_formatted,order_number,date,status,order_shipping,order_shipping_tax,order_fees,order_fee_tax,order_tax,cart_discount,order_discount,order_total,payment_method,shipping_method,customer_user,billing_first_name,billing_last_name,billing_email,billing_phone,billing_address_1,billing_address_2,billing_postcode,billing_city,billing_state,billing_country,billing_company,shipping_first_name,shipping_last_name,shipping_address_1,shipping_address_2,shipping_postcode,shipping_city,shipping_state,shipping_country,shipping_company,customer_note,order_item_1,order_item_2,download_permissions_granted,order_notes,shipping_method_1,shipping_cost_1',
      [
        {
          ...flatRow,
          order_id: '6001',
          order_number_formatted: '1001',
          date: '4/1/2026 21:03',
          shipping_first_name: '冬馬',
          shipping_last_name: '青木',
        },
      ],
    ),
    order: { ...common, to: '青木 冬馬' },
    keys,
    report: { read: 1, accepted: 1 },
    later: ['status', 'order_notes'],
    gone: [],
  },
  {
    layout: 'welcart-orders',
    fileName: 'usces_order_list.csv',
    content: table(
      `${welcartHead},配送方法,到着希望日,配送時間帯,発送予定日,総合計金額,付与ポイント,使用ポイント,値引き,送料,備考`,
      [welcartRow],
      'SJIS',
      '\n',
    ),
    order: {
      ...common,
      id: '00001001',
      kana: 'アオキ カホ',
      pref: '東京都',
      to: '青木 冬馬',
      topref: '大阪府',
      member: '5',
      pay: '代金引換',
    },
    keys,
    report: { read: 1, accepted: 1 },
    later: ['発送予定日'],
    gone: [],
  },
  {
    layout: 'welcart-details',
    fileName: 'usces_new_order_detail.csv',
    content: table(
      `${welcartHead},決済ID,配送方法,到着希望日,配送時間帯,発送予定日,送り状番号,総合計金額,商品合計,付与ポイント,使用ポイント,値引き,送料,備考,商品コード,SKUコード,商品名,SKU表示名,商品オプション,数量,単価,単位,管理者メモ`,
      [
        { ...welcartRow, 商品名: 'ジェラート', 数量: '2' },
        { ...welcartRow, 商品名: '彩のデザート', 数量: '1' },
      ],
      'SJIS',
      '\n',
    ),
    order: { ...common, id: '00001001', items: 'ジェラート, 彩のデザート', pieces: 3 },
    keys,
    report: { read: 2, accepted: 1, lines: 1 },
    later: ['管理者メモ', '送り状番号'],
    gone: [],
  },
  {
    layout: 'ecforce',
    fileName: 'orders.csv',
    content: table(
      '受注ID,受注番号,顧客番号,購入URL,購入オファー,定期受注番号,対応状況,メールアドレス,小計,支払い合計,受注日,支払い方法,決済状況,取引ID,取引パスワード,IPアドレス,デバイス,O-PLUX 与信結果,O-PLUX 判定理由,広告URLグループ名,定期ステータス,請求先（名前フル）,請求先（カナフル）,請求先（郵便番号フル・ハイフンあり）,請求先（都道府県）,請求先（住所1）,請求先（住所2）,請求先（住所3）,請求先（電話番号フル）,お届け先（名前1）,お届け先（名前2）,お届け先（都道府県）,購入商品（商品名）,購入商品（個数）',
      [
        {
          受注番号: '1001',
          顧客番号: 'C000000005',
          対応状況: '確認中（注文後）',
          メールアドレス: 'kaho@example.jp',
          支払い合計: '4300',
          受注日: '2026/04/01 21:03',
          支払い方法: 'NP後払い',
          取引パスワード: 's3cret',
          IPアドレス: '203.0.113.9',
          'O-PLUX 与信結果': 'OK',
          広告URLグループ名: 'LP-A',
          '請求先（名前フル）': '青木 夏帆',
          '請求先（カナフル）': 'アオキ カホ',
          '請求先（郵便番号フル・ハイフンあり）': '100-0005',
          '請求先（都道府県）': '東京都',
          '請求先（住所1）': '千代田区',
          '請求先（住所2）': '丸の内1-1-1',
          '請求先（電話番号フル）': '09012345678',
          'お届け先（名前1）': '青木',
          'お届け先（名前2）': '冬馬',
          'お届け先（都道府県）': '大阪府',
          '購入商品（商品名）': 'ジェラート,彩のデザート',
        },
      ],
      'SJIS',
    ),
    order: {
      ...common,
      kana: 'アオキ カホ',
      pref: '東京都',
      to: '青木 冬馬',
      topref: '大阪府',
      member: 'C000000005',
      pay: 'NP後払い',
      ip: '203.0.113.9',
      items: 'ジェラート,彩のデザート',
      media: 'LP-A',
      result: 'OK',
    },
    keys,
    report: { read: 1, accepted: 1 },
    later: ['対応状況', '定期ステータス'],
    gone: ['取引パスワード'],
  },
  {
    layout: 'futureshop',
    fileName: '受注.csv',
    content: table(
      '受注コード,注文日時,請求合計金額,総合計金額,商品合計金額,消費税合計,送料,決済方法,購入経路区分,処理状況区分,入金フラグ,入金確認日,会員ID,氏名(姓),氏名(名),フリガナ(姓),フリガナ(名),メールアドレス(メイン),郵便番号,都道府県区分,住所1,住所2,住所3,電話番号(メイン),携帯電話番号,お届け先氏名(姓),お届け先氏名(名),お届け先郵便番号,お届け先都道府県区分,お届け先住所1,お届け先住所2,お届け先電話番号,お届け先別明細番号,発送日,商品番号,商品名,販売単価,購入数量',
      ['ジェラート', '彩のデザート'].map((goods) => ({
        受注コード: '1001',
        注文日時: '2026/04/01 21:03:00',
        請求合計金額: '4300',
        総合計金額: '4500',
        決済方法: 'クレジットカード',
        入金フラグ: '1',
        会員ID: 'm-5',
        '氏名(姓)': '青木',
        '氏名(名)': '夏帆',
        'フリガナ(姓)': 'アオキ',
        'フリガナ(名)': 'カホ',
        'メールアドレス(メイン)': 'kaho@example.jp',
        郵便番号: '100-0005',
        都道府県区分: '東京都',
        住所1: '千代田区',
        住所2: '丸の内1-1-1',
        '電話番号(メイン)': '09012345678',
        'お届け先氏名(姓)': '青木',
        'お届け先氏名(名)': '冬馬',
        お届け先都道府県区分: '大阪府',
        商品名: goods,
        購入数量: '1',
      })),
      'SJIS',
    ),
    order: {
      ...common,
      kana: 'アオキ カホ',
      to: '青木 冬馬',
      topref: '大阪府',
      member: 'm-5',
      items: 'ジェラート, 彩のデザート',
      pieces: 2,
    },
    keys,
    report: { read: 2, accepted: 1, lines: 1 },
    later: ['入金フラグ', '処理状況区分'],
    gone: [],
  },
  {
    layout: 'oplux-events',
    fileName: 'events.jsonl',
    content: jsonLines(opluxEvent('1001', 'REVIEW'), opluxEvent('1002', 'OK')),
    order: {
      id: '1001',
      amount: 4300,
      at,
      member: 'm-5',
      mail: `${sha2('taro')}@example.jp`,
      name: `${sha2('見本')} ${sha2('太郎')}`,
      phone: '09012345678',
      zip: '1000005',
      pref: '東京都',
      city: '千代田区',
      address: '丸の内1-1-1',
      topref: '大阪府',
      items: 'ジェラート, 彩のデザート',
      pieces: 3,
      pay: '01',
      status: '10',
      media: 'Web購入',
      ip: '203.0.113.9',
      result: 'REVIEW',
      rules: 'BLK_COK, SEI_FURIGANA',
    },
    keys,
    report: { read: 2, accepted: 2 },
    later: ['rules', 'event.ec.settle.datetime'],
    gone: [],
    goods: [
      ['G-1', 'ジェラート', 1500, 2, 3000],
      ['D-1', '彩のデザート', 1300, 1, 1300],
    ],
  },
  {
    layout: 'oplux-events',
    fileName: 'events.csv',
    content: table(
      'event.model_id,event.event_id_for_shop,event.ec.buy_datetime,event.ec.settle.amount,event.ec.settle.currency,event.ec.settle.method,event.ec.settle.status,event.ec.customers.buyer.tel.fixed_number,event.ec.customers.buyer.address.addressA,event.ec.customers.deliveries[].address.addressA,event.ec.items[].item_name,aaresult.result,rules[].code',
      [
        {
          'event.model_id': 'CRD_01',
          'event.event_id_for_shop': '1001',
          'event.ec.buy_datetime': '2026/04/01 21:03:00',
          'event.ec.settle.amount': '4300',
          'event.ec.settle.currency': 'JPY',
          'event.ec.settle.method': '02',
          'event.ec.customers.buyer.tel.fixed_number': '0312345678',
          'event.ec.customers.buyer.address.addressA': '東京都',
          'event.ec.customers.deliveries[].address.addressA': '大阪府',
          'aaresult.result': 'NG',
          'rules[].code': 'BLK_COK',
        },
      ],
    ),
    order: {
      id: '1001',
      amount: 4300,
      at,
      phone: '0312345678',
      pref: '東京都',
      topref: '大阪府',
      pay: '02',
      result: 'NG',
      rules: 'BLK_COK',
    },
    keys: { address: [null, 'none'], phone: ['+81312345678', 'certain'] },
    report: { read: 1, accepted: 1 },
    later: [],
    gone: [],
  },
];
