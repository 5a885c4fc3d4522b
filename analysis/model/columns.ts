import type { IdentityKind } from './identity.ts';

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

/** Columns of a personal-data class that say nothing about one person by themselves and stay readable. */
const readable: ReadonlySet<string> = new Set([
  ...['buyer_pref', 'delivery_pref', 'buyer_address_prefecture', 'delivery_address_prefecture'],
  ...['card_bin', 'user_agent'],
]);

/** Whether the values of a column are masked where personal data must not go. */
export function isMasked(column: { readonly name: string; readonly pii: Pii }): boolean {
  return column.pii !== 'none' && !readable.has(column.name);
}

export interface CanonicalColumn {
  readonly name: string;
  /** Path in rules, e.g. `order.amount`; every column has one even when out of scope, so that the editor can say why. */
  readonly path: string;
  /** Dotted path of the field in the production event (oplux-vocabulary). */
  readonly touchpoint: string;
  readonly type: ColumnType;
  readonly pii: Pii;
  readonly knownAt: KnownAt;
  /** ISO date of the tables it is looked up in, where they are of one day: that is not what was known at the order. */
  readonly snapshot?: string;
  readonly ja: string;
  readonly en: string;
}

const column = <N extends string>(
  name: N,
  path: string,
  touchpoint: string,
  type: ColumnType,
  pii: Pii,
  knownAt: KnownAt,
  ja: string,
  en: string,
): CanonicalColumn & { readonly name: N } => ({ name, path, touchpoint, type, pii, knownAt, ja, en });

const buyer = 'event.ec.customers.buyer';
const delivery = 'event.ec.customers.deliveries[]';
const settle = 'event.ec.settle';

// A table is read by its rows.
// oxfmt-ignore
export const canonicalColumns = [
  column('event_id', 'order.id', 'event.event_id_for_shop', 'text', 'identity', 'screening', '注文番号', 'Order ID'),
  column('ordered_at', 'order.time', 'event.ec.buy_datetime', 'timestamp', 'none', 'screening', '注文日時', 'Ordered at'),
  column('amount', 'order.amount', `${settle}.amount`, 'money', 'none', 'screening', '金額', 'Amount'),
  column('currency', 'order.currency', `${settle}.currency`, 'text', 'none', 'screening', '通貨', 'Currency'),
  column('payment_method', 'order.payment_method', `${settle}.method`, 'text', 'none', 'screening', '支払方法', 'Payment method'),
  column('settle_status', 'order.settle_status', `${settle}.status`, 'text', 'none', 'outcome', '決済ステータス', 'Settlement status'),
  column('card_bin', 'card.bin', `${settle}.credit_card.bincode`, 'text', 'card', 'screening', 'カードBIN', 'Card BIN'),
  column('card_last4', 'card.last4', '', 'text', 'card', 'screening', 'カード下4桁', 'Card last four'),
  column('card_token', 'card.token', '', 'text', 'card', 'screening', 'カード識別子', 'Card token'),
  column('member_id', 'buyer.id', `${buyer}.ID`, 'text', 'identity', 'screening', '会員ID', 'Member ID'),
  column('email', 'buyer.email', `${buyer}.email.pc`, 'text', 'contact', 'screening', 'メールアドレス', 'E-mail'),
  column('phone', 'buyer.phone', `${buyer}.tel`, 'text', 'contact', 'screening', '電話番号', 'Phone'),
  column('buyer_name', 'buyer.name', `${buyer}.name`, 'text', 'identity', 'screening', '氏名', 'Buyer name'),
  column('buyer_kana', 'buyer.name_kana', `${buyer}.name_kana`, 'text', 'identity', 'screening', '氏名カナ', 'Buyer name (kana)'),
  column('buyer_zip', 'buyer.zipcode', `${buyer}.address.zipcode`, 'text', 'contact', 'screening', '郵便番号', 'Postal code'),
  column('buyer_pref', 'buyer.prefecture', `${buyer}.address.addressA`, 'text', 'contact', 'screening', '都道府県', 'Prefecture'),
  column('buyer_city', 'buyer.city', `${buyer}.address.addressB`, 'text', 'contact', 'screening', '市区町村', 'City'),
  column('buyer_address', 'buyer.address', `${buyer}.address.addressC`, 'text', 'contact', 'screening', '住所', 'Address'),
  column('delivery_name', 'delivery.name', `${delivery}.name`, 'text', 'identity', 'screening', '配送先氏名', 'Recipient name'),
  column('delivery_kana', 'delivery.name_kana', `${delivery}.name_kana`, 'text', 'identity', 'screening', '配送先カナ', 'Recipient name (kana)'),
  column('delivery_phone', 'delivery.phone', `${delivery}.tel`, 'text', 'contact', 'screening', '配送先電話番号', 'Recipient phone'),
  column('delivery_zip', 'delivery.zipcode', `${delivery}.address.zipcode`, 'text', 'contact', 'screening', '配送先郵便番号', 'Delivery postal code'),
  column('delivery_pref', 'delivery.prefecture', `${delivery}.address.addressA`, 'text', 'contact', 'screening', '配送先都道府県', 'Delivery prefecture'),
  column('delivery_city', 'delivery.city', `${delivery}.address.addressB`, 'text', 'contact', 'screening', '配送先市区町村', 'Delivery city'),
  column('delivery_address', 'delivery.address', `${delivery}.address.addressC`, 'text', 'contact', 'screening', '配送先住所', 'Delivery address'),
  column('ip_address', 'ip.address', 'event.ip_address_only', 'text', 'network', 'screening', 'IPアドレス', 'IP address'),
  column('cookie_id', 'cookie.id', 'event.cookie_only', 'text', 'network', 'screening', 'Cookie ID', 'Cookie ID'),
  column('device_id', 'device.id', 'event.device_info', 'text', 'network', 'screening', '端末ID', 'Device ID'),
  column('user_agent', 'device.user_agent', 'event.device_info.user_agent', 'text', 'network', 'screening', 'ユーザーエージェント', 'User agent'),
  column('items_summary', 'items.summary', 'event.ec.items[].item_name', 'text', 'none', 'screening', '商品', 'Items'),
  column('item_quantity', 'items.quantity', 'event.ec.items[].item_quantity', 'int', 'none', 'screening', '商品点数', 'Item quantity'),
  column('media_code', 'order.media_code', 'event.ec.media_code', 'text', 'none', 'screening', '媒体コード', 'Media code'),
  column('order_kind', 'order.kind', 'event.ec.order_kind', 'text', 'none', 'screening', '注文種別', 'Order kind'),
  column('auth_result', 'auth.result', 'event.ec.settle.credit_card.auth_result', 'text', 'none', 'screening', 'オーソリ結果', 'Authorisation result'),
  column('decline_code', 'auth.decline_code', 'event.ec.settle.credit_card.decline_code', 'text', 'none', 'screening', '与信エラーコード', 'Decline code'),
  column('transaction_id', 'order.transaction_id', '', 'text', 'identity', 'after', '決済の取引ID', 'PSP transaction ID'),
  column('approval_number', 'auth.approval_number', '', 'text', 'identity', 'after', '承認番号', 'Approval number'),
  column('threeds_status', 'threeds.status', 'event.ec.settle.credit_card.3ds.status', 'text', 'none', 'screening', '3DS結果', '3-D Secure status'),
  column('threeds_flow', 'threeds.flow', 'event.ec.settle.credit_card.3ds.flow', 'text', 'none', 'screening', '3DSフロー', '3-D Secure flow'),
  column('threeds_eci', 'threeds.eci', 'event.ec.settle.credit_card.3ds.eci', 'text', 'none', 'screening', 'ECI', 'ECI'),
  column('threeds_cavv', 'threeds.cavv', 'event.ec.settle.credit_card.3ds.cavv', 'text', 'card', 'screening', 'CAVV', 'CAVV'),
  column('shipped_at', 'shipping.time', 'event.ec.customers.deliveries[].shipping.shipped_at', 'timestamp', 'none', 'after', '出荷日時', 'Shipped at'),
  column('recorded_result', 'recorded.result', 'aaresult.result', 'text', 'none', 'outcome', '当時の自動審査結果', 'Recorded automatic result'),
  column('recorded_manual_result', 'recorded.manual_result', 'maresult.result', 'text', 'none', 'outcome', '当時の目視審査結果', 'Recorded manual result'),
  column('recorded_rules', 'recorded.rules', 'rules[].code', 'text', 'none', 'outcome', '当時の該当ルール', 'Recorded fired rules'),
] as const satisfies readonly CanonicalColumn[];

export type CanonicalName = (typeof canonicalColumns)[number]['name'];

/** A key of 名寄せ: which columns it is made of. */
export interface KeyColumn extends CanonicalColumn {
  readonly kind: IdentityKind;
  /** Read one after the other as one value; what already begins with what stands before it is not repeated. */
  readonly from: readonly CanonicalName[];
  /** What the value is read with: the postal code beside an address, the kana beside a name. */
  readonly beside?: CanonicalName;
}

/** What a value says beside its key (`facts` of an IdentityKey), also where the key may not be trusted. */
export interface FactColumn extends CanonicalColumn {
  /** The key column whose value it is a fact of. */
  readonly of: string;
  readonly fact: string;
}

const key = <N extends string>(
  name: N,
  path: string,
  kind: IdentityKind,
  pii: Pii,
  [ja, en]: readonly [string, string],
  from: readonly CanonicalName[],
  beside?: CanonicalName,
): KeyColumn & { readonly name: N } => ({
  ...column(name, path, '', 'text', pii, 'screening', ja, en),
  kind,
  from,
  ...(beside === undefined ? {} : { beside }),
});

/** Columns no file fills: made of others when orders are taken in. NULL where a value has no key that may be trusted. */
// oxfmt-ignore
export const keyColumns = [
  key('email_key', 'buyer.email_key', 'email', 'contact', ['メール（名寄せ）', 'E-mail key'], ['email']),
  key('phone_key', 'buyer.phone_key', 'phone', 'contact', ['電話番号（名寄せ）', 'Phone key'], ['phone']),
  key('buyer_name_key', 'buyer.name_key', 'person', 'identity', ['氏名（名寄せ）', 'Buyer name key'], ['buyer_name'], 'buyer_kana'),
  key('buyer_kana_key', 'buyer.kana_key', 'person', 'identity', ['氏名カナ（名寄せ）', 'Buyer kana key'], ['buyer_kana']),
  key('buyer_address_key', 'buyer.address_key', 'address', 'contact', ['住所（名寄せ）', 'Buyer address key'], ['buyer_pref', 'buyer_city', 'buyer_address'], 'buyer_zip'),
  key('delivery_name_key', 'delivery.name_key', 'person', 'identity', ['配送先氏名（名寄せ）', 'Recipient name key'], ['delivery_name'], 'delivery_kana'),
  key('delivery_kana_key', 'delivery.kana_key', 'person', 'identity', ['配送先カナ（名寄せ）', 'Recipient kana key'], ['delivery_kana']),
  key('delivery_phone_key', 'delivery.phone_key', 'phone', 'contact', ['配送先電話番号（名寄せ）', 'Recipient phone key'], ['delivery_phone']),
  key('delivery_address_key', 'delivery.address_key', 'address', 'contact', ['配送先住所（名寄せ）', 'Delivery address key'], ['delivery_pref', 'delivery_city', 'delivery_address'], 'delivery_zip'),
  key('ip_key', 'ip.key', 'ip', 'network', ['IPアドレス（名寄せ）', 'IP address key'], ['ip_address']),
  key('device_key', 'device.key', 'device', 'network', ['端末ID（名寄せ）', 'Device key'], ['device_id']),
  key('cookie_key', 'cookie.key', 'cookie', 'network', ['Cookie ID（名寄せ）', 'Cookie key'], ['cookie_id']),
  key('card_bin_key', 'card.bin_key', 'card', 'card', ['カードBIN（6桁）', 'Card BIN (6 digits)'], ['card_bin']),
  key('agent_key', 'device.family', 'agent', 'none', ['端末の種類', 'Device family'], ['user_agent']),
] as const satisfies readonly KeyColumn[];

const fact = (
  name: string,
  path: string,
  of: (typeof keyColumns)[number]['name'],
  fact: string,
  pii: Pii,
  [ja, en]: readonly [string, string],
  snapshot?: string,
): FactColumn => ({
  ...column(name, path, '', 'text', pii, 'screening', ja, en),
  of,
  fact,
  ...(snapshot === undefined ? {} : { snapshot }),
});

/** Days of the tables of @ip-location-db/dbip-country and /asn, as their versions tell. */
const countryTables = '2026-06-01';
const systemTables = '2026-06-17';

/** Columns no file fills: what keys' values say besides. */
// oxfmt-ignore
export const factColumns: readonly FactColumn[] = [
  fact('email_domain', 'buyer.email_domain', 'email_key', 'registeredDomain', 'contact', ['メールのドメイン', 'E-mail domain']),
  fact('email_class', 'buyer.email_class', 'email_key', 'class', 'none', ['メールの種類', 'Kind of e-mail']),
  fact('phone_type', 'buyer.phone_type', 'phone_key', 'type', 'none', ['電話番号の種類', 'Kind of phone']),
  fact('delivery_phone_type', 'delivery.phone_type', 'delivery_phone_key', 'type', 'none', ['配送先電話番号の種類', 'Kind of recipient phone']),
  fact('buyer_reading', 'buyer.name_reading', 'buyer_name_key', 'reading', 'none', ['氏名とカナの一致', 'Name and kana agree']),
  fact('delivery_reading', 'delivery.name_reading', 'delivery_name_key', 'reading', 'none', ['配送先氏名とカナの一致', 'Recipient name and kana agree']),
  fact('buyer_address_prefecture', 'buyer.address_prefecture', 'buyer_address_key', 'prefecture', 'contact', ['住所の都道府県', 'Address: prefecture']),
  fact('buyer_address_city', 'buyer.address_city', 'buyer_address_key', 'city', 'contact', ['住所の市区町村', 'Address: city']),
  fact('buyer_address_building', 'buyer.address_building', 'buyer_address_key', 'building', 'contact', ['住所の建物', 'Address: building']),
  fact('buyer_address_room', 'buyer.address_room', 'buyer_address_key', 'room', 'contact', ['住所の部屋番号', 'Address: room']),
  fact('delivery_address_prefecture', 'delivery.address_prefecture', 'delivery_address_key', 'prefecture', 'contact', ['配送先住所の都道府県', 'Delivery address: prefecture']),
  fact('delivery_address_city', 'delivery.address_city', 'delivery_address_key', 'city', 'contact', ['配送先住所の市区町村', 'Delivery address: city']),
  fact('delivery_address_building', 'delivery.address_building', 'delivery_address_key', 'building', 'contact', ['配送先住所の建物', 'Delivery address: building']),
  fact('delivery_address_room', 'delivery.address_room', 'delivery_address_key', 'room', 'contact', ['配送先住所の部屋番号', 'Delivery address: room']),
  fact('ip_network', 'ip.network', 'ip_key', 'network', 'network', ['IPネットワーク (/24)', 'IP network (/24)']),
  fact('ip_country', 'ip.country', 'ip_key', 'country', 'none', ['IPの国', 'IP country'], countryTables),
  fact('ip_asn', 'ip.asn', 'ip_key', 'asn', 'none', ['IPのAS番号', 'IP autonomous system'], systemTables),
  fact('ip_operator', 'ip.operator', 'ip_key', 'operator', 'none', ['IPの事業者', 'IP operator'], systemTables),
  fact('agent_browser', 'device.browser', 'agent_key', 'browser', 'none', ['ブラウザー', 'Browser']),
  fact('agent_os', 'device.os', 'agent_key', 'os', 'none', ['OS', 'Operating system']),
  fact('agent_device', 'device.kind', 'agent_key', 'device', 'none', ['端末の区分', 'Kind of device']),
];

/** The fact columns of a key column. */
export const factsOf = (of: string): readonly FactColumn[] => factColumns.filter((one) => one.of === of);

/** One column for each fact that is kept of values of a kind; several key columns may be of that kind. */
export function keptFacts(kind: IdentityKind): readonly FactColumn[] {
  const all = keyColumns.filter((column) => column.kind === kind).flatMap(({ name }) => factsOf(name));
  return all.filter(({ fact: name }, index) => all.findIndex((other) => other.fact === name) === index);
}

/** What linking says of an order (analysis/identity); there after somebody asked for it, until orders change. */
// oxfmt-ignore
export const linkColumns = [
  column('entity_id', 'entity.id', '', 'text', 'identity', 'after', '名寄せ先', 'Linked entity'),
  column('entity_orders', 'entity.orders', '', 'int', 'none', 'after', '名寄せ先の注文数', 'Orders of the entity'),
  column('entity_orders_before', 'entity.orders_before', '', 'int', 'none', 'screening', '名寄せ先の過去注文数', 'Earlier orders of the entity'),
] as const;

/** The columns of files that a column is made of: itself where it is one. */
export function sourcesOf(name: string): readonly string[] {
  const of = factColumns.find((one) => one.name === name)?.of ?? name;
  const made: KeyColumn | undefined = keyColumns.find((one) => one.name === of);
  if (made === undefined) return [name];
  return made.beside === undefined ? made.from : [...made.from, made.beside];
}

/** Columns made of others: never read from a file. */
export const derivedColumns: readonly CanonicalColumn[] = [...keyColumns, ...factColumns, ...linkColumns];

/** Every column an order may have beside those a client keeps. */
export const orderColumnsOf: readonly CanonicalColumn[] = [...canonicalColumns, ...derivedColumns];

const byName = new Map<string, CanonicalColumn>(orderColumnsOf.map((c) => [c.name, c]));

/** The canonical or derived column of that name, or undefined. */
export function canonicalColumn(name: string): CanonicalColumn | undefined {
  return byName.get(name);
}

/** The column that rules name by a path; a client's own has the path for its name. */
export const columnOfPath = (path: string): string => orderColumnsOf.find((c) => c.path === path)?.name ?? path;

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
  /** ISO date of the tables it was looked up in; absent for what the order itself said. */
  readonly snapshot?: string;
}

/** The project's columns in canonical order, keys after them, then custom ones; `present` holds the names that have values. */
export function projectColumns(custom: readonly CustomColumn[], present: ReadonlySet<string>): ProjectColumn[] {
  const canonical = orderColumnsOf.map((c) => ({
    name: c.name,
    path: c.path,
    type: c.type,
    pii: c.pii,
    knownAt: c.knownAt,
    label: { ja: c.ja, en: c.en },
    present: present.has(c.name),
    unsure: false,
    ...(c.snapshot === undefined ? {} : { snapshot: c.snapshot }),
  }));
  const kept = custom.map((c) => ({
    name: `custom.${c.id}`,
    path: `custom.${c.id}`,
    type: c.type,
    // Nobody has said what a client's own column holds: account numbers and birth dates are no text.
    pii: 'identity' as const,
    knownAt: c.knownAtScreening === 'no' ? ('outcome' as const) : ('screening' as const),
    label: { ja: c.label, en: c.label },
    present: present.has(`custom.${c.id}`),
    unsure: c.knownAtScreening === 'unsure',
  }));
  return [...canonical, ...kept];
}
