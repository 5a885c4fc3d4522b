import type { Language } from './messages.ts';

/** Lines of a comparison; parameters stand in braces. */
export interface CompareTexts {
  readonly side: string;
  readonly both: string;
  readonly younger: string;
  readonly nothing: string;
  readonly change: string;
  readonly column: string;
  readonly group: string;
  readonly only: Readonly<Record<'a' | 'b' | 'neither', string>>;
}

const en: CompareTexts = {
  side: '{side}: {orders} orders, {amount}; bad rate {rate} ({bad} / {known}), by amount {rateAmount}; matured {mature}; immature {immature}, blocked {blocked}, excluded {excluded}',
  both: 'Orders on both sides: {orders}; the interval takes the sides as independent',
  younger: 'Orders of {side} are younger: more of their reports are still to come. Only matured orders are compared.',
  nothing: 'A side has no order with a known, matured outcome.',
  change: 'Change in bad rate, B less A, in points: {change} (95 % {low} to {high})',
  column: '{name}: mix {mix}, inner {inner}; moved {moved}, {chance} of it by chance',
  group: '  {name}: A {a} → B {b}; mix {mix}, inner {inner}[ ({only})]',
  only: { a: 'only in A', b: 'only in B', neither: 'no outcome known' },
};

const ja: CompareTexts = {
  side: '{side}: {orders} 件、{amount}。不良率 {rate}（{bad} / {known}）、金額 {rateAmount}。結果確定 {mature}。結果未確定 {immature}、遮断 {blocked}、対象外 {excluded}',
  both: '両側に入る注文 {orders} 件（区間は両側を独立とみなしたもの）',
  younger:
    '{side} の注文のほうが新しく、これから届く報告がより多く残っています。比べるのは結果の確定した注文だけです。',
  nothing: '結果の確定した注文がない側があります。',
  change: '不良率の変化（B − A、ポイント） {change}（95 % 区間 {low} ～ {high}）',
  column: '{name}: 構成 {mix}、中身 {inner}。動き {moved}（偶然による分 {chance}）',
  group: '  {name}: A {a} → B {b}。構成 {mix}、中身 {inner}[（{only}）]',
  only: { a: 'A だけ', b: 'B だけ', neither: '結果が確定していない' },
};

export const compareTexts = (language: Language): CompareTexts => (language === 'ja' ? ja : en);
