import { championParts } from '../../model/results/comparison.ts';
import type { Addition, Additions, ContributionsAsk, Move } from '../../model/results/contribution.ts';
import { crossedOf, hiddenMoves, movedSum, sidesOf, type Crossed } from '../../model/results/crossed.ts';
import { cohortOf } from '../../model/results/money.ts';
import { cellsOver } from '../../model/results/tally.ts';
import { results } from '../../model/ruleset.ts';
import { outcomeStates, type OutcomeState } from '../../model/target.ts';
import { billsTold } from '../../store/bill-days.ts';
import type { Connection } from '../../store/connection.ts';
import { badKnown } from '../../store/features/bad-told.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { checkedExceptions, checkedRule, checkedRules } from '../../store/rule-condition.ts';
import { listRuleSets } from '../../store/rule-sets.ts';
import type { Question } from '../measurement.ts';
import type { Measuring } from '../measuring.ts';
import { sumOf } from '../figures.ts';
import { labelsUntil, periodOf } from '../run.ts';
import { candidatesFor, offeredTo } from './candidates.ts';

/** Share of the work that is making columns and bitmaps; the rest is deciding anew with each rule. */
const reading = 0.5;

/**
 * What each rule that is not at work in a set would add to it, each tried by itself at its place on all of the orders: what
 * comes out best is best by chance, too. Throws 'rule-invalid', 'ruleset-invalid', 'filter-invalid' or 'cancelled'.
 */
export async function additionsTo(
  project: ProjectHandle,
  measure: Measuring,
  { ruleSet, filter, judged }: ContributionsAsk,
  db: Connection,
  signal: AbortSignal,
  done: (share: number) => void,
): Promise<Additions> {
  const { currency, timezone, features: own = [] } = ruleSet;
  const others = (await listRuleSets(db)).map((stored) => stored.ruleSet);
  const zone = (await billsTold(db)) ? (await project.info()).timezone : null;
  const { candidates, left } = await candidatesFor(ruleSet, offeredTo(ruleSet, others), {
    scopeWith: (features) => project.scope(currency, timezone, [...own, ...features]),
    isTold: async (feature) => feature.agg !== 'known_bad' || (await badKnown(db, feature, zone)).refused === null,
  });
  const brought = new Map(candidates.flatMap(({ features }) => features.map((one) => [one.id, one] as const)));
  const features = [...own, ...brought.values()];
  const rules: Question['rules'] = (scope) => ({
    rules: new Map([
      ...checkedRules({ ...ruleSet, features }, scope),
      ...candidates.map(({ rule }) => [rule.code, checkedRule(rule.code, rule.when, scope)] as const),
    ]),
    exceptions: checkedExceptions(ruleSet, scope),
  });
  const added = new Map<string, Changed>();
  const counting: NonNullable<Question['counting']> = async ({ tallied }) => {
    for (const [i, candidate] of candidates.entries()) {
      done(reading + (i / candidates.length) * (1 - reading));
      const changed = changedBy((await tallied(candidate.ruleSet)).parts);
      if (changed !== null) added.set(candidate.rule.code, changed);
    }
  };
  const asked = {
    ...{ filter, judged, currency, timezone, features, rules, overlap: false, ruleSet, tally: true, counting },
    parts: championParts(ruleSet),
  };
  const found = await measure(db, asked, signal, (share) => done(share * reading));
  if (found.set === null || found.set.tally === null) throw new Error('no policy measured');
  const additions = candidates.flatMap(({ source, rule, features: news }): Addition[] => {
    const change = added.get(rule.code);
    if (change === undefined) return [];
    const hits = found.rules.get(rule.code)?.counts.hits;
    const of = (states: readonly OutcomeState[]): number =>
      states.reduce((sum, state) => sum + (hits?.[state].orders ?? 0), 0);
    const counted = { hits: of(outcomeStates), known: of(['bad', 'good']), blocked: of(['blocked']) };
    return [{ source, rule, features: news, ...counted, ...change }];
  });
  const { groups, entities, reviewDays } = found.set.tally;
  return {
    ...{ additions, tried: candidates.length, left, by: entities.by, currency },
    ...{ orders: sumOf(found.totals).orders, period: periodOf(found), asOf: labelsUntil(found.info) },
    ...{ cohort: cohortOf(cellsOver(groups)), reviewDays },
  };
}

type Changed = Pick<Addition, 'added' | 'hidden' | 'moves'>;

/** What a set decides otherwise than the one whose decisions are the parts; null where that is nothing. */
function changedBy(parts: Float64Array): Changed | null {
  const crossed = crossedOf(parts, results);
  const moved = crossed.some(({ decided, cells }) =>
    results.some(
      (result) =>
        result !== decided && Object.values(cells[result]).some(({ orders, intents }) => orders > 0 || intents > 0),
    ),
  );
  if (!moved) return null;
  const { before, after } = sidesOf(crossed);
  return {
    added: after.groups.map((value, at) => value - (before.groups[at] ?? 0)),
    moves: movesOf(crossed),
    hidden: hiddenMoves(crossed).filter(({ decided: [from, to] }) => from !== to),
  };
}

/** Orders that are decided otherwise, the most first. */
function movesOf(crossed: Crossed): readonly Move[] {
  const all = results.flatMap((from) =>
    results.flatMap((to): Move[] => {
      const of = (states: readonly OutcomeState[]): number =>
        movedSum(crossed, { from: [from], to: [to], states }, 'orders');
      const orders = from === to ? 0 : of(outcomeStates);
      return orders === 0 ? [] : [{ from, to, orders, known: of(['bad', 'good']), blocked: of(['blocked']) }];
    }),
  );
  return all.toSorted((a, b) => b.orders - a.orders);
}
