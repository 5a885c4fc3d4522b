import { decisionPlan, type CheckedRule, type DecisionPlan } from '../../expression/index.ts';
import { recordedResults, type Clause, type Filter, type RecordedResult } from '../../model/filter.ts';
import { results, type RuleSet, type ScreeningResult } from '../../model/ruleset.ts';
import { hashOf } from '../../store/hash.ts';
import { always, never, type Gate, type Gates } from '../../columns/gates.ts';
import { keepGates } from '../../columns/bitmaps.ts';
import { named, truthGates, type NamedRule, type Workbench } from './rule-bitmaps.ts';

/** What another rule set decides of every order, as parts of a question: each some of its results. */
export interface OtherDecisions {
  readonly ruleSet: RuleSet;
  readonly rules: ReadonlyMap<string, CheckedRule>;
  readonly exceptions: readonly CheckedRule[];
  readonly parts: readonly (readonly ScreeningResult[])[];
  /** Whether all orders are in the currency of that set. */
  readonly singleCurrency: boolean;
}

/**
 * The rule set whose decisions are all that tells parts apart, with the results of each; null where other conditions do, or
 * where sums decide, which bitmaps cannot tell, and of more parts than there are results: DuckDB then makes one column of
 * codes for all parts.
 */
export function decisionsAlone(parts: readonly Filter[]): Pick<OtherDecisions, 'ruleSet' | 'parts'> | null {
  const clauses = parts.map(({ clauses: [only, ...more] }) =>
    more.length === 0 && only?.kind === 'decision' && only.by === undefined && only.exception === undefined
      ? only
      : null,
  );
  const [first] = clauses;
  if (parts.length > results.length) return null;
  if (first === undefined || first === null || decisionPlan(first.ruleSet).kind === 'scores') return null;
  const same = JSON.stringify(first.ruleSet);
  const listed = clauses.flatMap((clause) =>
    clause !== null && JSON.stringify(clause.ruleSet) === same ? [clause.results] : [],
  );
  return listed.length < parts.length ? null : { ruleSet: first.ruleSet, parts: listed };
}

/**
 * Whether parts are results, of one rule set or of one way in which history decided, the most lenient first: each is more
 * lenient throughout than those behind it, and what is not recorded comes last.
 */
export function areLenientFirst(parts: readonly Filter[]): boolean {
  const told = parts.map(({ clauses: [only, ...more] }) => (more.length === 0 ? resultsTold(only) : null));
  const places = told.map((one) => (one?.results ?? []).map((result) => recordedResults.indexOf(result)));
  const ascending = places.every(
    (own, i) => own.length > 0 && Math.min(...own) > Math.max(-1, ...(places[i - 1] ?? [])),
  );
  return parts.length > 1 && ascending && new Set(told.map((one) => one?.by)).size === 1;
}

/** Results that a condition is about, and who gives them; null for another one. */
function resultsTold(
  clause: Clause | undefined,
): { readonly by: string; readonly results: readonly RecordedResult[] } | null {
  if (clause?.kind === 'recorded') return clause;
  if (clause?.kind !== 'decision' || clause.by !== undefined || clause.exception !== undefined) return null;
  return { by: JSON.stringify(clause.ruleSet), results: clause.results };
}

/** Names of the bitmaps of the parts, an order being in the first that has its result; made where they are not there yet. */
export async function decidedBitmaps(bench: Workbench, other: OtherDecisions): Promise<readonly string[]> {
  const names = decidedNames(bench, other);
  if (names.every((name) => bench.open.bitmaps.has(name))) return names;
  const { rules, exceptions, ruleSet, parts } = other;
  const plan = decisionPlan(ruleSet);
  if (plan.kind === 'scores') throw new Error('sums are no bitmaps');
  const { gates, yes } = await truthGates(bench, [...rulesOf(bench, other), ...exceptionsOf(bench, other)]);
  const fires = new Map([...rules.keys()].map((code, i) => [code, yes[i] ?? never]));
  const holds = exceptions.map((_, i) => yes[rules.size + i] ?? never);
  const byResult = decidedGates(gates, plan, fires, holds);
  let before = never;
  const outputs = parts.map((own, part) => {
    const gate = gates.any(own.map((result) => byResult[result]));
    const first = gates.andNot(gate, before);
    before = gates.or(before, gate);
    return { name: names[part] ?? '', gate: first };
  });
  await keepGates(bench, gates, outputs);
  return names;
}

/** The same names, whether they are there or not. */
export function decidedNames({ options }: Pick<Workbench, 'options'>, other: OtherDecisions): readonly string[] {
  const at = { options };
  const told = [...rulesOf(at, other), ...exceptionsOf(at, other)].map(({ name }) => name);
  const of = hashOf([decisionPlan(other.ruleSet), [...other.rules.keys()], told, other.parts]);
  return other.parts.map((_, part) => `decided ${part} ${of}`);
}

type At = Pick<Workbench, 'options'>;

const optionsOf = ({ options }: At, { singleCurrency }: OtherDecisions): At['options'] => ({
  ...options,
  singleCurrency,
});
const rulesOf = (at: At, other: OtherDecisions): NamedRule[] =>
  [...other.rules.values()].map((rule) => named(rule, optionsOf(at, other)));
const exceptionsOf = (at: At, other: OtherDecisions): NamedRule[] =>
  other.exceptions.map((exception) => named(exception, optionsOf(at, other)));

/** Where a policy of steps gives each result. */
function decidedGates(
  gates: Gates,
  { steps, otherwise, exceptions }: Extract<DecisionPlan, { kind: 'steps' }>,
  fires: ReadonlyMap<string, Gate>,
  holds: readonly Gate[],
): Record<ScreeningResult, Gate> {
  const asleep = (code: string): Gate =>
    gates.any(exceptions.flatMap(({ index, snoozed }) => (snoozed?.includes(code) ? (holds[index] ?? never) : [])));
  const counting = new Map([...fires].map(([code, gate]) => [code, gates.andNot(gate, asleep(code))]));
  const allowed = gates.any(
    exceptions.flatMap(({ index, snoozed }) => (snoozed === null ? (holds[index] ?? never) : [])),
  );
  const found: Record<ScreeningResult, Gate> = { OK: allowed, REVIEW: never, HOLD: never, NG: never };
  let before = allowed;
  for (const { needs, rules, result } of steps) {
    const members = rules.map((code) => counting.get(code) ?? never);
    const met = needs === 'any' ? gates.any(members) : members.length === 0 ? never : gates.all(members);
    found[result] = gates.or(found[result], gates.andNot(met, before));
    before = gates.or(before, met);
  }
  found[otherwise] = gates.or(found[otherwise], gates.andNot(always, before));
  return found;
}
