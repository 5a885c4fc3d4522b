import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { maturityOf, type PartMaturity } from '../../analysis/model/results/part-figures.ts';
import type { Cells } from '../../analysis/model/results/tally.ts';
import { count, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { agedShare, type Aged, type MaturityMarkKind } from '../state/maturity.ts';

export const markOf = ({ kind }: PartMaturity): MaturityMarkKind =>
  ({ matured: 'full', partly: 'partly', immature: 'none', empty: 'none', notMeasured: 'unknown' } as const)[kind];

interface Judged extends Pick<BacktestResult, 'maturity'> {
  readonly cells?: Cells | undefined;
}

/** How old the purchases of a run were for what it was judged by; runs of earlier versions do not say. */
export interface RunMaturity extends Aged {
  readonly share: number | null;
  readonly mark: MaturityMarkKind;
}

export function maturedOf({ cells, maturity }: Judged): RunMaturity {
  if (cells === undefined) return { old: 0, all: 0, share: null, mark: 'unknown' };
  const age = maturityOf(cells, maturity === 'measured');
  const aged = { old: age.matured, all: age.purchases };
  return { ...aged, share: age.kind === 'notMeasured' ? null : agedShare(aged), mark: markOf(age) };
}

/** The same in words. */
export function maturedText(result: Judged): string {
  const { share, old, all } = maturedOf(result);
  return share === null
    ? t('common.notMeasured')
    : t('backtest.maturedShare', { share: rate(share), old: count(old), all: count(all) });
}

/** What figures are of: period, as-of day and how old its purchases are. */
export function groundText(result: Judged & Pick<BacktestResult, 'period' | 'asOf'>): string {
  const { period, asOf } = result;
  return [
    `${t('top.period')} ${period === null ? '–' : `${period.from} – ${period.to}`}`,
    `${t('top.asOf')} ${asOf ?? t('top.asOfNoEffect')}`,
    `${t('backtest.maturity')} ${maturedText(result)}`,
  ].join(' · ');
}
