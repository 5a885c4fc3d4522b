import { celEnv, isCelError, parse, plan, type CelInput } from '@bufbuild/cel';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { decide, decidedByText } from '../expression/index.ts';
import { bindingsOf } from './cel-bindings.ts';
import { sumOfInts } from './cel-sum.ts';
import { zonedTimeParts } from './cel-time.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { CelFile, Vector, VectorsFile, VectorType } from '../model/package.ts';

type Evaluate = (bindings: Record<string, CelInput>) => unknown;

interface Planned {
  readonly guarded: Evaluate;
  readonly plain: Evaluate;
}

type PlannedRule = Planned & { readonly code: string };

/** What differed on one vector: the rule (null for the decision, `exception N` for one of those) and what was expected. */
export interface ReplayMismatch {
  readonly vector: string;
  readonly rule: string | null;
  readonly expected: string;
  readonly got: string;
}

/**
 * Replays vectors with an independent CEL evaluator: guarded text must be true exactly for the fired rules, plain text
 * must be an error exactly for the not evaluable ones, exceptions must hold exactly where they are said to, and the decision
 * of the rule set made of both must be the recorded one.
 */
export function replayVectors(cel: CelFile, file: VectorsFile, ruleSet: RuleSet): ReplayMismatch[] {
  const rules = cel.rules.map((rule) => ({ code: rule.code, ...planned(rule) }));
  const exceptions = (cel.exceptions ?? []).map(planned);
  return file.vectors.flatMap((vector) => replayOne({ rules, exceptions, ruleSet }, vector, file.fields));
}

function planned({ guarded, plain }: { readonly guarded: string; readonly plain: string }): Planned {
  const env = celEnv({ funcs: [...zonedTimeParts, sumOfInts] });
  return { guarded: plan(env, parse(guarded)) as Evaluate, plain: plan(env, parse(plain)) as Evaluate };
}

interface Replayed {
  readonly rules: readonly PlannedRule[];
  readonly exceptions: readonly Planned[];
  readonly ruleSet: RuleSet;
}

function replayOne(
  { rules, exceptions, ruleSet }: Replayed,
  vector: Vector,
  fields: Readonly<Record<string, VectorType>>,
): ReplayMismatch[] {
  const bindings = bindingsOf(vector, fields, timestampFromDate) as Record<string, CelInput>;
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
  const holding = new Set<number>();
  exceptions.forEach(({ guarded, plain }, index) => {
    const [got, bare] = [guarded(bindings), plain(bindings)];
    if (got === true) holding.add(index);
    const expected = vector.exceptions?.includes(index) === true;
    if (got === expected && (bare === true) === expected) return;
    found.push({ vector: vector.id, rule: `exception ${index + 1}`, expected: String(expected), got: String(got) });
  });
  return [...found, ...decisionMismatch(ruleSet, vector, fired, holding)];
}

function decisionMismatch(
  ruleSet: RuleSet,
  vector: Vector,
  fired: ReadonlySet<string>,
  holding: ReadonlySet<number>,
): ReplayMismatch[] {
  const { result, by } = decide(ruleSet, fired, holding);
  const got = decidedByText(ruleSet, by);
  if (result === vector.result && (vector.by ?? got) === got) return [];
  const expected = vector.by === undefined ? vector.result : `${vector.result} ${vector.by}`;
  return [{ vector: vector.id, rule: null, expected, got: `${result} ${got}` }];
}
