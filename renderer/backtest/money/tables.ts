import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import {
  assumptionNames,
  basisOf,
  type AllAssumptions,
  type Assumptions,
} from '../../../analysis/model/results/assumptions.ts';
import type { Headline } from '../../../analysis/model/results/headline.ts';
import { cellOf, type ResultCell, type ResultTable } from '../../../analysis/model/results/result-file.ts';
import { minorPerMajor } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { assumptionTitle, headlineName, texts } from './words.ts';

/** Figures of the trade as numbers: shares of 1, amounts in major units. */
export function headlineTable(result: BacktestResult, headlines: readonly Headline[]): ResultTable {
  const perMajor = minorPerMajor(result.currency);
  return [
    [t('save.figure'), t('save.value'), t('money.low'), t('money.high'), t('save.part'), t('save.whole')],
    ...headlines.map(({ name, unit: written, value, interval, part, whole }) => {
      const unit = name.endsWith('Amount') ? perMajor : 1;
      const [low, high] = [cellOf(written, interval?.low), cellOf(written, interval?.high)];
      const told = value === null ? t('common.notMeasured') : cellOf(written, value);
      return [headlineName(result, name), told, low, high, part / unit, whole / unit];
    }),
  ];
}

/** One figure of several runs or periods side by side: its values, the ends of its intervals, numerators and denominators. */
export function besideRows(name: string, all: readonly (Headline | undefined)[], currency: string): ResultTable {
  const unit = all.some((one) => one?.name.endsWith('Amount')) ? minorPerMajor(currency) : 1;
  const told = (title: string, of: (one: Headline) => ResultCell): ResultTable[number] => [
    `${name} – ${title}`,
    ...all.map((one) => (one === undefined ? null : of(one))),
  ];
  return [
    [name, ...all.map((one) => (one === undefined ? null : cellOf(one.unit, one.value)))],
    told(t('money.low'), (one) => cellOf(one.unit, one.interval?.low)),
    told(t('money.high'), (one) => cellOf(one.unit, one.interval?.high)),
    told(t('save.part'), ({ part }) => part / unit),
    told(t('save.whole'), ({ whole }) => whole / unit),
  ];
}

/** Every assumption with where it comes from; money in major units. */
export function assumptionsTable(
  { target, currency }: BacktestResult,
  all: AllAssumptions,
  given: Assumptions,
): ResultTable {
  return [
    [t('money.assumptions'), t('save.value'), t('save.basis')],
    ...assumptionNames.map((name) => [
      assumptionTitle(target, name),
      name === 'unreviewed' ? texts().choices[all.unreviewed] : all[name],
      texts().bases[basisOf(given, name, currency)],
    ]),
  ];
}
