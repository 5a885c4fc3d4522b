import type { DecidedCounts } from '../model/backtest.ts';
import { everything } from '../model/filter.ts';
import { results, type RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { checkedExceptions, checkedRules } from '../store/rule-condition.ts';
import { sumOf } from './figures.ts';
import { measuringOf } from './measuring.ts';

/**
 * What backtests count of a rule set on every order of the project, by the same means: fired and not evaluable by rule, orders
 * by result. Throws as a backtest does where the rule set does not check, and 'cancelled'.
 */
export function testedCounts(
  project: ProjectHandle,
): (db: Connection, ruleSet: RuleSet, signal?: AbortSignal) => Promise<DecidedCounts> {
  const measure = measuringOf(project);
  return async (db, ruleSet, signal = new AbortController().signal) => {
    const { currency, timezone, features } = ruleSet;
    const question = {
      ...{ filter: everything, currency, timezone, features, ruleSet, overlap: false },
      rules: (scope: Parameters<typeof checkedRules>[1]) => ({
        rules: checkedRules(ruleSet, scope),
        exceptions: checkedExceptions(ruleSet, scope),
      }),
    };
    const { rules, set } = await measure(db, question, signal, () => undefined);
    const counted = [...rules];
    return {
      fired: Object.fromEntries(counted.map(([code, { counts }]) => [code, sumOf(counts.hits).orders])),
      unevaluable: Object.fromEntries(counted.map(([code, { counts }]) => [code, counts.unevaluable])),
      results: Object.fromEntries(
        results.map((result) => [result, set === null ? 0 : sumOf(set.decided[result]).orders]),
      ),
    };
  };
}
