import type { Clause, Filter, RecordedResult } from '../filter.ts';
import { results, type RuleSet } from '../ruleset.ts';
import { outcomeStates } from '../target.ts';
import type { Linear, Picked } from './tally.ts';

/** The orders of a figure: what is decided of them, how they ended and, where only those count, what a person decided in the end. */
export interface Opens extends Omit<Picked, 'measure'> {
  readonly byPerson?: readonly RecordedResult[];
}

/** Those of a filter, as a filter. How they ended is asked as whoever opens it judges. */
export function ordersOpened({ results: decided, states, byPerson }: Opens, ruleSet: RuleSet, filter: Filter): Filter {
  const own: Clause[] = [
    ...(decided.length === results.length ? [] : [{ kind: 'decision' as const, ruleSet, results: [...decided] }]),
    ...(states.length === outcomeStates.length ? [] : [{ kind: 'state' as const, states: [...states] }]),
    ...(byPerson === undefined ? [] : [{ kind: 'recorded' as const, by: 'person' as const, results: [...byPerson] }]),
  ];
  return { clauses: [...filter.clauses, ...own] };
}

/** The orders that a sum of the tally reads: any of its decisions in any of its states. */
export const opensOf = (linear: Linear): Opens => ({
  results: results.filter((one) => linear.some((term) => term.results.includes(one))),
  states: outcomeStates.filter((one) => linear.some((term) => term.states.includes(one))),
});
