/** What a file says of orders that are there already. */
export const reimport = {
  'reimport.title': '今ある注文との比較',
  'reimport.inserted': '新規',
  'reimport.updated': '更新',
  'reimport.unchanged': '変更なし',
  'reimport.conflicting': '矛盾',
  'reimport.share': '取り込み {accepted}件の{share}',
  'reimport.parts': '新規 {inserted}・更新 {updated}・変更なし {unchanged}',
  'reimport.conflictNote': '除外しました',
  'reimport.note':
    '注文番号が同じ行を比べました。空欄や対応付けのない列は今の値のままです。注文日時・通貨・金額が違う行は矛盾として除外し、今の注文を残しました。',
  'reimport.column': '更新した列',
  'reimport.filled': '空欄を補った注文',
  'reimport.changed': '値を書き換えた注文',
  'reimport.label': 'ファイルのラベル',
  'reimport.removeNote':
    '注文は最初に取り込んだファイルのものです。このファイルが更新した注文は更新後のまま残り、このファイルの注文はあとのファイルが更新していても除かれます。',
} as const;
