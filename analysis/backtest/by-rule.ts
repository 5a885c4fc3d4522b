import type { ByRule, ByRuleAsk } from '../model/results/by-rule.ts';
import type { Connection } from '../store/connection.ts';
import { questionOf } from './breakdown.ts';
import type { ChosenOrders, Counting } from './measurement.ts';
import type { Measuring } from './measuring.ts';
import { labelsUntil } from './run.ts';

/** Orders by the rules that hit them and by what decides them. Throws what a breakdown throws. */
export async function byRule(
  measure: Measuring,
  { ruleSet, filter, judged, codes, deciders }: ByRuleAsk,
  db: Connection,
  signal: AbortSignal,
  done: (share: number) => void,
): Promise<ByRule> {
  let chosen: ChosenOrders | undefined;
  const question = {
    ...questionOf({ ruleSet, filter, parts: [], ...(judged === undefined ? {} : { judged }) }),
    // What the set comes to as a whole is another question.
    ruleSet: null,
    counting: async (count: Counting) => {
      chosen = await count.chosen(ruleSet, codes, deciders);
    },
  };
  const { info } = await measure(db, question, signal, done);
  if (chosen === undefined) throw new Error('nothing counted');
  const { maturity, dataVersion } = info;
  return { ...chosen, currency: ruleSet.currency, asOf: labelsUntil(info), maturity, dataVersion };
}
