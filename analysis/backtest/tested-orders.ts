import type { ByState, ScreenedAsked, ScreenedOrders, WeighedOrders } from '../model/backtest.ts';
import { everything, type Filter } from '../model/filter.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { checkedExceptions, checkedRules } from '../store/rule-condition.ts';
import { sumOf } from './figures.ts';
import type { Counting } from './measurement.ts';
import { byDuckdb, measuringOf } from './measuring.ts';

/**
 * Which orders of the project the rules of a set hit in backtests, cannot be evaluated on, and what decides them, by the same
 * means: as numbers of orders and sums of their weights. Throws as a backtest does where the rule set does not check, and
 * 'cancelled'.
 */
export function testedOrders(
  project: ProjectHandle,
): (db: Connection, ruleSet: RuleSet, asked?: ScreenedAsked) => Promise<ScreenedOrders> {
  return async (db, ruleSet, { signal = new AbortController().signal, within, plainly } = {}) => {
    const measure = plainly === true ? byDuckdb(project) : measuringOf(project);
    const filter: Filter =
      within === undefined ? everything : { clauses: [{ kind: 'time', column: 'ordered_at', ...within }] };
    const { currency, timezone, features } = ruleSet;
    let unevaluable: ReadonlyMap<string, ByState> = new Map();
    const question = {
      ...{ filter, currency, timezone, features, ruleSet, overlap: false, weighed: true as const },
      rules: (scope: Parameters<typeof checkedRules>[1]) => ({
        rules: checkedRules(ruleSet, scope),
        exceptions: checkedExceptions(ruleSet, scope),
      }),
      counting: async (count: Counting) => {
        unevaluable = await count.unevaluable();
      },
    };
    const { rules, set } = await measure(db, question, signal, () => undefined);
    return {
      fired: Object.fromEntries([...rules].map(([code, { counts }]) => [code, weighed(counts.hits)])),
      unevaluable: Object.fromEntries([...unevaluable].map(([code, states]) => [code, weighed(states)])),
      decided: Object.fromEntries(
        (set?.decidedBy ?? []).map(({ by, result, byState }) => [`${result} ${by}`, weighed(byState)]),
      ),
    };
  };
}

function weighed(states: ByState): WeighedOrders {
  const { orders, amount } = sumOf(states);
  return { orders, weight: amount };
}
