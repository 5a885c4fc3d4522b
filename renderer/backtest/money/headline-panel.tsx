import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { Headline, HeadlineName } from '../../../analysis/model/results/headline.ts';
import { leastGroups } from '../../../analysis/model/results/intervals.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import { count, moneyShort, plain, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Figure } from '../../parts/figure.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { OpenDecided } from '../alert-results.ts';
import { maturedOf } from '../run-figures.tsx';
import { headlineTable } from './tables.ts';
import { bp, headlineName, rangeText, texts } from './words.ts';

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
  const { headlines, clusters, assumptions } = figures;
  const known = maturedOf(result).mark;
  return (
    <Panel
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
            const name = headlineName(result.target, one.name);
            return (
              <Figure
                key={one.name}
                label={one.unit === 'score' ? `${name} (β = ${plain(assumptions.beta)})` : name}
                value={one.value === null ? null : write(one.value)}
                {...(ofAll.has(one.name) ? {} : { maturity: known })}
                {...(one.interval === null ? {} : { interval: rangeText(one.interval, write) })}
                denominator={denominatorOf(one, result)}
                {...noteOf(one, write, clusters === null)}
                {...(one.part > 0 && one.value !== null
                  ? { onOpen: () => open(one.opens.results, one.opens.states) }
                  : {})}
              />
            );
          })}
      </div>
    </Panel>
  );
}

export function writer({ unit }: Pick<Headline, 'unit'>): (value: number) => string {
  switch (unit) {
    case 'share':
      return rate;
    case 'bp':
      return (value) => t('money.bp', { value: bp(value) });
    case 'ratio':
      return (value) => t('money.ratio', { value: plain(Number(value.toFixed(value < 10 ? 2 : 1))) });
    case 'score':
      return (value) => plain(Number(value.toFixed(3)));
  }
}

/** What a figure is of, or why it is not measured. */
export function denominatorOf({ name, part, whole, value }: Headline, { currency, blocked }: BacktestResult): string {
  if (name === 'fBeta' || name === 'fBetaAmount') return t(`money.${name}Of`);
  if (name === 'reviewPassed' && whole === 0) return t('money.noHand');
  const write = name.endsWith('Amount') ? (amount: number) => moneyShort(amount, currency) : count;
  const through = name === 'recallAmount' && blocked > 0 ? ` · ${t('money.passedOnly')}` : '';
  const text = `${t('money.of', { part: write(part), whole: write(whole) })}${through}`;
  return value === null && whole > 0 ? `${text} · ${t('money.tooFew', { count: leastGroups })}` : text;
}

function noteOf({ band, interval, value }: Headline, write: (value: number) => string, none: boolean) {
  return {
    ...(band === null ? {} : { band: t('money.band', { range: rangeText(band, write), count: count(band.unknown) }) }),
    ...(none || value === null || interval?.by !== 'wilson' ? {} : { note: t('money.wilson') }),
  };
}

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
