/**
 * The one table of canonical order columns. Everything that names a column reads it from here: the importer's
 * header matching, the project's table, rule scope, the grid, exports and redaction.
 */

/** How a value is stored: text; integer minor units; instant (UTC); int (|x| < 2^53); double; bool. */
export type ColumnType = 'text' | 'money' | 'timestamp' | 'int' | 'double' | 'bool';

/** Personal-data class: decides what is masked in logs, reports, exports and vectors. */
export type Pii = 'none' | 'identity' | 'contact' | 'card' | 'network';

/**
 * When the value is known. `screening`: at the order, usable in rules. `outcome`: knows the result; shown, never
 * in rule scope. `after`: happens after screening; shown, never in rule scope.
 */
export type KnownAt = 'screening' | 'outcome' | 'after';

export interface CanonicalColumn {
  readonly name: string;
  /** Path in rules, e.g. `order.amount`; every column has one even when out of scope, so that the editor can say why. */
  readonly path: string;
  /** Dotted path of the field in the production event (oplux-vocabulary). */
  readonly touchpoint: string;
  readonly type: ColumnType;
  readonly pii: Pii;
  readonly knownAt: KnownAt;
  readonly ja: string;
  readonly en: string;
  /** Header spellings seen in carts and payment files, compared after NFKC, lower case and removal of spaces and `_-.`. */
  readonly synonyms: readonly string[];
}

const column = (
  name: string,
  path: string,
  touchpoint: string,
  type: ColumnType,
  pii: Pii,
  knownAt: KnownAt,
  ja: string,
  en: string,
  synonyms: readonly string[],
): CanonicalColumn => ({ name, path, touchpoint, type, pii, knownAt, ja, en, synonyms });

const buyer = 'event.ec.customers.buyer';
const delivery = 'event.ec.customers.deliveries[]';
const settle = 'event.ec.settle';

export const canonicalColumns = [
  column('event_id', 'order.id', 'event.event_id_for_shop', 'text', 'identity', 'screening', '注文番号', 'Order ID', [
    '注文番号',
    '注文id',
    '受注番号',
    '受注id',
    '伝票番号',
    'orderid',
    'orderno',
    'ordernumber',
    'eventid',
    'transactionid',
    'transnum',
    'name#',
  ]),
  column(
    'ordered_at',
    'order.time',
    'event.ec.buy_datetime',
    'timestamp',
    'none',
    'screening',
    '注文日時',
    'Ordered at',
    [
      '注文日時',
      '注文日',
      '受注日時',
      '受注日',
      '購入日時',
      '購入日',
      'orderdate',
      'orderedat',
      'ordertime',
      'orderdatetime',
      'createdat',
      'buydatetime',
      'purchasedat',
      'datetime',
      'timestamp',
      'transdatetranstime',
      'unixtime',
    ],
  ),
  column('amount', 'order.amount', `${settle}.amount`, 'money', 'none', 'screening', '金額', 'Amount', [
    '合計金額',
    '請求金額',
    '決済金額',
    'お支払い合計',
    '支払合計',
    '合計',
    '総合計',
    '注文金額',
    '受注金額',
    '金額',
    'amount',
    'amt',
    'total',
    'ordertotal',
    'totalprice',
    'totalamount',
    'grandtotal',
  ]),
  column('currency', 'order.currency', `${settle}.currency`, 'text', 'none', 'screening', '通貨', 'Currency', [
    '通貨',
    '通貨コード',
    'currency',
    'currencycode',
  ]),
  column(
    'payment_method',
    'order.payment_method',
    `${settle}.method`,
    'text',
    'none',
    'screening',
    '支払方法',
    'Payment method',
    ['支払方法', '支払い方法', 'お支払い方法', '決済方法', '決済手段', 'paymentmethod', 'payment', 'settlemethod'],
  ),
  column(
    'settle_status',
    'order.settle_status',
    `${settle}.status`,
    'text',
    'none',
    'outcome',
    '決済ステータス',
    'Settlement status',
    [
      '決済ステータス',
      '決済状況',
      '入金ステータス',
      '入金状況',
      '支払状況',
      'settlestatus',
      'settlementstatus',
      'paymentstatus',
      'financialstatus',
    ],
  ),
  column(
    'card_bin',
    'card.bin',
    `${settle}.credit_card.bincode`,
    'text',
    'card',
    'screening',
    'カードBIN',
    'Card BIN',
    [
      'カードbin',
      'bin',
      'bincode',
      'cardbin',
      'binコード',
      'カード番号',
      'カード番号(先頭6桁)',
      'cardnumber',
      'ccnum',
      'creditcardnumber',
    ],
  ),
  column('card_token', 'card.token', '', 'text', 'card', 'screening', 'カード識別子', 'Card token', [
    'cardtoken',
    'カードトークン',
    'cardhash',
    'cardfingerprint',
  ]),
  column('member_id', 'buyer.id', `${buyer}.ID`, 'text', 'identity', 'screening', '会員ID', 'Member ID', [
    '会員id',
    '会員番号',
    '顧客id',
    '顧客番号',
    '顧客コード',
    'memberid',
    'customerid',
    'userid',
    'buyerid',
    'customerno',
  ]),
  column('email', 'buyer.email', `${buyer}.email.pc`, 'text', 'contact', 'screening', 'メールアドレス', 'E-mail', [
    'メールアドレス',
    'メール',
    'email',
    'e-mail',
    'mail',
    'mailaddress',
    'emailaddress',
    '注文者メールアドレス',
    'buyeremail',
  ]),
  column('phone', 'buyer.phone', `${buyer}.tel`, 'text', 'contact', 'screening', '電話番号', 'Phone', [
    '電話番号',
    '電話',
    'tel',
    'phone',
    'phonenumber',
    '注文者電話番号',
    'billingphone',
    'buyerphone',
    '携帯電話番号',
  ]),
  column('buyer_name', 'buyer.name', `${buyer}.name`, 'text', 'identity', 'screening', '氏名', 'Buyer name', [
    '氏名',
    'お名前',
    '名前',
    '注文者',
    '注文者名',
    '注文者氏名',
    '購入者名',
    '顧客名',
    'customername',
    'buyername',
    'billingname',
    'fullname',
  ]),
  column(
    'buyer_kana',
    'buyer.name_kana',
    `${buyer}.name_kana`,
    'text',
    'identity',
    'screening',
    '氏名カナ',
    'Buyer name (kana)',
    [
      'フリガナ',
      'ふりがな',
      '氏名カナ',
      '氏名(カナ)',
      'お名前(カナ)',
      '注文者カナ',
      '注文者フリガナ',
      '注文者名カナ',
      'namekana',
      'kana',
      'buyerkana',
    ],
  ),
  column(
    'buyer_zip',
    'buyer.zipcode',
    `${buyer}.address.zipcode`,
    'text',
    'contact',
    'screening',
    '郵便番号',
    'Postal code',
    [
      '郵便番号',
      '〒',
      '注文者郵便番号',
      'zip',
      'zipcode',
      'postalcode',
      'postcode',
      'billingzip',
      'billingpostcode',
      'buyerzip',
    ],
  ),
  column(
    'buyer_pref',
    'buyer.prefecture',
    `${buyer}.address.addressA`,
    'text',
    'contact',
    'screening',
    '都道府県',
    'Prefecture',
    [
      '都道府県',
      '住所1',
      '注文者都道府県',
      'prefecture',
      'pref',
      'state',
      'billingstate',
      'billingprovince',
      'buyerpref',
    ],
  ),
  column('buyer_city', 'buyer.city', `${buyer}.address.addressB`, 'text', 'contact', 'screening', '市区町村', 'City', [
    '市区町村',
    '住所2',
    '注文者市区町村',
    'city',
    'billingcity',
    'buyercity',
  ]),
  column(
    'buyer_address',
    'buyer.address',
    `${buyer}.address.addressC`,
    'text',
    'contact',
    'screening',
    '住所',
    'Address',
    [
      '住所',
      '番地',
      '住所3',
      '町域番地',
      '注文者住所',
      '注文者番地',
      'address',
      'address1',
      'street',
      'billingaddress1',
      'buyeraddress',
    ],
  ),
  column(
    'delivery_name',
    'delivery.name',
    `${delivery}.name`,
    'text',
    'identity',
    'screening',
    '配送先氏名',
    'Recipient name',
    [
      '配送先氏名',
      '送付先氏名',
      'お届け先氏名',
      'お届け先名',
      '届け先氏名',
      '配送先名',
      'shippingname',
      'deliveryname',
      'recipient',
      'recipientname',
    ],
  ),
  column(
    'delivery_kana',
    'delivery.name_kana',
    `${delivery}.name_kana`,
    'text',
    'identity',
    'screening',
    '配送先カナ',
    'Recipient name (kana)',
    [
      '配送先フリガナ',
      '配送先カナ',
      '配送先氏名カナ',
      '送付先フリガナ',
      'お届け先フリガナ',
      'deliverykana',
      'shippingkana',
    ],
  ),
  column(
    'delivery_phone',
    'delivery.phone',
    `${delivery}.tel`,
    'text',
    'contact',
    'screening',
    '配送先電話番号',
    'Recipient phone',
    ['配送先電話番号', '送付先電話番号', 'お届け先電話番号', 'shippingphone', 'deliveryphone', 'deliverytel'],
  ),
  column(
    'delivery_zip',
    'delivery.zipcode',
    `${delivery}.address.zipcode`,
    'text',
    'contact',
    'screening',
    '配送先郵便番号',
    'Delivery postal code',
    ['配送先郵便番号', '送付先郵便番号', 'お届け先郵便番号', 'shippingzip', 'shippingpostcode', 'deliveryzip'],
  ),
  column(
    'delivery_pref',
    'delivery.prefecture',
    `${delivery}.address.addressA`,
    'text',
    'contact',
    'screening',
    '配送先都道府県',
    'Delivery prefecture',
    [
      '配送先都道府県',
      '送付先都道府県',
      'お届け先都道府県',
      '配送先住所1',
      'shippingstate',
      'shippingprovince',
      'deliverypref',
    ],
  ),
  column(
    'delivery_city',
    'delivery.city',
    `${delivery}.address.addressB`,
    'text',
    'contact',
    'screening',
    '配送先市区町村',
    'Delivery city',
    ['配送先市区町村', '送付先市区町村', 'お届け先市区町村', '配送先住所2', 'shippingcity', 'deliverycity'],
  ),
  column(
    'delivery_address',
    'delivery.address',
    `${delivery}.address.addressC`,
    'text',
    'contact',
    'screening',
    '配送先住所',
    'Delivery address',
    ['配送先住所', '配送先番地', '送付先住所', 'お届け先住所', '配送先住所3', 'shippingaddress1', 'deliveryaddress'],
  ),
  column(
    'ip_address',
    'ip.address',
    'event.ip_address_only',
    'text',
    'network',
    'screening',
    'IPアドレス',
    'IP address',
    ['ipアドレス', 'ip', 'ipaddress', 'clientip', 'remoteip', 'browserip', 'customerip', 'customeripaddress'],
  ),
  column('cookie_id', 'cookie.id', 'event.cookie_only', 'text', 'network', 'screening', 'Cookie ID', 'Cookie ID', [
    'cookieid',
    'cookie',
    'クッキー',
    'クッキーid',
    'sessionid',
  ]),
  column('device_id', 'device.id', 'event.device_info', 'text', 'network', 'screening', '端末ID', 'Device ID', [
    '端末id',
    'デバイスid',
    'deviceid',
    'device',
    'devicefingerprint',
    'fingerprint',
  ]),
  column(
    'user_agent',
    'device.user_agent',
    'event.device_info.user_agent',
    'text',
    'network',
    'screening',
    'ユーザーエージェント',
    'User agent',
    ['ユーザーエージェント', 'useragent', 'ua', '閲覧環境'],
  ),
  column('items_summary', 'items.summary', 'event.ec.items[].item_name', 'text', 'none', 'screening', '商品', 'Items', [
    '商品',
    '商品名',
    '購入商品',
    '商品内容',
    '明細',
    'items',
    'itemname',
    'lineitemname',
    'product',
    'products',
    'itemssummary',
  ]),
  column(
    'item_quantity',
    'items.quantity',
    'event.ec.items[].item_quantity',
    'int',
    'none',
    'screening',
    '商品点数',
    'Item quantity',
    ['商品点数', '点数', '数量', '個数', '商品数', 'quantity', 'qty', 'itemquantity', 'lineitemquantity'],
  ),
  column(
    'media_code',
    'order.media_code',
    'event.ec.media_code',
    'text',
    'none',
    'screening',
    '媒体コード',
    'Media code',
    [
      '媒体コード',
      '媒体',
      '広告コード',
      '流入元',
      'mediacode',
      'media',
      'channel',
      'source',
      'utmsource',
      'affiliateid',
    ],
  ),
  column('order_kind', 'order.kind', 'event.ec.order_kind', 'text', 'none', 'screening', '注文種別', 'Order kind', [
    '注文種別',
    '受注種別',
    '購入区分',
    '定期区分',
    '注文区分',
    'orderkind',
    'ordertype',
  ]),
  column(
    'auth_result',
    'auth.result',
    'event.ec.settle.credit_card.auth_result',
    'text',
    'none',
    'screening',
    'オーソリ結果',
    'Authorisation result',
    [
      'オーソリ結果',
      '与信結果',
      'オーソリ',
      '承認結果',
      'authresult',
      'authorizationresult',
      'authorisationresult',
      'authstatus',
    ],
  ),
  column(
    'decline_code',
    'auth.decline_code',
    'event.ec.settle.credit_card.decline_code',
    'text',
    'none',
    'screening',
    '与信エラーコード',
    'Decline code',
    [
      'エラーコード',
      '与信エラーコード',
      'オーソリエラーコード',
      '否認コード',
      'declinecode',
      'errorcode',
      'responsecode',
    ],
  ),
  column(
    'threeds_status',
    'threeds.status',
    'event.ec.settle.credit_card.3ds.status',
    'text',
    'none',
    'screening',
    '3DS結果',
    '3-D Secure status',
    [
      '3ds結果',
      '3dsステータス',
      '本人認証結果',
      '3dセキュア結果',
      'transstatus',
      '3dsstatus',
      'threedsstatus',
      '3dsecurestatus',
    ],
  ),
  column(
    'threeds_flow',
    'threeds.flow',
    'event.ec.settle.credit_card.3ds.flow',
    'text',
    'none',
    'screening',
    '3DSフロー',
    '3-D Secure flow',
    ['3dsフロー', '認証フロー', '3dsflow', 'threedsflow', '本人認証フロー'],
  ),
  column(
    'threeds_eci',
    'threeds.eci',
    'event.ec.settle.credit_card.3ds.eci',
    'text',
    'none',
    'screening',
    'ECI',
    'ECI',
    ['eci', 'eci値', 'threedseci', '3dseci'],
  ),
  column(
    'shipped_at',
    'shipping.time',
    'event.ec.customers.deliveries[].shipping.shipped_at',
    'timestamp',
    'none',
    'after',
    '出荷日時',
    'Shipped at',
    ['出荷日時', '出荷日', '発送日', '発送日時', 'shippedat', 'shipdate', 'shippeddate', 'fulfilledat'],
  ),
  column(
    'recorded_result',
    'recorded.result',
    'aaresult.result',
    'text',
    'none',
    'outcome',
    '当時の自動審査結果',
    'Recorded automatic result',
    [
      '自動審査結果',
      '審査結果',
      '当時の審査結果',
      'aaresult',
      'aaresultresult',
      'screeningresult',
      'recordedresult',
      'recordeddecision',
    ],
  ),
  column(
    'recorded_manual_result',
    'recorded.manual_result',
    'maresult.result',
    'text',
    'none',
    'outcome',
    '当時の目視審査結果',
    'Recorded manual result',
    ['目視審査結果', '目視結果', '人手審査結果', 'maresult', 'maresultresult', 'manualresult', 'reviewresult'],
  ),
  column(
    'recorded_rules',
    'recorded.rules',
    'rules[].code',
    'text',
    'none',
    'outcome',
    '当時の該当ルール',
    'Recorded fired rules',
    ['該当ルール', '該当ルールコード', 'firedrules', 'ruleshit', 'recordedrules'],
  ),
] as const satisfies readonly CanonicalColumn[];

export type CanonicalName = (typeof canonicalColumns)[number]['name'];

const byName = new Map<string, CanonicalColumn>(canonicalColumns.map((c) => [c.name, c]));
const byPath = new Map<string, CanonicalColumn>(canonicalColumns.map((c) => [c.path, c]));

/** The canonical column of that name, or undefined. */
export function canonicalColumn(name: string): CanonicalColumn | undefined {
  return byName.get(name);
}

/** The canonical column a rule path reads, or undefined (custom.* is not here). */
export function columnOfPath(path: string): CanonicalColumn | undefined {
  return byPath.get(path);
}

/** A column kept from the client's file beyond the canonical ones; read in rules as `custom.<id>`. */
export interface CustomColumn {
  /** Stable ASCII id: a slug of the header or `c1`, `c2` …; the SQL column is `custom.<id>`. */
  readonly id: string;
  /** The header as the client wrote it. */
  readonly label: string;
  readonly type: Exclude<ColumnType, 'money'>;
  /** Whether the value was known at screening; `unsure` marks every run that reads it. */
  readonly knownAtScreening: 'yes' | 'no' | 'unsure';
}

/** A column of the project as screens and rules see it. */
export interface ProjectColumn {
  /** SQL column: a canonical name or `custom.<id>`. */
  readonly name: string;
  readonly path: string;
  readonly type: ColumnType;
  readonly pii: Pii;
  readonly knownAt: KnownAt;
  readonly label: { readonly ja: string; readonly en: string };
  /** True when the project holds at least one value. */
  readonly present: boolean;
  readonly unsure: boolean;
}

/** The project's columns in canonical order followed by custom ones; `present` holds the names that have values. */
export function projectColumns(custom: readonly CustomColumn[], present: ReadonlySet<string>): ProjectColumn[] {
  const canonical = canonicalColumns.map((c) => ({
    name: c.name,
    path: c.path,
    type: c.type,
    pii: c.pii,
    knownAt: c.knownAt,
    label: { ja: c.ja, en: c.en },
    present: present.has(c.name),
    unsure: false,
  }));
  const kept = custom.map((c) => ({
    name: `custom.${c.id}`,
    path: `custom.${c.id}`,
    type: c.type,
    // Nobody has said what a client's own text holds, so it is treated as personal.
    pii: c.type === 'text' ? ('identity' as const) : ('none' as const),
    knownAt: c.knownAtScreening === 'no' ? ('outcome' as const) : ('screening' as const),
    label: { ja: c.label, en: c.label },
    present: present.has(`custom.${c.id}`),
    unsure: c.knownAtScreening === 'unsure',
  }));
  return [...canonical, ...kept];
}
