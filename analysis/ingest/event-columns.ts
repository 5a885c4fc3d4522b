import { columnSynonyms } from '../model/column-synonyms.ts';
import { eventColumns, eventKeys, type EventColumnName, type EventKind, type EventMapping } from '../model/events.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ColumnSource } from '../model/mapping.ts';
import { headerFor, headerKey } from './outcome-columns.ts';
import { headersOf } from './source-table.ts';

/** Where each column of a file of events comes from. */
export type EventSources = Partial<Record<EventColumnName, ColumnSource>>;

type Words = Readonly<Record<EventKind, string>>;

const times: Words = {
  auth: 'オーソリ日時|与信日時|承認日時|試行日時|オーソリ日|与信日|authorizedat|authorisedat|authat|attemptedat|authtime|authdatetime',
  '3ds': '認証日時|本人認証日時|3ds日時|認証日|authenticatedat|authenticationtime|threedsat|3dsat|3dstime',
  login: 'ログイン日時|ログイン時刻|アクセス日時|ログイン日|loginat|loggedinat|logintime|logindatetime|signinat',
  shipment: '出荷日時|出荷日|発送日時|発送日|配達日時|配達完了日|配送日時|shippedat|shipdate|shippeddate|deliveredat',
  payment: '入金日時|入金日|収納日時|収納日|支払日時|支払日|お支払い日|paidat|paymentdate|paymentdatetime|receivedat',
};
const anyTime =
  'イベント日時|発生日時|取引日時|処理日時|処理日|決済日時|受付日時|日時|日付|eventtime|eventat|occurredat|happenedat|datetime|timestamp|createdat|date|time';

const ids: Words = {
  auth: 'オーソリid|与信id|試行id|処理通番|authid|authorizationid|authorisationid|attemptid',
  '3ds':
    '認証id|認証取引id|3dsid|3dsサーバ取引id|threedsservertransid|3dsservertransid|dstransid|acstransid|authenticationid',
  login: 'ログインログid|ログ番号|アクセスid|loginlogid|loginattemptid|requestid',
  shipment: '出荷id|出荷番号|配送id|shipmentid|shipmentno|fulfillmentid',
  payment: '入金id|入金番号|収納番号|入金通番|receiptid|receiptno|paymentid|paymentno',
};
const anyId = 'イベントid|イベント番号|ログid|eventid|logid|id';

const results: Words = {
  auth: 'オーソリ結果|与信結果|承認結果|オーソリステータス|処理結果|authresult|authstatus|authorizationresult',
  '3ds': '認証結果|本人認証結果|3ds結果|3dセキュア結果|3dsresult|authenticationresult',
  login: 'ログイン結果|認証結果|loginresult|loginstatus|success|succeeded',
  shipment: '配送状況|配送ステータス|出荷ステータス|配達状況|出荷状況|shippingstatus|deliverystatus|shipmentstatus',
  payment: '入金結果|入金ステータス|入金状況|入金区分|支払結果|paymentresult|paymentstatus',
};
const anyResult = '結果|ステータス|状態|判定|result|status|outcome';

/** Header spellings of what events have and orders have not, or by other names. */
const own: Partial<Record<EventColumnName, string>> = {
  reason:
    'エラーコード|エラー理由|否認コード|否認理由|理由コード|失敗理由|理由|エラー内容|declinecode|responsecode|errorcode|reasoncode|failurereason|declinereason|reason',
  trans_status: 'transstatus|トランザクションステータス|3dsステータス|3dsstatus|threedsstatus|3dsecurestatus',
  eci: `${columnSynonyms('threeds_eci').join('|')}|eciコード`,
  flow: `${columnSynonyms('threeds_flow').join('|')}|チャレンジ有無|challenge`,
  amount: `${columnSynonyms('amount').join('|')}|オーソリ金額|与信金額|入金額|入金金額|支払金額|利用金額|authamount|paidamount`,
  method: `${columnSynonyms('payment_method').join('|')}|入金方法|収納機関|入金経路|channel`,
  carrier: '配送会社|運送会社|配送業者|運送業者|carrier|shippingcarrier',
  tracking_number: '送り状番号|追跡番号|お問い合わせ番号|問い合わせ番号|伝票番号|trackingnumber|trackingno|waybillno',
  member_id: `${columnSynonyms('member_id').join('|')}|ログインid|アカウントid|accountid|loginid`,
  order_id: `${columnSynonyms('event_id')
    .filter((name) => !/^(?:eventid|transactionid|transnum|name#|伝票番号)$/.test(name))
    .join('|')}|オーダーid|オーダー番号|merchantorderid`,
};

function synonymsOf(name: EventColumnName, kind: EventKind): readonly string[] {
  switch (name) {
    case 'happened_at':
      return `${times[kind]}|${anyTime}`.split('|');
    case 'event_id':
      return `${ids[kind]}|${anyId}`.split('|');
    case 'result':
      return `${results[kind]}|${anyResult}`.split('|');
    case 'reason':
    case 'trans_status':
    case 'eci':
    case 'flow':
    case 'amount':
    case 'method':
    case 'carrier':
    case 'tracking_number':
    case 'member_id':
    case 'order_id':
      return (own[name] ?? '').split('|');
    default:
      return columnSynonyms(name);
  }
}

/** Sources of a file's columns: the mapping's, the others by their headers, each header once; a blank constant is no column. */
export function eventSourcesFound(
  headers: readonly string[],
  kind: EventKind,
  mapping: EventMapping | undefined,
): EventSources {
  const sources: EventSources = {};
  const taken = new Set(Object.values(mapping?.columns ?? {}).flatMap(headersOf));
  for (const { name } of eventColumns) {
    const mapped = mapping?.columns[name];
    const free = headers.filter((header) => !taken.has(header));
    const found = mapped ?? headerFor(free, [name, ...synonymsOf(name, kind)]);
    if (found === undefined || (typeof found === 'object' && 'value' in found && found.value === '')) continue;
    sources[name] = found;
    for (const header of headersOf(found)) taken.add(header);
  }
  return sources;
}

/** The same; 'mapping-time-missing' without a time, 'events-no-key' when nothing tells whose they are. */
export function eventSources(
  headers: readonly string[],
  kind: EventKind,
  mapping: EventMapping | undefined,
): EventSources {
  const sources = eventSourcesFound(headers, kind, mapping);
  if (sources.happened_at === undefined) throw new ShinsaError('mapping-time-missing');
  if (!tellsEvent((name) => sources[name] !== undefined)) throw new ShinsaError('events-no-key');
  return sources;
}

/** Whether columns can tell one event from another, or whose it is. */
export const tellsEvent = (has: (name: EventColumnName) => boolean): boolean =>
  has('event_id') || eventKeys.some((name) => has(name));

const hints: readonly (readonly [RegExp, EventKind])[] = [
  [/eci|transstatus|3ds|3dセキュア|本人認証|authenticat/, '3ds'],
  [/ログイン|login|signin/, 'login'],
  [/出荷|発送|配送|配達|追跡|送り状|shipp|shipment|tracking|carrier/, 'shipment'],
  [/入金|収納|paidat|paymentdate/, 'payment'],
];

/** The kind of events a file most likely holds, by its name and headers; authorisations where nothing tells. */
export function likelyKind(fileName: string, headers: readonly string[]): EventKind {
  const texts = [fileName, ...headers].map(headerKey);
  return hints.find(([pattern]) => texts.some((text) => pattern.test(text)))?.[1] ?? 'auth';
}
