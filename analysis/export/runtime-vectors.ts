import { packageFiles, type Vector, type VectorsFile, type VectorValue } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { RuntimeRefusal, type Evaluation, type Runtime, type RuntimeEvent } from '../runtime/index.ts';
import { fedRules, restingOn, type Difference, type EngineProof } from './engine-proof.ts';
import { runtimeEngine } from './evaluator-name.ts';
import { openRuntime } from './open-runtime.ts';

const timePath = 'order.time';
const itemsPath = 'order.items';

/**
 * What the reference runtime says of every vector, its features given: rules (fired, not, not evaluable), exceptions and the
 * decision. An order happens at some time: of a record without one, or beyond what the
 * runtime holds, what reads the time is outside. Throws 'runtime-refused'.
 */
export function proveRuntime(ruleSet: RuleSet, { fields, vectors }: VectorsFile): EngineProof {
  const runtime = runtimeOf(ruleSet, fields);
  const reading = ruleSet.rules.map(({ when }) => when.includes(timePath));
  const excepted = (ruleSet.exceptions ?? []).length > 0;
  const differences: Difference[] = [];
  const fed = fedRules(ruleSet);
  let [compared, derived, outside] = [0, 0, 0];
  for (const { vector, at, timed } of inTime(vectors)) {
    const found = evaluated(runtime, eventOf(vector, at));
    const silent = ruleSet.rules.map((_, place) => !timed && reading[place] === true);
    const decides = timed || (!excepted && !silent.includes(true));
    const count = silent.filter((one) => !one).length + (decides ? ruleSetAnswers(ruleSet) : 0);
    compared += count;
    const answered = ruleSet.rules.flatMap(({ code }, place) => (silent[place] === true ? [] : [code]));
    derived += restingOn(answered, fed, decides);
    outside += ruleSet.rules.length + ruleSetAnswers(ruleSet) - count;
    differences.push(
      ...(typeof found === 'string'
        ? [{ vector: vector.id, rule: null, expected: vector.result, got: found }]
        : [...rulesDiffering(ruleSet, vector, found, silent), ...(decides ? decisionDiffering(vector, found) : [])]),
    );
  }
  return {
    ...{ ...runtimeEngine, target: 'runtime', file: packageFiles.ruleSet, vectors: vectors.length },
    ...{ compared, derived, outside, mismatches: differences.length, first: differences[0] ?? null },
  };
}

/** Its exceptions and the decision. */
const ruleSetAnswers = ({ exceptions = [] }: RuleSet): number => exceptions.length + 1;

/** Features are inputs of vectors, and lists what each vector says that was on them. */
function runtimeOf(ruleSet: RuleSet, fields: VectorsFile['fields']): Runtime {
  const lists = (ruleSet.lists ?? []).map(({ id, match }) => ({ id, match, entries: [] }));
  return openRuntime({ ruleSet: { ...ruleSet, features: [] }, lists, fields });
}

interface Asked {
  readonly vector: Vector;
  readonly at: string;
  readonly timed: boolean;
}

/** Events come in the order of time; those first that have none, or one that the runtime does not hold. */
function inTime(vectors: readonly Vector[]): Asked[] {
  const timed = vectors
    .flatMap((vector) => {
      const at = vector.record[timePath];
      const when = typeof at === 'string' ? Date.parse(at) : NaN;
      return typeof at === 'string' && Number.isSafeInteger(when * 1000) ? [{ vector, at, when, timed: true }] : [];
    })
    .sort((one, other) => one.when - other.when || (one.at < other.at ? -1 : 1));
  const start = timed[0]?.at ?? '1970-01-01T00:00:00Z';
  const known = new Set(timed.map(({ vector }) => vector));
  const others = vectors.filter((vector) => !known.has(vector));
  return [...others.map((vector) => ({ vector, at: start, timed: false })), ...timed];
}

function eventOf({ id, record, lists = {} }: Vector, at: string): RuntimeEvent {
  const { [timePath]: _time, [itemsPath]: items, ...fields } = record;
  return {
    ...{ event_id: id, at, fields: Object.fromEntries(Object.entries(fields).filter(isPlain)), lists },
    ...(Array.isArray(items) ? { items } : {}),
  };
}

const isPlain = (entry: [string, VectorValue]): entry is [string, string | number | boolean] =>
  !Array.isArray(entry[1]);

/** What was found, or why it takes no such event. */
function evaluated(runtime: Runtime, event: RuntimeEvent): Evaluation | string {
  try {
    return runtime.evaluate(event) ?? 'no order';
  } catch (error) {
    if (error instanceof RuntimeRefusal) return error.code;
    throw error;
  }
}

const truths = ['false', 'true', 'unevaluable'] as const;

function rulesDiffering(
  { rules }: RuleSet,
  { id, fired, unevaluable }: Vector,
  found: Evaluation,
  silent: readonly boolean[],
): Difference[] {
  const [firing, unknown] = [new Set(fired), new Set(unevaluable)];
  return rules.flatMap(({ code }, place) => {
    const expected = unknown.has(code) ? 'unevaluable' : String(firing.has(code));
    const got = truths[found.rules[place] ?? 0] ?? '';
    return silent[place] === true || got === expected ? [] : [{ vector: id, rule: code, expected, got }];
  });
}

function decisionDiffering(
  { id, exceptions = [], result, by }: Vector,
  { exceptions: held, verdict }: Evaluation,
): Difference[] {
  const differing = [...new Set([...exceptions, ...held])].filter(
    (at) => exceptions.includes(at) !== held.includes(at),
  );
  const [expected, got] = [`${result} ${by ?? verdict.by}`, `${verdict.result} ${verdict.by}`];
  return [
    ...differing.map((at) => ({
      ...{ vector: id, rule: `exception ${at + 1}` },
      ...{ expected: String(exceptions.includes(at)), got: String(held.includes(at)) },
    })),
    ...(expected === got ? [] : [{ vector: id, rule: null, expected, got }]),
  ];
}
