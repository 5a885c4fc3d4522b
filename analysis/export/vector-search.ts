import { currencyPath, itemsPath, listedIn, type CheckedRule, type ScopeField } from '../expression/index.ts';
import type { VectorValue } from '../model/package.ts';
import { randomNumbers } from '../model/random-numbers.ts';
import { answerOf, type RuleAnswer } from './vector-answer.ts';
import { thresholdsOf, type Edge } from './vector-thresholds.ts';
import { textsNamedBy } from './rule-literals.ts';
import { toggled } from './vector-lists.ts';
import { withValue, type VectorRecord } from './vector-records.ts';

/** Records that are tried for one answer of one rule. */
const tries = 2000;

/**
 * A record on which the rule gives the answer, changed from those given by values that the rule turns on; null where none of
 * those tried does. What it finds is only a guess: the tested engine decides what the rule says of it.
 */
export function recordWith(answer: RuleAnswer, rule: CheckedRule, from: readonly VectorRecord[]): VectorRecord | null {
  const [first] = from;
  if (first === undefined) return null;
  const random = numbers(answer.length * 7919 + from.length);
  const fields = rule.fields.filter(({ path, type }) => path !== currencyPath && type !== 'list');
  const edges = from.slice(0, 4).flatMap(({ record }) => thresholdsOf(rule, { record }).flatMap((one) => one.edges));
  const known = new Map(fields.map((field) => [field.path, candidates(rule, field, from, edges)]));
  for (let n = 0; n < tries; n += 1) {
    let tried: VectorRecord = from[random(from.length)] ?? first;
    for (const { path } of fields) {
      const { edges = [], others = [] } = known.get(path) ?? {};
      const values = others.length === 0 || (edges.length > 0 && random(3) > 0) ? edges : others;
      const value = random(4) === 0 ? undefined : values[random(values.length)];
      if (value !== undefined) tried = withValue(tried, path, value, tried.origin);
    }
    for (const term of listedIn(rule)) if (random(2) === 0) tried = toggled(tried, term)[0] ?? tried;
    if (answer === 'unknown' && n % 2 === 1) tried = without(tried, fields[random(fields.length)]?.path);
    if (answerOf(rule, tried) === answer) return { ...tried, origin: 'made' };
  }
  return null;
}

interface Candidates {
  /** Beside thresholds. */
  readonly edges: readonly VectorValue[];
  /** Of the records there are, and what patterns and texts name. */
  readonly others: readonly VectorValue[];
}

/** Values of a field that may matter to a rule. */
function candidates(
  rule: CheckedRule,
  { path, type }: ScopeField,
  from: readonly VectorRecord[],
  all: readonly Edge[],
): Candidates {
  const edges = all.filter((edge) => edge.path === path).map(({ value }) => value);
  const seen = from.flatMap(({ record }) => {
    const value = record[path];
    return value === undefined ? [] : [value];
  });
  const others =
    type === 'string'
      ? [...textsNamedBy(rule), ...from.slice(0, 20).flatMap(({ record }) => Object.values(record).filter(isText))]
      : type === 'timestamp'
        ? seen
            .filter(isText)
            .slice(0, 2)
            .flatMap((at) => Array.from({ length: 24 }, (_, n) => shifted(at, n)))
        : type === 'bool'
          ? [true, false]
          : [0, 1, 1000, 1_000_000];
  return { edges: [...new Set(edges)], others: [...new Set([...seen.slice(0, 30), ...others])] };
}

const isText = (value: VectorValue): value is string => typeof value === 'string';
const shifted = (at: string, hours: number): string => new Date(Date.parse(at) + hours * 3_600_000).toISOString();

function without(one: VectorRecord, path: string | undefined): VectorRecord {
  if (path === undefined || path === itemsPath) return one;
  const { [path]: _gone, ...record } = one.record;
  return { ...one, record };
}

/** Whole numbers below a bound, the same for the same seed. */
function numbers(seed: number): (below: number) => number {
  const next = randomNumbers(seed);
  return (below) => Math.floor(next() * below);
}
