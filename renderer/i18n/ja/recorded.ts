/** Screening results that production recorded. */
export const recorded = {
  'recorded.add': '審査結果を追加',
  'recorded.pick': '審査結果の列',
  'recorded.pickNote':
    '注文番号で、すでにある注文に当時の審査結果と該当ルールを書き込みます。チャージバックとしては数えません。1つの注文のルールが何行かに分かれていてもまとめます。',
  'recorded.missing': '注文番号の列と、審査結果か該当ルールの列を選んでください。',
  'recorded.apply': '審査結果を取り込む',
  'recorded.column.event_id': '注文番号',
  'recorded.column.screened_at': '審査日時',
  'recorded.column.recorded_result': '自動審査結果',
  'recorded.column.recorded_manual_result': '目視審査結果',
  'recorded.column.recorded_rules': '該当ルール',
  'recorded.looksSo':
    'この一覧には種別・理由・金額・日付がなく、審査結果の一覧のように見えます。どちらとして取り込みますか。',
  'recorded.asResults': '審査結果として取り込む',
  'recorded.afterOrders': '外して、注文の後で審査結果として取り込む',
  'recorded.asChargebacks': 'チャージバックの一覧として取り込む',
  'recorded.oneByOne': '審査結果として取り込むときは、1ファイルずつ選んでください。',
  'recorded.rows': '注文のある行',
  'recorded.conflictNote': '同じ注文の行が食い違う',
  'recorded.note': 'すでにある注文に書き込んだ件数です。元の値は注文から確認できます。',
  'recorded.takeBack': 'このファイルが書き込んだ審査結果を、注文 {count}件から除きます。',
  'recorded.takeBackNote':
    '後のファイルが書き直した結果は残ります。このファイルより前の結果は残していないため、元には戻りません。',
} as const;
