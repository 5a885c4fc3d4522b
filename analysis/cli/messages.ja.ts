import type { CliMessages } from './messages.ts';

export const ja: CliMessages = {
  help: `使い方:
  shinsa import   --project P.shinsa --history FILE|FOLDER... (--mapping MAP.json | --preset NAME | --saved NAME) [READ] [--outcomes FILE] [--recorded FILE] [--json]
  shinsa import   --project P.shinsa --recorded FILE [READ] [--json]
  shinsa import   --project P.shinsa --preset NAME FILE|FOLDER... [READ] [--json]
  shinsa backtest --project P.shinsa --ruleset RULES.json [--assumptions FILE.json] [--champion RULES.json] [--as-of DATE] [--by day|week|month|weekday|COLUMN] [--split DATE[,DATE]] [--stability month|DATE|MONTH,MONTH] [--thresholds] [--overlap] [--contributions] [--additions] [--json]
  shinsa rules    --project P.shinsa --ruleset RULES.json [--json]
  shinsa export   --project P.shinsa --ruleset RULES.json --out DIR [--zip] [--sign KEY.pem] [--created INSTANT] [--raw-values] [--json]
  shinsa verify   PACKAGE [--signer FINGERPRINT] [--project P.shinsa] [--json]
  shinsa diff     A B [--project P.shinsa] [--json]
  shinsa export-events --project P.shinsa [--package PACKAGE] --out EVENTS.ndjson --unmasked [--json]   (O-PLUXに送る形。--package を付けると replay・serve-check・conform が読む形)
  shinsa replay   --package PACKAGE --events EVENTS.ndjson [--keep-early DAYS] [--json]
  shinsa serve-check --package PACKAGE [--keep-early DAYS] [--unmasked] < EVENTS.ndjson > RESULTS.ndjson
  shinsa conform  --package PACKAGE [--recorded RESULTS] (--events EVENTS.ndjson | --project P.shinsa) [--unmasked] [--json]
  shinsa emulate  --project P.shinsa --rules RULES.json --profile exact|bucketed-hour|bucketed-day|capped|wall-clock|nulls-false|nulls-error
                  [--cap N] [--delay 90s|15m|2h|1d] [--gives OK|REVIEW|HOLD|NG|default] [--unmasked] [--json]
  shinsa features --project P.shinsa --spec FEATURES.json [--json]
  shinsa scorecard --project P.shinsa --spec SCORECARD.json [--as-of DATE] [--orders ID[,ID]] [--json]
  shinsa bnpl preset invoice-14|statement|instalment | bnpl lint CONFIG.json [--project P.shinsa] | bnpl schedule CONFIG.json --arrived DATE --amount N   [--json]
  shinsa compare  --project P.shinsa [--a FILTER.json] [--a-segment NAME] [--a-from DATE] [--a-to DATE] [--b FILTER.json] [--b-segment NAME] [--b-from DATE] [--b-to DATE] [--by COLUMN[,COLUMN]] [--as-of DATE] [--json]
  shinsa quality  --project P.shinsa [--json]
  shinsa patterns --project P.shinsa [--params FILE] [--json]
  shinsa sql      --project P.shinsa "SELECT ..." [--limit ROWS] [--csv] [--json]
  shinsa maturity --project P.shinsa [--target ID] [--unit month|week] [--json]
  shinsa outcomes --project P.shinsa [FILE|FOLDER... [--mapping MAP.json | --preset NAME | --saved NAME] [READ]] [--json]
  shinsa outcomes open    --project P.shinsa [--import ID] [--json]
  shinsa outcomes resolve --project P.shinsa --import ID --line N (--order-id X | --none | --undo) [--json]
  shinsa targets  --project P.shinsa [set TARGET.json] [--json]
  shinsa lines    --project P.shinsa [FILE|FOLDER... [--mapping MAP.json | --preset NAME | --saved NAME] [READ]] [--json]
  shinsa stored   --project P.shinsa [--json]
  shinsa forget   --project P.shinsa (--order-id X | --member X | --email X | --phone X | --all) --reason 理由 [--delete] [--yes] [--json]
  shinsa events   --project P.shinsa [--kind auth|3ds|login|shipment|payment] [FILE|FOLDER... [--mapping MAP.json | --preset NAME | --saved NAME] [READ]] [--json]
  shinsa imports  --project P.shinsa [--json]
  shinsa imports remove --project P.shinsa --import ID [--json]
  shinsa imports rejected|unmatched|orphans --project P.shinsa --import ID --out FILE.csv --unmasked [--json]
  shinsa mappings --project P.shinsa [--json]
  shinsa mappings save|rename|delete|write --project P.shinsa --of orders|outcomes|lines|events --name NAME [MAP.json | --to NAME | --out MAP.json] [--json]
  shinsa demo     --out DIR [--json]
  shinsa link     --project P.shinsa [--hub PERSONS] [--near] [--link-near] [--json]
  shinsa near     --project P.shinsa [--show open|over|accepted|rejected] [--json]
  shinsa near accept|reject|undo --project P.shinsa PAIR... [--json]
  shinsa lists    --project P.shinsa [--json]
  shinsa lists add     --project P.shinsa --name 名前 --kind exact|domain|cidr|address|person|phone|email [--purpose negative|positive|mail-disposable|mail-free|network|country|other] [--id ID] [--snapshot 日付] FILE [--json]
  shinsa lists add     --project P.shinsa --bundled ID [--json]
  shinsa lists refresh --project P.shinsa --id ID [--snapshot DAY] [READ] FILE [--json]
  shinsa lists rename  --project P.shinsa --id ID [--name NAME] [--purpose PURPOSE] [--json]
  shinsa lists delete|restore|entries --project P.shinsa --id ID [--search TEXT] [--json]
  shinsa lists put     --project P.shinsa --id ID VALUE... [--json]
  shinsa lists bundled [--json]
  shinsa findings --project P.shinsa [--html FILE.html] [--lang ja|en] [--json]
  shinsa review-sample draw     --project P.shinsa --ruleset RULES.json (--size N | --half-width POINTS) --out SHEET.xlsx [--allocation equal|proportional|neyman] [--alerted %] [--passed %] [--seed TEXT] [--show-rules] [--json]
  shinsa review-sample import   --project P.shinsa FILE [--json]
  shinsa review-sample estimate --project P.shinsa [--sample CODE] [--json]
  shinsa identity --kind address|person|phone|email|ip|device|cookie|card|agent [--postal 107-0052 | --kana KANA] [--without numerals,variants] [--project P.shinsa] VALUE... [--json]
  shinsa identity --kind KIND --project P.shinsa [--column KEY_COLUMN --without STEP,STEP [--hits N] [--limit MINOR_UNITS]] [--json]
READ: 判別が誤っているときの読み方 [--encoding utf-8|shift_jis|utf-16le|euc-jp] [--delimiter ,|;|tab] [--sheet NAME]
個人情報は伏せて出力します。--unmasked で表示し、--role analyst|consultant|presenter ではその役割のとおり、--mask identity,contact,card,network ではその区分だけを伏せます（import、backtest、features、scorecard、compare、quality、patterns、maturity、outcomes、lines、events、imports、mappings、near、targets、link、lists、identity、review-sample、sql、findings）。
結果は標準出力、進み具合は標準エラーに出ます。終了コード: 0 成功、2 入力の誤り、1 内部の問題、130 中止。`,
  usage: {
    'command-missing': 'コマンドがありません。',
    'command-unknown': 'コマンド「{subject}」はありません。',
    'option-unknown': '「{subject}」は使えない指定です。',
    'option-missing': '{subject} が必要です。',
    'option-value': '{subject} の値が正しくありません。1 つだけ指定してください。',
    'option-choice': '使えない値です: {subject}',
    'options-exclude': '{subject} はどちらか一つだけ指定してください。',
    'value-missing': '{subject} の後に値を 1 つ以上指定してください。',
  },
  phases: {
    reading: '読み込み',
    checking: '確認',
    identity: '名寄せ',
    sorting: '並べ替え',
    writing: '書き込み',
    outcomes: '結果の照合',
    computing: '計算',
    features: '特徴量を計算中',
    columns: '注文の列を読み込み中',
    rules: 'ルールを判定中',
    figures: '数値を集計中',
    replaying: '履歴の再現',
    vectors: 'テストレコードの作成',
    proving: '再現検証',
    'proving-features': '特徴量SQLの実行検証',
    opening: '準備',
    snapshot: 'SQL用のデータの複製',
    querying: 'クエリの実行',
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
  recorded:
    '審査結果「{file}」: {read} 行を読み、{matched} 行に注文がありました（注文なし {unmatched} 行、食い違い {conflicting} 行、その他の除外 {others} 行）。注文 {updated} 件に書き込み、{unchanged} 件は同じでした。',
  eventsWritten: '注文 {events} 件をイベントとして書き出しました: {path}',
  rejected: '  除外 {rows} 行: {reason}[（列 {column}）]、最初は[ {file} の] {line} 行目',
  linesRead:
    '注文明細 {file}: {read} 行を読み、{orders} 件の注文の {accepted} 行を取り込み（明細の置き換え {replaced} 件）、{rejected} 行を除外しました',
  linesOrphans: '  注文がプロジェクトにない明細 {orphans} 行（注文 {orders} 件）: {ids}',
  upserted: '  既存の注文との比較: 新規 {inserted}、更新 {updated}、変更なし {unchanged}、矛盾 {conflicting}（除外）',
  upsertedColumn: '    {column}: 補った注文 {filled}、書き換えた注文 {changed}',
  importedFile: '  {name}: {read} 行、注文 {accepted}、除外 {rejected}',
  outcomes: '結果[ {file}]: {read} 行、注文と一致 {matched}、候補が複数 {several}、不一致 {unmatched}、除外 {rejected}',
  matchedBy: '  {by}で一致 {rows} 行',
  chargebacks:
    'チャージバック {orders} 件: 計上 {charged}、取り戻し {reversed}、残り {remaining}（{remainingOrders} 件）。うち債務責任の移転 {shifted}（{shiftedOrders} 件）、加盟店の被害額 {realised}（最小通貨単位）',
  unexplained:
    '残るチャージバック {remainingOrders} 件のうち {unexplainedOrders} 件は理由が分かりません（カード不正の対象では不正に数えます）',
  conflict: '{name}: {orders} 件',
  conflictOrder: '  注文 {order}: {facts}',
  events: {
    none: 'イベントはありません。',
    kind: '{name}: {events} 件（成功 {passed}、失敗 {failed}）。プロジェクトにない注文 {otherOrders} 件、注文なし {noOrder} 件',
    file: '  {file}: {events} 件（{name}）',
    taken:
      '{file}（{name}）: {read} 行を読み込み、{accepted} 件を取り込み（置き換え {replaced} 件）、{rejected} 行を除外。プロジェクトにない注文 {otherOrders} 件、注文なし {noOrder} 件',
  },
  states: '注文 {rows}: 不正 {bad}、正常 {good}、結果未確定 {immature}、遮断 {blocked}、対象外 {excluded}',
  decisions: '判定: OK {OK}、REVIEW {REVIEW}、HOLD {HOLD}、NG {NG}',
  decidedBy: '  決め手 {by}: {result} {orders} 件',
  total: 'アラート {alerts}（アラート率 {alertRate}）、適合率 {precision}、{recallName} {recall}',
  rule: '  {code}: ヒット {hits}、不正 {tp}、正常 {fp}、判定不能 {unevaluable}、{figures}',
  rules: {
    head: 'ルール {rules} 件を {orders} 件の注文で調べ、指摘は {findings} 件です。',
    finding: '診断 {subject}：{name}',
    unchecked: '誤りがあるため調べていないルール: {codes}',
  },
  quality: {
    head: '注文 {orders} 件を調べました（結果の分かる注文: 不正 {bad}、正常 {good}）。',
    finding: '{severity}: {name}[（{column}）]: {of} のうち {count} {unit}（{share}）',
    noFinding: '見つかった問題はありません。',
    clean: '調べて見つからなかったもの: {names}',
    skipped: '調べていないもの: {name}（{reason}）',
    columns: '列: 値のある注文、うち形の正しい値、値の種類、多い値',
    column: '  {column}: {of} のうち {filled}（{share}）[、形の正しい値 {valid}]、{distinct} 種類[、{top}]',
    spread: '    {min} | {q1} | {median} | {q3} | {max}[、外れ値 {beyond}（{rule}）]',
  },
  patterns: {
    head: '{from}〜{to}の注文{orders}件から手口を探しました',
    ground:
      '対象事象: {target}（{horizon}日以内）、基準日 {asOf}。{badWord}{bad}件、{goodWord}{good}件、結果未確定{immature}件、遮断{blocked}件、対象外{excluded}件',
    finder:
      '{name}: {found}組、{orders}件、{amount}。適合率 {precision}（結果の分かる{known}件のうち{badWord}{bad}件）、{badWord}{allBad}件の{recall}',
    missing: '{name}: 探せません。必要なもの: {columns}',
    finding: '  {shared}: {orders}件、{amount}、{from}〜{to}、結果の分かる{known}件のうち{badWord}{bad}件（{facts}）',
    more: '  … ほか{count}組',
    hindsight:
      '全期間を一度に見て探しています。ルール案がその時点でどう働いたかは、バックテストで確かめてください。案の条件の値はこれらの注文から取ったものなので、後の注文で判断してください。',
  },
  demo: 'サンプルショップの取り込み、バックテスト、書き出しが終わりました。',
  written: '書き出し: {path}',
  identity: '{raw} のキー: {key}（{confidence}）',
  identityNone: 'キーなし',
  linked: '{orders}件中{linked}件が{entities}の名寄せ先にまとまりました（全期間でみた結果）。最大は{largest}件です。',
  linkKind: '  {kind}: {values}個の値で{orders}件が先の注文につながる',
  hubs: '{persons}人より多くが共有する値{hubs}個は、リンクに使っていません:',
  near: '近い一致: プロファイル{profiles}件、比較{candidates}組。確認待ち{open}組、うちリンクのしきい値以上{over}組（共有が多く探索に使わない値{skipped}個）',
  nearPair: '  {bits}ビット: {one}（{oneOrders}件）と{other}（{otherOrders}件）: {evidence} ‹{pair}›',
  nearMore: '  ほか{rows}組。--json で全件',
  hub: '  {kind}: {persons}人、{orders}件、最初の注文 {first}',
  entity: '  {entity}: {orders}件、氏名{names}通り、不正{bad}件、正常{good}件。リンク: {links}',
  features: {
    head: '特徴量 {id}[ {name}]（{type}）',
    filled: '  {orders} 件中 {filled} 件に値あり、{distinct} 種類。{min} 〜 {max}、平均 {mean}',
    bin: '    {range}: {orders} 件、不正 {bad} 件、正常 {good} 件',
    cost: '  キー {keys} 個のイベント {events} 件、1つのキーで最大 {most} 件[、計算 {ms} ミリ秒]',
    hindsight: '  後知恵（{reading}）では {differ} 件の値が変わる: 高くなる {higher} 件、低くなる {lower} 件',
    unmeasured: '  後知恵（{reading}）は未測定: リストに登録日時のない値があり、注文時点の内容がわからない',
    atLeastOne: '。1以上: {then} 件（不正 {thenBad} 件）、後知恵では {now} 件（不正 {nowBad} 件）',
    ties: '同時刻のイベントも数える',
    outcomes: '結果が即座に分かったとみなす',
    lists: '今日のリストを使う',
    window: '未来も含む全期間を使う',
  },
  maturity: {
    head: '結果の成熟: {target}（{horizon} 日）、基準日 {asOf}、日付のある報告 {reports} 件',
    notMeasured: '未測定（この対象事象の結果に報告日がありません）',
    tooFew: '報告が {fewest} 件未満のため、曲線は出しません',
    age: '  {percent} % が届くまで {days} 日',
    ageBanded: '  {percent} % が届くまで {days} 日（95 % の幅 {low}〜{high} 日）',
    trusted: '信頼できる注文: {day} まで（95 % 以上が報告済み）',
    horizon: '対象事象の日数 {horizon} 日の成熟度は {percent} %、曲線からの目安は {days} 日',
    curve: '注文後の日数ごとの成熟度（日ごと、逆時間カプラン・マイヤー）: {points}',
    ladder: '注文後の日数ごとの成熟度（コホート、チェインラダー）: {points}',
    at: '{days} 日 {percent} %',
    cohorts: 'コホートごとの累積の率（件数）。* は、まだ増えることがあるもの',
    cohort: 'コホート',
    within: '{days} 日以内',
    soFar: '*',
    byTarget: '対象事象ごと',
    byPayment: '支払方法ごと',
    byFamily: '理由の種類ごと',
    group: '  {name}: {ages}、{day} までの注文を信頼（報告 {reports} 件）',
    groupOther: '  {name}: {state}（報告 {reports} 件）',
    days: '{percent} % {days} 日',
    none: '（空欄）',
  },
  targets: {
    one: '{mark} {id}: {name}（{kinds}、{days}日、{origin}、実行 {runs} 件）',
    preset: 'プリセット',
    changed: 'プリセットを変更',
    own: '独自',
  },
  personal: {
    place: '{path}: {bytes} バイト',
    file: '{name}: {rows} 行を保存、取り込み {at}、期間 {from} – {to}',
    table: '{table}: {rows} 行',
    column: '  {column}: {pii}、{of} 行のうち {filled} 行',
    cards: 'カード番号: {replaced} 個のセルを識別子に置き換え、識別子のある注文 {tokens} 件',
    deletion: '削除 {at}: {what}（{mode}）、注文 {orders} 件、ファイルの書き直し {rewritten}。理由: {reason}',
    held: '保存されている行: 注文 {orders}、結果 {outcomes}、注文明細 {lines}、イベント {events}、リストの値 {listEntries}、近い一致 {nearPairs}、除外行 {rejects}、名寄せの値 {identityValues}、取り込みの記録 {imports}、審査サンプルの注文 {reviews}、セグメント {segments}、SQLのクエリ {queries}、所見 {findings}',
    named: 'ルールセット・対象事象・実行 {named} 件に値が書かれています。これらは変更しないため、手で直してください。',
    unsure: 'まだ何も削除していません。数えたものを削除するには --yes を付けてください。',
  },
  warning: '注意: {text}',
  error: 'エラー: {text}',
};
