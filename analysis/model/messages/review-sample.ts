import type { VerdictIssueCode } from '../review-sample.ts';
import type { Verdict } from '../verdict.ts';

/** Words of review samples: on worksheets, and of what is wrong with one. */
export interface ReviewWords {
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly sheet: string;
  readonly guideSheet: string;
  readonly columns: {
    readonly rowKey: string;
    readonly verdict: string;
    readonly reviewer: string;
    readonly reviewedAt: string;
    readonly comment: string;
    readonly result: string;
    readonly hits: string;
  };
  /** Lines of the sheet that explains; `{code}` names the sample. */
  readonly guide: readonly string[];
  /** What it says besides where the sheet is blind, or masked. */
  readonly blind: string;
  readonly masked: string;
  readonly chooseVerdict: string;
  readonly badVerdict: string;
  /** What is wrong with a row, and what to do. */
  readonly issues: Readonly<Record<VerdictIssueCode, string>>;
}

export const reviewJa: ReviewWords = {
  verdicts: { good: '正常', bad: '不正', unclear: '判断できない' },
  sheet: '審査',
  guideSheet: '記入方法',
  columns: {
    rowKey: '行キー',
    verdict: '判定',
    reviewer: '審査者',
    reviewedAt: '審査日',
    comment: 'コメント',
    result: 'ルールセットの判定',
    hits: '該当ルール',
  },
  guide: [
    '審査サンプル {code} の記入方法',
    '1. 「審査」シートの各行が1件の注文です。行の情報を見て、「判定」を一覧から選んでください（正常 / 不正 / 判断できない）。',
    '2. 「審査者」と「審査日」（例 2026-05-01）を記入してください。審査日が空欄のときは、取り込んだ日になります。',
    '3. 情報が足りず決められないときは「判断できない」を選び、理由を「コメント」に書いてください。空欄のままの行は「未審査」として数えます。',
    '4. 「行キー」と「注文番号」は変えないでください。取り込むときの照合に使います。行の並べ替えは、表全体を選んで行ってください。',
    '5. 途中まで記入したものも取り込めます。同じ行は、あとから取り込んだ判定に置き換わります。',
    '6. Excel ブック（.xlsx）のまま、または「審査」シートを CSV で保存して、Shinsa の「審査サンプル」で取り込んでください。',
  ],
  blind: '先入観を避けるため、どのルールに該当したかは載せていません。行の順序も無作為です。',
  masked:
    '氏名・住所・メール・電話番号などの個人情報は伏せてあります。同じ値は同じ伏せ字になります（氏名・住所は ●●●）。',
  chooseVerdict: '正常 / 不正 / 判断できない から選びます。',
  badVerdict: '一覧にない値です。正常 / 不正 / 判断できない のどれかを選んでください。',
  issues: {
    'row-unreadable': '行として読めません。表計算ソフトで開いて保存し直してください。',
    'row-key-missing': '判定がありますが、行キーが空です。書き出したワークシートから行キーを戻してください。',
    'row-key-unknown': 'このサンプルにない行キーです。変更されていないか、書き出したワークシートと見比べてください。',
    'row-key-other': '別のサンプルの行キーです。そのサンプルに取り込んでください。',
    'row-key-twice': '同じ行キーが2回以上あります。正しい1行だけを残してください。',
    'order-differs':
      '行キーと注文番号の組み合わせが、書き出したときと違います。一部の列だけを並べ替えた可能性があります。並びを元に戻してください。',
    'verdict-unknown': '読めない判定です。正常 / 不正 / 判断できない のどれかにしてください。',
    'date-unreadable': '審査日を日付として読めません。2026-05-01 のように書いてください。',
    'date-future': '審査日が今日より後です。正しい日付にしてください。',
  },
};

export const reviewEn: ReviewWords = {
  verdicts: { good: 'Good', bad: 'Bad', unclear: 'Cannot tell' },
  sheet: 'Review',
  guideSheet: 'How to fill in',
  columns: {
    rowKey: 'Row key',
    verdict: 'Verdict',
    reviewer: 'Reviewer',
    reviewedAt: 'Reviewed on',
    comment: 'Comment',
    result: 'Result of the rule set',
    hits: 'Rules that hit',
  },
  guide: [
    'How to fill in review sample {code}',
    '1. Each row of the sheet "Review" is one order. Look at it and choose a verdict from the list (Good / Bad / Cannot tell).',
    '2. Give your name and the day of the review (like 2026-05-01). Without a day, the day of the import counts.',
    '3. Where there is too little to decide, choose "Cannot tell" and say why in the comment. Rows left empty count as not reviewed.',
    '4. Leave row keys and order IDs as they are: they tell which order a verdict is of. Sort only with the whole table selected.',
    '5. A half-filled sheet can be imported. The verdict imported last stands.',
    '6. Import the workbook (.xlsx), or the sheet "Review" saved as CSV, under "Review sample" in Shinsa.',
  ],
  blind: 'To keep the review free of bias it does not say which rules hit. The rows are in random order.',
  masked:
    'Names, addresses, mail addresses, phone numbers and other personal values are masked. The same value has the same mask (names and addresses are ●●●).',
  chooseVerdict: 'Choose Good / Bad / Cannot tell.',
  badVerdict: 'Not in the list. Choose Good, Bad or Cannot tell.',
  issues: {
    'row-unreadable': 'Cannot be read as a row. Open the file in a spreadsheet and save it again.',
    'row-key-missing': 'There is a verdict but no row key. Put the key back from the worksheet that was exported.',
    'row-key-unknown': 'No row of this sample has this key. Compare it with the worksheet that was exported.',
    'row-key-other': 'The key of a row of another sample. Import it there.',
    'row-key-twice': 'The same row key stands more than once. Keep the one row that is right.',
    'order-differs':
      'Row key and order ID do not belong together as they were exported. Only some columns may have been sorted: restore the order.',
    'verdict-unknown': 'Not a verdict. Use Good, Bad or Cannot tell.',
    'date-unreadable': 'Not a date. Write it like 2026-05-01.',
    'date-future': 'A day after today. Correct it.',
  },
};

/** The words of a language. */
export const reviewWords = (language: 'ja' | 'en'): ReviewWords => (language === 'ja' ? reviewJa : reviewEn);
