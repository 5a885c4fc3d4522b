import { decisionPlan } from '../../expression/index.ts';
import { stateCount } from '../../kernels/matrix/shapes.ts';
import { ShinsaError } from '../../model/failure.ts';
import type { StoppedAlone, StoppedAloneAsk } from '../../model/results/stopped-alone.ts';
import { measureNames } from '../../model/results/tally.ts';
import { results, type RuleSet } from '../../model/ruleset.ts';
import { outcomeStates } from '../../model/target.ts';
import type { Connection } from '../../store/connection.ts';
import { checkedExceptions, checkedRules } from '../../store/rule-condition.ts';
import type { HitPatterns, Question } from '../measurement.ts';
import type { Measuring } from '../measuring.ts';
import { gamesOf } from './game.ts';
import { decidedWithout } from './shares.ts';

/**
 * For each target the bad orders that would pass if a rule were left out. Nothing but the patterns of hits is asked of each:
 * the bitmaps of the rules are the same for all, and how orders end by a target is a column that stays. Throws
 * 'rule-invalid', 'ruleset-invalid', 'filter-invalid' or 'cancelled'.
 */
export async function stoppedAlone(
  measure: Measuring,
  { ruleSet, filter, judged, targets }: StoppedAloneAsk,
  db: Connection,
  signal: AbortSignal,
  done: (share: number) => void,
): Promise<readonly StoppedAlone[]> {
  const { currency, timezone, features } = ruleSet;
  const rules: Question['rules'] = (scope) => ({
    rules: checkedRules(ruleSet, scope),
    exceptions: checkedExceptions(ruleSet, scope),
  });
  const asked = { filter, currency, timezone, features, rules, overlap: false, ruleSet: null, tally: true };
  const all: StoppedAlone[] = [];
  for (const target of targets) {
    let found: HitPatterns | undefined;
    const counting: NonNullable<Question['counting']> = async ({ patterns }) => {
      found = await patterns(ruleSet, 'counts');
    };
    await measure(db, { ...asked, judged: { ...judged, target }, counting }, signal, () => undefined);
    if (signal.aborted) throw new ShinsaError('cancelled');
    if (found === undefined) throw new Error('nothing measured');
    all.push({ targetId: target.id, rules: passing(ruleSet, found) });
    done(all.length / targets.length);
  }
  return all;
}

const [orders, bad, ok] = [measureNames.indexOf('orders'), outcomeStates.indexOf('bad'), results.indexOf('OK')];

/** Bad orders that come to pass without each rule. */
function passing(ruleSet: RuleSet, found: HitPatterns): StoppedAlone['rules'] {
  const { rules, ends, members, patterns, codes, sums, measures } = found;
  const gameOf = gamesOf(decisionPlan(ruleSet), rules);
  const byPattern = new Map<number, number>();
  patterns.forEach((pattern, cell) => {
    const count = (codes[cell] ?? 0) % stateCount === bad ? (sums[cell * measures + orders] ?? 0) : 0;
    if (count > 0) byPattern.set(pattern, (byPattern.get(pattern) ?? 0) + count);
  });
  const alone = rules.map(() => 0);
  for (const [pattern, count] of byPattern) {
    const game = gameOf(members.subarray(pattern === 0 ? 0 : ends[pattern - 1], ends[pattern]));
    const { coming, without } = decidedWithout(game);
    if (coming.at(-1) === ok) continue;
    game.players.forEach((rule, player) => {
      if (without[player] === ok) alone[rule] = (alone[rule] ?? 0) + count;
    });
  }
  return rules.flatMap((code, place) => {
    const count = alone[place] ?? 0;
    return count === 0 ? [] : [{ code, bad: count }];
  });
}
