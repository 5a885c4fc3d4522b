export const exportTargets = {
  'export.part.engines': 'JDM・JSON-Logic',
  'export.part.enginesText':
    'GoRulesの判定表とJSON-Logic。式で書けない値（時刻の部分・正規表現・明細など）は、rules.inputs.jsonのとおり計算して渡します。',
  'export.part.unproven': 'ClickHouse・DMN',
  'export.part.unprovenText': 'ClickHouse SQLとDMN 1.3。ここでは実行していないため、判定は未検証です。',
  'export.part.book': 'ルールブック',
  'export.part.bookText': '言葉で説明した文書（日本語・英語、HTMLとMarkdown）。署名欄があります。',
  'export.engines': '判定を突き合わせたエンジン',
  'export.engine': 'エンジン',
  'export.engineFile': '実行したファイル',
  'export.history': '履歴の再現（注文 {orders} 件、ルール {rules} 件、特徴量 {features} 件）',
  'export.compared': '比べた答え',
  'export.derived': '与えた値による答え',
  'export.derivedHint':
    '比べた答えのうち、エンジンが自分で求めず、計算済みの値（特徴量、リストの登録状況、式で書けない値）を受け取って出したもの',
  'export.outside': '比べていない',
  'export.outsideHint':
    'そのエンジンが扱えない数値や範囲の違う数値、別の方言の正規表現のため、答えを比べていないもの。特徴量のSQLでは、注文以外のイベントやリストを使う特徴量',
  'export.differing': '不一致',
  'export.notProven': 'ここでは検証していないもの: {files}',
  'export.notProvenBy': '{file}（{engine}、比べた答え 0）',
} as const;
