import fc from 'fast-check';
import { expect, it } from 'vitest';
import { check, inPlainWords, scopeOf, type InWords } from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import type { ProjectList } from '../../analysis/model/lists.ts';
import { readRegex } from '../../analysis/expression/regex.ts';
import { simplePattern, type SimplePattern } from '../../analysis/expression/words/pattern.ts';
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
  ['order.amount >= 50000', '金額が50,000円以上', 'Amount is at least JPY 50,000'],
  [
    'order.amount > 100 && (!has(buyer.phone) || buyer.email.endsWith("@x.jp"))',
    ['all', '金額が100円を超える', ['any', '電話番号の値がない', 'メールアドレスが「@x.jp」で終わる']],
    ['all', 'Amount is more than JPY 100', ['any', 'Phone is not known', 'E-mail ends with “@x.jp”']],
  ],
  [
    '!(buyer.email in lists.negative)',
    'メールアドレスが、注文の時点でリスト 「ネガ」 に載っていない',
    'E-mail did not stand on the list “Negative” at the order',
  ],
  [
    'items.exists(i, i.amount > 3000 && i.name.contains("カード"))',
    '注文明細のどれか1行で、小計が3,000円を超える、かつ商品名が「カード」を含む',
    'on some line of the order, Line amount is more than JPY 3,000, and Product name contains “カード”',
  ],
  [
    'order.time.getHours() < 4',
    '注文日時の時（Asia/Tokyo）が4未満',
    'the hour of Ordered at (Asia/Tokyo) is less than 4',
  ],
  ['order.payment_method == "01"', '支払方法が「後払い（01）」である', 'Payment method is “Pay later (01)”'],
  ['"42" != order.payment_method', '「42」が支払方法ではない', '“42” is not Payment method'],
  [
    'order.payment_method in ["02", "42"]',
    '支払方法が次のいずれかである: 「クレジットカード（02）」、「42」',
    'Payment method is one of: “Credit card (02)”, “42”',
  ],
  // No code as a whole, and no field of codes.
  [
    'order.payment_method.startsWith("01") || order.media_code == "01"',
    ['any', '支払方法が「01」で始まる', '媒体コードが「01」である'],
    ['any', 'Payment method begins with “01”', 'Media code is “01”'],
  ],
  [
    'buyer.phone.matches("^0(5|[7-9])0")',
    '電話番号が次のいずれかで始まる: 「050」、「070」、「080」、「090」',
    'Phone begins with one of: “050”, “070”, “080”, “090”',
  ],
  ['buyer.phone.matches("^0.0")', '電話番号の一部が次の形に合う: ^0.0', 'part of Phone has this form: ^0.0'],
] as const)('%s is told in both languages', (when, ja, en) => {
  expect([told(when, 'ja'), told(when, 'en')]).toEqual([ja, en]);
});

it('an expression that stands as it is in a sentence is named, one told in words is not', () => {
  const rule = check('!(buyer.phone.matches("^0.0") || buyer.name.matches("^A") || buyer.name.matches("B+"))', shop);
  if (!rule.ok) throw new Error('the rule does not check');
  expect(inPlainWords(rule.ast, 'en', 'JPY')).toMatchObject({ kind: 'sentence', code: ['^0.0', 'B+'] });
});

it.each<readonly [string, SimplePattern['place'] | null, readonly string[]]>([
  ['^050', 'startsWith', ['050']],
  ['^(050|070)', 'startsWith', ['050', '070']],
  ['(?:x|y)z$', 'endsWith', ['xz', 'yz']],
  ['a|b', 'contains', ['a', 'b']],
  ['^(a|b)$', 'whole', ['a', 'b']],
  ['[2-4x]', 'contains', ['2', '3', '4', 'x']],
  ['a\\$', 'contains', ['a$']],
  ['a\\\\$', 'endsWith', ['a\\']],
  ['東京|大阪', 'contains', ['東京', '大阪']],
  ...['^a|b', 'a|b$', '\\d\\d', 'a+', 'a{2}', '(?i)a', '(?P<n>a)', '[^a]', '[a-z]', '[a-]', 'x$y', 'a^', '.', ''].map(
    (text) => [text, null, []] as const,
  ),
  ...['^$', 'a|', '()', '(a', 'a)', '[', '[]', '(a|)b|'].map((text) => [text, null, []] as const),
])('the expression %s asks for simple texts, or for none', (pattern, place, texts) => {
  expect(simplePattern(pattern)).toEqual(place === null ? null : { place, texts });
});

it('what a simple expression is told to ask is what it asks', () => {
  const sign = fc.constantFrom(...'ab01^$|()[]-\\d.');
  const text = fc.string({ unit: fc.constantFrom(...'ab01$'), maxLength: 4 });
  fc.assert(
    fc.property(fc.string({ unit: sign, maxLength: 8 }), text, (pattern, value) => {
      const simple = simplePattern(pattern);
      if (simple === null || !readRegex(pattern).ok) return;
      const { place, texts } = simple;
      const said = texts.some((one) =>
        place === 'whole' ? value === one : place === 'contains' ? value.includes(one) : value[place](one),
      );
      expect(said).toBe(new RegExp(pattern).test(value));
    }),
    { numRuns: 20_000 },
  );
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
