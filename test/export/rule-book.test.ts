import { expect, it } from 'vitest';
import { ruleBook } from '../../analysis/export/targets/rule-book/index.ts';
import type { ProofFigures } from '../../analysis/export/targets/target.ts';
import { check, DerivedInputs, scopeOf } from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { ruleOf, ruleSetOf } from '../rule-sets.ts';

const scope = scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo');

const ruleSet: RuleSet = ruleSetOf(
  {
    ...ruleOf('LATER', 'order.payment_method == "01" && order.amount >= 15000'),
    scores: { ok: 0, ng: 40, hold: 0 },
    touchpoint: 'event.ec.settle.method',
  },
  ruleOf('LINES', 'items.exists(i, i.amount > 3000 && i.name.contains("カード"))', 'HOLD'),
  ruleOf('FORM', 'buyer.phone.matches("^0[0-9]{2}|`*x<y`") || buyer.phone.matches("^(050|070)")', 'REVIEW'),
);

const vectors = { subject: 'vectors', version: '1.2', records: 250, outside: 8, mismatches: 0 } as const;
const figures: ProofFigures = {
  engines: [
    {
      ...{ subject: 'history', engine: 'shinsa-runtime', version: '1', orders: 12_345, events: 0, outcomes: 3 },
      ...{ rules: 3, features: 0, compared: 61_725, mismatches: 0 },
    },
    { ...vectors, engine: 'a-cel', file: 'rules.cel.json', compared: 3000, derived: 1250 },
    { ...vectors, engine: 'a-jdm', file: 'rules.jdm.json', compared: 2750 },
  ],
  notProven: [
    { file: 'rules.dmn', engine: null },
    { file: 'rules.jsonlogic.json', engine: 'a-logic' },
  ],
};

function book(set: RuleSet, proof: ProofFigures = figures): ReadonlyMap<string, string> {
  const entries = set.rules.map(({ code, when }) => {
    const checked = check(when, scope);
    if (!checked.ok) throw new Error(`${code} does not check`);
    return { code, checked };
  });
  const facts = { hash: 'a'.repeat(64), orders: 12_345, from: null, to: null, asOf: null };
  const input = {
    ruleSet: set,
    entries,
    exceptions: [],
    features: [],
    lists: null,
    facts,
    derived: new DerivedInputs(),
  };
  return new Map(ruleBook.files(input, proof).map(({ name, text }) => [name.replace('rulebook.', ''), text]));
}

it('names codes, writes yen, and tells what a rule reads apart from its field in production', () => {
  const all = book(ruleSet);
  expect(all.get('ja.md')).toContain('- 支払方法が「後払い（01）」である\n  - 金額が15,000円以上');
  expect(all.get('ja.md')).toContain(
    '読む項目: 支払方法、金額 · 本番の項目（タッチポイント）: event.ec.settle.method\n',
  );
  expect(all.get('ja.md')).toContain('読む項目: 注文明細（小計、商品名）');
  expect(all.get('en.md')).toContain('- Payment method is “Pay later (01)”\n  - Amount is at least JPY 15,000');
  expect(all.get('en.md')).toContain('Fields it reads: Payment method, Amount · Touchpoint: event.ec.settle.method\n');
  expect(all.get('en.md')).toContain('Fields it reads: Order lines (Line amount, Product name)');
});

it('tells scores only where scores decide', () => {
  expect(book(ruleSet).get('ja.md')).not.toContain('スコア: ');
  const scored = book({
    ...ruleSet,
    policy: {
      kind: 'scores',
      thresholds: { ok: 100, ng: 40, hold: 40 },
      results: {
        ...{ none: 'OK', ok: 'OK', ng: 'NG', hold: 'HOLD', 'ok+ng': 'REVIEW', 'ok+hold': 'REVIEW' },
        ...{ 'ng+hold': 'NG', 'ok+ng+hold': 'REVIEW' },
      },
    },
  });
  expect(scored.get('ja.md')).toContain('スコア: OK 0、NG 40、HOLD 0');
  expect(scored.get('en.md')).toContain('Scores: OK 0, NG 40, HOLD 0');
});

it('says the figures of the proof, a row per engine, and what nobody could run', () => {
  const [ja, en] = [book(ruleSet).get('ja.md'), book(ruleSet).get('en.md')];
  expect(ja).toContain('注文 12,345件を、時刻の順に1件ずつ shinsa-runtime 1 でもう一度判定し');
  expect(ja).toContain('ルール 3個、特徴量 0個、例外、判定）と比べました。比べた答えは 61,725件、不一致は 0件です。');
  expect(ja).toContain('| a-cel 1.2 | rules.cel.json | 250 | 3,000 | 1,250 | 8 | 0 |');
  expect(ja).toContain('| a-jdm 1.2 | rules.jdm.json | 250 | 2,750 | 0 | 8 | 0 |');
  expect(ja).toContain(
    '確かめていないファイルがあります: rules.dmn（動かして確かめるエンジンがありません）、rules.jsonlogic.json（a-logic には比べられる答えがありませんでした）',
  );
  expect(en).toContain('Orders replayed: 12,345. shinsa-runtime 1 decided');
  expect(en).toContain('Answers compared: 61,725, mismatches: 0.');
  expect(en).toContain('| a-cel 1.2 | rules.cel.json | 250 | 3,000 | 1,250 | 8 | 0 |');
  expect(en).toContain('rules.dmn (no engine runs it here), rules.jsonlogic.json (a-logic had no answer to compare)');
  for (const text of [ja, en]) expect(text).not.toMatch(/notProven|（compared）|\(compared\)/);
  expect(book(ruleSet, { ...figures, notProven: [] }).get('en.md')).toContain('Every file to run was run by an engine');
});

it('sets an expression apart as it is, and tells one that lists texts in words', () => {
  const all = book(ruleSet);
  expect(all.get('ja.md')).toContain('- 電話番号の一部が次の形に合う: `` ^0[0-9]{2}|`*x<y` ``\n');
  expect(all.get('ja.md')).toContain('- 電話番号が次のいずれかで始まる: 「050」、「070」\n');
  expect(all.get('en.html')).toContain('part of Phone has this form: <code>^0[0-9]{2}|`*x&lt;y`</code></li>');
  expect(all.get('en.html')).toContain('<li>Phone begins with one of: “050”, “070”</li>');
});
