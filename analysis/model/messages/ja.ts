import { nearJa } from './near.ts';
import { packageJa } from './package-ja.ts';
import type { ModelMessages } from './index.ts';

export const ja: ModelMessages = {
  failures: {
    cancelled: '中止しました。',
    internal: '予期しない問題が起きました[（{detail}）]。保存済みの内容は失われていません。',
    'engine-stopped': '分析エンジンが停止しました。保存済みの内容は失われていません。',
    'input-invalid': '入力の内容が正しくありません。',
    'file-not-found': 'ファイルが見つかりません。',
    'file-unreadable': 'ファイルを読み書きできません。アクセス権と種類を確認してください。',
    'file-empty': 'ファイルが空です。',
    'file-header-only': '見出し行だけで、データの行がありません。',
    'file-changed': '読み込み中にファイルが変更されました。もう一度取り込んでください。',
    'file-format-unknown':
      '読める形式ではありません[（{format}）]。CSV、Excel（.xlsx）、JSON Lines、Parquet、またはその gzip・zip を選んでください。',
    'file-encoding':
      '文字コードを判別できないか、読めない文字があります。文字コードを指定してください。[{likely} のようです。]',
    'file-garbled':
      '見出しや値が文字化けしています。[文字コードを {likely} と指定してください。]直らないときは、保存された時点で化けています。元のデータから出力し直してください。',
    'file-too-many-columns': '列が多すぎます（{columns} 列、上限 {limit} 列）。区切り文字を確認してください。',
    'file-damaged': 'ファイルが壊れているため読めません。',
    'file-line-too-long': '{line} 行目が、表の行としては長すぎます。改行のある表のファイルか確認してください。',
    'file-packed-damaged':
      '圧縮ファイルが壊れているか、途中で切れています。何も取り込んでいません。ファイルを入手し直してください。',
    'file-unpacks-too-large':
      '圧縮ファイル（{packed}）を展開すると {unpacked} 以上になります。この大きさのファイルから読むのは {limit} までです。正しいファイルなら、展開してから中の表を選んでください。',
    'files-differ':
      '「{file}」の列が「{first}」と違います[：「{missing}」がありません][。「{added}」はこのファイルだけにあります]。一つの履歴として読むファイルは同じ列である必要があります。何も取り込んでいません。',
    'files-mixed': 'Parquet とほかの形式のファイルは一つの履歴として読めません。順に取り込んでください。',
    'packed-not-text':
      '圧縮ファイルの中の「{file}」は CSV でも JSON でも XML でもありません。展開してから、それ自体を選んでください。',
    'zip-encrypted': 'zip の中の「{file}」はパスワードで保護されています。展開してから中の表を選んでください。',
    'zip-method': 'zip の中の「{file}」は読めない方式で圧縮されています。展開してから中の表を選んでください。',
    'zip-too-many-files':
      'zip に {files} 個のファイルがあります。読めるのは {limit} 個までです。展開して必要なものを選んでください。',
    'zip-without-table':
      'zip に読める表がありません[（「{file}」は表ではありません）]。同じ列の CSV・JSON・XML だけを入れるか、展開してから選んでください。',
    'json-unreadable':
      '読める JSON ではありません。1 行に 1 つのオブジェクト、またはオブジェクトの配列にしてください。',
    'xml-unreadable':
      '{line} 行目で XML として読めなくなります。途中で切れていないか、書き出し直して確かめてください。',
    'json-too-large':
      'JSON の配列は {limit} まで読めます。それより大きいファイルは、1 行に 1 件の JSON Lines にしてください。',
    'workbook-old-or-locked':
      '古い形式のブック（.xls）か、パスワード付きのブックです。パスワードなしの .xlsx か CSV で保存してから選んでください。',
    'xlsx-damaged':
      'ブックが壊れているため読めません[（{part}）]。表計算ソフトで開いて保存し直してから選んでください。',
    'xlsx-too-large':
      'ブックが大きすぎます[（{part}：展開後 {size}、上限 {limit}）]。シートを CSV で保存して、それを選んでください。',
    'xlsx-sheet-missing': 'ブックにシート「{sheet}」がありません。あるシート：{sheets}',
    'disk-full': 'ディスクの空き容量が足りません。空きを作ってからやり直してください。',
    'token-unknown': 'ファイルの指定が無効になりました。もう一度選んでください。',
    'cache-unusable':
      '作業用ファイルのフォルダーに書き込めません。キャッシュフォルダーのアクセス権を確認してください。',
    'project-not-found': 'プロジェクトが見つかりません。',
    'project-exists': '同じ名前のファイルがすでにあります。',
    'project-damaged': 'プロジェクトファイルが壊れているか、プロジェクトではありません。ファイルは変更していません。',
    'project-foreign': 'Shinsa のプロジェクトではありません。ファイルは変更していません。',
    'project-newer':
      'このプロジェクトは新しいバージョンの Shinsa で作られています[（形式 {version}、対応は {known} まで）]。ファイルは変更していません。',
    'project-read-only': 'プロジェクトに書き込めません。ファイルとフォルダーのアクセス権を確認してください。',
    'project-open-elsewhere': 'このプロジェクトはほかのウィンドウまたはプログラムで開かれています。',
    'project-empty': 'プロジェクトに注文がありません。先に注文履歴を取り込んでください。',
    'mapping-invalid': '項目の対応付けが正しくありません。',
    'kept-mappings-damaged':
      'すべてのプロジェクトで使う対応付け（{file}）を読み込めません。次に対応付けを保存すると新しく作り直し、壊れたファイルは {file}.damaged として隣に残します。',
    'mapping-misses': '対応付けにある列がファイルにありません（→ は名前が変わったと思われる列）: {columns}',
    'mapping-unknown': '「{name}」という対応付けは保存されていません。すでに削除された可能性があります。',
    'mapping-name-taken': '「{name}」という対応付けがすでにあります。別の名前にしてください。',
    'segment-unknown': 'そのセグメントはありません。すでに削除された可能性があります。',
    'finding-unknown': 'その所見はありません。すでに削除された可能性があります。',
    'segment-name-taken': '「{name}」というセグメントがすでにあります。別の名前にしてください。',
    'sql-stopped': 'SQLのプロセスが回答の前に終了しました。プロジェクトに影響はありません。もう一度実行してください。',
    'sql-view-unknown': 'その保存済みクエリはありません。すでに削除された可能性があります。',
    'sql-view-name-taken': '「{name}」という保存済みクエリがすでにあります。別の名前にしてください。',
    'sql-view-name-table': '「{name}」は表の名前です。別の名前にしてください。',
    'sql-view-cycle': '保存済みクエリが循環して参照し合うため、変更しませんでした: {names}',
    'sql-view-refused': 'クエリが実行できないため、保存しませんでした。実行すると原因を確認できます。',
    'mapping-column-missing': '対応付けにある列「{column}」がファイルにありません。',
    'mapping-time-missing': '注文日時の列が対応付けられていません。',
    'mapping-id-missing': '注文番号の列が対応付けられていません。',
    'mapping-timezone': 'タイムゾーン「{timezone}」を認識できません。',
    'kept-column-type':
      '列「{column}」は、これまでの注文では{type}ですが、このファイルにはそう読めない値があります[（{rows} 件、最初は {line} 行目）]。値を直すか、見出しを変えて別の列として残すか、この列を残さずに取り込んでください。',
    'mapping-format': '日時の書式「{format}」を認識できません。',
    'layout-unknown': '様式「{preset}」はありません。使える様式：{presets}',
    'layout-misses': 'ファイルは様式「{preset}」の形ではありません。ない列：{columns}',
    'folder-without-table': 'フォルダーに注文履歴として読めるファイルがありません。',
    'import-nothing-accepted':
      '取り込める行がありません（{read} 行のうち {rejected} 行を除外）。[最も多い理由は「{reason}」で、最初は {line} 行目です。]プロジェクトは変更していません。',
    'order-unknown': 'プロジェクトに、注文番号「{order}」の注文はありません。注文番号を確認してください。',
    'list-not-found': 'リスト[「{list}」]が見つかりません。削除された可能性があります。',
    'list-exists': 'リスト「{list}」はすでにあります。更新するか、別の名前にしてください。',
    'list-older': 'リスト「{list}」は {known} 時点の内容です。それより前の {given} の内容では更新できません。',
    'list-no-value':
      'リストの値の列が見つかりません[（列: {columns}）]。列名を「値」または value にしてください。登録日時、解除日時、備考の列も置けます。',
    'list-nothing-read':
      '{read} 行のうち、この種類のリストの値として読める行がありません[（{reason}、最初は {line} 行目）]。',
    'outcomes-are-results':
      'この一覧には種別・理由・金額・日付がなく、審査結果の一覧のように見えます。審査結果なら「審査結果を追加」（コマンドラインでは --recorded）で取り込んでください。チャージバックの一覧なら、種別の列を指定してください（コマンドラインではマッピングの outcomes.columns.kind に定数 chargeback）。',
    'lines-no-order-id':
      '明細ファイルに注文番号の列が見つかりません。対応付けの "columns" の "order_id" に見出しを指定してください。',
    'lines-nothing':
      '明細ファイルに商品の列（商品コード、商品名、カテゴリ、単価、数量、小計）が見つかりません。対応付けの "columns" に見出しを指定してください。',
    'outcomes-no-order-id':
      '結果ファイルに、注文を特定できる列がありません。注文番号、取引ID、承認番号と購入日、または金額・購入日・カード番号の一部が必要です。',
    'events-no-key':
      'ファイルに、だれの、またはどの注文のイベントかを示す列がありません。イベントID・注文番号・会員ID・カード・端末・連絡先・IP アドレスのどれかが必要です。',
    'ruleset-invalid': 'ルールセットが正しくありません。',
    'ruleset-version-newer': 'このルールセットは新しい形式です[（形式 {version}）]。Shinsa を更新してください。',
    'rule-invalid': 'ルール[ {rule} ]が正しくありません。',
    'rule-currency': 'ルールセットの通貨がデータと合いません。',
    'ruleset-not-found': 'ルールセットが見つかりません。',
    'sample-not-found': '審査サンプルが見つかりません。',
    'sample-too-small': '{orders}件では少なすぎます。層ごとに最低2件を抽出するため、{least}件以上にしてください。',
    'sample-too-large': '希望の区間幅には {most} 件を超えるサンプルが必要です。幅を広げてください。',
    'worksheet-columns':
      '審査サンプルのワークシートとして読めません。1行目に列「{columns}」がありません。書き出したワークシートの「審査」シートを選んでください。何も取り込んでいません。',
    'worksheet-foreign':
      'このプロジェクトの審査サンプルの行キーがありません。書き出したワークシートか、プロジェクトが正しいか確認してください。何も取り込んでいません。',
    'worksheet-empty': '判定の記入された行がありません（{rows}行を確認）。何も取り込んでいません。',
    'worksheet-refused': 'ワークシートに直すところが {count} か所あります。何も取り込んでいません。\n{list}',
    'file-too-many-rows': '行が多すぎます（上限 {limit} 行）。正しいファイルか確認してください。',
    'run-not-found': 'バックテストの記録が見つかりません。',
    'run-other-data':
      'この実行のあとでデータまたはリストが変わったため、購入のまとめ方を変えられません。ルールをもう一度実行し、その結果で分数を選んでください。',
    'champion-currency':
      'チャンピオンの通貨は{champion}、チャレンジャーは{challenger}です。同じ通貨のルールセットだけを比較できます。',
    'as-of-future': '基準日 {asOf} は未来の日です。{last} までの日にしてください。',
    'target-missing': '対象事象が決まっていません。',
    'subject-unknown': 'この人のデータは、プロジェクトにありません。',
    'reason-missing': '削除の理由を入力してください。',
    'reason-names': '理由に本人を特定する値が含まれています。削除の記録に残せないため、値を除いて入力してください。',
    'personal-masked':
      '個人情報を伏せているため、個人情報を含むこのファイルは書き出せません。先に個人情報を表示してください。',
    'target-in-use':
      'この対象事象は、プロジェクトの注文の判定に使われています。別の対象事象を選んでから削除してください。',
    'target-unknown': 'プロジェクトにこの対象事象はありません。すでに削除された可能性があります。',
    'target-invalid': '対象事象として読み取れません。',
    'finder-limits-invalid': '手口の探し方の条件として読み取れないか、範囲の外の値があります。',
    'assumptions-invalid': '前提条件として読み取れません。',
    'view-gone': 'データが更新されたため、一覧を開き直してください。',
    'filter-invalid': '絞り込みの条件[（{clause} 番目、列 {column}）]が正しくありません。',
    'feature-invalid': '特徴量[「{feature}」]が正しくありません。',
    'feature-undated':
      '{feature} が数える結果 {outcomes} 件のうち {undated} 件に報告日がないため、注文の時点で分かっていたかどうか判断できません。特徴量に assumedDelayDays (注文から何日後に分かったとみなすか) を指定するか、報告日を取り込んでください。[ファイルの不正ラベルだけで不正とされる注文（{labelled} 件）を数えるには、さらに結果の種類に label-bad を加えます。]',
    'bnpl-invalid': '後払いの設計として読み取れません。',
    'scorecard-invalid': 'スコアカードの仕様として読み取れません。',
    'scorecard-field': 'スコアカードでは {field} を読めません。',
    'scorecard-type':
      '{field} は日時か一覧のため、区分に分けられません。数値、金額、文字、はい・いいえを使ってください。',
    'scorecard-few':
      '学習には不良と良の両方の注文が必要です。当時分かっていたのは不良 {bad} 件、良 {good} 件です。検証の開始日を遅らせるか、対象事象を変えてください。',
    'scorecard-no-variable':
      '変数が残りませんでした。selection.minIv を下げるか、係数を確かめるには selection.dropWrongSign を false にしてください。',
    'scorecard-no-bin': '{field} にその番号の区分はありません。',
    'scorecard-not-neighbours': '数値の区分は、隣どうしだけをまとめられます（{field}）。',
    'scorecard-wrong-kind': '{field} の区分の種類（数値・カテゴリ）が、値の種類と合いません。',
    'scorecard-cuts-nothing':
      '{field} の区分は、その値では分かれません。区分に含まれる値を指定し、残りも空にしないでください。',
    'scorecard-too-many':
      '{field} の区分が、特別な値と欠損の区分を含めて {most} を超えます。先に区分をまとめてください。',
    'scorecard-order': 'この注文はプロジェクトにありません。',
    'amount-overflow': '金額の合計が大きすぎて正確に表せません。',
    'package-missing':
      'パッケージではありません（manifest.json がありません）。書き出しで保存したフォルダーまたはzipを選んでください。',
    'package-invalid': 'パッケージを受け付けませんでした。何も取り込んでいません。[{problem}]',
    'package-hash': 'パッケージのファイル「{file}」が書き出し後に変更されています。',
    'package-mismatch':
      '再現検証で判定が一致しなかったため、パッケージを書き出しませんでした。[（{engine}][、ベクトル {vector}][、{order} 番目の注文][、ルール {rule}][、特徴量 {feature}][：期待 {expected}、結果 {got}）][ レコード：{record}]',
    'package-disproved':
      'パッケージの答えのうち {count} 件が、記録された答えと一致しません。[最初：{engine}][、ベクトル {vector}][、ルール {rule}][：期待 {expected}、結果 {got}]',
    'package-signature':
      '署名がこのパッケージのものではありません。署名後に manifest.json が変更されたか、別のパッケージの署名です。',
    'package-signer':
      '指定された鍵（{expected}）の署名がありません[。署名した鍵は {found} です]。第三者が変更した可能性があります。',
    'signing-key': 'Ed25519の秘密鍵（PEM、PKCS 8）ではありません。',
    'signing-unavailable':
      'このコンピューターには鍵を安全に保管する仕組みがないため、署名しませんでした。署名なしで保存できます。',
    'recorded-columns': '記録された審査結果に必要な列がありません: {missing}。',
    'recorded-too-many':
      '記録された結果が上限の {limit} 件を超えています。ファイルを分けてください。比較は行っていません。',
    'recorded-invalid': '記録された審査結果のこの箇所を読めません（{field}）。何も比較していません。',
    'recorded-unmatched':
      '記録された審査結果 {recorded} 件のうち、再生した注文 {replayed} 件と一致する注文番号がありません。',
    'runtime-refused': 'このルールセットは参照ランタイムで実行できません: {place} ({detail})。',
    'out-exists': '書き出し先に同じ名前のものがすでにあります。上書きはしません。',
  },
  rejects: {
    'too-few-cells': '列の数が見出しより少ない',
    'too-many-cells': '列の数が見出しより多い',
    'bad-quoting': '引用符が正しく閉じていない',
    'bad-encoding': '読めない文字がある',
    'id-missing': '注文番号がない',
    'id-duplicate': '注文番号がファイル内で重複',
    'id-in-project': '注文番号がすでにプロジェクトにある',
    'order-time-differs': '注文日時がプロジェクトの注文と違う',
    'order-currency-differs': '通貨がプロジェクトの注文と違う',
    'order-amount-differs': '金額がプロジェクトの注文と違う',
    'time-missing': '注文日時がない',
    'time-unreadable': '注文日時を読めない',
    'time-out-of-range': '注文日時が範囲外',
    'amount-missing': '金額がない',
    'amount-unreadable': '金額を読めない',
    'amount-ambiguous': '金額の小数点と桁区切りを判別できない',
    'amount-decimals': '金額の小数の桁が通貨より多い',
    'amount-currency': '金額に別の通貨の記号がある',
    'outcome-duplicate': '同じ結果がすでにある',
    'event-repeated': '同じ番号のイベントが後の行にもある',
    'event-keyless': 'どの注文・誰のものか分からない',
    'amount-out-of-range': '金額が範囲外',
    'value-too-long': '値が長すぎる',
    'bad-json': 'JSON のオブジェクトではない',
    'list-value-missing': '値がない',
    'list-value-unreadable': 'この種類のリストの値として読めない',
    'list-value-weak': 'あいまいで、ほかと区別できない',
    'list-value-repeated': '同じ値と日時が前の行にある',
    'list-removed-first': '解除が登録より前',
    'quantity-unreadable': '数量を読めない',
    'line-empty': '商品の情報がない',
    'recorded-no-order': '注文がプロジェクトにない',
    'recorded-differs': '同じ注文の行が別々の審査結果を示している',
  },
  columnTypes: { text: '文字', int: '整数', double: '小数', bool: '真偽', timestamp: '日時' },
  importWarnings: {
    'card-numbers-replaced': 'カード番号を検出し、BIN と識別子に置き換えました[（列 {column}、{rows} 件）]。',
    'times-ambiguous': '夏時間の切り替えで 2 通りに読める日時を、早いほうとして扱いました[（{rows} 件）]。',
    'times-nonexistent': '夏時間の切り替えで存在しない日時を、後ろへずらしました[（{rows} 件）]。',
    'label-blank': 'ラベルが空の注文は対象外として扱います[（{rows} 件）]。',
    'no-report-dates': '結果に報告日がないため、結果確定の判断はできません。',
    'negative-amounts': '金額が負の注文があります[（{rows} 件）]。',
    'value-unreadable': '読めない値を空として扱いました[（列 {column}、{rows} 件）]。',
    'decimal-marks-mixed': '小数点の書き方が混在しています[（{rows} 件）]。',
    'formula-cells': '数式として動作する恐れのある値があります[（{rows} 件）]。書き出す CSV では無効にします。',
    'several-currencies': '複数の通貨があります。金額は通貨ごとに扱います。',
    'outcomes-unmatched':
      '注文が見つからない結果があります[（{rows} 件）]。保存してあり、その注文を取り込むか、リストにある照合用の列（注文番号・取引ID・承認番号・カード）を注文にも対応付けると使われます。',
    'outcomes-several':
      '複数の注文に当てはまる結果があります[（{rows} 件）]。「データ」で注文を選ぶまで、どの注文にも数えません。',
    'outcomes-duplicate': '同じ結果が重複しています[（{rows} 件）]。',
    'outcomes-unknown-kind':
      '種別の分からない結果は、どの対象事象にも数えません[（{rows} 件：{kinds}）]。チャージバック、延滞、貸倒、キャンセルなどの語で書き直すと使われます。',
    'outcomes-reversed':
      '勝訴・取下げになったチャージバックは、なかったものとして数えます[（{rows} 件）]。ほかに報告がなければ、その注文は正常です。',
    'settle-status-unknown':
      '意味の分からない決済ステータスは、結果の判断に使いません[（{rows} 件：{values}）]。入金済、延滞、貸倒、チャージバック、キャンセルなどの語で書き直すと使われます。',
    'dates-in-future':
      '未来の日付があります[（列 {column}、{rows} 件）]。基準日の既定値には使いません。日付を確かめてください。',
    'known-at-screening-unsure': '審査時点でわかっていたか不明な列があります[（{columns} 列：{column}）]。',
    'joined-ids-collide':
      'つなげると同じ注文番号になる別々の注文があります[（列 {column}、{rows} 件）]。あとの行は重複として除外しました。',
    'screening-changed':
      '審査時点の値としてルールが読む列が、あとのファイルで書き換わりました[（{column}、{rows} 件）]。新しい値を審査時点で知り得たかはわかりません。',
    'lines-changed':
      '先に取り込んだ明細と違う明細に置き換わりました[（{rows} 件の注文）]。ルールは新しい明細を注文時点で分かっていたものとして扱います。',
    'events-changed':
      '先に取り込んだイベントが、内容の違うイベントに置き換わりました[（{rows} 件）]。特徴量は新しい内容をその時点で分かっていたものとして数えます。',
    'encoding-replaced': '読めない文字を置き換えました[（{rows} 件）]。',
    'exponent-numbers':
      '表計算ソフトで 9.01E+09 のように縮められ、桁が失われた番号があります[（列 {column}、{rows} 件、最初は {line} 行目）]。値はそのまま残しました。元のデータから出力し直してください。',
    'recorded-earlier': '同じ注文の以前の審査を示す行は、審査日時の新しい行で置き換えました[（{rows} 件）]。',
    'serial-dates':
      '46113 のような表計算ソフトの日付番号を日付として読みました[（列 {column}、{rows} 件、最初は {line} 行目）]。',
    'phone-zeros-restored':
      '先頭の 0 が落ちていた携帯電話番号に 0 を補いました[（列 {column}、{rows} 件、最初は {line} 行目）]。',
    'phone-zeros-lost':
      '先頭の 0 が落ちているらしい電話番号があります[（列 {column}、{rows} 件、最初は {line} 行目）]。値はそのまま残しました。',
    'zip-zeros-restored':
      '先頭の 0 が落ちていた郵便番号に 0 を補いました[（列 {column}、{rows} 件、最初は {line} 行目）]。',
    'zip-zeros-lost':
      '桁の足りない郵便番号があり、0 が落ちただけとは言い切れません[（列 {column}、{rows} 件、最初は {line} 行目）]。値はそのまま残しました。',
  },
  packageProblems: packageJa,
  matchedBy: {
    'order-id': '注文番号',
    'transaction-id': '取引ID',
    'order-id-written': '注文番号（表記違い・先頭の0落ち）',
    approval: '承認番号と日付',
    amount: '金額・日付・カード',
    hand: '手動',
  },
  backtestWarnings: {
    'maturity-not-measured':
      '報告日のある結果がないため、結果確定は未測定です。率は、結果の分かる注文すべてで計算しています。',
    'outcomes-not-matched':
      '再現率は参考値です。対象事象にあたる結果 {rows} 件のうち、注文が見つかったのは {matched} 件（{rate}、金額では {amountRate}）です。見つからない分は不正・貸倒の件数に入っていません。',
    'undated-outcomes':
      '日付のない結果（取下げを含む）だけで不正か否かを決めた注文が、プロジェクト全体にあります[（{orders} 件）]。いつ分かったか不明なため、早い基準日でも使っています。',
    'lines-changed':
      '明細は注文時点で分かっていたものとして扱います。{orders} 件の注文では、あとの取込で明細が置き換わりました。',
    'fields-changed':
      '読んでいる項目のうち、あとの取込で値が変わったものがあります[（項目: 注文数 = {fields}）]。注文時点の値は不明なため、今の値で判定しています。',
    'events-changed':
      '特徴量が数えるイベントのうち、あとの取込で内容が変わったものがあります[（特徴量: のべ件数 = {features}）]。当時の内容は不明なため、今の内容で数えています。',
    'known-bad-undated':
      '決済ステータスかファイルの不正ラベルだけで不正とされる注文は、いつ分かったか不明なため、判明済み不正に数えていません[（特徴量: 注文数 = {features}）]。',
    'field-snapshot': '未来情報あり: {fields} は、注文当日ではなく表の時点の内容です。',
    'list-undated': '未来情報あり: {lists} には登録日時のない値があり、登録前の注文にも該当します。',
    'known-at-screening-unsure': '審査時点でわかっていたか不明な列を使っています[（{fields}）]。',
    'other-currency': 'ルールセットと異なる通貨の注文は判定不能になります[（{orders} 件）]。',
    'immature-bad':
      '結果未確定の注文に、すでに報告された不正があります[（{orders} 件）]。適合率と再現率には含めません。',
    'filter-active': '絞り込んだ注文だけの結果です。',
  },
  slower: {
    rules: {
      simd: 'この環境では WebAssembly の SIMD が使えないため、ルールを DuckDB で 1 本ずつ評価しました。数値は同じですが、時間がかかります。',
      memory:
        '注文数に対してメモリーが足りないため、ルールを DuckDB で 1 本ずつ評価しました。数値は同じですが、時間がかかります。',
    },
    features: {
      simd: 'この環境では WebAssembly の SIMD が使えないため、特徴量を DuckDB で計算しました。値は同じですが、時間がかかります。',
      memory: 'メモリーが足りないため、一部の特徴量を DuckDB で計算しました。値は同じですが、時間がかかります。',
    },
  },
  maturityWarnings: {
    'horizon-short':
      '対象事象の日数（{horizon} 日）が短すぎます。{horizon} 日では報告の {percent} % しか届いておらず、95 % が届くのは {days} 日です。',
    'history-short':
      'データから分かるのは注文後 {end} 日までです。対象事象の日数（{horizon} 日）までの報告は確かめられません。',
    'still-rising':
      '曲線は終わり（{end} 日）の近くまで上がり続けています（95 % は {days} 日）。もっと遅い報告があれば、成熟度は実際より高く出ています。',
    'estimates-differ':
      '2 つの推定が {days} 日で離れています（日ごと {percent} %、コホート {other} %）。報告の届く速さが時期によって変わった恐れがあります。',
    'undated-reports': '報告日のない注文は曲線に入っていません[（{orders} 件）]。',
    'before-order': '注文より前の日付の報告は、注文日に届いたものとして数えました[（{orders} 件）]。',
    'reported-beyond': '注文後 {end} 日より遅い報告は曲線に入っていません[（{orders} 件）]。',
    'few-weeks': '報告のある週が少ないため、推定の幅は示せません。',
  },
  identity: {
    links: {
      member: '会員ID',
      email: 'メール',
      phone: '電話番号',
      card: 'カード',
      device: '端末',
      cookie: 'クッキー',
      name: '氏名と住所',
      near: '近い一致',
    },
    near: nearJa,
    confidences: { certain: '確実', likely: 'ほぼ確実', weak: '弱い', none: '判定できません' },
    steps: {
      width: '全角・半角',
      'postal-code': '郵便番号',
      variants: '異体字',
      numerals: '数字・ハイフン',
      prefecture: '都道府県',
      city: '市区町村',
      town: '町域',
      street: '通り名',
      block: '丁目・番地・号',
      honorific: '敬称',
      spaces: '空白',
      kana: 'かな',
      'name-order': '姓名の順',
      extension: '内線',
      'country-code': '国番号',
      'leading-zero': '先頭の 0',
      case: '大文字・小文字',
      provider: 'メール事業者',
      mapped: '短い表記',
      family: 'ブラウザー・OS・端末',
      hyphens: 'ハイフンと括弧',
      bin: '先頭の6〜8桁',
      issuer: '先頭の6桁（発行会社）',
    },
    doubts: {
      empty: '値がありません',
      'no-place': '市区町村が分かりません。郵便番号か都道府県を添えてください',
      'several-places': '同じ地名が複数の市区町村にあります。郵便番号か都道府県を添えてください',
      'no-town': '町域が日本郵便の一覧にありません',
      'no-block': '番地がありません',
      'postal-unknown': '郵便番号が日本郵便の一覧にありません',
      'postal-disagrees': '郵便番号と住所が一致しません',
      'excel-number': '表計算ソフトが数値に変えたため、桁が失われています。文字列として書き出し直してください',
      'not-a-number': '電話番号ではありません',
      'not-assigned': '使われていない番号です',
      'not-an-email': 'メールアドレスではありません',
      'not-an-ip': 'IP アドレスではありません',
      'not-an-agent': 'ブラウザーもプログラムも示していません',
      'not-a-bin': 'カード番号の先頭6桁がありません',
      reserved: '公開されていないアドレスです',
      'single-name': '姓か名の一方だけです',
      placeholder: '誰のものでもない値です（テスト・仮の値）',
      masked: '一部が伏せられています',
    },
  },
};
