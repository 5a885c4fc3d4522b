import { featuresNamed, type Feature } from '../features.ts';
import type { Clause, RecordedResult } from '../filter.ts';
import type { Rule, RuleSet, ScreeningResult } from '../ruleset.ts';

/** Orders on which a rule is true, or cannot be told. */
export function ruleClause(
  rule: Pick<Rule, 'code' | 'when'>,
  { currency, timezone, features }: Pick<RuleSet, 'currency' | 'timezone' | 'features'>,
  value: 'true' | 'unevaluable',
): Clause {
  const { code, when } = rule;
  return { kind: 'rule', code, when, currency, timezone, value, ...readBy(when, features) };
}

/** The features that a text reads, to be sent beside it. */
export function readBy(when: string, features: RuleSet['features']): { readonly features?: Feature[] } {
  const read = featuresNamed(when, features);
  return read.length === 0 ? {} : { features: read };
}

/** What narrows the orders of a decision: what decided, or an exception (by its place) that holds. */
type Why = Pick<Extract<Clause, { kind: 'decision' }>, 'by' | 'exception'>;

/** Orders that a rule set gives one of these results. */
export function decisionClause(ruleSet: RuleSet, results: readonly ScreeningResult[], why: Why = {}): Clause {
  return { kind: 'decision', ruleSet, results: [...results], ...why };
}

/** Orders by what was decided of them in history. */
export const recordedClause = (by: 'auto' | 'person', decided: readonly RecordedResult[]): Clause => ({
  kind: 'recorded',
  by,
  results: [...decided],
});
