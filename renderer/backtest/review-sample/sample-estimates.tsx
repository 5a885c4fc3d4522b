import type { Clause } from '../../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import {
  type Interval,
  type ReviewEstimate,
  type ReviewEstimates,
  type ReviewSample,
} from '../../../analysis/model/review-sample.ts';
import { results } from '../../../analysis/model/ruleset.ts';
import { count, rate } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { FailureCallout } from '../../parts/callout.tsx';
import { Figure, FigureSkeleton } from '../../parts/figure.tsx';
import { Outdated } from '../../parts/outdated.tsx';
import { openOrders } from '../../state/address.ts';
import { useLatest } from '../../state/request.ts';
import { Agreement } from './agreement.tsx';
import { EstimateTable, type EstimateRow } from './estimate-table.tsx';
import { hasUndecided, whyText } from './estimate-words.ts';
import { stratumText } from './stratum-text.ts';

export interface SampleEstimatesProps {
  readonly sample: ReviewSample;
  readonly info: ProjectInfo;
  readonly version: number;
}

/** What the verdicts say, each number with its base, interval and what the undecided may make of it. */
export function SampleEstimates({ sample: { sampleId }, info, version }: SampleEstimatesProps) {
  const key = JSON.stringify([sampleId, version, info.dataVersion]);
  const found = useLatest('reviewSample.estimate', { sampleId }, key);
  const { value, failure } = found;
  if (failure) return <FailureCallout failure={failure} />;
  if (value === null)
    return (
      <div className="figures">
        <FigureSkeleton />
        <FigureSkeleton />
      </div>
    );
  return (
    <Outdated className="stack" age={found}>
      <EstimateTable rows={rowsOf(value)} note={t('sample.estimatesNote', { target: named(value.target) })}>
        <Headlines estimates={value} />
      </EstimateTable>
      <Agreement estimates={value} />
      <p className="note">{t('sample.method')}</p>
    </Outdated>
  );
}

const intervalText = ({ low, high }: Interval, text: (value: number) => string): string =>
  t('sample.interval', { low: text(low), high: text(high) });

const decidedOf = ({ verdicts: { good, bad } }: ReviewEstimate): number => good + bad;

function Headlines({ estimates }: { readonly estimates: ReviewEstimates }) {
  const { alerts, results: by, all, recall, recallBand, sample } = estimates;
  const open = (wanted: (result: string) => boolean) => () => openOrders({ clauses: [strataClause(sample, wanted)] });
  const base = (what: string, estimate: ReviewEstimate): string =>
    t('sample.base', {
      ...{ what, orders: count(estimate.orders), drawn: count(estimate.drawn), decided: count(decidedOf(estimate)) },
    });
  const bandOf = (estimate: ReviewEstimate, text: (value: number) => string) =>
    estimate.band !== null && hasUndecided(estimate)
      ? { note: t('sample.band', { low: text(estimate.band.low), high: text(estimate.band.high) }) }
      : {};
  const share = (label: string, what: string, estimate: ReviewEstimate, wanted: (result: string) => boolean) => (
    <Figure
      label={label}
      value={estimate.rate === null ? null : rate(estimate.rate.value)}
      {...(estimate.rate === null ? {} : { interval: intervalText(estimate.rate, rate) })}
      denominator={whyText(estimate) ?? base(what, estimate)}
      {...bandOf(estimate, rate)}
      onOpen={open(wanted)}
    />
  );
  const passed = by.OK;
  const both = alerts.bad === null || passed.bad === null ? null : alerts.bad.value + passed.bad.value;
  return (
    <div className="figures" data-testid="sample-figures">
      {share(t('sample.precision'), t('sample.ofAlerts'), alerts, (result) => result !== 'OK')}
      <Figure
        label={t('sample.missed')}
        value={passed.bad === null ? null : count(passed.bad.value)}
        unit={t('unit.orders')}
        {...(passed.bad === null ? {} : { interval: intervalText(passed.bad, count) })}
        denominator={whyText(passed) ?? base(t('sample.ofPassed'), passed)}
        {...bandOf(passed, (value) => count(value * passed.orders))}
        onOpen={open((result) => result === 'OK')}
        tone="bad"
      />
      <Figure
        label={t('sample.recall')}
        value={recall === null ? null : rate(recall.value)}
        {...(recall === null ? {} : { interval: intervalText(recall, rate) })}
        denominator={
          both === null || alerts.bad === null
            ? (whyText(alerts) ?? whyText(passed) ?? '')
            : t('sample.recallBase', { caught: count(alerts.bad.value), bad: count(both) })
        }
        {...(recallBand !== null && hasUndecided(all)
          ? { note: t('sample.band', { low: rate(recallBand.low), high: rate(recallBand.high) }) }
          : {})}
        onOpen={open(() => true)}
      />
      {share(t('sample.allRate'), t('sample.ofAll'), all, () => true)}
    </div>
  );
}

/** The sampled orders of the strata with such results. */
function strataClause({ sampleId, strata }: ReviewSample, wanted: (result: string) => boolean): Clause {
  const places = strata.flatMap(({ result }, at) => (wanted(result) ? [at] : []));
  return { kind: 'sampled', sampleId, strata: places };
}

function rowsOf({ sample, alerts, results: by, all, unhit, rules, strata }: ReviewEstimates): readonly EstimateRow[] {
  const { sampleId } = sample;
  const among = (wanted: (at: number) => boolean): Clause => ({
    kind: 'sampled',
    sampleId,
    strata: sample.strata.flatMap((_, at) => (wanted(at) ? [at] : [])),
  });
  const row = (group: EstimateRow['group'], name: string, estimate: ReviewEstimate, clause: Clause): EstimateRow => ({
    ...{ group, name, estimate, clause },
  });
  return [
    row(
      'totals',
      t('sample.alerts'),
      alerts,
      strataClause(sample, (result) => result !== 'OK'),
    ),
    row(
      'totals',
      t('sample.ofAll'),
      all,
      strataClause(sample, () => true),
    ),
    row(
      'totals',
      t('sample.noHit'),
      unhit,
      among((at) => sample.strata[at]?.hit === false),
    ),
    ...results
      .filter((result) => by[result].orders > 0)
      .map((result) =>
        row(
          'byResult',
          result,
          by[result],
          strataClause(sample, (one) => one === result),
        ),
      ),
    ...rules.map(({ code, estimate }) => row('byRule', code, estimate, { kind: 'sampled', sampleId, rule: code })),
    ...strata.flatMap((estimate, at) => {
      const of = sample.strata[at];
      if (of === undefined) return [];
      return [
        row(
          'byStratum',
          `${of.result} · ${stratumText(of, sample.ruleSet, true)}`,
          estimate,
          among((one) => one === at),
        ),
      ];
    }),
  ];
}
