import { decidedByName, decisionPlan, fineSteps, rulesInOrder, type DecisionPlan } from '../../expression/index.ts';
import type { ByState } from '../../model/backtest.ts';
import { combinations, scoreParts } from '../../model/policy.ts';
import { results, type RuleSet, type ScreeningResult } from '../../model/ruleset.ts';
import type { Combination, Rest, Scoring, Step } from '../../kernels/matrix/shapes.ts';
import { decidedOrders } from '../decided-by.ts';
import type { Tallies } from '../tally.ts';
import { addedStates } from '../figures.ts';
import type { SetMeasure, SharedOrders } from '../measurement.ts';
import { exceptionCounts, makeSnoozed, type NamedRule, type Workbench } from './rule-bitmaps.ts';
import { askedTallies, setTally, talliesOf, type TallyWishes } from './set-tally.ts';
import { statesAt, weekAt } from './sums.ts';

/** A rule of a set under its code and the name of its bitmap. */
export type CodedRule = NamedRule & { readonly code: string };

/** What decides in one place of a policy, as figures name it. */
interface Decider {
  readonly by: string;
  readonly result: ScreeningResult;
  /** Code of the rule that decides there by itself. */
  readonly alone?: string | null;
}

/** What the rules and exceptions of a set do together; their bitmaps are there. */
export async function setMeasure(
  bench: Workbench,
  rules: readonly CodedRule[],
  exceptions: readonly NamedRule[],
  ruleSet: RuleSet,
  tally: TallyWishes | null,
): Promise<SetMeasure> {
  const { open, source } = bench;
  const plan = decisionPlan(ruleSet);
  const byCode = new Map(rules.map((rule) => [rule.code, rule]));
  const order = rulesInOrder(plan, [...byCode.keys()]);
  const counting = await countingBitmaps(bench, plan, rules, exceptions);
  const { steps, rest, deciders } = policyOver(ruleSet, plan, counting, exceptions);
  // What is allowed is no rule's: it is asked before them.
  const allows = plan.exceptions.flatMap(({ index, snoozed }) =>
    snoozed === null ? (exceptions[index]?.name ?? []) : [],
  );
  const names = [...allows, ...order.flatMap((code) => counting.get(code) ?? [])];
  const usual = usualOf(rest);
  const asked = tally === null ? null : await askedTallies(bench, tally, usual);
  const beside = asked === null ? {} : { tallies: asked.tallies, gather: asked.gather, count: asked.count };
  const found = await open.pool.combine(
    { rules: names, steps, rest, omitFirst: plan.kind !== 'scores', ...beside },
    source.signal,
  );
  const perRule = (sums: BigInt64Array): Map<string, ByState> =>
    new Map(order.map((code, place) => [code, statesAt(sums, allows.length + place)]));
  const decidedBy = deciders.map((decider, place) => ({ ...decider, byState: statesAt(found.decided, place) }));
  const perResult = <T>(of: (result: ScreeningResult, place: number) => T): { readonly [R in ScreeningResult]: T } => ({
    OK: of('OK', 0),
    REVIEW: of('REVIEW', 1),
    HOLD: of('HOLD', 2),
    NG: of('NG', 3),
  });
  return {
    tally: tally === null || asked === null ? null : await setTally(bench, tally, asked, usual, found),
    beside: {
      unique: perRule(found.unique),
      first: plan.kind === 'scores' ? perRule(found.first) : decidedAlone(order, decidedBy),
    },
    decided: perResult((result) =>
      addedStates(decidedBy.filter((one) => one.result === result).map(({ byState }) => byState)),
    ),
    decidedBy: decidedOrders(decidedBy),
    exceptions: await exceptionCounts(
      bench,
      plan.exceptions.flatMap(({ index, snoozed }) => {
        const holds = exceptions[index];
        const names = snoozed?.flatMap((code) => byCode.get(code) ?? []) ?? null;
        return holds === undefined ? [] : [{ holds, snoozed: names }];
      }),
    ),
    weekly: open.weeks.map((_, week) => perResult((_, place) => weekAt(found.weekly, week * 4 + place).orders)),
  };
}

/** The tallies alone, by group of entities and by part, of what a set decides by some of the rules. */
export async function talliesOfSet(
  bench: Workbench,
  rules: readonly CodedRule[],
  exceptions: readonly NamedRule[],
  ruleSet: RuleSet,
  wishes: TallyWishes,
): Promise<Tallies> {
  const plan = decisionPlan(ruleSet);
  const codes = new Set(ruleSet.rules.map(({ code }) => code));
  const own = rules.filter(({ code }) => codes.has(code));
  const { steps, rest } = policyOver(ruleSet, plan, await countingBitmaps(bench, plan, own, exceptions), exceptions);
  const usual = usualOf(rest);
  const asked = await askedTallies(bench, wishes, usual);
  const { tallies, gather } = asked;
  const found = await bench.open.pool.combine(
    { rules: [], steps, rest, omitFirst: true, tallies, gather },
    bench.source.signal,
  );
  return talliesOf(bench, wishes, asked, usual, found);
}

/** Most orders get what is left: they are what all come to less the others. */
const usualOf = (rest: Rest): number => (rest.kind === 'otherwise' ? rest.result : (rest.results[0] ?? 0));

/** Names of the bitmaps, by code, of the orders on which rules count: they fire and nothing snoozes them. */
export function countingBitmaps(
  bench: Workbench,
  plan: DecisionPlan,
  rules: readonly CodedRule[],
  exceptions: readonly NamedRule[],
): Promise<ReadonlyMap<string, string>> {
  const snoozes = plan.exceptions.flatMap(({ index, snoozed }) => {
    const holds = exceptions[index];
    return holds === undefined || snoozed === null ? [] : [{ holds, rules: new Set(snoozed) }];
  });
  return makeSnoozed(
    bench,
    rules.map(({ code, ...rule }) => ({
      code,
      rule,
      unless: snoozes.filter((snooze) => snooze.rules.has(code)).map(({ holds }) => holds),
    })),
  );
}

function decidedAlone(
  codes: readonly string[],
  decidedBy: readonly (Decider & { readonly byState: ByState })[],
): Map<string, ByState> {
  const own = new Map<string, ByState[]>(codes.map((code) => [code, []]));
  for (const { alone, byState } of decidedBy) if (typeof alone === 'string') own.get(alone)?.push(byState);
  return new Map([...own].map(([code, found]) => [code, addedStates(found)]));
}

/** A policy as steps over bitmaps, and what decides in each of its places. */
export type PolicySteps = ReturnType<typeof policyOver>;

/** The policy as steps over bitmaps: exceptions that allow, then what the policy asks, then what is left. */
export function policyOver(
  ruleSet: RuleSet,
  plan: DecisionPlan,
  counting: ReadonlyMap<string, string>,
  exceptions: readonly NamedRule[],
): Pick<Combination, 'steps' | 'rest'> & { readonly deciders: readonly Decider[] } {
  const allowing = plan.exceptions.flatMap(({ index, snoozed }) => {
    const holds = exceptions[index];
    if (snoozed !== null || holds === undefined) return [];
    const step: Step = { result: place('OK'), needs: 'any', conditions: [holds.name] };
    return [{ step, decider: { by: decidedByName.allow(index), result: 'OK' as const } }];
  });
  const asked = plan.kind === 'scores' ? [] : stepsOver(ruleSet, plan, counting);
  const all = [...allowing, ...asked];
  return {
    steps: all.map(({ step }) => step),
    rest: restOver(plan, counting),
    deciders: [...all.map(({ decider }) => decider), ...restDeciders(plan)],
  };
}

function stepsOver(
  { groups }: RuleSet,
  { steps }: Extract<DecisionPlan, { kind: 'steps' }>,
  counting: ReadonlyMap<string, string>,
): { readonly step: Step; readonly decider: Decider }[] {
  return fineSteps(steps).flatMap(({ result, needs, rules, group, alone }) => {
    const conditions = [...new Set(rules)].flatMap((code) => counting.get(code) ?? []);
    // What is no rule never fires: with it not all do.
    if (conditions.length === 0 || (needs === 'all' && conditions.length < new Set(rules).size)) return [];
    const by = group === null ? decidedByName.rule(rules[0] ?? '') : decidedByName.group(groups, group);
    return [{ step: { result: place(result), needs, conditions }, decider: { by, result, alone } }];
  });
}

function restOver(plan: DecisionPlan, counting: ReadonlyMap<string, string>): Rest {
  if (plan.kind === 'steps') return { kind: 'otherwise', result: place(plan.otherwise) };
  return { kind: 'scores', ...scoringOver(plan, counting) };
}

/** Sums and what follows from them, over bitmaps by code. */
export function scoringOver(
  { scores, thresholds, rules, results: given }: Extract<DecisionPlan, { kind: 'scores' }>,
  counting: ReadonlyMap<string, string>,
): Scoring {
  const weights = scoreParts.map((part) => new Map(scores[part].map(({ code, score }) => [code, score])));
  const [ok = 0, ng = 0, hold = 0] = scoreParts.map((part) => thresholds[part]);
  return {
    rules: rules.flatMap((code) => {
      const name = counting.get(code);
      const [a = 0, b = 0, c = 0] = weights.map((part) => part.get(code) ?? 0);
      return name === undefined ? [] : [{ name, weights: [a, b, c] as const }];
    }),
    thresholds: [ok, ng, hold],
    results: given.map(place),
  };
}

function restDeciders(plan: DecisionPlan): Decider[] {
  if (plan.kind === 'steps') return [{ by: decidedByName.default, result: plan.otherwise }];
  return combinations.flatMap((reached, i) => {
    const result = plan.results[i];
    return result === undefined ? [] : [{ by: decidedByName.scores(reached), result }];
  });
}

const place = (result: ScreeningResult): number => results.indexOf(result);

/** Orders that every two of some rules share, where there are any. */
export async function sharedOrders({ open, source }: Workbench, rules: readonly CodedRule[]): Promise<SharedOrders[]> {
  const { pairs, bad } = await open.pool.overlap(
    rules.map(({ name }) => name),
    source.signal,
  );
  return rules.flatMap(({ code: a }, i) =>
    rules.slice(i + 1).flatMap(({ code: b }, k) => {
      const at = i * rules.length + i + 1 + k;
      const orders = pairs[at] ?? 0;
      return orders === 0 ? [] : [{ a, b, orders, bad: bad[at] ?? 0 }];
    }),
  );
}
