import type { Language } from './messages.ts';

const en = {
  head: 'Scorecard "{name}": {target}, {used} of {all} variables; trained on {bad} bad and {good} good orders[ as known on {asOf}]',
  scale: '{score} points are odds of {odds} : 1, {pdo} points double them',
  performance: '{part}: {orders} orders, {bad} bad; Gini {gini}; KS {ks}',
  training: 'Training',
  outOfTime: 'Out of time',
  within: '{value} ({low} to {high})',
  notMeasured: 'not measured',
  intervals: '95 % intervals: {by}',
  drift: 'PSI of scores, training beside held out: {psi} (by chance up to {chance})',
  variable: '{field}: IV {iv} ({strength}), coefficient {coefficient}[, PSI {psi}]',
  left: '{field}: IV {iv}, left out ({why})',
  bins: ['bin', 'orders', 'bad', 'bad rate', 'WoE', 'points'],
  bands: ['score', 'orders', 'bad', 'expected', 'observed'],
  calibration: '{part}: probabilities beside what happened[ (Hosmer–Lemeshow p {p})]',
  segment: 'By {field}',
  segments: ['value', 'orders', 'bad rate', 'expected', 'Gini', 'PSI'],
  rejects: '{rejects} refused orders: bad rate {low} to {high} by assumption; with them {doorLow} to {doorHigh} of all',
  scenario: '  {method}[ × {uplift}]: bad rate {rate}, through the door {door}, Gini {gini}',
  reasons: 'First reasons',
  scored: 'Order {asked}: {score} points, probability of bad {probability}; reasons: {reasons}',
  noReasons: 'none',
};
export type ScorecardTexts = typeof en;

const ja: ScorecardTexts = {
  head: 'スコアカード「{name}」: {target}、変数 {all} 個中 {used} 個。学習は不良 {bad} 件、良 {good} 件[（{asOf} 時点の結果）]',
  scale: '{score} 点でオッズ {odds} : 1、{pdo} 点ごとに2倍',
  performance: '{part}: {orders} 件、不良 {bad} 件、ジニ係数 {gini}、KS {ks}',
  training: '学習期間',
  outOfTime: '期間外検証',
  within: '{value}（{low}～{high}）',
  notMeasured: '未測定',
  intervals: '95%区間: {by}',
  drift: 'スコアのPSI（学習と検証の比較）: {psi}（偶然の範囲は {chance} まで）',
  variable: '{field}: IV {iv}（{strength}）、係数 {coefficient}[、PSI {psi}]',
  left: '{field}: IV {iv}、不採用（{why}）',
  bins: ['区分', '件数', '不良', '不良率', 'WoE', '点数'],
  bands: ['スコア', '件数', '不良', '予測', '実績'],
  calibration: '{part}: 予測確率と実績[（Hosmer–Lemeshow p {p}）]',
  segment: '{field} 別',
  segments: ['値', '件数', '不良率', '予測', 'ジニ係数', 'PSI'],
  rejects: '否決 {rejects} 件: 仮定により不良率 {low}～{high}、否決を含む全体では {doorLow}～{doorHigh}',
  scenario: '  {method}[ × {uplift}]: 不良率 {rate}、全体 {door}、ジニ係数 {gini}',
  reasons: '最も減点の大きい変数',
  scored: '注文 {asked}: {score} 点、不良確率 {probability}、理由: {reasons}',
  noReasons: 'なし',
};

export const scorecardTexts = (language: Language): ScorecardTexts => (language === 'ja' ? ja : en);
