import type { Language } from './messages.ts';

/** Lines of a comparison; parameters stand in braces. */
export interface CompareTexts {
  readonly head: string;
  readonly states: Readonly<Record<'measured' | 'unmeasured', string>>;
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
  head: 'Target: {target}; outcomes as known on {asOf}; {states}',
  states: {
    measured: 'rates are of matured orders',
    unmeasured: 'rates are of known orders, whose maturity is not measured',
  },
  side: '{side}: {orders} orders, {amount}; {badWord} rate {rate} ({bad} / {known}), by amount {rateAmount}; matured {mature}; immature {immature}, blocked {blocked}, excluded {excluded}',
  both: 'Orders on both sides: {orders}; the interval takes the sides as independent',
  younger: 'Orders of {side} are younger: more of their reports are still to come. Only matured orders are compared.',
  nothing: 'A side has no order with a known, matured outcome.',
  change: 'Change in {badWord} rate, B less A, in points: {change} (95 % {low} to {high})',
  column: '{name}: mix {mix}, inner {inner}; moved {moved}, {chance} of it by chance',
  group: '  {name}: A {a} → B {b}; mix {mix}, inner {inner}[ ({only})]',
  only: { a: 'outcomes known in A only', b: 'outcomes known in B only', neither: 'no outcome known' },
};

const ja: CompareTexts = {
  head: '対象: {target}、基準日 {asOf}、{states}',
  states: { measured: '率は結果の確定した注文のもの', unmeasured: '率は結果の判明した注文のもの（確定は未測定）' },
  side: '{side}: {orders} 件、{amount}。{badWord}率 {rate}（{bad} / {known}）、金額 {rateAmount}。結果確定 {mature}。結果未確定 {immature}、遮断 {blocked}、対象外 {excluded}',
  both: '両側に入る注文 {orders} 件（区間は両側を独立とみなしたもの）',
  younger:
    '{side} の注文のほうが新しく、これから届く報告がより多く残っています。比べるのは結果の確定した注文だけです。',
  nothing: '結果の確定した注文がない側があります。',
  change: '{badWord}率の変化（B − A、ポイント） {change}（95 % 区間 {low} ～ {high}）',
  column: '{name}: 構成 {mix}、中身 {inner}。動き {moved}（偶然による分 {chance}）',
  group: '  {name}: A {a} → B {b}。構成 {mix}、中身 {inner}[（{only}）]',
  only: { a: '結果が分かるのは A だけ', b: '結果が分かるのは B だけ', neither: '結果が確定していない' },
};

export const compareTexts = (language: Language): CompareTexts => (language === 'ja' ? ja : en);
