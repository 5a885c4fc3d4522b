export const personal = {
  'personal.title': '個人情報の表示',
  'personal.mark': '個人情報 伏せ字',
  'personal.markHint': '個人情報を伏せて表示しています。押すと表示に切り替えられます。',
  'personal.show': '個人情報を表示する',
  'personal.mask': '個人情報を伏せる',
  'personal.isMasked': '伏せています（営業・デモ・画面共有向け）',
  'personal.isShown': '表示しています（分析向け）',
  'personal.hint': 'この端末のこの利用者の設定で、すべてのプロジェクトに効きます。初期設定では伏せます。',
  'personal.showTitle': '個人情報を表示しますか',
  'personal.showBody': '氏名、住所、電話番号、メールアドレス、注文番号などを、そのまま画面、コピー、CSVに出します。',
  'personal.showWarning': '画面共有や投影をしていないこと、周りから画面が見えないことを確認してください。',
  'personal.busy': '計算が終わると切り替えられます。',
};
