import type { Breakdown, BreakdownAsk } from '../model/results/breakdown.ts';
import { checkedExceptions, checkedRules } from '../store/rule-condition.ts';
import type { Connection } from '../store/connection.ts';
import type { Question } from './measurement.ts';
import type { Measuring } from './measuring.ts';
import { labelsUntil } from './run.ts';

/** Everything additive of a backtest, part by part. Throws 'rule-invalid', 'ruleset-invalid' or 'filter-invalid'. */
export async function breakDown(
  measure: Measuring,
  asked: BreakdownAsk,
  db: Connection,
  signal: AbortSignal,
  done: (share: number) => void,
): Promise<Breakdown> {
  const { set, info } = await measure(db, questionOf(asked), signal, done);
  if (set === null || set.tally === null) throw new Error('no policy measured');
  const { groups, parts, entities, reviewDays } = set.tally;
  const { maturity } = info;
  return {
    ...{ groups, parts, entities, reviewDays, currency: asked.ruleSet.currency, asOf: labelsUntil(info), maturity },
    dataVersion: info.dataVersion,
  };
}

export function questionOf({ ruleSet, filter, parts, judged }: BreakdownAsk): Question {
  const { currency, timezone, features } = ruleSet;
  const rules: Question['rules'] = (scope) => ({
    rules: checkedRules(ruleSet, scope),
    exceptions: checkedExceptions(ruleSet, scope),
  });
  return {
    ...{ filter, judged, currency, timezone, features, rules, overlap: false, ruleSet, tally: true, parts },
  };
}
