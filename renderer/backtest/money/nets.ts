import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import { daysPerMonth, type Money } from '../../../analysis/model/results/money.ts';
import { count, plain } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';

export const netNames = ['net', 'perMonth', 'perThousand'] as const;
export type NetName = (typeof netNames)[number];

/** The net benefit of all, of a month or of a thousand purchases. */
export interface Net {
  readonly name: NetName;
  /** Minor units; null where it is not measured. */
  readonly value: number | null;
  /** What makes it of the sum, and so of the ends of its interval. */
  readonly per: number;
  /** What it is of, in words. */
  readonly of: string;
}

export function netsOf(
  { cohort, purchases, days, net, perMonth, perThousand }: Money,
  { maturity }: Pick<BacktestResult, 'maturity'>,
): readonly Net[] {
  const measured = cohort > 0;
  const of = t(maturity === 'measured' ? 'money.cohortOf' : 'money.cohortKnownOf', {
    count: count(cohort),
    days: days === null ? '–' : plain(days),
  });
  const month = plain(Number(daysPerMonth.toFixed(2)));
  return [
    { name: 'net', value: measured ? net.value : null, per: 1, of },
    {
      ...{ name: 'perMonth', value: perMonth, per: days === null || days === 0 ? 0 : daysPerMonth / days },
      of: days === null ? of : t('money.perMonthOf', { days: plain(days), month }),
    },
    {
      ...{ name: 'perThousand', value: perThousand, per: measured ? 1000 / purchases : 0 },
      of: t('money.perThousandOf', { count: count(purchases) }),
    },
  ];
}
