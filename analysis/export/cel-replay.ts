import { celEnv, isCelError, parse, plan, type CelInput } from '@bufbuild/cel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { itemFields } from '../expression/index.ts';
import { sumOfInts } from './cel-sum.ts';
import { zonedTimeParts } from './cel-time.ts';
import { listsRoot } from '../expression/index.ts';
import type { CelFile, Vector, VectorsFile, VectorType, VectorValue } from '../model/package.ts';

type Evaluate = (bindings: Record<string, CelInput>) => unknown;

interface PlannedRule {
  readonly code: string;
  readonly guarded: Evaluate;
  readonly plain: Evaluate;
}

/** What differed on one vector: the rule (or null for the decision) and what was expected. */
export interface ReplayMismatch {
  readonly vector: string;
  readonly rule: string | null;
  readonly expected: string;
  readonly got: string;
}

/**
 * Replays vectors with an independent CEL evaluator: guarded text must be true exactly for the fired rules, plain text
 * must be an error exactly for the not evaluable ones, and the decision made of the fired codes must be the recorded one.
 */
export function replayVectors(
  cel: CelFile,
  file: VectorsFile,
  decide: (fired: ReadonlySet<string>) => string,
): ReplayMismatch[] {
  const rules = cel.rules.map(planned);
  return file.vectors.flatMap((vector) => replayOne(rules, vector, file.fields, decide));
}

function planned(rule: CelFile['rules'][number]): PlannedRule {
  const env = celEnv({ funcs: [...zonedTimeParts, sumOfInts] });
  return {
    code: rule.code,
    guarded: plan(env, parse(rule.guarded)) as Evaluate,
    plain: plan(env, parse(rule.plain)) as Evaluate,
  };
}

function replayOne(
  rules: readonly PlannedRule[],
  vector: Vector,
  fields: Readonly<Record<string, VectorType>>,
  decide: (fired: ReadonlySet<string>) => string,
): ReplayMismatch[] {
  const bindings = bindingsOf(vector, fields);
  const fired = new Set<string>();
  const found: ReplayMismatch[] = [];
  for (const rule of rules) {
    const got = { guarded: rule.guarded(bindings), plain: rule.plain(bindings) };
    if (got.guarded === true) fired.add(rule.code);
    const seen = isCelError(got.plain) ? 'unevaluable' : String(got.plain === true);
    const expected = vector.unevaluable.includes(rule.code) ? 'unevaluable' : String(vector.fired.includes(rule.code));
    const guardedAgrees = got.guarded === vector.fired.includes(rule.code);
    if (seen !== expected || !guardedAgrees) {
      found.push({
        vector: vector.id,
        rule: rule.code,
        expected,
        got: guardedAgrees ? seen : `guarded ${String(got.guarded)}`,
      });
    }
  }
  const result = decide(fired);
  if (result !== vector.result) found.push({ vector: vector.id, rule: null, expected: vector.result, got: result });
  return found;
}

function bindingsOf(
  { record, lists = {} }: Pick<Vector, 'record' | 'lists'>,
  fields: Readonly<Record<string, VectorType>>,
): Record<string, CelInput> {
  // A package is read from outside: on a plain object a field named `__proto__.x` would reach every object there is.
  const roots = new Map<string, Map<string, CelInput>>();
  const rootOf = (name: string): Map<string, CelInput> => {
    const known = roots.get(name) ?? new Map<string, CelInput>();
    roots.set(name, known);
    return known;
  };
  const types = new Map(Object.entries(fields));
  for (const path of types.keys()) rootOf(path.split('.')[0] ?? path);
  for (const [path, value] of Object.entries(record)) {
    const [root = path, ...rest] = path.split('.');
    rootOf(root).set(rest.join('.'), celValue(value, types.get(path) ?? 'string'));
  }
  for (const [id, values] of Object.entries(lists)) rootOf(listsRoot).set(id, values);
  return Object.fromEntries(roots);
}

function celValue(value: VectorValue, type: VectorType): CelInput {
  if (Array.isArray(value))
    return value.map(
      (line) =>
        new Map(
          Object.entries(line).map(([name, own]) => [name, celValue(own, itemFields.get(name)?.type ?? 'string')]),
        ),
    );
  if (type === 'int' || type === 'money') return BigInt(value);
  if (type === 'timestamp') return timestampFromDate(new Date(String(value)));
  if (type === 'double') return Number(value);
  return value;
}
