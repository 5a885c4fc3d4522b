import type { EventColumnName, EventKind } from '../events.ts';
import type { ConflictCode } from '../outcome-report.ts';

/** Names of events, of what they say, and of outcomes that do not agree; shared by window and command line. */
export interface EventMessages {
  readonly kinds: Readonly<Record<EventKind, string>>;
  readonly columns: Readonly<Record<EventColumnName, string>>;
  readonly conflicts: Readonly<Record<ConflictCode, string>>;
}

const ja: EventMessages = {
  kinds: { auth: 'オーソリ', '3ds': '3-Dセキュア', login: 'ログイン', shipment: '出荷・配送', payment: '入金' },
  columns: {
    happened_at: '日時',
    event_id: 'イベントID',
    order_id: '注文番号',
    transaction_id: '取引ID',
    approval_number: '承認番号',
    result: '結果',
    reason: '理由・エラーコード',
    amount: '金額',
    currency: '通貨',
    trans_status: 'transStatus',
    eci: 'ECI',
    flow: '認証フロー',
    method: '方法',
    carrier: '配送会社',
    tracking_number: '送り状番号',
    member_id: '会員ID',
    email: 'メールアドレス',
    phone: '電話番号',
    card_bin: 'カード',
    card_last4: 'カード下4桁',
    card_token: 'カード識別子',
    ip_address: 'IPアドレス',
    cookie_id: 'Cookie ID',
    device_id: '端末ID',
    user_agent: 'ユーザーエージェント',
  },
  conflicts: {
    'bad-and-good': '不正・貸倒と正常の両方が報告されている',
    'reversal-alone': '取下げ・勝訴だけがあり、元のチャージバックがない',
    'reversed-more': '取下げの金額がチャージバックの金額を超えている',
    'charged-more': '残るチャージバックの金額が注文の金額を超えている',
    'families-differ': '同じチャージバックの理由がファイルによって違う',
    'reviews-differ': '目視審査がOKとNGの両方になっている',
    'liability-differs': '債務責任の移転が、注文の列と3Dセキュアのイベントで食い違う（注文の列で判定）',
  },
};

const en: EventMessages = {
  kinds: {
    auth: 'Authorisations',
    '3ds': '3-D Secure',
    login: 'Logins',
    shipment: 'Shipments',
    payment: 'Payments',
  },
  columns: {
    happened_at: 'Time',
    event_id: 'Event ID',
    order_id: 'Order ID',
    transaction_id: 'Transaction ID',
    approval_number: 'Approval number',
    result: 'Result',
    reason: 'Reason or error code',
    amount: 'Amount',
    currency: 'Currency',
    trans_status: 'transStatus',
    eci: 'ECI',
    flow: '3-D Secure flow',
    method: 'Method',
    carrier: 'Carrier',
    tracking_number: 'Tracking number',
    member_id: 'Member ID',
    email: 'E-mail',
    phone: 'Phone',
    card_bin: 'Card',
    card_last4: 'Card last four',
    card_token: 'Card token',
    ip_address: 'IP address',
    cookie_id: 'Cookie ID',
    device_id: 'Device ID',
    user_agent: 'User agent',
  },
  conflicts: {
    'bad-and-good': 'Told both bad and good',
    'reversal-alone': 'A reversal without its chargeback',
    'reversed-more': 'More was given back than charged back',
    'charged-more': 'More stays charged back than the order was',
    'families-differ': 'Files give the same chargeback different reasons',
    'reviews-differ': 'Manual review says both OK and NG',
    'liability-differs': 'Liability shift differs between the order’s columns, which count, and its 3-D Secure events',
  },
};

/** The catalogue of a language. */
export const eventMessages = (language: 'ja' | 'en'): EventMessages => (language === 'ja' ? ja : en);
