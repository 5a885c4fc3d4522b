import type { LeftOut, RejectScenario, ScorecardReport, ScorecardWarning } from '../scorecard/report.ts';

/** Words of scorecards, shared by window and command line. */
export interface ScorecardWords {
  readonly warnings: Readonly<Record<OwnWarning, string>>;
  readonly left: Readonly<Record<LeftOut, string>>;
  readonly methods: Readonly<Record<RejectScenario['method'], string>>;
  readonly clusters: Readonly<Record<ScorecardReport['cluster'], string>>;
  readonly strengths: Readonly<Record<ScorecardReport['variables'][number]['strength'], string>>;
  readonly missing: string;
  readonly other: string;
}

/** Warnings that only scorecards have; those of fields are the ones of rules. */
export type OwnWarning = Extract<ScorecardWarning['code'], `score-${string}`>;
export const isOwnWarning = (code: ScorecardWarning['code']): code is OwnWarning => code.startsWith('score-');

const en: ScorecardWords = {
  warnings: {
    'score-in-sample':
      'No out-of-time day is given: every figure is of the orders the scorecard was trained on, and better than it will be.',
    'score-undated':
      'No outcome has a report date: training may know what was reported only after the out-of-time day.',
    'score-few-bad':
      'Training has {bad} bad orders; for so many variables {least} or more are needed, or coefficients are chance.',
    'score-not-converged':
      'The regression reached no maximum ({iterations} steps): a variable tells the classes apart entirely, or two say the same. Merge bins, leave one out, or set ridge.',
    'score-suspicious':
      'Information over .5, which looks like knowledge of the outcome: {fields}. Check when these are known.',
    'score-smoothed':
      'Bins without a bad or without a good order: their evidence is made by smoothing ({smoothing}) alone: {fields}.',
    'score-left-out': '{left} of {of} variables are not in the scorecard; see why beside each.',
  },
  left: {
    iv: 'too little information',
    sign: 'its coefficient turns its evidence round',
    'one-bin': 'one bin only: no two would each have a bad and a good order of training',
  },
  methods: { fuzzy: 'fuzzy augmentation', parcelling: 'parcelling', cutoff: 'hard cut-off' },
  clusters: {
    entity: 'by linked entity',
    customer: 'by customer',
    order: 'every order taken as independent',
  },
  strengths: { none: 'none', weak: 'weak', medium: 'medium', strong: 'strong', suspicious: 'suspicious' },
  missing: 'missing',
  other: 'others',
};

const ja: ScorecardWords = {
  warnings: {
    'score-in-sample':
      '期間外検証の開始日がありません。数値はすべて学習に使った注文のもので、実際の運用より良く出ます。',
    'score-undated':
      '報告日のある結果がないため、検証の開始日より後に分かった結果が学習に混ざっている可能性があります。',
    'score-few-bad': '学習の不良は {bad} 件です。この変数の数では {least} 件以上ないと、係数は偶然に左右されます。',
    'score-not-converged':
      '回帰が収束しませんでした（{iterations} 回）。不良と良を完全に分ける変数か、同じ内容の変数があります。区分をまとめる、変数を外す、ridge を設定するのいずれかを試してください。',
    'score-suspicious':
      '情報量（IV）が0.5を超え、結果を知っている疑いがあります: {fields}。分かる時点を確かめてください。',
    'score-smoothed': '不良または良が0件の区分があり、そのWoEは補正（{smoothing}）だけで決まっています: {fields}。',
    'score-left-out': '{of} 個の変数のうち {left} 個はスコアカードに入っていません。理由は各変数にあります。',
  },
  left: {
    iv: '情報量が足りない',
    sign: '係数の向きがWoEと逆',
    'one-bin': '区分が1つだけ（2つに分けると、学習の不良か良がない区分ができる）',
  },
  methods: { fuzzy: 'ファジー補完', parcelling: 'パーセリング', cutoff: 'ハードカットオフ' },
  clusters: { entity: '名寄せ先ごと', customer: '顧客ごと', order: '注文を独立とみなす' },
  strengths: { none: 'なし', weak: '弱い', medium: '中くらい', strong: '強い', suspicious: '強すぎる' },
  missing: '欠損',
  other: 'その他',
};

/** The words in a language. */
export const scorecardWords = (language: 'ja' | 'en'): ScorecardWords => (language === 'ja' ? ja : en);
