import { useMemo } from 'react';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { Contributions, RuleContribution } from '../../../analysis/model/results/contribution.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import {
  retirements,
  runWeights,
  shapleyOf,
  valueOf,
  withoutOf,
  type Change,
  type Retirement,
  type Weights,
} from '../../../analysis/model/results/rule-worth.ts';
import { minorPerMajor, moneyShort } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import type { ViewProps } from '../views.tsx';

/** A rule with what it is worth under the assumptions on screen. */
export interface RuleWorth {
  readonly rule: RuleContribution;
  readonly dropped: Change;
  readonly inOrder: number;
  readonly shapley: { readonly value: number; readonly error: number | null };
}

export interface Worth {
  readonly weights: Weights;
  readonly rules: readonly RuleWorth[];
  readonly retirements: readonly Retirement[];
}

/** What every panel of the view is given. */
export interface PartProps extends ViewProps {
  readonly found: Contributions;
  readonly worth: Worth;
}

/** Computed here: other assumptions need no other answer. */
export function useWorth(found: Contributions, result: BacktestResult, figures: RunFigures): Worth {
  return useMemo(() => {
    const weights = runWeights(figures, result, minorPerMajor(result.currency));
    const rules = found.rules.map((rule) => ({
      ...{ rule, dropped: withoutOf(rule, weights), inOrder: valueOf(rule.inOrder, weights.net) },
      shapley: shapleyOf(rule, weights),
    }));
    return { weights, rules, retirements: retirements(found.rules, result.rules, weights) };
  }, [found, result, figures]);
}

/** Amounts of one currency, short, with their sign. */
export const writing =
  (currency: string) =>
  (value: number): string => {
    // No amount reads −0.
    const rounded = Math.round(value) + 0;
    return rounded > 0 ? `+${moneyShort(rounded, currency)}` : moneyShort(rounded, currency);
  };

export const intervalText = (
  interval: { readonly low: number; readonly high: number } | null,
  write: (value: number) => string,
): string => (interval === null ? t('money.noInterval') : rangeText(interval, write));
