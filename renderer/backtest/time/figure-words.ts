import { useMemo } from 'react';
import type { Clause, Filter } from '../../../analysis/model/filter.ts';
import { headlineNames, type HeadlineName } from '../../../analysis/model/results/headline.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import {
  partFigures,
  type FigureName,
  type Measured,
  type PartFigure,
  type PartMaturity,
} from '../../../analysis/model/results/part-figures.ts';
import { results, type RuleSet } from '../../../analysis/model/ruleset.ts';
import { outcomeStates, type Target } from '../../../analysis/model/target.ts';
import { count, money, moneyShort } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { decisionClause } from '../../rule-sets/orders-behind.tsx';
import type { MaturityMarkKind } from '../../state/maturity.ts';
import { writer } from '../money/headline-panel.tsx';
import { headlineName, rangeText, yenName } from '../money/words.ts';

const isHeadline = (name: FigureName): name is HeadlineName => headlineNames.some((one) => one === name);

export function figureName(target: Target, name: FigureName): string {
  if (isHeadline(name)) return headlineName(target, name);
  switch (name) {
    case 'orders':
    case 'amount':
    case 'queue':
    case 'perThousand':
      return t(`overTime.figure.${name}`);
    default:
      return yenName(target, name);
  }
}

/** Writes a value of the figure, short. */
export function figureWriter({ unit }: PartFigure, currency: string): (value: number) => string {
  if (unit === 'money') return (value) => moneyShort(Math.round(value), currency);
  if (unit === 'orders') return (value) => count(value);
  return writer({ unit });
}

/** The figures of a run, and the one that is named. */
export function useFigureOf(
  { money: told, assumptions }: RunFigures,
  name: string | undefined,
  usual: FigureName,
): { readonly all: readonly PartFigure[]; readonly figure: PartFigure } {
  const all = useMemo(() => partFigures(told, assumptions), [told, assumptions]);
  const figure = all.find((one) => one.name === name) ?? all.find((one) => one.name === usual);
  if (figure === undefined) throw new Error(usual);
  return { all, figure };
}

/** Numerator and denominator, or nothing for a sum. */
export function fractionText(
  { name, unit, whole: divided }: PartFigure,
  { part, whole }: Measured,
  currency: string,
): string {
  if (divided === null || whole === null) return '';
  if (name === 'fBeta' || name === 'fBetaAmount') return t(`money.${name}Of`);
  if (name === 'perThousand')
    return t('money.of', { part: money(Math.round(part / 1000), currency), whole: count(whole) });
  const write =
    unit === 'money' || name.endsWith('Amount') ? (value: number) => moneyShort(Math.round(value), currency) : count;
  return t('money.of', { part: write(part), whole: write(whole) });
}

export const intervalText = ({ interval }: Pick<Measured, 'interval'>, write: (value: number) => string): string =>
  interval === null ? '' : rangeText(interval, write);

export const markOf = ({ kind }: PartMaturity): MaturityMarkKind =>
  ({ matured: 'full', partly: 'partly', immature: 'none', empty: 'none', notMeasured: 'unknown' } as const)[kind];

/** Exactly the orders of a figure among those of a filter. */
export function ordersOfFigure({ opens }: PartFigure, ruleSet: RuleSet, filter: Filter): Filter {
  const decided: Clause[] = opens.results.length === results.length ? [] : [decisionClause(ruleSet, opens.results)];
  const states: Clause[] =
    opens.states.length === outcomeStates.length ? [] : [{ kind: 'state', states: [...opens.states] }];
  return { clauses: [...filter.clauses, ...decided, ...states] };
}
