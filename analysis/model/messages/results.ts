import type { AssumptionName, AssumptionUnit, Basis } from '../results/assumptions.ts';
import type { unreviewedChoices } from '../results/assumptions.ts';
import type { ClusterKind, HeadlineName } from '../results/headline.ts';
import type { YenName } from '../results/money.ts';
import type { Measure } from '../results/tally.ts';

/** Names of what a backtest says in money and in the trade's own figures; shared by window and command line. `{badWord}` and `{goodWord}` are the target's. */
export interface ResultMessages {
  readonly headlines: Readonly<Record<HeadlineName, string>>;
  /** The same where history blocked orders: how many bad ones were among them nobody knows. */
  readonly passedOnly: Readonly<Partial<Record<HeadlineName, string>>>;
  /** Behind an interval that takes every order for itself. */
  readonly independent: string;
  readonly yen: Readonly<Record<YenName, string>>;
  readonly assumptions: Readonly<Record<AssumptionName, string>>;
  readonly units: Readonly<Record<AssumptionUnit, string>>;
  readonly choices: Readonly<Record<(typeof unreviewedChoices)[number], string>>;
  readonly bases: Readonly<Record<Basis, string>>;
  readonly clusters: Readonly<Record<ClusterKind, string>>;
  readonly measures: Readonly<Record<Measure, string>>;
}

const ja: ResultMessages = {
  headlines: {
    passedBad: 'OK判定の{badWord}（件数）',
    passedBadAmount: 'OK判定の{badWord}（金額）',
    alertRate: 'アラート率（件数）',
    alertRateAmount: 'アラート率（金額）',
    reviewRate: 'REVIEW率',
    reviewHit: 'REVIEW的中率（HOLDを含む）',
    reviewPassed: 'REVIEW→OK率（HOLDを含む）',
    ngGood: 'NG中の{goodWord}',
    falsePerBad: '誤検知比（件数）',
    falsePerBadAmount: '誤検知比（金額）',
    precision: '適合率（件数）',
    precisionAmount: '適合率（金額）',
    recall: '再現率（件数）',
    recallAmount: '再現率（金額）',
    fBeta: 'Fβ（件数）',
    fBetaAmount: 'Fβ（金額）',
  },
  passedOnly: {
    recall: '再現率（件数・過去に通過した分）',
    recallAmount: '再現率（金額・過去に通過した分）',
    fBeta: 'Fβ（再現率は過去に通過した分）',
    fBetaAmount: 'Fβ（金額・再現率は過去に通過した分）',
  },
  independent: '注文独立と仮定',
  yen: {
    prevented: '防いだ損失（自社負担分）',
    fees: '避けたチャージバック手数料',
    margin: '止めた{goodWord}注文の粗利',
    churn: '止めた{goodWord}顧客の離脱',
    review: '目視審査の費用',
    net: '純便益',
    passed: '残る損失（自社負担分）',
    preventedIssuer: '止めた注文のうちカード会社負担の損失',
    blockedAmount: '止める・見る注文のうち過去に遮断された額（結果不明）',
  },
  assumptions: {
    marginRate: '粗利率',
    lostShare: '誤って止めた注文のうち売上を失う割合',
    churnRate: '誤って止めた顧客のうち離れる割合',
    customerValue: '離脱した顧客1人の将来価値',
    lossRate: '請求額のうち損失になる割合',
    unknownBorne: '負担者が不明な損失の自社負担割合',
    chargebackFee: 'チャージバック1件の手数料',
    reviewMinutes: '目視審査1件の時間',
    hourlyWage: '審査担当の時給',
    reviewers: '審査担当の人数',
    hoursPerDay: '1人1日の審査時間',
    reviewCatch: '目視審査で止める{badWord}の割合',
    reviewWrong: '目視審査で誤って止める{goodWord}の割合',
    beta: 'Fβのβ（再現率の重み）',
    unreviewed: '締め時刻に未審査の注文',
    cutoffHour: '締め時刻（この時刻までの注文を当日出荷）',
    purchaseMinutes: '1回の購入とみなす再試行の間隔',
  },
  units: { share: '%', money: '', minutes: '分', persons: '人', hours: '時間', number: '', choice: '', hour: '時' },
  choices: { ship: '出荷する', hold: '出荷しない', slip: '翌日に回す' },
  bases: { given: '入力', source: '出典あり', assumed: '仮定', missing: '未入力（0で計算）' },
  clusters: { entity: '名寄せ先', customer: '顧客', order: '注文' },
  measures: {
    orders: '注文数',
    amount: '注文額',
    intents: '購入数',
    intentAmount: '購入額',
    cohort: '結果の出る古さになった購入数',
    customers: '顧客数（正常な購入のうち止めた割合で数える）',
    lossShop: '自社負担の損失',
    lossIssuer: 'カード会社負担の損失',
    lossUnknown: '負担者不明の損失',
    chargesShop: '自社負担のチャージバック数',
    chargesUnknown: '負担者不明のチャージバック数',
    byHand: '目視で判定された注文数',
    passedByHand: '目視でOKになった注文数',
  },
};

const en: ResultMessages = {
  headlines: {
    passedBad: '{badWord} among OK (orders)',
    passedBadAmount: '{badWord} among OK (amount)',
    alertRate: 'Alert rate (orders)',
    alertRateAmount: 'Alert rate (amount)',
    reviewRate: 'REVIEW rate',
    reviewHit: 'REVIEW hit rate (with HOLD)',
    reviewPassed: 'REVIEW to OK',
    ngGood: '{goodWord} among NG',
    falsePerBad: '{goodWord} per {badWord} alerted (orders)',
    falsePerBadAmount: '{goodWord} per {badWord} alerted (amount)',
    precision: 'Precision (orders)',
    precisionAmount: 'Precision (amount)',
    recall: 'Recall (orders)',
    recallAmount: 'Recall (amount)',
    fBeta: 'Fβ (orders)',
    fBetaAmount: 'Fβ (amount)',
  },
  passedOnly: {
    recall: 'Recall (orders, of what got through)',
    recallAmount: 'Recall (amount, of what got through)',
    fBeta: 'Fβ (recall of what got through)',
    fBetaAmount: 'Fβ (amount, recall of what got through)',
  },
  independent: 'independent orders assumed',
  yen: {
    prevented: 'Loss prevented (borne by us)',
    fees: 'Chargeback fees avoided',
    margin: 'Margin of {goodWord} orders stopped',
    churn: 'Churn of {goodWord} customers stopped',
    review: 'Cost of manual review',
    net: 'Net benefit',
    passed: 'Loss that remains (borne by us)',
    preventedIssuer: 'Stopped loss the issuer would have borne',
    blockedAmount: 'Amount alerted that history blocked (outcome unknown)',
  },
  assumptions: {
    marginRate: 'Gross margin',
    lostShare: 'Share of wrongly stopped orders whose sale is lost',
    churnRate: 'Share of wrongly stopped customers who leave',
    customerValue: 'Future value of a customer who leaves',
    lossRate: 'Share of a claim that is lost',
    unknownBorne: 'Share we bear where nobody says who does',
    chargebackFee: 'Fee of a chargeback',
    reviewMinutes: 'Time of a manual review',
    hourlyWage: 'Hourly wage of a reviewer',
    reviewers: 'Reviewers',
    hoursPerDay: 'Review hours of a reviewer a day',
    reviewCatch: 'Share of {badWord} that review stops',
    reviewWrong: 'Share of {goodWord} that review stops wrongly',
    beta: 'Weight of recall (β of Fβ)',
    unreviewed: 'Not reviewed at the cut-off',
    cutoffHour: 'Shipping cut-off (hour of the day)',
    purchaseMinutes: 'Longest time between attempts at one purchase',
  },
  units: { share: '%', money: '', minutes: 'min', persons: 'persons', hours: 'h', number: '', choice: '', hour: ':00' },
  choices: { ship: 'ship', hold: 'do not ship', slip: 'slip a day' },
  bases: { given: 'given', source: 'published', assumed: 'assumed', missing: 'missing (counts as 0)' },
  clusters: { entity: 'linked entity', customer: 'customer', order: 'order' },
  measures: {
    orders: 'orders',
    amount: 'order amount',
    intents: 'purchases',
    intentAmount: 'purchase amount',
    cohort: 'purchases old enough to be judged',
    customers: 'customers (each by the share of its good purchases)',
    lossShop: 'loss borne by us',
    lossIssuer: 'loss borne by the issuer',
    lossUnknown: 'loss of unknown bearer',
    chargesShop: 'chargebacks borne by us',
    chargesUnknown: 'chargebacks of unknown bearer',
    byHand: 'orders decided by hand',
    passedByHand: 'orders passed by hand',
  },
};

/** What a figure is called; `blocked`: orders that history blocked. Recall is then of the bad ones that got through. */
export const headlineTitle = (texts: ResultMessages, name: HeadlineName, blocked: number): string =>
  (blocked > 0 ? texts.passedOnly[name] : undefined) ?? texts.headlines[name];

export const resultMessages = (language: 'ja' | 'en'): ResultMessages => (language === 'ja' ? ja : en);
