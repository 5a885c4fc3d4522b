import type { EventKind } from '../events.ts';
import type { OutcomesMapping } from '../mapping.ts';
import { missingHeaders } from './apply.ts';

/** Columns of which a file must have one, and headers that would be such, told where it has none. */
interface Need {
  readonly columns: readonly string[];
  readonly headers: string;
}

/**
 * A kind of file that no product's published layout is asked for: what it is taken in as, and what makes it one. Its columns
 * are found by header spellings, whatever product wrote it.
 */
export type GeneralLayout = {
  /** What the command line calls it. */
  readonly id: string;
  readonly name: { readonly ja: string; readonly en: string };
  readonly needs: readonly Need[];
  /** Headers that are all there in such a file; ` | ` between spellings. */
  readonly signature?: readonly string[];
} & (
  | { readonly as: 'orders' }
  | { readonly as: 'lines' }
  | { readonly as: 'recorded' }
  | { readonly as: 'events'; readonly kind: EventKind }
  /** `columns` say what every row is, and which columns such a list has not, whatever its headers look like. */
  | { readonly as: 'outcomes'; readonly columns: OutcomesMapping['columns'] }
);

/** What a list has no columns for. */
const without = (...names: readonly (keyof OutcomesMapping['columns'])[]): OutcomesMapping['columns'] =>
  Object.fromEntries(names.map((name) => [name, { value: '' }]));

const ofBills = ['settle_status', 'days_past_due', 'due_at'] as const;
const ofBlack = ['black_category', 'black_other', 'black_customer'] as const;
const results = ['recorded_result', 'recorded_manual_result', 'recorded_rules'];

export const generalLayouts: readonly GeneralLayout[] = [
  {
    id: 'orders',
    name: { ja: '注文（汎用）', en: 'Orders (any product)' },
    as: 'orders',
    needs: [],
  },
  {
    id: 'order-lines',
    name: { ja: '注文明細', en: 'Order lines' },
    as: 'lines',
    needs: [],
  },
  {
    id: 'chargebacks',
    name: { ja: 'チャージバック一覧', en: 'Chargebacks' },
    as: 'outcomes',
    columns: without(...ofBills, 'review_result', ...ofBlack),
    needs: [{ columns: ['reason', 'kind', 'reported_at'], headers: '理由コード | チャージバック日 | reason code' }],
  },
  {
    id: 'fraud-notices',
    name: { ja: '不正利用の通知（TC40・SAFE・照会）', en: 'Fraud notices (TC40, SAFE, retrieval requests)' },
    as: 'outcomes',
    columns: { kind: { value: 'fraud-notice' }, ...without(...ofBills, 'review_result', ...ofBlack) },
    needs: [{ columns: ['reported_at'], headers: '通知日 | 報告日 | report date' }],
  },
  {
    id: 'deferred-results',
    name: { ja: '後払いの審査・請求・入金の結果', en: 'Pay-later results: bills, due dates, payments' },
    as: 'outcomes',
    columns: without('reason', 'review_result', ...ofBlack),
    needs: [{ columns: ofBills, headers: '支払ステータス | 支払期限日 | 延滞日数' }],
  },
  {
    id: 'settlement-statuses',
    name: { ja: '決済ステータスの履歴（00〜100）', en: 'Settlement statuses (00 to 100)' },
    as: 'outcomes',
    columns: without('kind', 'reason', 'days_past_due', 'due_at', 'review_result', ...ofBlack),
    needs: [{ columns: ['settle_status'], headers: '決済ステータス | settlement status' }],
  },
  {
    id: 'black-registrations',
    name: { ja: 'ブラック登録', en: 'Black registrations' },
    as: 'outcomes',
    columns: without('reason', ...ofBills, 'review_result'),
    needs: [{ columns: ['black_category', 'black_other'], headers: 'ブラック区分 | その他区分 | 登録理由' }],
  },
  {
    id: 'resales',
    name: { ja: '転売の発覚', en: 'Resales found' },
    as: 'outcomes',
    columns: { kind: { value: 'resale' }, ...without(...ofBills, 'review_result', ...ofBlack) },
    needs: [],
  },
  {
    id: 'manual-reviews',
    name: { ja: '目視審査の結果', en: 'Manual reviews' },
    as: 'outcomes',
    columns: without('kind', 'reason', ...ofBills, ...ofBlack),
    needs: [{ columns: ['review_result'], headers: '目視審査結果 | 目視判定 | manual review result' }],
  },
  {
    id: 'screening-results',
    name: { ja: '当時の審査結果', en: 'Recorded screening results' },
    as: 'recorded',
    needs: [{ columns: results, headers: '自動審査結果 | 目視審査結果 | 該当ルール' }],
  },
  {
    id: 'oplux-results',
    name: { ja: 'O-PLUX 審査結果（APIの項目名）', en: 'O-PLUX results (field names of the API)' },
    as: 'recorded',
    needs: [],
    signature: [
      'event.event_id_for_shop | event_id_for_shop',
      'aaresult.result | maresult.result | rules[].code | rules.code | rules[0].code',
    ],
  },
  {
    id: 'authorisations',
    name: { ja: 'オーソリ（決済代行の取引）', en: 'Authorisations (transactions of a payment provider)' },
    as: 'events',
    kind: 'auth',
    needs: [{ columns: ['result', 'reason', 'approval_number'], headers: 'オーソリ結果 | エラーコード | 承認番号' }],
  },
  {
    id: 'three-d-secure',
    name: { ja: '3Dセキュア（本人認証）', en: '3-D Secure' },
    as: 'events',
    kind: '3ds',
    needs: [{ columns: ['trans_status', 'eci', 'flow', 'result'], headers: '認証結果 | transStatus | ECI' }],
  },
  {
    id: 'logins',
    name: { ja: 'ログイン', en: 'Logins' },
    as: 'events',
    kind: 'login',
    needs: [
      {
        columns: ['member_id', 'email', 'device_id', 'cookie_id', 'ip_address'],
        headers: '会員ID | IPアドレス | 端末ID',
      },
    ],
  },
  {
    id: 'shipments',
    name: { ja: '出荷・配送', en: 'Shipments' },
    as: 'events',
    kind: 'shipment',
    needs: [{ columns: ['carrier', 'tracking_number', 'result'], headers: '配送会社 | 送り状番号 | 配送状況' }],
  },
  {
    id: 'payments',
    name: { ja: '入金', en: 'Payments received' },
    as: 'events',
    kind: 'payment',
    needs: [{ columns: ['amount', 'result'], headers: '入金金額 | 入金状況' }],
  },
];

/** The general layout of that id, or undefined. */
export const generalNamed = (id: string): GeneralLayout | undefined =>
  generalLayouts.find((layout) => layout.id === id);

/** What a file lacks of a general layout, by its headers and the columns found in them; nothing where it is such a file. */
export const lackingOf = (
  { needs, signature = [] }: GeneralLayout,
  { columns, columnsFound }: { readonly columns: readonly { readonly name: string }[]; readonly columnsFound: object },
): readonly string[] => [
  ...missingHeaders({ signature }, columns),
  ...needs.filter((need) => !need.columns.some((name) => name in columnsFound)).map(({ headers }) => headers),
];
