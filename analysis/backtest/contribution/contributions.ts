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
  const added = await addedUp(ruleSet, counts, async (share) => {
    done(reading + share * (1 - reading));
    await new Promise(setImmediate);
    if (signal.aborted) throw new ShinsaError('cancelled');
  });
  return {
    ...added,
    ...intersectionsOf(fires),
    ...{ overlap, by: set.tally.entities.by },
    ...{ currency, maturity: info.maturity, dataVersion: info.dataVersion },
  };
}

function intersectionsOf(patterns: HitPatterns): Pick<Contributions, 'intersections' | 'combinations'> {
  const { ends, members, rules } = patterns;
  const sums = sumsOf(patterns);
  const all = Array.from(ends, (end, i): Intersection => {
    const codes = Array.from(members.subarray(i === 0 ? 0 : ends[i - 1], end), (place) => rules[place] ?? '');
    const of = (measure: number, state: number): number => sums[(i * 2 + measure) * stateCount + state] ?? 0;
    const total = (measure: number): number => outcomeStates.reduce((sum, _, state) => sum + of(measure, state), 0);
    const [bad, good, blocked] = (['bad', 'good', 'blocked'] as const).map((state) => outcomeStates.indexOf(state));
    return {
      ...{ codes, orders: total(0), bad: of(0, bad ?? 0), good: of(0, good ?? 0), blocked: of(0, blocked ?? 0) },
      ...{ amount: total(1), badAmount: of(1, bad ?? 0) },
    };
  });
  const most = (of: (one: Intersection) => number): Intersection[] =>
    all
      .filter((one) => of(one) > 0)
      .sort((a, b) => of(b) - of(a))
      .slice(0, mostIntersections);
  const told = new Set([...most((one) => one.orders), ...most((one) => one.bad), ...most((one) => one.badAmount)]);
  const orders = all.reduce((sum, one) => sum + one.orders, 0);
  const shown = [...told].reduce((sum, one) => sum + one.orders, 0);
  return {
    intersections: [...told].sort((a, b) => b.orders - a.orders),
    combinations: { all: all.length, orders, rest: orders - shown },
  };
}

/** Orders and amounts by pattern and state: of each pattern the orders of every state, then their amounts. */
function sumsOf({ ends, patterns, codes, sums, measures }: HitPatterns): Float64Array {
  const wanted = [measureNames.indexOf('orders'), measureNames.indexOf('amount')];
  const found = new Float64Array(ends.length * wanted.length * stateCount);
  patterns.forEach((pattern, cell) => {
    wanted.forEach((measure, i) => {
      const at = (pattern * wanted.length + i) * stateCount + ((codes[cell] ?? 0) % stateCount);
      found[at] = (found[at] ?? 0) + (sums[cell * measures + measure] ?? 0);
    });
  });
  return found;
}
