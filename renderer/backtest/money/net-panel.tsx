import type { Interval } from '../../../analysis/model/results/intervals.ts';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import { assumptionNames, basisOf, type Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { fewCarriers, yenInterval } from '../../../analysis/model/results/headline.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import { unknownBearer, type UnknownBearer } from '../../../analysis/model/results/unknown-bearer.ts';
import { count, minorPerMajor, moneyShort } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import { Figure } from '../../parts/figure.tsx';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { BearerCallout } from './bearer-callout.tsx';
import type { OpenDecided } from '../alert-results.ts';
import { maturedOf } from '../maturity.ts';
import { changeText } from '../run-figures.tsx';
import { Formula } from './formula.tsx';
import { netPicture } from './net-picture.ts';
import { netsOf } from './nets.ts';

export interface NetPanelProps {
  readonly result: BacktestResult;
  readonly figures: RunFigures;
  /** Of what it is compared with, null for nothing. */
  readonly before: RunFigures['money'] | null;
  readonly given: Assumptions;
  readonly open: OpenDecided;
  readonly onAssume: (given: Assumptions) => void;
}

/** 金額の試算: the answer first, what the rule set is worth in all, in a month and for a thousand purchases. */
export function NetPanel({ result, figures, before, given, open, onAssume }: NetPanelProps) {
  const { money: told, clusters } = figures;
  const netsBefore = before === null ? null : netsOf(before, result);
  const interval = yenInterval(told.net.linear, clusters);
  const carriers = fewCarriers(told.net.linear, clusters);
  const perMajor = minorPerMajor(result.currency);
  const bearer = unknownBearer(figures, given, result, perMajor);
  const { unknownBorne: _, ...others } = given;
  const picture = netPicture(result, figures, open);
  const unsure = ['assumed', 'missing'];
  const assumed = assumptionNames.filter((name) => unsure.includes(basisOf(given, name, result.currency))).length;
  const major = (minor: number) => Math.round(minor) / perMajor;
  const write = (value: number) => moneyShort(Math.round(value), result.currency);
  return (
    <ResultPanel
      title={t('money.title')}
      pictures={picture === null ? [] : [picture]}
      table={() => [
        [
          t('save.figure'),
          t('money.amount', { currency: result.currency }),
          t('money.low'),
          t('money.high'),
          t('save.whole'),
        ],
        ...netsOf(told, result).map(({ name, value, per, of }) => [
          t(`money.${name}`),
          value === null ? t('common.notMeasured') : major(value),
          value === null || interval === null ? null : major(interval.low * per),
          value === null || interval === null ? null : major(interval.high * per),
          of,
        ]),
      ]}
      className="headed-figures"
      note={t('money.assumed', { count: count(assumed), all: count(assumptionNames.length) })}
      above={
        <BearerCallout
          bearer={unknownBearer(figures, others, result, perMajor)}
          all={figures.assumptions}
          onChange={onAssume}
          {...{ result, given, write }}
        />
      }
    >
      <div className="figures" data-testid="money-net">
        {netsOf(told, result).map((net, at) => {
          const { name, value, per } = net;
          return (
            <Figure
              key={name}
              label={t(`money.${name}`)}
              value={value === null ? null : write(value)}
              maturity={maturedOf(result).mark}
              denominator={net.of}
              {...(value === null
                ? {}
                : {
                    control: (
                      <Formula
                        {...{ result, given, net, open }}
                        line={told.net}
                        parts={told.lines}
                        cells={figures.cells}
                        text={write(value)}
                      />
                    ),
                    band: beside({ ...told, bearer }, per, interval, carriers, write),
                  })}
              {...(value === null || interval === null
                ? {}
                : { interval: rangeText({ low: interval.low * per, high: interval.high * per }, write) })}
              {...(netsBefore === null || value === null
                ? {}
                : { note: changeText(netsBefore[at]?.value ?? null, value, write, write) })}
            />
          );
        })}
      </div>
    </ResultPanel>
  );
}

/** What orders blocked in history may make of it, and who carries it. */
function beside(
  { band, bearer }: Pick<RunFigures['money'], 'band'> & { readonly bearer: UnknownBearer | null },
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
    ...(bearer === null
      ? []
      : [
          t('money.bearerBand', {
            range: rangeText({ low: bearer.net.low * per, high: bearer.net.high * per }, write),
          }),
        ]),
    ...(carriers === null
      ? []
      : [t(interval === null ? 'money.carriedAlone' : 'money.carried', { count: count(carriers) })]),
  ];
  return texts.length === 0 ? undefined : texts.join(' · ');
}
