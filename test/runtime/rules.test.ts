import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, duckdbPredicate } from '../../analysis/expression/index.ts';
import { boolText, isOn, lists, recordArbitrary, scope, type GeneratedRecord } from '../expression/generated.ts';
import { fill } from '../expression/records-table.ts';
import { compiler } from './compiled.ts';

const seed = Number(process.env['EXPRESSION_SEED'] ?? 20_261_121);
const ruleCount = Number(process.env['EXPRESSION_RULES'] ?? 300);
const records = fc.sample(recordArbitrary, { numRuns: 120, seed });

const listedOf = (record: GeneratedRecord): Record<string, string[]> => {
  const texts = [...record.values()].filter((value) => typeof value === 'string');
  return Object.fromEntries(lists.map((list) => [list.id, texts.filter((value) => isOn(list, value))]));
};
const listed = records.map(listedOf);

describe('a rule on an order', () => {
  let db: DuckDBConnection;
  beforeAll(async () => {
    db = await (await DuckDBInstance.create()).connect();
    await fill(db, records);
  });
  afterAll(() => db.closeSync());

  it('is what DuckDB says of it: it fires, does not, or cannot be evaluated', async () => {
    const { rule } = compiler();
    const texts = fc.sample(boolText(4, { regex: true }), { numRuns: ruleCount, seed });
    const wrong: string[] = [];
    const seen = { true: 0, false: 0, null: 0 };
    for (const text of texts) {
      const checked = check(text, scope);
      if (!checked.ok) continue;
      const fires = rule(text);
      const rows = await db.runAndReadAll(
        `SELECT (${duckdbPredicate(checked, { zones: 'database' }).text})::BOOLEAN FROM orders ORDER BY n`,
      );
      rows.getRows().forEach(([expected], at) => {
        const [record, own] = [records[at], listed[at]];
        const got = record === undefined || own === undefined ? 'no record' : fires(record, own);
        seen[String(got) as keyof typeof seen] += 1;
        if (got !== expected) wrong.push(`${text}\n  record ${at}: DuckDB ${String(expected)}, runtime ${String(got)}`);
      });
    }
    wrong.sort((a, b) => a.length - b.length);
    expect(wrong.length === 0 ? '' : `seed ${seed}: ${wrong.length} differ, the shortest:\n${wrong[0]}`).toBe('');
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(1000);
  }, 120_000);
});

describe('the code of a rule', () => {
  it('holds nothing of the package but numerals', () => {
    const { code } = compiler();
    const hostile = '"];process.exit(1);//`${x}\\u0022';
    const quoted = JSON.stringify(hostile);
    const rules = [
      `buyer.email == ${quoted}`,
      `buyer.email in [${quoted}, "b"]`,
      `buyer.email.startsWith(${quoted}) || buyer.email.contains(${quoted})`,
      'buyer.email.matches("[`\\"]")',
      `items.exists(i, i.name == ${quoted} || i.sku.endsWith(${quoted}))`,
      'order.time.getHours("Asia/Tokyo") > 3',
      'buyer.email in lists.short',
    ];
    for (const rule of rules) {
      const { text } = code(rule);
      expect(text).not.toMatch(/["'`\\]/);
      expect(text).not.toContain('process');
      const words = text.match(/[A-Za-z_]+/g) ?? [];
      expect(words.filter((word) => !ours.has(word))).toEqual([]);
    }
    for (const text of fc.sample(boolText(4, { regex: true }), { numRuns: 300, seed: seed + 1 })) {
      if (!check(text, scope).ok) continue;
      const words = code(text).text.match(/[^0-9.\s]*[A-Za-z_]+/g) ?? [];
      expect(words.flatMap((word) => word.match(/[A-Za-z_]+/g) ?? []).filter((word) => !ours.has(word))).toEqual([]);
    }
  });
});

/** Every word that the writer of the code may use; single letters are names of ours followed by a number. */
const ours: ReadonlySet<string> = new Set([
  ...['return', 'function', 'const', 'let', 'for', 'of', 'if', 'break', 'null', 'true', 'false', 'NaN'],
  ...[
    'a',
    'n',
    's',
    'e',
    'o',
    'f',
    'c',
    'k',
    'h',
    'i',
    'm',
    't',
    'p',
    'L',
    'own',
    'lines',
    'sum',
    'ranged',
    'size',
    'part',
    'push',
    'has',
  ],
  ...['startsWith', 'endsWith', 'includes', 'sku', 'name', 'category', 'unit_price', 'quantity', 'amount'],
]);
