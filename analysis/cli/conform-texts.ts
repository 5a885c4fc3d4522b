import type { ConformCause, ConformPart } from '../model/conform.ts';
import type { RuleAnswer } from '../model/emulation.ts';
import type { Language } from './messages.ts';

interface ConformTexts {
  readonly matched: string;
  readonly agreeing: string;
  readonly notes: Readonly<Record<'repeated' | 'contradicting' | 'unscreened' | 'leftOut', string>>;
  readonly unreproduced: string;
  readonly parts: Readonly<Record<ConformPart, string>>;
  readonly part: string;
  readonly untold: string;
  readonly causes: Readonly<Record<ConformCause, string>>;
  readonly cause: string;
  readonly rule: string;
  readonly first: string;
  readonly sides: string;
  readonly firstRule: string;
  readonly fired: Readonly<Record<'recorded' | 'replayed', string>>;
  readonly changed: string;
  readonly otherwise: string;
  readonly withoutAmount: string;
  readonly transition: string;
  readonly ruleChange: string;
  readonly featureChange: string;
  readonly answers: Readonly<Record<RuleAnswer, string>>;
}

const ja: ConformTexts = {
  matched:
    '{model}: 再生した注文 {replayed} 件、記録された結果 {recorded} 件、両方にある注文 {matched} 件（記録のみ {onlyRecorded} 件、再生のみ {onlyReplayed} 件）。',
  agreeing: '一致 {agreeing} 件、不一致 {differing} 件（両方にある {matched} 件のうち）。',
  notes: {
    repeated: '同じ注文の以前の審査の記録 {rows} 件は、審査日時の新しい記録で置き換えました。',
    contradicting: '同じ審査日時の結果が食い違う注文 {rows} 件は比較していません。',
    unscreened: '結果のない記録 {rows} 件は比較していません。',
    leftOut: '読めなかったイベント {rows} 行は比較していません。',
  },
  unreproduced: 'ここで再現できない入力を読むルール {rules} 件:',
  parts: { result: '審査結果', rules: '該当ルール', score: 'スコア', group: 'ルールグループ' },
  part: '  {part}: {of} 件のうち不一致 {differing} 件',
  untold: '  {part}: 記録にありません',
  causes: {
    input: '入力なし',
    list: 'リストの時点',
    normalisation: '表記の正規化',
    score: 'スコアの対応',
    policy: 'グループ・決め方',
    missing: 'パッケージにないルール',
    logic: 'ルールの条件',
    untold: '該当ルールの記録なし',
  },
  cause: '{cause}: 不一致 {differing} 件のうち {orders} 件',
  rule: '  {code}: 記録だけが該当 {theirs} 件、再生だけが該当 {ours} 件',
  first: '  {place} 件目の注文 {id}（{at}）',
  sides: '    記録 {recorded} | 再生 {replayed}',
  firstRule: '    {code}: {fired}（{cause}[: {detail}]）',
  fired: { recorded: '記録だけが該当', replayed: '再生だけが該当' },
  changed:
    '{orders} 件（{from}～{to}）のうち {changed} 件の判定が変わります。金額 {amount} {currency}（全体 {all} {currency}）。',
  otherwise: '判定は同じで決め手が変わる注文: {otherwiseDecided} 件。',
  withoutAmount: '{currency} の金額がない注文 {withoutAmount} 件は、金額に含みません。',
  transition: '  {from} → {to}: {orders} 件、{amount} {currency}',
  ruleChange: '  {code}: 新たに該当 {gained} 件、該当しなくなる {lost} 件',
  featureChange: '  velocity.{id}: 値が変わる注文 {orders} 件',
  answers: { silent: '該当なし', fired: '該当', unevaluable: '判定不能' },
};

const en: ConformTexts = {
  matched:
    '{model}: {replayed} orders replayed, {recorded} results recorded, {matched} orders in both (only recorded {onlyRecorded}, only replayed {onlyReplayed}).',
  agreeing: '{agreeing} agree and {differing} differ, of {matched} in both.',
  notes: {
    repeated: '{rows} records of an earlier screening of an order gave way to the latest one.',
    contradicting: '{rows} orders whose results differ at one time were not compared.',
    unscreened: '{rows} records without a result were not compared.',
    leftOut: '{rows} lines of events could not be read and were not compared.',
  },
  unreproduced: '{rules} rules read what cannot be reproduced here:',
  parts: { result: 'Result', rules: 'Fired rules', score: 'Scores', group: 'Rule group' },
  part: '  {part}: {differing} of {of} differ',
  untold: '  {part}: not recorded',
  causes: {
    input: 'input unavailable',
    list: 'list snapshot',
    normalisation: 'normalisation',
    score: 'score mapping',
    policy: 'group or policy',
    missing: 'rule not in the package',
    logic: 'logic',
    untold: 'fired rules not recorded',
  },
  cause: '{cause}: {orders} of {differing} orders that differ',
  rule: '  {code}: fired as recorded only {theirs}, as replayed only {ours}',
  first: '  order {place} {id} ({at})',
  sides: '    recorded {recorded} | replayed {replayed}',
  firstRule: '    {code}: {fired} ({cause}[: {detail}])',
  fired: { recorded: 'fired as recorded only', replayed: 'fired as replayed only' },
  changed: '{changed} of {orders} decisions change ({from} – {to}): {amount} {currency} of {all} {currency}.',
  otherwise: '{otherwiseDecided} orders keep their result and are decided by something else.',
  withoutAmount: '{withoutAmount} orders without an amount in {currency} are in no amount.',
  transition: '  {from} → {to}: {orders} orders, {amount} {currency}',
  ruleChange: '  {code}: fires on {gained} more and on {lost} no longer',
  featureChange: '  velocity.{id}: another value on {orders} orders',
  answers: { silent: 'not fired', fired: 'fired', unevaluable: 'not evaluable' },
};

export const conformTexts = (language: Language): ConformTexts => ({ ja, en })[language];
