import type { SqlProblemCode } from '../sql-console.ts';

export const sqlJa: Readonly<Record<SqlProblemCode, string>> = {
  empty: 'クエリが書かれていません。',
  several: '文が{count}個あります。1度に実行できるのは1文だけです。',
  'not-select':
    '実行できるのはSELECT（WITH、FROM、VALUES、DESCRIBE、SUMMARIZEを含む）だけです。データの変更・ファイルの読み書き・設定の変更はできません。',
  'function-refused': '関数「{name}」はここでは使えません（ファイルや端末の情報に触れる関数は使えません）。',
  'table-refused': '「{name}」は読めません。読めるのは、一覧にある表と保存済みクエリだけです。',
  parameter: '?や$名前のパラメーターは使えません。値を直接書いてください。',
  'view-hidden': '保存済みクエリ「{name}」は、個人情報を表示できる役割で書かれたため、今の役割では実行できません。',
  'view-broken': '保存済みクエリ「{name}」が実行できないため、これを使うクエリも実行できません。',
  'view-cycle': '保存済みクエリが循環して参照し合っています: {names}',
  syntax: '構文に誤りがあります。',
  'table-unknown': '表[「{name}」]がありません。[もしかして: {candidates}]',
  'column-unknown': '列[「{name}」]がありません。[もしかして: {candidates}]',
  'column-ambiguous': '列名が複数の表にあります。「表名.列名」と書いてください。',
  'function-unknown': '関数[「{name}」]がありません。[もしかして: {candidates}]',
  types: '値の型が合いません。[関数「{name}」に渡せる型を確認してください。]必要ならCASTで型を変えてください。',
  grouping: '集計しない列は、GROUP BYに書くか、any_value()などで集計してください。',
  conversion: '値を指定の型に変換できません。変換できない値をNULLにするには、TRY_CASTを使ってください。',
  range: '値が型の範囲を超えました。',
  'file-refused': 'ファイルやネットワークには触れられません。',
  memory: 'メモリが足りませんでした。絞り込むか、集計してから取り出してください。プロジェクトに影響はありません。',
  disk: '作業用の空き容量が足りませんでした。プロジェクトに影響はありません。',
  other: 'クエリを実行できませんでした。',
  'too-large': '結果が大きすぎて表示できません。列や行を絞ってください。',
  stopped: 'SQLのプロセスが途中で終了しました。プロジェクトに影響はありません。もう一度実行できます。',
};

export const sqlPlaceJa = '{line}行 {column}文字目';
