import { inTurns, pieceSteps, type Pieces } from '../../kernels/pieces.ts';
import { stateCount } from '../../kernels/matrix/shapes.ts';
import { ShinsaError } from '../../model/failure.ts';
import {
  mostIntersections,
  type Contributions,
  type ContributionsAsk,
  type Intersection,
} from '../../model/results/contribution.ts';
import { measureNames } from '../../model/results/tally.ts';
import { outcomeStates } from '../../model/target.ts';
import type { Connection } from '../../store/connection.ts';
import { checkedExceptions, checkedRules } from '../../store/rule-condition.ts';
import type { HitPatterns, Question } from '../measurement.ts';
import type { Measuring } from '../measuring.ts';
import { addedUp } from './adding-up.ts';

/** Share of the work that is reading and telling orders apart; the rest is adding up. */
const reading = 0.6;

/** What each rule contributes. Throws 'rule-invalid', 'ruleset-invalid', 'filter-invalid' or 'cancelled'. */
export async function contributionsOf(
  measure: Measuring,
  { ruleSet, filter, judged }: ContributionsAsk,
  db: Connection,
  signal: AbortSignal,
  done: (share: number) => void,
): Promise<Contributions> {
  const { currency, timezone, features } = ruleSet;
  const rules: Question['rules'] = (scope) => ({
    rules: checkedRules(ruleSet, scope),
    exceptions: checkedExceptions(ruleSet, scope),
  });
  const asked = { filter, judged, currency, timezone, features, rules, overlap: true, ruleSet, tally: true };
  let found: { readonly counts: HitPatterns; readonly fires: HitPatterns } | undefined;
  const counting: NonNullable<Question['counting']> = async ({ patterns }) => {
    const counts = await patterns(ruleSet, 'counts');
    const excepted = (ruleSet.exceptions ?? []).length > 0;
    found = { counts, fires: excepted ? await patterns(ruleSet, 'fires') : counts };
  };
  const { set, info, overlap } = await measure(db, { ...asked, counting }, signal, (share) => done(share * reading));
  if (set === null || set.tally === null || found === undefined) throw new Error('nothing measured');
  const { counts, fires } = found;
  const stopIf = (): void => {
    if (signal.aborted) throw new ShinsaError('cancelled');
  };
  const together = await inTurns(intersectionsOf(fires), stopIf);
  let share = 0;
  const adding = addedUp(ruleSet, counts, (now) => void (share = now));
  const added = await inTurns(adding, () => {
    done(reading + share * (1 - reading));
    stopIf();
  });
  return {
    ...added,
    ...together,
    ...{ overlap, by: set.tally.entities.by },
    ...{ currency, maturity: info.maturity, dataVersion: info.dataVersion },
  };
}

/** Combinations of rules that hit orders together: the largest by orders, by bad ones and by their amount. */
export function* intersectionsOf(patterns: HitPatterns): Pieces<Pick<Contributions, 'intersections' | 'combinations'>> {
  const { ends, members, rules } = patterns;
  const sums = yield* sumsOf(patterns);
  const of = (pattern: number, measure: number, state: number): number =>
    sums[(pattern * 2 + measure) * stateCount + state] ?? 0;
  const [bad, good, blocked] = (['bad', 'good', 'blocked'] as const).map((state) => outcomeStates.indexOf(state));
  const total = (pattern: number, measure: number): number =>
    outcomeStates.reduce((sum, _, state) => sum + of(pattern, measure, state), 0);
  const most = [
    mostOf((pattern) => total(pattern, 0)),
    mostOf((pattern) => of(pattern, 0, bad ?? 0)),
    mostOf((pattern) => of(pattern, 1, bad ?? 0)),
  ];
  let orders = 0;
  for (let pattern = 0; pattern < ends.length; pattern += 1) {
    if (pattern % pieceSteps === 0) yield;
    orders += total(pattern, 0);
    for (const one of most) one.see(pattern);
  }
  const told = [...new Set(most.flatMap((one) => one.found()))].map((pattern): Intersection => {
    const codes = members.subarray(pattern === 0 ? 0 : ends[pattern - 1], ends[pattern]);
    return {
      codes: Array.from(codes, (place) => rules[place] ?? ''),
      ...{ orders: total(pattern, 0), bad: of(pattern, 0, bad ?? 0), good: of(pattern, 0, good ?? 0) },
      ...{ blocked: of(pattern, 0, blocked ?? 0), amount: total(pattern, 1), badAmount: of(pattern, 1, bad ?? 0) },
    };
  });
  const shown = told.reduce((sum, one) => sum + one.orders, 0);
  return {
    intersections: told.sort((a, b) => b.orders - a.orders),
    combinations: { all: ends.length, orders, rest: orders - shown },
  };
}

/** The patterns with the most of something above 0, of which earlier ones come first among equals. */
function mostOf(of: (pattern: number) => number) {
  let best: (readonly [pattern: number, value: number])[] = [];
  const found = (): readonly number[] => {
    best = best.sort(([, a], [, b]) => b - a).slice(0, mostIntersections);
    return best.map(([pattern]) => pattern);
  };
  const see = (pattern: number): void => {
    const value = of(pattern);
    if (value > 0) best.push([pattern, value]);
    // Sorted now and then, so that not all of them have to be.
    if (best.length > mostIntersections * 8) found();
  };
  return { see, found };
}

/** Orders and amounts by pattern and state: of each pattern the orders of every state, then their amounts. */
function* sumsOf({ ends, patterns, codes, sums, measures }: HitPatterns): Pieces<Float64Array> {
  const wanted = [measureNames.indexOf('orders'), measureNames.indexOf('amount')];
  const found = new Float64Array(ends.length * wanted.length * stateCount);
  for (const [cell, pattern] of patterns.entries()) {
    if (cell % pieceSteps === 0) yield;
    wanted.forEach((measure, i) => {
      const at = (pattern * wanted.length + i) * stateCount + ((codes[cell] ?? 0) % stateCount);
      found[at] = (found[at] ?? 0) + (sums[cell * measures + measure] ?? 0);
    });
  }
  return found;
}
