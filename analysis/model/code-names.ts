/** Names of the codes that production events carry, per column; data and rules keep the codes. */

export interface CodeName {
  readonly ja: string;
  readonly en: string;
}

const results: Readonly<Record<string, CodeName>> = {
  '10': { ja: 'OK', en: 'OK' },
  '20': { ja: 'NG', en: 'NG' },
  '30': { ja: 'HOLD', en: 'HOLD' },
  '40': { ja: 'REVIEW', en: 'REVIEW' },
};

const phoneTypes: Readonly<Record<string, CodeName>> = {
  mobile: { ja: '携帯', en: 'Mobile' },
  fixed: { ja: '固定', en: 'Fixed line' },
  ip: { ja: 'IP電話', en: 'IP phone' },
  free: { ja: 'フリーダイヤル', en: 'Toll-free' },
  pager: { ja: 'ポケベル', en: 'Pager' },
  other: { ja: 'その他', en: 'Other' },
};

const readings: Readonly<Record<string, CodeName>> = {
  fits: { ja: '一致', en: 'Agree' },
  surname: { ja: '姓のみ一致', en: 'Surname agrees' },
  differs: { ja: '不一致', en: 'Disagree' },
};

const names: Readonly<Record<string, Readonly<Record<string, CodeName>>>> = {
  payment_method: {
    '01': { ja: '後払い', en: 'Pay later' },
    '02': { ja: 'クレジットカード', en: 'Credit card' },
    '03': { ja: '代金引換', en: 'Cash on delivery' },
    '04': { ja: '前払い', en: 'Prepaid' },
    '05': { ja: '電子マネー', en: 'E-money' },
    '06': { ja: 'ポイント', en: 'Points' },
    '07': { ja: '口座振替', en: 'Direct debit' },
    '08': { ja: '分割払い', en: 'Instalments' },
    '09': { ja: 'ペイジー', en: 'Pay-easy' },
    '10': { ja: 'PayPal', en: 'PayPal' },
    '99': { ja: 'その他', en: 'Other' },
  },
  settle_status: {
    '00': { ja: '請求前', en: 'Before billing' },
    '10': { ja: '請求済み', en: 'Billed' },
    '20': { ja: '入金済み', en: 'Paid' },
    '30': { ja: '延滞', en: 'Overdue' },
    '40': { ja: '回収移管', en: 'Handed to collection' },
    '50': { ja: '貸倒', en: 'Bad debt' },
    '60': { ja: 'チャージバック', en: 'Chargeback' },
    '99': { ja: 'キャンセル', en: 'Cancelled' },
    '100': { ja: '出荷後キャンセル', en: 'Cancelled after shipping' },
  },
  /** No column: families of chargeback reasons and, for other reports, their kinds. */
  family: {
    fraud: { ja: '不正利用', en: 'Fraud' },
    authorisation: { ja: 'オーソリ', en: 'Authorisation' },
    processing: { ja: '処理の誤り', en: 'Processing error' },
    consumer: { ja: '消費者紛争', en: 'Consumer dispute' },
    unknown: { ja: '理由不明', en: 'Reason unknown' },
    'bad-debt': { ja: '貸倒', en: 'Bad debt' },
    overdue: { ja: '延滞', en: 'Overdue' },
    cancelled: { ja: 'キャンセル', en: 'Cancelled' },
    resale: { ja: '転売', en: 'Resale' },
    black: { ja: 'ブラック登録', en: 'Black registration' },
  },
  /** No column: categories of black registrations; those of settlement, and the other ones, which count from 01 as well. */
  black: {
    '01': { ja: '後払い未払い', en: 'Pay later not paid' },
    '02': { ja: '不正カード', en: 'Fraudulent card' },
    '03': { ja: '代引き受取拒否', en: 'Refused COD parcel' },
    '04': { ja: '転売', en: 'Resale' },
    '05': { ja: 'ポイント交換', en: 'Point exchange' },
    'other-01': { ja: 'その他（全般NG）', en: 'Other: overall NG' },
    'other-02': { ja: 'その他（サンプル悪用）', en: 'Other: sample abuse' },
    'other-03': { ja: 'その他（悪質クレーマー）', en: 'Other: vicious claimant' },
    'other-04': { ja: 'その他（チケット悪用）', en: 'Other: ticket abuse' },
    'other-05': { ja: 'その他（業者・法人）', en: 'Other: business or corporate' },
    'other-06': { ja: 'その他（携帯電話端末）', en: 'Other: phone handset' },
    'other-07': { ja: 'その他（ほかの申込）', en: 'Other: other application' },
    'other-08': { ja: 'その他（レンタル）', en: 'Other: rental' },
  },
  /** No column: whom a black registration is of. */
  black_customer: {
    '10': { ja: '購入者', en: 'Buyer' },
    '20': { ja: '配送先', en: 'Delivery address' },
    '30': { ja: '購入者と配送先', en: 'Buyer and delivery address' },
  },
  email_class: {
    disposable: { ja: '使い捨て', en: 'Disposable' },
    carrier: { ja: '携帯キャリア', en: 'Mobile carrier' },
    free: { ja: 'フリーメール', en: 'Free mail' },
    other: { ja: 'その他', en: 'Other' },
  },
  phone_type: phoneTypes,
  delivery_phone_type: phoneTypes,
  buyer_reading: readings,
  delivery_reading: readings,
  agent_device: {
    desktop: { ja: 'パソコン', en: 'Desktop' },
    mobile: { ja: 'スマートフォン', en: 'Phone' },
    tablet: { ja: 'タブレット', en: 'Tablet' },
    bot: { ja: 'プログラム', en: 'Program' },
  },
  recorded_result: results,
  recorded_manual_result: results,
};

/** What a code of a column (by its canonical name) means; undefined for unknown codes and columns without codes. */
export function codeName(column: string, code: string): CodeName | undefined {
  const known = names[column];
  return known !== undefined && Object.hasOwn(known, code) ? known[code] : undefined;
}

/** Every code of a column that has a name. */
export function codesOf(column: string): readonly string[] {
  return Object.keys(names[column] ?? {}).sort();
}
