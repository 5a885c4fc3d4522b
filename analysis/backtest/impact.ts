import { featuresBehind, fieldsBehind, type CheckedFeature, type ScopeField } from '../expression/index.ts';
import type { RuleImpact } from '../model/backtest.ts';
import type { Feature } from '../model/features.ts';
import type { Filter } from '../model/filter.ts';
import { checkedRule } from '../store/rule-condition.ts';
import type { Connection } from '../store/connection.ts';
import { ruleFigures, sumOf } from './figures.ts';
import type { Measuring } from './measuring.ts';
import { featureWarningsAt, readWarnings, recallWarnings } from './warnings.ts';

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
  db: Connection,
  measure: Measuring,
  { when, currency, timezone, filter, features }: RuleText,
  signal: AbortSignal,
): Promise<RuleImpact> {
  const question = { filter, currency, timezone, features, overlap: false, ruleSet: null };
  let read: readonly ScopeField[] = [];
  let behind: readonly CheckedFeature[] = [];
  const rules: Parameters<Measuring>[1]['rules'] = (scope) => {
    const rule = checkedRule('', when, scope);
    read = fieldsBehind([rule], scope);
    behind = featuresBehind([rule], scope);
    return { rules: new Map([['', rule]]), exceptions: [] };
  };
  const { info, ground, totals, revision, ...measured } = await measure(
    db,
    { ...question, rules },
    signal,
    () => undefined,
  );
  const found = measured.rules.get('');
  if (found === undefined) throw new Error('no rule measured');
  const told = await featureWarningsAt(db, revision, behind, info.timezone);
  return {
    ...ruleFigures('', found.counts),
    rows: sumOf(totals).orders,
    bad: totals.bad.orders,
    good: totals.good.orders,
    byState: totals,
    currency,
    maturity: info.maturity,
    warnings: [...recallWarnings(info.matched), ...readWarnings({ rules: [found.rule], read, features: told, ground })],
  };
}
