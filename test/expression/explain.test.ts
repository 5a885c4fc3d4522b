import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  check,
  comparedTexts,
  evaluate,
  explain,
  recordOf,
  scopeOf,
  unevaluableCauses,
  type CheckedRule,
  type Explanation,
} from '../../analysis/expression/index.ts';
import { projectColumns } from '../../analysis/model/columns.ts';
import { boolText, fields, recordArbitrary, scope } from './generated.ts';

function rule(text: string): CheckedRule {
  const checked = check(text, scope);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return checked;
}

it('tells the texts a rule compares fields with, each once', () => {
  const text =
    'buyer.email == "a" || "a" == buyer.email || buyer.email in ["b", "c"] || !(buyer.email == "e") || buyer.email != "d"';
  expect(comparedTexts(rule(text)).map(({ field, value }) => [field.path, value])).toEqual([
    ['buyer.email', 'a'],
    ['buyer.email', 'b'],
    ['buyer.email', 'c'],
  ]);
});

const absent = (text: string): Record<string, string> =>
  Object.fromEntries(
    explain(rule(text)).fields.map((field) => [
      field.path,
      [field.whenAbsent, ...field.absorbers.map((one) => `${one.code} ${text.slice(one.from, one.to)}`)].join('; '),
    ]),
  );

describe('what an absent field does', () => {
  it.each([
    ['order.amount > 500', { 'order.amount': 'unevaluable' }],
    ['!(order.amount > 500)', { 'order.amount': 'unevaluable' }],
    ['has(card.bin)', {}],
    [
      'order.amount > 500 && custom.vip',
      { 'order.amount': 'depends; and-false custom.vip', 'custom.vip': 'depends; and-false order.amount > 500' },
    ],
    [
      'order.amount > 500 || custom.vip',
      { 'order.amount': 'depends; or-true custom.vip', 'custom.vip': 'depends; or-true order.amount > 500' },
    ],
    ['has(card.bin) && card.bin == "4"', { 'card.bin': 'decided; has-guard has(card.bin)' }],
    ['!has(card.bin) || card.bin == "4"', { 'card.bin': 'decided; has-guard !has(card.bin)' }],
    [
      'has(card.bin) ? card.bin == "4" : false',
      { 'card.bin': 'decided; other-branch has(card.bin) ? card.bin == "4" : false' },
    ],
    ['(has(card.bin) ? card.bin : "x") == "4"', { 'card.bin': 'decided' }],
    ['card.bin == "4" || true', { 'card.bin': 'decided; or-true true' }],
  ])('%s', (text, expected) => {
    expect(absent(text)).toEqual(expected);
  });

  it('is true of every order: never decided where it says unevaluable, never undecided where it says decided', () => {
    const host = { matches: (text: string): boolean => text.length % 2 === 0 };
    const seen = { unevaluable: 0, decided: 0 };
    const cannotFail = (checked: CheckedRule, text: string): boolean =>
      !text.includes('duration') &&
      explain(checked).notes.every((note) => !['out-of-range', 'division-by-zero'].includes(note.code));
    fc.assert(
      fc.property(boolText(3, { regex: true }), recordArbitrary, (text, values) => {
        const checked = check(text, scope);
        if (!checked.ok) return;
        for (const explained of explain(checked).fields) {
          const record = recordOf(fields, (field) =>
            field.path === explained.path ? null : (values.get(field) ?? null),
          );
          const answer = evaluate(checked, record, host);
          const causes = unevaluableCauses(checked, record);
          if (explained.whenAbsent === 'unevaluable') {
            seen.unevaluable += 1;
            expect(answer, text).toBeNull();
          }
          if (explained.whenAbsent === 'decided' && causes.length === 1 && cannotFail(checked, text)) {
            seen.decided += 1;
            expect(answer, text).not.toBeNull();
          }
        }
      }),
      { numRuns: 4000 },
    );
    expect(seen.unevaluable).toBeGreaterThan(500);
    expect(seen.decided).toBeGreaterThan(5);
  });
});

describe('remarks', () => {
  const notes = (text: string): Explanation['notes'][number]['code'][] =>
    explain(rule(text)).notes.map((note) => note.code);
  it('tells of tables of one day', () => {
    const checked = check('ip.country == "US"', scopeOf(projectColumns([], new Set()), 'JPY', 'Asia/Tokyo'));
    expect(checked.ok ? explain(checked).notes : []).toMatchObject([{ code: 'snapshot', from: 0, to: 10 }]);
  });
  it.each([
    ['order.amount > 500', ['currency', 'minor-units']],
    ['order.time.getHours() < 5', ['zone-implied']],
    ['order.time.getHours("UTC") < 5', ['zone-named']],
    ['!(custom.score > 1.0)', ['negated-absence']],
    ['!has(card.bin)', []],
    ['buyer.email in lists.short', ['list-as-of']],
    ['buyer.email in lists.with_a', ['list-undated']],
    ['items.quantity / custom.points > 1', ['division-by-zero']],
    ['items.quantity / 2 > 1', []],
    ['items.quantity + 1 > 1', ['out-of-range']],
  ])('%s', (text, expected) => {
    expect(notes(text)).toEqual(expected);
  });
});
