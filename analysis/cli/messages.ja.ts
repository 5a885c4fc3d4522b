import type { CliMessages } from './messages.ts';

export const ja: CliMessages = {
  help: `使い方:
  shinsa import   --project P.shinsa --history ファイルかフォルダー... (--mapping MAP.json | --preset 様式) [--sheet シート] [--outcomes FILE] [--json]
  shinsa backtest --project P.shinsa --ruleset RULES.json [--json]
  shinsa export   --project P.shinsa --ruleset RULES.json --out DIR [--json]
  shinsa demo     --out DIR [--json]
  shinsa identity --kind address|person|phone|email|ip [--postal 107-0052] 値... [--json]
結果は標準出力、進み具合は標準エラーに出ます。終了コード: 0 成功、2 入力の誤り、1 内部の問題、130 中止。`,
  usage: {
    'command-missing': 'コマンドがありません。',
    'command-unknown': 'コマンド「{subject}」はありません。',
    'option-unknown': '「{subject}」は使えない指定です。',
    'option-missing': '{subject} が必要です。',
    'option-value': '{subject} の値が正しくありません。1 つだけ指定してください。',
    'option-choice': '{subject} に使えない値です。',
    'options-exclude': '{subject} はどちらか一つだけ指定してください。',
    'value-missing': '{subject} の後に値を 1 つ以上指定してください。',
  },
  phases: {
    reading: '読み込み',
    checking: '確認',
    sorting: '並べ替え',
    writing: '書き込み',
    outcomes: '結果の照合',
    computing: '計算',
    proving: '再現検証',
    opening: '準備',
  },
  schemaIssues: {
    'not-json': 'JSON として読めません。',
    unrecognized_keys: '知らないキーです。',
    invalid_type: '値の型が違うか、値がありません。',
    other: '使えない値です。',
  },
  place: { line: '{line} 行', column: '{column} 文字目', field: '項目 {field}' },
  imported:
    '{read} 行を読み、{accepted} 件を取り込み、{rejected} 行を除外しました[、{lines} 行は同じ注文の明細です]（{seconds} 秒）。',
  rejected: '  除外 {rows} 行: {reason}[（列 {column}）]、最初は[ {file} の] {line} 行目',
  importedFile: '  {name}: {read} 行、注文 {accepted}、除外 {rejected}',
  outcomes: '結果: {read} 行、注文と一致 {matched}、不一致 {unmatched}、除外 {rejected}',
  states: '注文 {rows}: 不正 {bad}、正常 {good}、結果未確定 {immature}、遮断 {blocked}、対象外 {excluded}',
  decisions: '判定: OK {OK}、REVIEW {REVIEW}、HOLD {HOLD}、NG {NG}',
  total: 'アラート {alerts}（アラート率 {alertRate}）、適合率 {precision}、再現率 {recall}',
  rule: '  {code}: ヒット {hits}、不正 {tp}、正常 {fp}、適合率 {precision}、再現率 {recall}、判定不能 {unevaluable}',
  exported: 'テストベクタ {vectors} 件、{evaluator} での不一致 {mismatches} 件。',
  demo: 'サンプルショップの取り込み、バックテスト、書き出しが終わりました。',
  written: '書き出し: {path}',
  identity: '{raw} のキー: {key}（{confidence}）',
  identityNone: 'キーなし',
  warning: '注意: {text}',
  error: 'エラー: {text}',
};
