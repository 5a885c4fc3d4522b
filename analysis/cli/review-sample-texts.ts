import type { ReviewEstimate } from '../model/review-sample.ts';
import type { Language } from './messages.ts';

/** Lines about review samples; parameters stand in braces. */
export interface ReviewSampleTexts {
  readonly drawn: string;
  readonly stratum: string;
  readonly noHit: string;
  readonly taken: string;
  readonly issue: string;
  readonly head: string;
  readonly alerts: string;
  readonly passed: string;
  readonly unhit: string;
  readonly all: string;
  readonly estimate: string;
  readonly unmeasured: string;
  readonly why: Readonly<Record<NonNullable<ReviewEstimate['unmeasured']>, string>>;
  readonly band: string;
  readonly outcomes: string;
  readonly recall: string;
  readonly noRecall: string;
}

const en: ReviewSampleTexts = {
  drawn: 'Review sample {code}: {drawn} of {rows} orders drawn; worksheet: {path}',
  stratum: '  {result} {by}: {drawn} of {orders}',
  noHit: 'no rule hits',
  taken:
    'Review sample {code}, {file}: {good} good, {bad} bad, {unclear} cannot tell taken in; {changed} changed, {unchanged} as before, {blank} blank, {undated} without a day',
  issue: '  row {line}[, column {column}][, "{value}"]: {text}',
  head: 'Review sample {code}: {drawn} of {rows} orders; {good} good, {bad} bad, {unclear} cannot tell, {missing} not reviewed',
  alerts: 'Precision (alerts)',
  passed: 'Bad among OK',
  unhit: 'Bad where no rule hits',
  all: 'Bad among all',
  estimate:
    '{name}: {rate} ({low}–{high}), {bad} orders ({from}–{to}); {decided} decided of {drawn} drawn of {orders}.',
  unmeasured: '{name}: not measured, {why}; {decided} decided of {drawn} drawn of {orders}.',
  why: {
    'few-verdicts': 'fewer than {least} clear verdicts',
    uncovered: 'over half lies in strata without a verdict',
    'no-orders': 'no such orders',
  },
  band: 'Undecided: {low}–{high}.',
  outcomes: 'Outcomes: {rate} ({bad} ÷ {known}).',
  recall: 'Recall: {rate} ({low}–{high})',
  noRecall: 'Recall: not measured',
};

const ja: ReviewSampleTexts = {
  drawn: '審査サンプル {code}: {rows} 件から {drawn} 件を抽出。ワークシート: {path}',
  stratum: '  {result} {by}: {orders} 件から {drawn} 件',
  noHit: 'どのルールにも該当しない',
  taken:
    '審査サンプル {code}、{file}: 正常 {good}、不正 {bad}、判断できない {unclear} を取り込み（変更 {changed}、前と同じ {unchanged}、空欄 {blank}、審査日なし {undated}）',
  issue: '  {line} 行目[、列「{column}」][、「{value}」]: {text}',
  head: '審査サンプル {code}: {rows} 件から {drawn} 件。正常 {good}、不正 {bad}、判断できない {unclear}、未審査 {missing}',
  alerts: '適合率（アラート）',
  passed: 'OK のうち不正',
  unhit: 'ルール該当なしのうち不正',
  all: '全体のうち不正',
  estimate:
    '{name}: {rate}（{low}–{high}）、推定 {bad} 件（{from}–{to}）。{orders} 件から抽出 {drawn}、判定済み {decided}。',
  unmeasured: '{name}: 測れない（{why}）。{orders} 件から抽出 {drawn}、判定済み {decided}。',
  why: {
    'few-verdicts': '判定済みが {least} 件未満',
    uncovered: '判定のない層が半分を超える',
    'no-orders': '該当する注文がない',
  },
  band: '未確定の幅: {low}–{high}。',
  outcomes: '実績: {rate}（{bad} ÷ {known}）。',
  recall: '再現率: {rate}（{low}–{high}）',
  noRecall: '再現率: 測れない',
};

export const reviewSampleTexts = (language: Language): ReviewSampleTexts => (language === 'ja' ? ja : en);
