import { celEnv, isCelError, parse as parseCel, plan, type CelInput } from '@bufbuild/cel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  check,
  childrenOf,
  duckdbCauses,
  duckdbPredicate,
  evaluate,
  formatCel,
  guardedCel,
  isList,
  parse,
  plainCel,
  recordOf,
  unevaluableCauses,
  type CheckedRule,
  type EvaluationHost,
  type RecordList,
  type RuleRecord,
  type ScopeField,
  type Syntax,
  type Term,
  type TimePart,
} from '../../analysis/expression/index.ts';
import { sumOfInts } from '../../analysis/export/cel-sum.ts';
import { boolText, fields, isOn, lists, recordArbitrary, scope, type GeneratedRecord } from './generated.ts';
import { fill } from './records-table.ts';

// Both CEL evaluators read wall clocks through local Dates: a zone with gaps would add errors of theirs.
process.env['TZ'] = 'UTC';

const seed = Number(process.env['EXPRESSION_SEED'] ?? 20_261_120);
const ruleCount = Number(process.env['EXPRESSION_RULES'] ?? 240);
const recordCount = 120;

type Answer = boolean | null;
interface Case {
  readonly text: string;
  readonly rule: CheckedRule;
}

const celMatches = plan(celEnv({}), parseCel('t.matches(p)'));
const matched = new Map<string, boolean>();
const host: EvaluationHost = {
  matches: (text, pattern) => {
    const key = JSON.stringify([text, pattern]);
    const known = matched.get(key) ?? celMatches({ t: text, p: pattern }) === true;
    matched.set(key, known);
    return known;
  },
};

const records = fc.sample(recordArbitrary, { numRuns: recordCount, seed });
const texts = (record: GeneratedRecord): string[] => [...record.values()].filter((value) => typeof value === 'string');
const listedOf = (record: GeneratedRecord): Record<string, string[]> =>
  Object.fromEntries(lists.map((list) => [list.id, texts(record).filter((value) => isOn(list, value))]));
const nested = records.map((record) => recordOf(fields, (field) => record.get(field) ?? null, listedOf(record)));

function cases(regex: boolean, count: number): Case[] {
  const texts = fc.sample(boolText(4, { regex }), { numRuns: count, seed: seed + (regex ? 1 : 2) });
  return texts.flatMap((text) => {
    const rule = check(text, scope);
    if (!rule.ok && rule.issues.some((found) => found.code !== 'too-complex')) {
      throw new Error(`seed ${seed}: ${text}\n${JSON.stringify(rule.issues)}`);
    }
    return rule.ok ? [{ text, rule }] : [];
  });
}

/** Says the shortest rule on which the answers differ, with what is needed to see it again. */
function agree(
  all: readonly Case[],
  expected: (one: Case, record: number) => Answer,
  got: (one: Case, index: number, record: number) => unknown,
): number {
  const wrong: string[] = [];
  let pairs = 0;
  all.forEach((one, index) => {
    nested.forEach((record, at) => {
      const [want, seen] = [expected(one, at), got(one, index, at)];
      pairs += 1;
      if (want !== seen) {
        const shown = JSON.stringify(record, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
        wrong.push(
          `${one.text}\n  plain   ${plainCel(one.rule)}\n  guarded ${guardedCel(one.rule)}\n  duckdb  ${duckdbPredicate(one.rule, { zones: 'database' }).text}\n  record  ${shown}\n  expected ${String(want)}, got ${String(seen)}`,
        );
      }
    });
  });
  wrong.sort((a, b) => a.length - b.length);
  expect(wrong.length === 0 ? '' : `seed ${seed}: ${wrong.length} of ${pairs} differ, the shortest:\n${wrong[0]}`).toBe(
    '',
  );
  return pairs;
}

/** Answers of many conditions on all records, forty conditions a query. */
async function ask(db: DuckDBConnection, conditions: readonly string[]): Promise<Answer[][]> {
  const answers: Answer[][] = [];
  for (let from = 0; from < conditions.length; from += 40) {
    const columns = conditions.slice(from, from + 40).map((text, index) => `(${text})::BOOLEAN AS c${index}`);
    const rows = (await db.runAndReadAll(`SELECT ${columns.join(', ')} FROM orders ORDER BY n`)).getRows();
    columns.forEach((_, index) => answers.push(rows.map((row) => row[index] as Answer)));
  }
  return answers;
}

const isParts = (value: RuleRecord[string]): value is RuleRecord =>
  typeof value === 'object' && value !== null && !(value instanceof Date) && !Array.isArray(value);

function celInput(record: RuleRecord, time: (date: Date) => unknown): Record<string, CelInput> {
  const input = Object.entries(record).map(([key, value]) => [
    key,
    value instanceof Date ? time(value) : isParts(value) ? celInput(value, time) : value,
  ]);
  return Object.fromEntries(input) as Record<string, CelInput>;
}

/** Whether an intermediate result leaves the range that plain CEL does not know of. */
function leavesRange(rule: CheckedRule, record: RuleRecord): boolean {
  const spot = { from: 0, to: 0 };
  const answer = (ast: Term, on: RuleRecord): Answer => evaluate({ ...rule, ast }, on, host);
  /** Whether a value is there: inside a macro, on an order with that line alone. */
  const defined = (term: Term, list: ScopeField | null, on: RuleRecord): boolean => {
    const same: Term = { kind: 'compare', type: 'bool', op: '==', left: term, right: term, ...spot };
    return (
      answer(
        list === null ? same : { kind: 'quantified', type: 'bool', name: 'exists', list, condition: same, ...spot },
        on,
      ) !== null
    );
  };
  const walk = (term: Term, list: ScopeField | null, on: RuleRecord): boolean => {
    if (term.kind === 'quantified' || term.kind === 'total') {
      const alone = orderLines(on).map((line): RuleRecord => ({
        ...on,
        order: { ...(on['order'] as RuleRecord), items: [line] },
      }));
      if (alone.some((one) => childrenOf(term).some((child) => walk(child, term.list, one)))) return true;
      return (
        term.kind === 'total' &&
        alone.every((one) => defined(term, null, one)) &&
        alone.length > 0 &&
        !defined(term, null, on)
      );
    }
    if (childrenOf(term).some((child) => walk(child, list, on))) return true;
    return (
      term.kind === 'arithmetic' &&
      '+-*'.includes(term.op) &&
      defined(term.left, list, on) &&
      defined(term.right, list, on) &&
      !defined(term, list, on)
    );
  };
  return walk(rule.ast, null, record);
}

function orderLines(record: RuleRecord): RecordList {
  const order = record['order'];
  const items = typeof order === 'object' && order !== null && 'items' in order ? order.items : null;
  return isList(items) ? items : [];
}

const dateParts: ReadonlySet<TimePart> = new Set([
  'getFullYear',
  'getMonth',
  'getDate',
  'getDayOfMonth',
  'getDayOfWeek',
  'getDayOfYear',
]);

/**
 * Whether the rule asks for the date of an instant in the hour after local midnight: @bufbuild/cel 0.6.1 reads that
 * hour as 24 and gives the next day. DuckDB, the other evaluator and the reference agree there.
 */
function afterMidnight(rule: CheckedRule, record: RuleRecord): boolean {
  const zero: Term = { kind: 'literal', type: 'int', value: 0n, from: 0, to: 0 };
  const walk = (term: Term): boolean => {
    if (childrenOf(term).some(walk)) return true;
    if (term.kind !== 'part' || !dateParts.has(term.name)) return false;
    const hour: Term = { ...term, name: 'getHours' };
    return (
      evaluate(
        { ...rule, ast: { kind: 'compare', type: 'bool', op: '==', left: hour, right: zero, from: 0, to: 0 } },
        record,
        host,
      ) === true
    );
  };
  return walk(rule.ast);
}

const withoutSpans = (tree: Syntax): unknown =>
  JSON.parse(
    JSON.stringify(tree, (key, value: unknown) =>
      key === 'from' || key === 'to' || key === 'nameAt' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
    ),
  );

describe(`random rules on random orders (seed ${seed})`, () => {
  const withRegex = cases(true, ruleCount);
  const withoutRegex = cases(false, Math.ceil(ruleCount / 2));
  const all = [...withRegex, ...withoutRegex];
  const midnight = new Map(all.map((one) => [one, nested.map((record) => afterMidnight(one.rule, record))]));
  const isMidnight = (one: Case, record: number): boolean => midnight.get(one)?.[record] === true;
  const reference = new Map(all.map((one) => [one, nested.map((record) => evaluate(one.rule, record, host))]));
  const referenceOf = (one: Case, record: number): Answer => reference.get(one)?.[record] ?? null;
  let instance: DuckDBInstance;
  let db: DuckDBConnection;

  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:');
    db = await instance.connect();
    await fill(db, records);
  });
  afterAll(() => {
    db.closeSync();
    instance.closeSync();
  });

  it('reach all three answers', () => {
    const answers = [...reference.values()].flat();
    for (const answer of [true, false, null])
      expect(answers.filter((one) => one === answer).length).toBeGreaterThan(answers.length / 50);
    expect(all.length * recordCount).toBeGreaterThan(20_000);
  });

  it('ask of lines often enough, with all three answers', () => {
    const lines = all.filter(({ rule }) => rule.items.length > 0);
    expect(lines.length).toBeGreaterThan(all.length / 8);
    const answers = lines.flatMap((one) => reference.get(one) ?? []);
    for (const answer of [true, false, null])
      expect(answers.filter((one) => one === answer).length).toBeGreaterThan(answers.length / 50);
    const texts = lines.map(({ rule }) => plainCel(rule)).join('\n');
    for (const part of ['.exists(i, ', '.all(i, ', '.filter(i, ', '.map(i, ', 'size(order.items', 'has(i.'])
      expect(texts).toContain(part);
  });

  it.each([{ zones: 'offsets' }, { zones: 'database' }] as const)(
    'DuckDB answers as the reference, %o',
    async (options) => {
      const answers = await ask(
        db,
        all.map(({ rule }) => duckdbPredicate(rule, options).text),
      );
      agree(all, referenceOf, (_, index, record) => answers[index]?.[record]);
    },
    120_000,
  );

  it('DuckDB knows the causes that the reference knows', async () => {
    const causes = all.flatMap(({ rule }) => duckdbCauses(rule).map((one) => ({ rule, ...one })));
    const answers = await ask(
      db,
      causes.map(({ predicate }) => predicate.text),
    );
    causes.forEach(({ rule, cause }, index) => {
      const expected = nested.map((record) =>
        unevaluableCauses(rule, record).some((one) => one.kind === cause.kind && one.field === cause.field),
      );
      expect(answers[index]?.map((answer) => answer === true)).toEqual(expected);
    });
  }, 120_000);

  it('an independent CEL evaluator gives the same on the plain text, an error meaning not evaluable', () => {
    const inputs = nested.map((record) => celInput(record, timestampFromDate));
    const env = celEnv({ funcs: [sumOfInts] });
    const plans = all.map(({ rule }) => plan(env, parseCel(plainCel(rule))));
    const expected = (one: Case, at: number): Answer | 'range' | 'currency' => {
      const record = nested[at] ?? {};
      if (leavesRange(one.rule, record)) return 'range';
      const foreign = unevaluableCauses(one.rule, record).some((cause) => cause.kind === 'currency');
      return foreign && one.rule.currencyField !== null && !one.rule.valued.includes(one.rule.currencyField)
        ? 'currency'
        : referenceOf(one, at);
    };
    const wrong = all.flatMap((one, index) =>
      inputs.flatMap((input, at) => {
        const want = expected(one, at);
        if (want === 'range' || want === 'currency' || isMidnight(one, at)) return [];
        const got = plans[index]?.(input);
        const seen = isCelError(got) ? null : got;
        return seen === want
          ? []
          : [
              `${plainCel(one.rule)} on ${JSON.stringify(input, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v))}: ${String(want)} but ${String(got)}`,
            ];
      }),
    );
    wrong.sort((a, b) => a.length - b.length);
    expect(wrong.slice(0, 1), `seed ${seed}, ${wrong.length} differ`).toEqual([]);
  }, 120_000);

  it('an independent CEL evaluator is true on the guarded text exactly where the rule fires, and never errs', () => {
    const inputs = nested.map((record) => celInput(record, timestampFromDate));
    const env = celEnv({ funcs: [sumOfInts] });
    const plans = all.map(({ rule }) => plan(env, parseCel(guardedCel(rule))));
    const fires = (one: Case, record: number): boolean => referenceOf(one, record) === true;
    agree(all, fires, (one, index, record) =>
      isMidnight(one, record) ? fires(one, record) : plans[index]?.(inputs[record] ?? {}),
    );
    expect([...midnight.values()].flat().filter(Boolean).length).toBeLessThan((all.length * recordCount) / 20);
  }, 120_000);

  it('a second CEL evaluator agrees on the guarded text of rules without regular expressions', () => {
    const inputs = nested.map((record) => celInput(record, (date) => date));
    const env = new Environment({ unlistedVariablesAreDyn: true }).registerFunction(
      'list.sum(): int',
      (list: readonly bigint[]) => list.reduce((sum, one) => sum + one, 0n),
    );
    const plans = withoutRegex.map(({ rule }) => env.parse(guardedCel(rule)));
    agree(
      withoutRegex,
      (one, record) => referenceOf(one, record) === true,
      (_, index, record) => plans[index]?.(inputs[record] ?? {}),
    );
  }, 120_000);

  it('formatting keeps the tree, and canonical text reads as itself', () => {
    for (const { text, rule } of all) {
      const again = parse(formatCel(rule.syntax));
      expect(again.ok && withoutSpans(again.ast), text).toEqual(withoutSpans(rule.syntax));
      for (const printed of [plainCel(rule), guardedCel(rule)]) {
        const read = parse(printed);
        if (!read.ok) expect(read.issues[0]?.code, printed).toMatch(/^too-(long|many-parts|deep)$/);
        else expect(formatCel(read.ast)).toBe(printed);
      }
    }
  });
});
