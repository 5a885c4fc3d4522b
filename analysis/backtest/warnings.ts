import type { CheckedRule } from '../expression/index.ts';
import type { BacktestWarning } from '../model/backtest.ts';
import type { Filter } from '../model/filter.ts';
import type { Maturity } from '../model/project.ts';

/** What a reader of the figures must know. */
export interface Circumstances {
  readonly maturity: Maturity;
  /** Orders of the project that only facts without a date make bad, or good again, at an as-of day before the last. */
  readonly undated: number;
  readonly rules: readonly CheckedRule[];
  readonly currency: string;
  /** Filtered orders in another currency than the rule set's. */
  readonly otherCurrency: number;
  readonly immatureBad: number;
  readonly filter: Filter;
}

/** Warnings in the order of their weight: each only where it applies. */
export function warningsOf(found: Circumstances): readonly BacktestWarning[] {
  const unsure = new Set(found.rules.flatMap((rule) => rule.fields.filter((field) => field.unsure === true)));
  const fields = [...unsure].map(({ path }) => path).sort();
  return [
    ...when(found.maturity === 'not measured', { code: 'maturity-not-measured', params: {} }),
    ...when(found.undated > 0, { code: 'undated-outcomes', params: { orders: found.undated } }),
    ...when(fields.length > 0, {
      code: 'known-at-screening-unsure',
      params: { fields: [...new Set(fields)].join(', '), count: new Set(fields).size },
    }),
    ...when(found.otherCurrency > 0, {
      code: 'other-currency',
      params: { orders: found.otherCurrency, currency: found.currency },
    }),
    ...when(found.immatureBad > 0, { code: 'immature-bad', params: { orders: found.immatureBad } }),
    ...when(found.filter.clauses.length > 0, {
      code: 'filter-active',
      params: { clauses: found.filter.clauses.length },
    }),
  ];
}

const when = (applies: boolean, warning: BacktestWarning): readonly BacktestWarning[] => (applies ? [warning] : []);
