import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  check,
  clickhousePredicate,
  duckdbPredicate,
  explain,
  guardedCel,
  parse,
  plainCel,
} from '../../analysis/expression/index.ts';
import { scope } from './generated.ts';

const codes = (text: string): string[] => check(text, scope).issues.map((issue) => issue.code);
const nest = (open: string, inner: string, close: string, times: number): string =>
  open.repeat(times) + inner + close.repeat(times);

describe('hostile text gives an issue, never a crash', () => {
  it.each([
    ['a megabyte of text', 'a'.repeat(1_000_000), 'too-long'],
    ['a megabyte of parentheses', '('.repeat(1_000_000), 'too-long'],
    ['nested parentheses', nest('(', 'true', ')', 9000), 'too-deep'],
    ['many negations', `${'!'.repeat(15_000)}true`, 'too-deep'],
    ['many minus signs', `${'-'.repeat(15_000)}1 > 0`, 'too-deep'],
    ['nested calls', nest('size(', 'card.bin', ')', 3000), 'too-deep'],
    ['nested lists', nest('[', '1', ']', 9000), 'too-deep'],
    ['a long chain of choices', `${'true ? true : '.repeat(1200)}true`, 'too-deep'],
    ['a long sum', `items.quantity${' + 1'.repeat(4000)} > 0`, 'too-deep'],
    ['a chain of methods', `card.bin${'.size()'.repeat(2500)} > 0`, 'too-deep'],
    ['more parts than allowed', `items.quantity in [${'1,'.repeat(6000)}1]`, 'too-many-parts'],
    ['choices within choices', nest('(', 'custom.vip', ' ? custom.vip : custom.vip)', 60), 'too-complex'],
    ['equalities within equalities', `${nest('(', 'custom.vip', ' == custom.vip)', 60)}`, 'too-complex'],
    ['products within products', `${nest('(', 'items.quantity', ' * 2)', 60)} > 0`, 'too-complex'],
    ['an unterminated string', `card.bin == "${'x'.repeat(10_000)}`, 'unterminated-string'],
    ['an unterminated triple string', `card.bin == """${'x\n'.repeat(5000)}""`, 'unterminated-string'],
    ['a lone surrogate', 'card.bin == \ud83d', 'unexpected-character'],
    ['a zero character', 'true\0', 'unexpected-character'],
    ['a direction mark', 'true\u202e', 'unexpected-character'],
    ['an emoji', 'order.💴 > 1', 'unexpected-character'],
    ['a regex of nested groups', `card.bin.matches("${nest('(', 'a', ')', 400)}")`, 'regex-too-large'],
    ['a regex of many alternatives', `card.bin.matches("${'\\\\p{Han}|'.repeat(60)}a")`, 'regex-too-large'],
    ['a long regex', `card.bin.matches("${'a'.repeat(5000)}")`, 'regex-too-large'],
    ['a repeated repetition', 'card.bin.matches("(x{1000}){1000}")', 'regex-too-large'],
    ['a prototype name', '__proto__.x == "a"', 'unknown-field'],
    ['a constructor call', 'constructor("x")', 'unknown-function'],
  ])('%s', (_, text, code) => {
    expect(codes(text)).toContain(code);
  });

  it('any text at all', () => {
    const pieces = fc.constantFrom(
      'order.amount',
      '(',
      ')',
      '[',
      ']',
      '"',
      "'",
      '\\',
      'r"',
      '"""',
      '&&',
      '||',
      '?',
      ':',
      '.',
      ',',
      '-',
      '!',
      '1',
      '1.5',
      'e9',
      'in',
      'has(',
      'null',
      ' ',
      '\n',
      '//',
      '𠮷',
      '\ud800',
      '.matches(',
      '"(a"',
      '*',
      '{',
      '}',
      'timestamp(',
      '0x',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (any) => {
        const parsed = parse(any);
        const checked = check(any, scope);
        if (checked.ok) {
          for (const printed of [
            plainCel(checked),
            guardedCel(checked),
            duckdbPredicate(checked).text,
            clickhousePredicate(checked).text,
          ])
            expect(printed).not.toBe('');
          explain(checked);
        } else {
          expect(checked.issues.length).toBeGreaterThan(0);
          for (const issue of checked.issues) {
            expect(issue.from).toBeGreaterThanOrEqual(0);
            expect(issue.to).toBeGreaterThanOrEqual(issue.from);
            expect(issue.to).toBeLessThanOrEqual(any.length);
          }
        }
        expect(parsed.ok || !checked.ok).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('the largest rules that are accepted run in DuckDB', () => {
  const large: readonly (readonly [string, string])[] = [
    ['deep parentheses', nest('(', 'custom.vip', ' || custom.vip)', 190)],
    ['deep negation', `${nest('!(', 'custom.vip', ')', 99)}`],
    ['a long alternative', Array.from({ length: 800 }, (_, index) => `card.bin == "${index}"`).join(' || ')],
    ['a long list', `card.bin in [${Array.from({ length: 2000 }, (_, index) => `"${index}"`).join(', ')}]`],
    [
      'a chain of choices',
      `${Array.from({ length: 90 }, (_, index) => `card.bin == "${index}" ? true : `).join('')}false`,
    ],
    ['a sum of sums', `${nest('(', 'items.quantity', ' + 1)', 150)} > 0`],
    ['a large regex', `card.bin.matches("^(?:[a-z0-9]{1,64}@){1,8}\\\\p{Han}{2,4}$")`],
  ];
  it.each(large)('%s', async (_, text) => {
    const checked = check(text, scope);
    expect(checked.ok ? [] : checked.issues).toEqual([]);
    if (!checked.ok) return;
    const instance = await DuckDBInstance.create(':memory:');
    const db = await instance.connect();
    const columns = `'411111' AS card_bin, true AS "custom.vip", 1::BIGINT AS item_quantity`;
    const row = (
      await db.runAndReadAll(`SELECT ${duckdbPredicate(checked).text} FROM (SELECT ${columns})`)
    ).getRows()[0];
    expect(typeof row?.[0]).toBe('boolean');
    db.closeSync();
    instance.closeSync();
  });

  it('a rule quoted with every kind of quote stays one value', async () => {
    const checked = check(`card.bin == "'; DROP TABLE t; --" || card.bin == "\\"\\\\" || card.bin == "𠮷''"`, scope);
    expect(checked.ok && duckdbPredicate(checked).text).toBe(
      `("card_bin" = '''; DROP TABLE t; --') OR ("card_bin" = '"\\') OR ("card_bin" = '𠮷''''')`,
    );
    expect(checked.ok && clickhousePredicate(checked).text).toBe(
      `("card_bin" = '\\'; DROP TABLE t; --') OR ("card_bin" = '"\\\\') OR ("card_bin" = '𠮷\\'\\'')`,
    );
  });
});
