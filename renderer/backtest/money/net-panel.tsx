import { useMemo } from 'react';
import type { Interval } from '../../../analysis/model/results/intervals.ts';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import { assumptionNames, basisOf, type Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { fewCarriers, yenInterval } from '../../../analysis/model/results/headline.ts';
import { daysPerMonth } from '../../../analysis/model/results/money.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import { count, minorPerMajor, moneyShort, plain } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Figure } from '../../parts/figure.tsx';
import { Panel } from '../../parts/panel.tsx';
import { changeText, maturedOf } from '../run-figures.tsx';
import { rangeText } from './words.ts';

export interface NetPanelProps {
  readonly result: BacktestResult;
  readonly figures: RunFigures;
  /** Of what it is compared with, null for nothing. */
  readonly before: RunFigures['money'] | null;
  readonly given: Assumptions;
}

/** 金額の試算: the answer first, what the rule set is worth in all, in a month and for a thousand purchases. */
export function NetPanel({ result, figures, before, given }: NetPanelProps) {
  const { money: told, clusters } = figures;
  const measured = told.cohort > 0;
  // Thousands of resamples: only of other figures.
  const { interval, carriers } = useMemo(
    () => ({ interval: yenInterval(told.net.linear, clusters), carriers: fewCarriers(told.net.linear, clusters) }),
    [figures],
  );
  const unsure = ['assumed', 'missing'];
  const assumed = assumptionNames.filter((name) => unsure.includes(basisOf(given, name, result.currency))).length;
  const major = (minor: number) => Math.round(minor) / minorPerMajor(result.currency);
  const write = (value: number) => moneyShort(Math.round(value), result.currency);
  return (
    <Panel
      title={t('money.title')}
      table={() => [
        [
          t('save.figure'),
          t('money.amount', { currency: result.currency }),
          t('money.low'),
          t('money.high'),
          t('save.whole'),
        ],
        ...netsOf(told, result).map(({ name, value, per, denominator }) => [
          t(`money.${name}`),
          value === null || !measured ? t('common.notMeasured') : major(value),
          value === null || interval === null ? null : major(interval.low * per),
          value === null || interval === null ? null : major(interval.high * per),
          denominator,
        ]),
      ]}
      className="headed-figures"
      note={t('money.assumed', { count: count(assumed), all: count(assumptionNames.length) })}
    >
      <div className="figures" data-testid="money-net">
        {netsOf(told, result).map(({ name, value, valueOf, per, denominator }) => (
          <Figure
            key={name}
            label={t(`money.${name}`)}
            value={value === null || !measured ? null : write(value)}
            maturity={maturedOf(result).mark}
            denominator={denominator}
            {...(value === null || !measured || interval === null
              ? {}
              : { interval: rangeText({ low: interval.low * per, high: interval.high * per }, write) })}
            {...(value === null || !measured ? {} : { band: beside(told, per, interval, carriers, write) })}
            {...(before === null || !measured ? {} : { note: changeText(valueOf(before), value, write, write) })}
          />
        ))}
      </div>
    </Panel>
  );
}

/** What orders blocked in history may make of it, and who carries it. */
function beside(
  { band }: RunFigures['money'],
  per: number,
  interval: Interval | null,
  carriers: number | null,
  write: (value: number) => string,
): string | undefined {
  const texts = [
    ...(band === null
      ? []
      : [
          t('money.band', {
            range: rangeText({ low: band.low * per, high: band.high * per }, write),
            count: count(band.unknown),
          }),
        ]),
    ...(carriers === null
      ? []
      : [t(interval === null ? 'money.carriedAlone' : 'money.carried', { count: count(carriers) })]),
  ];
  return texts.length === 0 ? undefined : texts.join(' · ');
}

/** The net benefit three times; `per` makes each of the sum, and so of the ends of its interval. */
function netsOf(told: RunFigures['money'], { maturity }: BacktestResult) {
  const { cohort, days } = told;
  const of = t(maturity === 'measured' ? 'money.cohortOf' : 'money.cohortKnownOf', {
    count: count(cohort),
    days: days === null ? '–' : plain(days),
  });
  const month = plain(Number(daysPerMonth.toFixed(2)));
  const nets = [
    { name: 'net', valueOf: ({ net }: typeof told) => net.value, per: 1, denominator: of },
    {
      name: 'perMonth',
      valueOf: ({ perMonth }: typeof told) => perMonth,
      per: days === null ? 0 : daysPerMonth / days,
      denominator: days === null ? of : t('money.perMonthOf', { days: plain(days), month }),
    },
    {
      name: 'perThousand',
      valueOf: ({ perThousand }: typeof told) => perThousand,
      per: 1000 / cohort,
      denominator: t('money.perThousandOf', { count: count(cohort) }),
    },
  ] as const;
  return nets.map((one) => ({ ...one, value: one.valueOf(told) }));
}
