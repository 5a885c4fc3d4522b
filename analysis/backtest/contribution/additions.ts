import { partGroups } from '../../model/results/breakdown.ts';
import type { Addition, Additions, ContributionsAsk } from '../../model/results/contribution.ts';
import { cellNumbers } from '../../model/results/tally.ts';
import type { Connection } from '../../store/connection.ts';
import type { ProjectHandle } from '../../store/project-handle.ts';
import { checkedExceptions, checkedRule, checkedRules } from '../../store/rule-condition.ts';
import { listRuleSets } from '../../store/rule-sets.ts';
import type { Question } from '../measurement.ts';
import type { Measuring } from '../measuring.ts';
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
  const { candidates, left } = await candidatesFor(ruleSet, offeredTo(ruleSet, others), (features) =>
    project.scope(currency, timezone, [...own, ...features]),
  );
  const brought = new Map(candidates.flatMap(({ features }) => features.map((one) => [one.id, one] as const)));
  const features = [...own, ...brought.values()];
  const rules: Question['rules'] = (scope) => ({
    rules: new Map([
      ...checkedRules({ ...ruleSet, features }, scope),
      ...candidates.map(({ rule }) => [rule.code, checkedRule(rule.code, rule.when, scope)] as const),
    ]),
    exceptions: checkedExceptions(ruleSet, scope),
  });
  const added = new Map<string, Float64Array>();
  const counting: NonNullable<Question['counting']> = async ({ tallied }) => {
    const before = await tallied(ruleSet);
    for (const [i, candidate] of candidates.entries()) {
      done(reading + (i / candidates.length) * (1 - reading));
      added.set(candidate.rule.code, difference(await tallied(candidate.ruleSet), before));
    }
  };
  const asked = { filter, judged, currency, timezone, features, rules, overlap: false, ruleSet, tally: true, counting };
  const found = await measure(db, asked, signal, (share) => done(share * reading));
  if (found.set === null || found.set.tally === null) throw new Error('no policy measured');
  const additions = candidates.flatMap(({ source, rule, features: news }): Addition[] => {
    const change = added.get(rule.code);
    if (change === undefined || change.every((value) => value === 0)) return [];
    const hits = found.rules.get(rule.code)?.counts.hits;
    const orders = hits === undefined ? 0 : Object.values(hits).reduce((sum, state) => sum + state.orders, 0);
    return [{ source, rule, features: news, hits: orders, added: change }];
  });
  return { additions, tried: candidates.length, left, by: found.set.tally.entities.by, currency };
}

/** By as many groups as parts have. */
function difference(after: Float64Array, before: Float64Array): Float64Array {
  const size = partGroups * cellNumbers;
  const found = new Float64Array(size);
  for (let i = 0; i < after.length; i += 1)
    found[i % size] = (found[i % size] ?? 0) + (after[i] ?? 0) - (before[i] ?? 0);
  return found;
}
