import { decisionPlan, type DecisionPlan, type DecisionStep } from '../../expression/index.ts';
import type { RuleSet, ScreeningResult } from '../../model/ruleset.ts';
import { always, never, type Gate, type Gates } from '../../columns/gates.ts';
import { withBitmaps } from '../../columns/bitmaps.ts';
import { countedGates, truthGates, type NamedRule, type Workbench } from './rule-bitmaps.ts';
import { countingBitmaps, scoringOver, type CodedRule } from './set-measure.ts';

/**
 * For each of some rules, the orders that count and that the set decides otherwise where the rule never fires; whatever
 * else fires and every exception stay as they are. The bitmaps of rules and exceptions are there.
 */
export async function changedOrders(
  bench: Workbench,
  rules: readonly CodedRule[],
  exceptions: readonly NamedRule[],
  ruleSet: RuleSet,
  codes: readonly string[],
): Promise<number[]> {
  const plan = decisionPlan(ruleSet);
  const { gates, yes } = await truthGates(bench, [...rules, ...exceptions]);
  const holding = (wanted: (snoozed: readonly string[] | null) => boolean): Gate =>
    gates.any(
      plan.exceptions.flatMap(({ index, snoozed }) => (wanted(snoozed) ? (yes[rules.length + index] ?? []) : [])),
    );
  const allowed = holding((snoozed) => snoozed === null);
  if (plan.kind === 'steps') {
    const counting = rules.map(({ code }, i) => {
      const asleep = holding((snoozed) => snoozed?.includes(code) ?? false);
      return [code, gates.andNot(yes[i] ?? never, asleep)] as const;
    });
    return countedGates(bench, gates, changedBySteps(gates, plan, new Map(counting), allowed, codes));
  }
  const added = rules.filter(({ code }) => plan.rules.includes(code));
  const scoring = scoringOver(plan, await countingBitmaps(bench, plan, added, exceptions));
  const changed = await withBitmaps(bench, gates, [gates.andNot(always, allowed)], ([among = '']) =>
    bench.open.pool.changing({ ...scoring, among }, bench.source.signal),
  );
  const asked = plan.rules.filter((code) => added.some((one) => one.code === code));
  return codes.map((code) => changed[asked.indexOf(code)] ?? 0);
}

/** A step as bitmaps. */
interface Asked {
  readonly step: DecisionStep;
  /** It fires. */
  readonly met: Gate;
  /** It fires where one of its rules does not, whichever. */
  readonly anyhow: Gate;
}

function changedBySteps(
  gates: Gates,
  plan: Extract<DecisionPlan, { kind: 'steps' }>,
  counting: ReadonlyMap<string, Gate>,
  allowed: Gate,
  codes: readonly string[],
): Gate[] {
  const asked = plan.steps.map((step) => askedOf(gates, step, counting));
  const decidedBefore: Gate[] = [];
  asked.reduce((before, { met }) => {
    decidedBefore.push(before);
    return gates.or(before, met);
  }, allowed);
  return codes.map((code) => {
    const own = counting.get(code) ?? never;
    const places = asked.flatMap(({ step }, place) => (step.rules.includes(code) ? [place] : []));
    const changed = places.map((place) => {
      const one = asked[place];
      if (one === undefined) return never;
      const without = (at: number, { met, anyhow }: Asked): Gate =>
        places.includes(at) ? gates.or(anyhow, gates.andNot(met, own)) : met;
      const lost = gates.andNot(one.met, without(place, one));
      const open = gates.andNot(lost, decidedBefore[place] ?? never);
      return gates.andNot(open, sameFrom(gates, plan.otherwise, asked, place + 1, one.step.result, without));
    });
    return gates.any(changed);
  });
}

function askedOf(gates: Gates, { needs, rules, ...step }: DecisionStep, counting: ReadonlyMap<string, Gate>): Asked {
  const codes = [...new Set(rules)];
  const members = codes.map((code) => counting.get(code) ?? never);
  if (needs === 'all' && codes.length > 1)
    return { step: { ...step, needs, rules }, met: gates.all(members), anyhow: never };
  let [met, anyhow] = [never, never];
  for (const member of members) {
    anyhow = gates.or(anyhow, gates.and(met, member));
    met = gates.or(met, member);
  }
  return { step: { ...step, needs, rules }, met, anyhow };
}

/** Orders to which the steps from one on give a result. */
function sameFrom(
  gates: Gates,
  otherwise: ScreeningResult,
  asked: readonly Asked[],
  from: number,
  result: ScreeningResult,
  met: (at: number, step: Asked) => Gate,
): Gate {
  return asked.slice(from).reduceRight(
    (later, one, i) => {
      const fires = met(from + i, one);
      return one.step.result === result ? gates.or(fires, later) : gates.andNot(later, fires);
    },
    otherwise === result ? always : never,
  );
}
