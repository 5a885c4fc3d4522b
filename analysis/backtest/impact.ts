import type { RuleImpact } from '../model/backtest.ts';
import type { Feature } from '../model/features.ts';
import type { Filter } from '../model/filter.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import type { BaseTotals } from './base-totals.ts';
import { checkedRule } from '../store/rule-condition.ts';
import { ruleFigures, sumOf } from './figures.ts';
import { measuredOn } from './measured.ts';
import { countRule } from './rule-counts.ts';
import { hindsightWarnings, recallWarnings } from './warnings.ts';

/** A rule as the editor sends it. */
export interface RuleText {
  readonly when: string;
  readonly currency: string;
  readonly timezone: string;
  readonly features?: readonly Feature[] | undefined;
  readonly filter: Filter;
}

/**
 * Figures of one rule text on the filtered orders; its code is empty, as the editor knows it. Throws 'rule-invalid'
 * with the first error and its place when the text does not check.
 */
export async function impactOf(
  project: ProjectHandle,
  db: Connection,
  totals: BaseTotals,
  { when, currency, timezone, filter, features }: RuleText,
): Promise<RuleImpact> {
  const measured = await measuredOn(project, db, { filter, currency, timezone, features }, (scope) => {
    const rule = checkedRule('', when, scope);
    return { checked: rule, rules: [rule] };
  });
  const { info } = measured.rows;
  const byState = await totals.of(db, filter, currency, measured);
  const counts = await countRule(db, measured.checked, measured);
  return {
    ...ruleFigures('', counts, byState.bad.orders),
    rows: sumOf(byState).orders,
    bad: byState.bad.orders,
    good: byState.good.orders,
    byState,
    currency,
    maturity: info.maturity,
    warnings: [...recallWarnings(info.matched), ...hindsightWarnings([measured.checked])],
  };
}
