import type { Breakdown, BreakdownAsk } from '../model/results/breakdown.ts';
import { checkedExceptions, checkedRules } from '../store/rule-condition.ts';
import type { Connection } from '../store/connection.ts';
import type { Question } from './measurement.ts';
import type { Measuring } from './measuring.ts';

/** Everything additive of a backtest, part by part. Throws 'rule-invalid', 'ruleset-invalid' or 'filter-invalid'. */
export async function breakDown(
  measure: Measuring,
  { ruleSet, filter, parts, seen }: BreakdownAsk,
  db: Connection,
  signal: AbortSignal,
  done: (share: number) => void,
): Promise<Breakdown> {
  const { currency, timezone, features } = ruleSet;
  const rules: Question['rules'] = (scope) => ({
    rules: checkedRules(ruleSet, scope),
    exceptions: checkedExceptions(ruleSet, scope),
  });
  const asked = {
    ...{ filter, currency, timezone, features, rules, overlap: false, ruleSet, tally: true, parts },
    ...(seen === undefined ? {} : { seen }),
  };
  const { set, info } = await measure(db, asked, signal, done);
  if (set === null || set.tally === null) throw new Error('no policy measured');
  const { groups, parts: sums, entities } = set.tally;
  return {
    ...{ groups, parts: sums, by: entities.by, currency },
    ...{ maturity: info.maturity, dataVersion: info.dataVersion },
  };
}
