import { useMemo } from 'react';
import type { Filter } from '../../../analysis/model/filter.ts';
import { headlineNames, type HeadlineName } from '../../../analysis/model/results/headline.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import {
  partFigures,
  type FigureName,
  type Measured,
  type PartFigure,
} from '../../../analysis/model/results/part-figures.ts';
import { ordersOpened } from '../../../analysis/model/results/opened.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { count, money, moneyShort } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import { writer } from '../money/headline-words.ts';
import { headlineName, yenName, type Judging } from '../money/words.ts';

const isHeadline = (name: FigureName): name is HeadlineName => headlineNames.some((one) => one === name);

export function figureName(judging: Judging, name: FigureName): string {
  if (isHeadline(name)) return headlineName(judging, name);
  switch (name) {
    case 'orders':
    case 'amount':
    case 'queue':
    case 'perThousand':
      return t(`overTime.figure.${name}`);
    default:
      return yenName(judging.target, name);
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

/** Exactly the orders of a figure among those of a filter. */
export const ordersOfFigure = ({ opens }: PartFigure, ruleSet: RuleSet, filter: Filter): Filter =>
  ordersOpened(opens, ruleSet, filter);
