import type { Language } from './messages.ts';

/** Lines about packages; parameters stand in braces. */
export interface PackageTexts {
  readonly notProven: string;
  readonly notProvenBy: string;
  readonly silent: string;
  readonly written: string;
  readonly verified: string;
  readonly replayed: string;
  readonly notCompared: string;
  readonly certified: string;
  readonly raw: string;
  readonly unsigned: string;
  readonly signedKnown: string;
  readonly signedUnknown: string;
  readonly same: string;
  readonly added: string;
  readonly removed: string;
  readonly changed: string;
  readonly reordered: string;
  readonly groupChanged: string;
  readonly none: string;
  readonly decided: string;
  readonly noneDecided: string;
  readonly diffStandIns: string;
  readonly diffLists: string;
  readonly move: string;
  readonly kinds: Readonly<Record<'rule' | 'group' | 'feature' | 'exception' | 'policy', string>>;
  /** Parts of a rule set by their names in it; others are told by these. */
  readonly fields: Readonly<Record<string, string>>;
}

const en: PackageTexts = {
  notProven: 'Not proven here: {files}',
  notProvenBy: '{file} ({engine}, no answers compared)',
  silent: 'Rules that fire in no vector: {rules}',
  written: 'Written: {path}[ (SHA-256 {sha256})]',
  verified: '{name} ({model}), format {version}: {rules} rules; the hashes of {files} files are those of the manifest.',
  replayed: '{vectors} vectors were replayed; all engines agree:',
  notCompared:
    'Written by version {version} otherwise than this one would, and not compared with the rule set: {files}',
  certified: 'The certificate says that the package was proven with:',
  raw: 'It holds personal values as they are.',
  unsigned: 'Nobody signed it.',
  signedKnown: 'Signed by {name} ({short}), fingerprint {fingerprint}',
  signedUnknown: 'Signed by an unknown key, fingerprint {fingerprint}',
  same: 'The rule sets are the same.',
  added: 'Added: {kind} {name}[: {says}]',
  removed: 'Removed: {kind} {name}[: {says}]',
  changed: 'Changed: {name}: {before} -> {after}',
  reordered: 'The rules stand in another order.',
  groupChanged: 'Changed: group {name}[, with {added}][, without {removed}]',
  none: '(none)',
  decided: '{orders} orders would change, {bad} of them {badWord}:',
  noneDecided: 'No order of the project would be decided otherwise.',
  diffStandIns:
    '{count} exceptions stand for values that this project does not know: they hold for none of its orders.',
  diffLists: 'Asked with the lists of this project, whose entries are not those of the packages: {lists}.',
  move: '  {from} -> {to}: {orders} orders, {bad} of them {badWord}',
  kinds: { rule: 'rule', group: 'group', feature: 'feature', exception: 'exception', policy: 'policy' },
  fields: {
    when: 'condition',
    result: 'result',
    'scores.ok': 'score OK',
    'scores.ng': 'score NG',
    'scores.hold': 'score HOLD',
    'description.ja': 'description (ja)',
    'description.en': 'description (en)',
    touchpoint: 'touchpoint',
    default: 'default result',
    name: 'name',
    modelId: 'model',
    currency: 'currency',
    timezone: 'time zone',
    lists: 'lists',
    'thresholds.ok': 'threshold OK',
    'thresholds.ng': 'threshold NG',
    'thresholds.hold': 'threshold HOLD',
  },
};

const ja: PackageTexts = {
  notProven: 'ここでは検証していないもの: {files}',
  notProvenBy: '{file}（{engine}、比べた答え 0）',
  silent: 'どのベクトルでも該当しないルール: {rules}',
  written: '書き出し: {path}[（SHA-256 {sha256}）]',
  verified:
    '{name}（{model}）、形式 {version}: ルール {rules} 件。ファイル {files} 個のハッシュはすべて manifest と一致。',
  replayed: '{vectors} 件のベクトルを再現し、すべてのエンジンが一致:',
  notCompared:
    'バージョン {version} で書かれ、このバージョンの書き方と異なるため、ルールセットと照合していないファイル: {files}',
  certified: '証明書に記載の検証:',
  raw: '個人の値がそのまま入っています。',
  unsigned: '署名はありません。',
  signedKnown: '署名: {name}（{short}）、指紋 {fingerprint}',
  signedUnknown: '署名: 未登録の鍵、指紋 {fingerprint}',
  same: 'ルールセットは同じです。',
  added: '追加: {kind} {name}[: {says}]',
  removed: '削除: {kind} {name}[: {says}]',
  changed: '変更: {name}: {before} → {after}',
  reordered: 'ルールの並び順が違います。',
  groupChanged: '変更: グループ {name}[、追加 {added}][、削除 {removed}]',
  none: '（なし）',
  decided: '{orders} 件の注文の判定が変わります（うち{badWord} {bad} 件）:',
  noneDecided: '判定が変わる注文はありません。',
  diffStandIns: '例外 {count} 件は、このプロジェクトでは分からない値の代わりの値のため、どの注文にも当てはまりません。',
  diffLists: '次のリストは、パッケージの内容と異なるこのプロジェクトの内容で判定しました: {lists}。',
  move: '  {from} → {to}: {orders} 件（うち{badWord} {bad} 件）',
  kinds: { rule: 'ルール', group: 'グループ', feature: '特徴量', exception: '例外', policy: '決め方' },
  fields: {
    when: '条件',
    result: '結果',
    'scores.ok': 'OKスコア',
    'scores.ng': 'NGスコア',
    'scores.hold': 'HOLDスコア',
    'description.ja': '説明（日本語）',
    'description.en': '説明（英語）',
    touchpoint: 'タッチポイント',
    default: '既定の結果',
    name: '名前',
    modelId: 'モデル',
    currency: '通貨',
    timezone: 'タイムゾーン',
    lists: 'リスト',
    'thresholds.ok': 'OKのしきい値',
    'thresholds.ng': 'NGのしきい値',
    'thresholds.hold': 'HOLDのしきい値',
  },
};

export const packageTexts = (language: Language): PackageTexts => (language === 'ja' ? ja : en);
