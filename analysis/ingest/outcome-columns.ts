import { ShinsaError } from '../model/failure.ts';
import { outcomeColumns, type ColumnSource, type Mapping } from '../model/mapping.ts';
import { columnSynonyms } from '../model/column-synonyms.ts';

export type OutcomeColumn = (typeof outcomeColumns)[number];
/** Where each column of an outcomes file comes from. */
export type OutcomeSources = Partial<Record<OutcomeColumn, ColumnSource>>;

const orderId = columnSynonyms('event_id');

const synonyms: Readonly<Record<OutcomeColumn, readonly string[]>> = {
  event_id: [
    ...orderId,
    '加盟店注文番号',
    '取引番号',
    '取引id',
    '決済番号',
    'merchantorderid',
    'merchantreference',
    'reference',
  ],
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
    ...['金額', 'チャージバック金額', 'cb金額', '対象金額', '請求金額', '売上金額', '合計金額'],
    ...['amount', 'chargebackamount', 'disputeamount', 'amt'],
  ],
  kind: ['種別', '区分', '結果種別', '事象', 'kind', 'type', 'outcome', 'category'],
  status: ['ステータス', '状態', '状況', '対応状況', '結果', '判定', 'status', 'state', 'result', 'disposition'],
};

/** A header as synonyms are compared: NFKC, lower case, without spaces, `_-.()` and a polite ご or 御 at its head. */
export function headerKey(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-.()]/g, '')
    .replace(/^[ご御](?=.{2})/u, '');
}

/** The same without what stands in parentheses: `金額(円)`, `ご請求金額（税込）`. */
export const bareKey = (header: string): string => headerKey(header.normalize('NFKC').replace(/\([^()]*\)/g, ''));

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
  if (sources.event_id === undefined) throw new ShinsaError('outcomes-no-order-id');
  return sources;
}

/** The same, also while nothing tells the order. */
export function outcomeSourcesFound(headers: readonly string[], mapping: Mapping['outcomes']): OutcomeSources {
  const sources: OutcomeSources = {};
  for (const column of outcomeColumns) {
    const mapped = mapping?.columns[column];
    const found = mapped ?? headerFor(headers, synonyms[column]);
    if (found !== undefined && !isBlank(found)) sources[column] = found;
  }
  return sources;
}

function isBlank(entry: ColumnSource): boolean {
  return typeof entry === 'object' && 'value' in entry && entry.value === '';
}
