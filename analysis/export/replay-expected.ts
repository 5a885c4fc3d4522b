import {
  decidedByName,
  duckdbDecidedBy,
  duckdbDecision,
  duckdbPredicate,
  type CheckedRule,
  type Scope,
} from '../expression/index.ts';
import { featureColumn, velocityPath } from '../model/features.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Evaluation } from '../runtime/index.ts';
import type { Cell } from '../store/each-row.ts';
import { columnsOf } from '../store/rule-condition.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';

/** One answer of the engine by its place among `answers`. */
export type ExpectedRow = (answer: number) => Cell;

/** What the engine says of an order, as columns of a query, and how it is compared. */
export interface Expected {
  /** Columns of the working rows that are read. */
  readonly columns: readonly string[];
  /** What is made of them first, and what of that. */
  readonly made: readonly Sql[];
  readonly answers: readonly Sql[];
  readonly differences: (row: ExpectedRow, found: Evaluation) => readonly Differing[];
}

export interface Differing {
  readonly kind: 'rule' | 'feature' | 'exception' | 'result' | 'by';
  readonly name: string;
  readonly expected: string;
  readonly got: string;
}

export interface CheckedSet {
  readonly entries: readonly { readonly code: string; readonly checked: CheckedRule }[];
  readonly exceptions: readonly CheckedRule[];
  readonly scope: Scope;
  readonly singleCurrency: boolean;
}

/** Answers of three values each that go into one number. */
const together = 24;

export function expectedOf(ruleSet: RuleSet, { entries, exceptions, scope, singleCurrency }: CheckedSet): Expected {
  const { currency, timezone, features = [] } = ruleSet;
  const conditions = [...entries.map(({ checked }) => checked), ...exceptions];
  const truths = conditions.map((one, index) => sql`${duckdbPredicate(one, { singleCurrency })} AS ${id(`r${index}`)}`);
  const printed = (index: number) => ({ kind: 'predicate', text: id(`r${index}`).text }) as const;
  const decision = {
    rules: new Map(entries.map(({ code }, index) => [code, printed(index)])),
    exceptions: exceptions.map((_, index) => printed(entries.length + index)),
  };
  const own = features.map((feature) => featureColumn({ feature, currency, timezone }));
  const values = features.map(({ id: name }, index) => {
    const column = id(own[index] ?? '');
    const timed = scope.fields.get(velocityPath(name))?.type === 'timestamp';
    return sql`${timed ? sql`epoch_us(${column})::DOUBLE` : sql`${column}::DOUBLE`} AS ${id(`v${index}`)}`;
  });
  const packed = Math.ceil(conditions.length / together);
  const answers = [
    ...Array.from({ length: packed }, (_, at) =>
      packedOf(at * together, Math.min(conditions.length, (at + 1) * together)),
    ),
    ...features.map((_, index) => id(`v${index}`)),
    sql`${duckdbDecision(ruleSet, decision)}`,
    sql`${duckdbDecidedBy(ruleSet, decision)}`,
  ];
  return {
    columns: [...new Set([...conditions.flatMap(columnsOf), ...own])],
    made: [...truths, ...values, sql`1 AS one`],
    answers,
    differences: (row, found) => [
      ...truthsDiffering(ruleSet, row, found),
      ...featuresDiffering(ruleSet, packed, row, found),
      ...decisionDiffering(packed + features.length, row, found),
    ],
  };
}

/** 0 for false, 1 for true, 2 for neither, in base 4. */
function packedOf(from: number, to: number): Sql {
  const digits = Array.from({ length: to - from }, (_, at) => {
    const truth = id(`r${from + at}`);
    return sql`(CASE WHEN ${truth} THEN 1 WHEN ${truth} IS NULL THEN 2 ELSE 0 END)::DOUBLE * ${4 ** at}::DOUBLE`;
  });
  return sql`(${join(digits, sql` + `)})`;
}

const truthName = ['false', 'true', 'not evaluable'] as const;

function truthsDiffering({ rules, exceptions = [] }: RuleSet, row: ExpectedRow, found: Evaluation): Differing[] {
  const differing: Differing[] = [];
  const holding = new Set(found.exceptions);
  const count = rules.length + exceptions.length;
  for (let at = 0; at * together < count; at += 1) {
    let rest = Number(row(at));
    if (
      rest === packedRules(found.rules, at * together, Math.min(rules.length, (at + 1) * together)) &&
      holding.size === 0
    )
      continue;
    for (let index = at * together; index < Math.min(count, (at + 1) * together); index += 1) {
      const expected = rest % 4;
      rest = (rest - expected) / 4;
      const rule = rules[index];
      // An exception holds or does not; whether its field was absent changes nothing.
      const place = index - rules.length;
      const got = rule === undefined ? Number(holding.has(place)) : (found.rules[index] ?? 0);
      if (got === (rule === undefined ? Number(expected === 1) : expected)) continue;
      differing.push({
        kind: rule === undefined ? 'exception' : 'rule',
        name: rule?.code ?? decidedByName.allow(place),
        expected: truthName[expected] ?? '',
        got: truthName[got] ?? '',
      });
    }
  }
  return differing;
}

/** What the runtime says of some rules, packed as the engine's answers are. */
function packedRules(rules: Evaluation['rules'], from: number, to: number): number {
  let packed = 0;
  for (let index = to - 1; index >= from; index -= 1) packed = packed * 4 + (rules[index] ?? 0);
  return packed;
}

function featuresDiffering({ features = [] }: RuleSet, from: number, row: ExpectedRow, found: Evaluation): Differing[] {
  const differing: Differing[] = [];
  for (let index = 0; index < features.length; index += 1) {
    const expected = row(from + index) ?? NaN;
    const got = found.features[index] ?? NaN;
    if (got === expected || (Number.isNaN(got) && Number.isNaN(expected))) continue;
    differing.push({ kind: 'feature', name: features[index]?.id ?? '', expected: String(expected), got: String(got) });
  }
  return differing;
}

function decisionDiffering(from: number, row: ExpectedRow, { verdict }: Evaluation): Differing[] {
  const [result, by] = [String(row(from)), String(row(from + 1))];
  return [
    ...(result === verdict.result
      ? []
      : [{ kind: 'result' as const, name: '', expected: result, got: verdict.result }]),
    ...(by === verdict.by ? [] : [{ kind: 'by' as const, name: '', expected: by, got: verdict.by }]),
  ];
}
