import { decisionPlan } from '../../expression/index.ts';
import { stateCount } from '../../kernels/matrix/shapes.ts';
import { ShinsaError } from '../../model/failure.ts';
import type { ProjectInfo } from '../../model/project.ts';
import type { ContributionsAsk } from '../../model/results/contribution.ts';
import type { StoppedAlone, StoppedAloneAsk } from '../../model/results/stopped-alone.ts';
import { measureNames } from '../../model/results/tally.ts';
import { results, type RuleSet } from '../../model/ruleset.ts';
import { outcomeStates } from '../../model/target.ts';
import type { Connection } from '../../store/connection.ts';
import { checkedExceptions, checkedRules } from '../../store/rule-condition.ts';
import type { HitPatterns, Question } from '../measurement.ts';
import type { Measuring } from '../measuring.ts';
import { gamesOf, type Game } from './game.ts';
import { decidedBut } from './shares.ts';

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
  const all: StoppedAlone[] = [];
  for (const target of targets) {
    const { found } = await patternsOf(measure, { ruleSet, filter, judged: { ...judged, target } }, db, signal);
    all.push({ targetId: target.id, rules: passing(ruleSet, found) });
    done(all.length / targets.length);
  }
  return all;
}

/** Which rules of a set count together on which orders, and nothing else. */
export async function patternsOf(
  measure: Measuring,
  { ruleSet, filter, judged }: ContributionsAsk,
  db: Connection,
  signal: AbortSignal,
): Promise<{ readonly found: HitPatterns; readonly info: ProjectInfo }> {
  const { currency, timezone, features } = ruleSet;
  const rules: Question['rules'] = (scope) => ({
    rules: checkedRules(ruleSet, scope),
    exceptions: checkedExceptions(ruleSet, scope),
  });
  const asked = { filter, judged, currency, timezone, features, rules, overlap: false, ruleSet: null, tally: true };
  let found: HitPatterns | undefined;
  const counting: NonNullable<Question['counting']> = async ({ patterns }) => {
    found = await patterns(ruleSet, 'counts');
  };
  const { info } = await measure(db, { ...asked, counting }, signal, () => undefined);
  if (signal.aborted) throw new ShinsaError('cancelled');
  if (found === undefined) throw new Error('nothing measured');
  return { found, info };
}

const [orders, bad, ok] = [measureNames.indexOf('orders'), outcomeStates.indexOf('bad'), results.indexOf('OK')];

/** Bad orders that come to pass without each rule. */
function passing(ruleSet: RuleSet, found: HitPatterns): StoppedAlone['rules'] {
  const alone = found.rules.map(() => 0);
  for (const { game, bad: count } of badStopped(ruleSet, found))
    for (const rule of game.players)
      if (decidedBut(game, new Set([rule])) === ok) alone[rule] = (alone[rule] ?? 0) + count;
  return found.rules.flatMap((code, place) => {
    const count = alone[place] ?? 0;
    return count === 0 ? [] : [{ code, bad: count }];
  });
}

/** The games by which bad orders do not pass, and how many those are. */
export function badStopped(
  ruleSet: RuleSet,
  { rules, ends, members, patterns, codes, sums, measures }: HitPatterns,
): readonly { readonly game: Game; readonly bad: number }[] {
  const gameOf = gamesOf(decisionPlan(ruleSet), rules);
  const byPattern = new Map<number, number>();
  patterns.forEach((pattern, cell) => {
    const count = (codes[cell] ?? 0) % stateCount === bad ? (sums[cell * measures + orders] ?? 0) : 0;
    if (count > 0) byPattern.set(pattern, (byPattern.get(pattern) ?? 0) + count);
  });
  return [...byPattern].flatMap(([pattern, count]) => {
    const game = gameOf(members.subarray(pattern === 0 ? 0 : ends[pattern - 1], ends[pattern]));
    return decidedBut(game, new Set()) === ok ? [] : [{ game, bad: count }];
  });
}

/** Whether any of them comes to pass where some rules are left out. */
export const anyPasses = (stopped: ReturnType<typeof badStopped>, gone: ReadonlySet<number>): boolean =>
  stopped.some(({ game }) => game.players.some((rule) => gone.has(rule)) && decidedBut(game, gone) === ok);
