import type { QuantileAge } from '../../../analysis/model/maturity/delay-curve.ts';
import { toldShares, type MaturityReport } from '../../../analysis/model/maturity/report.ts';
import { count, rate } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { Figure } from '../../parts/figure.tsx';

export interface MaturityFiguresProps {
  readonly report: MaturityReport;
  readonly stale: boolean;
}

/** The curve in a few numbers; unmeasured ones say so. */
export function MaturityFigures({ report, stale }: MaturityFiguresProps) {
  const { summary, target, asOf, horizon, curve } = report;
  const { horizonDays } = target;
  return (
    <section className="figures" aria-label={t('maturity.title')}>
      <Figure
        label={t('maturity.trusted')}
        value={summary.trustedUntil}
        denominator={asOf === null ? '' : t('maturity.trustedNote', { asOf })}
        stale={stale}
      />
      {toldShares.map((share) => (
        <AgeFigure key={share} share={share} age={summary.ages.find((one) => one.share === share)} stale={stale} />
      ))}
      <Figure
        label={t('maturity.horizon')}
        value={count(horizonDays)}
        unit={t('common.days')}
        denominator={
          horizon === null
            ? ''
            : t('maturity.horizonNote', {
                days: count(horizonDays),
                share: rate(horizon.shareNow),
                suggested: count(horizon.suggested),
              })
        }
        stale={stale}
      />
      <Figure
        label={t('maturity.reports')}
        value={summary.state === 'not-measured' ? null : count(summary.reports)}
        unit={t('explore.ordersUnit')}
        denominator={
          curve === null
            ? named(target.name)
            : t('maturity.reportsNote', { target: named(target.name), end: count(curve.end) })
        }
        stale={stale}
      />
    </section>
  );
}

interface AgeFigureProps {
  readonly share: number;
  readonly age: QuantileAge | undefined;
  readonly stale: boolean;
}

function AgeFigure({ share, age, stale }: AgeFigureProps) {
  const label = t('maturity.reached', { percent: count(share * 100) });
  if (age === undefined) return <Figure label={label} value={null} stale={stale} />;
  const { low, high } = age;
  return (
    <Figure
      label={label}
      value={count(age.age)}
      unit={t('common.days')}
      denominator={
        low === null || high === null
          ? t('maturity.noBand')
          : t('maturity.band', { low: count(low), high: count(high) })
      }
      stale={stale}
    />
  );
}
