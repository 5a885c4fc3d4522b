import { ShinsaError } from '../model/failure.ts';
import { headersOf, outcomeColumns, tellsOrder, type ColumnSource, type Mapping } from '../model/mapping.ts';
import { columnSynonyms } from '../model/column-synonyms.ts';

export type OutcomeColumn = (typeof outcomeColumns)[number];
/** Where each column of an outcomes file comes from. */
export type OutcomeSources = Partial<Record<OutcomeColumn, ColumnSource>>;

/** How lists that name an order call its id. */
export const orderIdHeaders: readonly string[] = [
  ...['event.event_id_for_shop', 'event_id_for_shop'],
  ...columnSynonyms('event_id'),
  ...['加盟店注文番号', 'オーダーid', 'オーダー番号', '取引番号', '取引id', '決済番号'],
  ...['merchantorderid', 'merchantreference', 'reference'],
];

const synonyms: Readonly<Record<OutcomeColumn, readonly string[]>> = {
  event_id: orderIdHeaders,
  // A header that may name either id is asked as both: by order id first, then by transaction id.
  transaction_id: columnSynonyms('transaction_id'),
  approval_number: columnSynonyms('approval_number'),
  // Never the day of the report, nor that of the notice.
  purchased_at: [
    ...[
      '購入日時',
      '購入日',
      '利用日時',
      '利用日',
      'カード利用日',
      '取引日時',
      '取引日',
      '売上日',
      '売上日付',
      '売上計上日',
    ],
    ...[
      '売上処理日',
      '決済日時',
      '決済日',
      '注文日時',
      '注文日',
      '受注日時',
      '受注日',
      '承認日',
      'オーソリ日',
      '与信日',
    ],
    ...['purchasedate', 'purchasedat', 'transactiondate', 'transactiondatetime', 'transactiontime', 'transdate'],
    ...['saledate', 'salesdate', 'orderdate', 'orderedat', 'authdate', 'authorizationdate', 'authorisationdate'],
    ...['originaltransactiondate', 'paymentdate', 'capturedate'],
  ],
  card_number: [
    ...['カード番号', 'クレジットカード番号', 'クレジット番号', 'カード会員番号', 'カードno', 'マスクカード番号'],
    ...['cardnumber', 'cardno', 'maskedcardnumber', 'maskedcard', 'maskedpan', 'pan', 'creditcardnumber', 'ccnum'],
  ],
  card_bin: [
    ...['カードbin', 'bin', 'bincode', 'binコード', 'カード番号先頭6桁', 'カード番号上6桁', '上6桁', '先頭6桁'],
    ...['cardbin', 'cardfirst6', 'first6', 'issueridentificationnumber', 'iin'],
  ],
  card_last4: columnSynonyms('card_last4'),
  reported_at: [
    ...[
      '報告日',
      '報告日時',
      '通知日',
      '通知日時',
      '受付日',
      '受付日時',
      '受領日',
      '発生日',
      'チャージバック日',
      'cb発生日',
      'cb通知日',
      '通知受領日',
      'cb受付日',
      'cb日',
      '確定日',
      '登録日',
    ],
    ...[
      'reportedat',
      'reporteddate',
      'reportdate',
      'notifiedat',
      'noticedate',
      'chargebackdate',
      'disputedate',
      'receivedat',
      'date',
    ],
  ],
  reason: [
    ...['理由コード', 'リーズンコード', '理由', 'チャージバック理由', '事由', 'cb理由', 'cb理由コード'],
    ...['reasoncode', 'reason', 'chargebackreason', 'disputereason', 'code'],
  ],
  amount: [
    'event.ec.settle.amount',
    ...['金額', 'チャージバック金額', 'cb金額', '対象金額', '請求金額', '売上金額', '合計金額'],
    ...[
      '利用金額',
      '取引金額',
      '購入金額',
      '決済金額',
      'カード利用金額',
      '入金額',
      '入金金額',
      '請求額',
      '顧客請求金額',
    ],
    ...['amount', 'chargebackamount', 'disputeamount', 'amt', 'transactionamount'],
  ],
  kind: ['種別', '区分', '結果種別', '事象', 'kind', 'type', 'outcome', 'category'],
  status: ['ステータス', '状態', '状況', '対応状況', '結果', '判定', 'status', 'state', 'result', 'disposition'],
  settle_status: [...columnSynonyms('settle_status'), 'event.ec.settle.status', '決済状態', '請求ステータス'],
  days_past_due: [
    ...['延滞日数', '遅延日数', '滞納日数', '経過日数', '延滞区分', '延滞ステージ', '延滞段階', '延滞月数'],
    ...['dayspastdue', 'dpd', 'daysoverdue', 'dayslate', 'delinquencydays', 'delinquencybucket', 'agingbucket'],
  ],
  due_at: [
    ...['支払期限', '支払期限日', '支払期日', '支払い期限', '支払い期日', 'お支払期限', 'お支払い期限', 'お支払期日'],
    ...['請求期限', '請求期日', '入金期限', '入金期日', '納付期限', '期日', '支払締切日'],
    ...['duedate', 'dueat', 'paymentduedate', 'paymentdue', 'invoiceduedate', 'billduedate'],
  ],
  review_result: [...columnSynonyms('recorded_manual_result'), '目視判定', '審査担当結果', '審査判定'],
  black_category: [
    ...['ブラック区分', 'ブラックカテゴリ', 'ブラック種別', 'ネガティブ区分', 'ネガ区分', '登録カテゴリ', '登録理由'],
    ...['blackcategory', 'blackreason', 'negativecategory', 'settlementcategory', 'settlecategory'],
  ],
  black_other: [
    ...['その他区分', 'その他カテゴリ', 'ブラックその他区分', 'ネガティブその他区分', 'その他ブラック区分'],
    ...['othercategory', 'blackothercategory', 'negativeothercategory'],
  ],
  black_customer: [
    ...['登録対象', '登録対象区分', 'ブラック対象', '顧客区分', '顧客種別', '対象顧客区分'],
    ...['customertype', 'blackcustomertype', 'registeredparty'],
  ],
};

/** Days of other facts than chargebacks; asked only where the columns of such facts are there. */
const laterDays = [
  ...['ステータス変更日時', 'ステータス変更日', 'ステータス日時', 'ステータス更新日時', 'ステータス更新日'],
  ...[
    '変更日時',
    '変更日',
    '更新日時',
    '更新日',
    '入金日時',
    '入金日',
    '購入者支払日',
    '処理日時',
    '決済日時',
    '延滞発生日',
    '延滞日',
    '延滞開始日',
  ],
  ...[
    '審査日時',
    '審査日',
    '目視審査日時',
    '目視審査日',
    '登録日時',
    '基準日',
    '日時',
    '日付',
    'event.ec.settle.datetime',
  ],
  ...['statusdate', 'changedat', 'changedate', 'updatedat', 'statusupdatedat', 'settledatetime', 'settledat', 'paidat'],
  ...['reviewedat', 'reviewdate', 'registeredat', 'registeredon', 'asofdate', 'datetime', 'timestamp'],
];

/** In a list of bills with their due dates, the day of payment is what a row reports. */
const paidDays = [
  ...[
    '入金日時',
    '入金日',
    '入金確定日',
    '支払日時',
    '支払日',
    '購入者支払日',
    '支払い日',
    'お支払日',
    'お支払い日',
    '収納日時',
    '収納日',
  ],
  ...['paidat', 'paiddate', 'paidon', 'paymentreceivedat', 'paymentreceiveddate'],
];

/** Columns that say the kind of a row only where neither a kind nor a reason is told: a list of chargebacks has others too. */
const toldAlone: ReadonlySet<OutcomeColumn> = new Set(['settle_status', 'review_result']);
/** The same where no reason is told. */
const withoutReason: ReadonlySet<OutcomeColumn> = new Set([
  ...(['days_past_due', 'due_at', 'black_category', 'black_other'] as const),
]);

/** A header as synonyms are compared: NFKC, lower case, without spaces, `_-.()` and a polite ご, お or 御 at its head. */
export function headerKey(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-.()]/g, '')
    .replace(/^[ごお御](?=.{2})/u, '');
}

/** The same without what stands in parentheses: `金額(円)`, `ご請求金額（税込）`; which digits of a card are meant stays. */
export const bareKey = (header: string): string =>
  headerKey(header.normalize('NFKC').replace(/\((?![^()]*(?:桁|digits|last))[^()]*\)/g, ''));

/** The same without the word for what the list is of: `チャージバック通知日`, `CB受付日時`. */
const listKey = (header: string): string =>
  bareKey(header).replace(/^(?:チャージバック|charge-?backs?|cb|disputes?)(?=.)/, '');

/** The first header that is a synonym, earlier synonyms first; whole headers before shortened ones. */
export function headerFor(headers: readonly string[], names: readonly string[]): string | undefined {
  for (const keyOf of [headerKey, bareKey, listKey]) {
    const keys = new Map([...headers].reverse().map((header) => [keyOf(header), header] as const));
    for (const name of names) {
      const found = keys.get(headerKey(name));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/**
 * Sources of an outcomes file's columns: the mapping's, the others by their headers; a blank constant is no column.
 * 'outcomes-no-order-id' when nothing tells the order.
 */
export function outcomeSources(headers: readonly string[], mapping: Mapping['outcomes']): OutcomeSources {
  const sources = outcomeSourcesFound(headers, mapping);
  if (!tellsOrder((column) => sources[column] !== undefined)) throw new ShinsaError('outcomes-no-order-id');
  return sources;
}

/** The same, also while nothing tells the order. */
export function outcomeSourcesFound(headers: readonly string[], mapping: Mapping['outcomes']): OutcomeSources {
  const sources: OutcomeSources = {};
  for (const column of outcomeColumns) {
    const mapped = mapping?.columns[column];
    const found =
      mapped ?? (asked(column, sources) ? headerFor(free(headers, column, sources), synonyms[column]) : undefined);
    if (found !== undefined && !isBlankConstant(found)) sources[column] = found;
  }
  const later = [...toldAlone, ...withoutReason].some((column) => sources[column] !== undefined);
  if (later && sources.reported_at === undefined && mapping?.columns.reported_at === undefined) {
    const day = headerFor(headers, laterDays);
    if (day !== undefined) sources.reported_at = day;
  }
  if (sources.due_at !== undefined && mapping?.columns.reported_at === undefined) {
    const day = headerFor(headers, paidDays);
    if (day !== undefined) sources.reported_at = day;
  }
  // Nothing but a header that may be either: whoever keeps orders by the payment provider's id is served as well.
  const order = headersOf(sources.event_id)[0];
  if (order !== undefined && sources.transaction_id === undefined && mapping?.columns.transaction_id === undefined)
    if (headerFor([order], synonyms.transaction_id) !== undefined) sources.transaction_id = order;
  return sources;
}

/** Whether a column is looked for among the headers at all, after the kind and the reason were. */
function asked(
  column: OutcomeColumn,
  { kind, reason, black_category: black, black_other: other }: OutcomeSources,
): boolean {
  if (toldAlone.has(column)) return kind === undefined && reason === undefined;
  // A list of anything else may tell kinds of customers too.
  if (column === 'black_customer') return (black ?? other) !== undefined;
  return !withoutReason.has(column) || reason === undefined;
}

/** Headers a column may still be found under: what tells the order id is not asked twice where another header is there. */
function free(
  headers: readonly string[],
  column: OutcomeColumn,
  { event_id: order }: OutcomeSources,
): readonly string[] {
  const taken = headersOf(order);
  return column === 'transaction_id' ? headers.filter((header) => !taken.includes(header)) : headers;
}

/** Whether a source says that there is no column. */
export function isBlankConstant(entry: ColumnSource): boolean {
  return typeof entry === 'object' && 'value' in entry && entry.value === '';
}
