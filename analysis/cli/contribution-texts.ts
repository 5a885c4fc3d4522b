import type { Measurable } from '../model/results/rule-worth.ts';
import type { Language } from './messages.ts';

interface ContributionTexts {
  readonly rules: string;
  readonly ruleHeads: readonly string[];
  readonly measurable: Readonly<Record<Measurable, string>>;
  readonly retire: string;
  readonly retireAlone: string;
  readonly sampled: string;
  readonly patterns: string;
  readonly patternHeads: readonly string[];
  readonly additions: string;
  readonly additionsChosen: string;
  readonly noAdditions: string;
  readonly additionHeads: readonly string[];
  readonly sources: Readonly<Record<'set' | 'library', string>>;
  readonly overlap: string;
  readonly overlapHeads: readonly string[];
}

const ja: ContributionTexts = {
  rules: 'ルールの寄与（純便益）:',
  ruleHeads: [
    ...['ルール', '判定順', 'Shapley値', '外したときの増減', '95%区間', '遮断分を含む幅', 'アラート', '廃止の判断'],
  ],
  measurable: {
    measured: '測定済み',
    blocked: '測れない（過去に遮断した注文が多い）',
    few: '測れない（件数不足）',
    idle: '該当なし',
  },
  retire: 'まとめて廃止しても安全なルール（損失の小さい順）: {codes}',
  retireAlone: '単独なら安全だが、上のルールを廃止した後では安全と言えないルール: {codes}',
  sampled: '{orders} 件の注文ではShapley値を標本から推定（± は標準誤差）',
  patterns: 'ルールの組合せ（{shown} / {all}）:',
  patternHeads: ['ちょうど該当するルール', '注文', '{badWord}', '{goodWord}', '遮断（結果不明）'],
  additions: '追加の候補（{tried} 本を試行、対象外 {left} 本、同じ注文で選んで測った値）:',
  additionsChosen: '追加の候補（{tried} 本を試行、対象外 {left} 本、学習期間で選び、ほかの期間で測定）:',
  noAdditions: '判定を変えるルールはありません。',
  additionHeads: [
    ...['ルール', '出所', '審査結果', '該当', '純便益の増減', '95%区間', '遮断分を含む幅', 'アラート', '測定'],
  ],
  sources: { set: 'このセット', library: 'ライブラリ' },
  overlap: 'ルールの重なり（{shown} / {all} 組）:',
  overlapHeads: ['A', 'B', '両方に該当', 'うち{badWord}', 'Jaccard'],
};

const en: ContributionTexts = {
  rules: 'What rules contribute (net benefit):',
  ruleHeads: [...['Rule', 'In order', 'Shapley', 'Change without', '95 %', 'With the blocked', 'Alerts', 'Retirement']],
  measurable: {
    measured: 'measured',
    blocked: 'cannot be told (mostly blocked in history)',
    few: 'cannot be told (too few)',
    idle: 'no hits',
  },
  retire: 'Safe to retire together, the smallest loss first: {codes}',
  retireAlone: 'Safe alone, but not with those gone: {codes}',
  sampled: 'Shapley values are estimated on {orders} orders (± is the standard error)',
  patterns: 'Combinations of rules ({shown} of {all}):',
  patternHeads: ['Exactly these rules', 'Orders', '{badWord}', '{goodWord}', 'blocked'],
  additions: 'Rules that might be added ({tried} tried, {left} left out; chosen and valued on the same orders):',
  additionsChosen:
    'Rules that might be added ({tried} tried, {left} left out; chosen on training, valued on the rest):',
  noAdditions: 'No rule decides any order otherwise.',
  additionHeads: [
    ...['Rule', 'From', 'Result', 'Hits', 'Change of the net', '95 %', 'With the blocked', 'Alerts', 'Measured'],
  ],
  sources: { set: 'this set', library: 'library' },
  overlap: 'Orders that two rules share ({shown} of {all} pairs):',
  overlapHeads: ['A', 'B', 'Both', '{badWord}', 'Jaccard'],
};

export const contributionTexts = (language: Language): ContributionTexts => ({ ja, en })[language];
