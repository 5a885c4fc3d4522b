import type { PartMaturity } from '../model/results/part-figures.ts';
import type { Language } from './messages.ts';

interface ResultsTexts {
  readonly ground: string;
  readonly matured: string;
  readonly unmatured: string;
  readonly recall: string;
  readonly recallPassed: string;
  readonly band: string;
  readonly perMonth: string;
  readonly perThousand: string;
  readonly cohort: string;
  readonly cohortKnown: string;
  readonly carried: string;
  readonly bearer: string;
  readonly noInterval: string;
  readonly ages: Readonly<Record<PartMaturity['kind'], string>>;
}

const ja: ResultsTexts = {
  ground: '期間 {from}～{to}、基準日 {asOf}、{maturity}',
  matured: '結果確定の期間を過ぎた購入 {old} / {all}',
  unmatured: '結果確定は未測定',
  recall: '再現率',
  recallPassed: '再現率（過去に通過した分）',
  band: '過去に遮断された {count} 件の結果次第で {range}',
  perMonth: '純便益（1か月あたり）',
  perThousand: '純便益（購入1,000件あたり）',
  cohort: '金額の対象: 結果確定の購入 {count} 件、{days} 日分',
  cohortKnown: '金額の対象: 結果の分かる購入 {count} 件、{days} 日分（結果確定は未測定）',
  carried: '実質 {count} 件で決まる',
  bearer:
    '要入力: 損失 {loss} は誰が負担するか分かりません（3-Dセキュアの項目なし）。自社負担 0～100％で純便益は {range}。前提条件 unknownBorne を指定してください',
  noInterval: '区間は測れません',
  ages: {
    matured: '結果確定',
    partly: '一部が結果未確定（期間を過ぎた購入 {old} / {all}）',
    immature: '結果未確定',
    empty: '注文なし',
    notMeasured: '結果確定は未測定',
  },
};

const en: ResultsTexts = {
  ground: 'period {from} – {to}, as of {asOf}, {maturity}',
  matured: '{old} / {all} purchases old enough to be judged',
  unmatured: 'maturity not measured',
  recall: 'recall',
  recallPassed: 'recall of what got through',
  band: '{range}, whatever became of the {count} blocked in history',
  perMonth: 'Net benefit per month',
  perThousand: 'Net benefit per 1,000 purchases',
  cohort: 'Money is of {count} matured purchases in {days} days',
  cohortKnown: 'Money is of {count} purchases with a known outcome in {days} days (maturity not measured)',
  carried: 'carried by about {count} entities',
  bearer:
    'Required: nothing says who bears {loss} of loss (no 3-D Secure fields). Bearing 0–100% of it, the net is {range}; give the assumption unknownBorne',
  noInterval: 'no interval: too few entities',
  ages: {
    matured: 'matured',
    partly: 'partly immature ({old} / {all} purchases old enough)',
    immature: 'immature',
    empty: 'no orders',
    notMeasured: 'maturity not measured',
  },
};

/** What the text of a backtest says around its figures. */
export const resultsTexts = (language: Language): ResultsTexts => ({ ja, en })[language];
