export interface FindingsTexts {
  readonly title: string;
  readonly written: string;
  readonly masked: string;
  readonly plain: string;
  readonly none: string;
  readonly note: string;
  readonly untitled: string;
  readonly withheld: string;
  readonly query: string;
  readonly queryHidden: string;
  readonly pinned: string;
  readonly earlier: string;
  readonly rows: (shown: number, all: number) => string;
}

/** Words of the findings page on paper. */
export const findingsTexts: Readonly<Record<'ja' | 'en', FindingsTexts>> = {
  ja: {
    title: '所見',
    written: '書き出し日時',
    masked: '個人情報は伏せ字（メモは書いたとおり）',
    plain: '個人情報を含む・取扱注意',
    none: '所見はありません。',
    note: 'メモ',
    untitled: '（無題）',
    withheld: '伏せるべき値の範囲を含むため、図と表は載せていません。',
    query: 'クエリ',
    queryHidden: 'クエリには個人情報が書かれていることがあるため、載せていません。',
    pinned: '記録日時',
    earlier: 'この結果を記録した後に、データ・対象事象・基準日のいずれかが変わっています。',
    rows: (shown, all) => `全${all.toLocaleString('ja')}行のうち最初の${shown.toLocaleString('ja')}行です。`,
  },
  en: {
    title: 'Findings',
    written: 'Written',
    masked: 'personal values are masked (notes are as written)',
    plain: 'contains personal data: handle with care',
    none: 'There are no findings.',
    note: 'Note',
    untitled: '(untitled)',
    withheld: 'Picture and table are left out: bounds of values that are to be masked stand in them.',
    query: 'Query',
    queryHidden: 'The query is left out: it may name persons.',
    pinned: 'Pinned',
    earlier: 'The data, the target or the as-of day have changed since this result was pinned.',
    rows: (shown, all) => `The first ${shown.toLocaleString('en')} of ${all.toLocaleString('en')} rows.`,
  },
};
