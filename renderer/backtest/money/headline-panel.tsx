import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { Headline, HeadlineName } from '../../../analysis/model/results/headline.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import { count, plain } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import { Figure } from '../../parts/figure.tsx';
import { estimatesPicture } from '../../chart/pictures.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import type { OpenDecided } from '../alert-results.ts';
import { maturedOf } from '../maturity.ts';
import { headlineEstimate } from '../pictured.ts';
import { headlineTable } from './tables.ts';
import { denominatorOf, writer } from './headline-words.ts';
import { headlineName, texts } from './words.ts';

/** Those that the figures at the head of a run do not say already. */
const shown: readonly HeadlineName[] = [
  'passedBad',
  'passedBadAmount',
  'alertRateAmount',
  'reviewRate',
  'reviewHit',
  'reviewPassed',
  'ngGood',
  'falsePerBad',
  'falsePerBadAmount',
  'precisionAmount',
  'recallAmount',
  'fBeta',
  'fBetaAmount',
];
/** Of all orders, whether their outcome is known or not. */
const ofAll: ReadonlySet<HeadlineName> = new Set(['alertRateAmount', 'reviewRate', 'reviewPassed']);

export interface HeadlinePanelProps {
  readonly result: BacktestResult;
  readonly figures: RunFigures;
  readonly open: OpenDecided;
}

/** 業界の指標: what the trade asks of a screening, each with its denominator and interval. */
export function HeadlinePanel({ result, figures, open }: HeadlinePanelProps) {
  const { headlines, assumptions } = figures;
  const known = maturedOf(result).mark;
  // Shares have one axis; what else there is has none with them.
  const pictures = [
    estimatesPicture({
      ...{ label: t('money.headlines'), axis: t('chart.share'), unit: 'share' },
      items: headlines
        .filter(({ unit }) => unit === 'share')
        .map((one) =>
          headlineEstimate({
            ...{ one, name: headlineName(result, one.name), currency: result.currency },
            open: (opens) => open(opens.results, opens.states, opens.byPerson),
          }),
        ),
    }),
  ];
  return (
    <ResultPanel
      pictures={pictures}
      pictureNote={t('chart.rest')}
      title={t('money.headlines')}
      note={<ClusterNote figures={figures} />}
      table={() => headlineTable(result, headlines)}
      className="headline-panel"
    >
      <div className="figures" data-testid="headlines">
        {headlines
          .filter(({ name }) => shown.includes(name))
          .map((one) => {
            const write = writer(one);
            const name = headlineName(result, one.name);
            return (
              <Figure
                key={one.name}
                label={one.unit === 'score' ? `${name} (β = ${plain(assumptions.beta)})` : name}
                value={one.value === null ? null : write(one.value)}
                {...(ofAll.has(one.name) ? {} : { maturity: known })}
                {...(one.interval === null ? {} : { interval: rangeText(one.interval, write) })}
                denominator={denominatorOf(one, result.currency)}
                band={bandOf(one, write)}
                {...(one.part > 0 && one.value !== null
                  ? { onOpen: () => open(one.opens.results, one.opens.states, one.opens.byPerson) }
                  : {})}
              />
            );
          })}
      </div>
    </ResultPanel>
  );
}

const bandOf = ({ band }: Headline, write: (value: number) => string): string | undefined =>
  band === null ? undefined : t('money.band', { range: rangeText(band, write), count: count(band.unknown) });

/** What intervals are made of. */
export function ClusterNote({ figures: { clusters } }: { readonly figures: RunFigures }) {
  if (clusters === null) return <>{t('money.noIntervals')}</>;
  const of = { count: count(clusters.count) };
  return (
    <>
      {clusters.by === 'order'
        ? t('money.byOrder', of)
        : t('money.byCluster', { ...of, by: texts().clusters[clusters.by] })}
    </>
  );
}
