import fc from 'fast-check';
import { expect, it } from 'vitest';
import { check, inPlainWords, scopeOf, type InWords } from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import type { ProjectList } from '../../analysis/model/lists.ts';
import { boolText, scope as generated } from './generated.ts';

const negative: ProjectList = {
  ...{ id: 'negative', names: { ja: 'ネガ', en: 'Negative' }, purpose: 'negative', match: 'email' },
  ...{ source: { kind: 'own', fileName: 'n.csv' }, snapshotAt: '2026-01-01' },
  ...{ entries: 1, open: 1, undated: 0, rejected: 0, firstAdded: 0, lastChange: 0, hash: '' },
};
const shop = scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo', [negative]);

const flat = (words: InWords): unknown =>
  words.kind === 'sentence' ? words.text : [words.kind, ...words.parts.map(flat)];

function told(when: string, language: 'ja' | 'en'): unknown {
  const rule = check(when, shop);
  if (!rule.ok) throw new Error(JSON.stringify(rule.issues));
  return flat(inPlainWords(rule.ast, language, shop.currency));
}

it.each([
  ['order.amount >= 50000', '金額が50,000 JPY以上', 'Amount is at least JPY 50,000'],
  [
    'order.amount > 100 && (!has(buyer.phone) || buyer.email.endsWith("@x.jp"))',
    ['all', '金額が100 JPYを超える', ['any', '電話番号の値がない', 'メールアドレスが「@x.jp」で終わる']],
    ['all', 'Amount is more than JPY 100', ['any', 'Phone is not known', 'E-mail ends with “@x.jp”']],
  ],
  [
    '!(buyer.email in lists.negative)',
    'メールアドレスが、注文の時点でリスト 「ネガ」 に載っていない',
    'E-mail did not stand on the list “Negative” at the order',
  ],
  [
    'items.exists(i, i.amount > 3000 && i.name.contains("カード"))',
    '注文明細のどれか1行で、小計が3,000 JPYを超える、かつ商品名が「カード」を含む',
    'on some line of the order, Line amount is more than JPY 3,000, and Product name contains “カード”',
  ],
  [
    'order.time.getHours() < 4',
    '注文日時の時（Asia/Tokyo）が4未満',
    'the hour of Ordered at (Asia/Tokyo) is less than 4',
  ],
] as const)('%s is told in both languages', (when, ja, en) => {
  expect([told(when, 'ja'), told(when, 'en')]).toEqual([ja, en]);
});

it('every condition that checks is told, without a hole', () => {
  fc.assert(
    fc.property(boolText(4, { regex: false }), (text) => {
      const rule = check(text, generated);
      if (!rule.ok) return;
      for (const language of ['ja', 'en'] as const) {
        const said = JSON.stringify(inPlainWords(rule.ast, language, 'USD'));
        expect(said).not.toMatch(/undefined|\{(?:a|b|c|zone|count|amount|currency)\}|\[object/);
      }
    }),
    { numRuns: 400 },
  );
});
