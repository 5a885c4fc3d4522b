import type { ReactNode } from 'react';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import type { Headline, HeadlineName } from '../../analysis/model/results/headline.ts';
import type { RunFigures } from '../../analysis/model/results/of-run.ts';
import { count, moneyShort, points, rate } from '../i18n/format.ts';
import type { Params } from '../i18n/fill.ts';
import { t, type TextKey } from '../i18n/index.ts';
import { rangeText } from '../i18n/interval.ts';
import { outcomeText } from '../i18n/outcome-words.ts';
import { Figure } from '../parts/figure.tsx';
import { recallTitle } from './money/words.ts';
import { alertResults, type OpenDecided } from './alert-results.ts';
import { maturedOf } from './maturity.ts';

export interface FiguresProps {
  readonly result: BacktestResult;
  /** For the intervals, and what is measured at all. */
  readonly headlines: readonly Headline[];
  /** What to compare it with, null for nothing. */
  readonly before: { readonly result: BacktestResult; readonly figures: RunFigures } | null;
  readonly open: OpenDecided;
}

export function Figures({ result, headlines, before, open }: FiguresProps) {
  const { total, currency } = result;
  const maturity = maturedOf(result).mark;
  const words = (key: TextKey, params: Params) => outcomeText(result.target, key, params);
  const ratio = (value: number | null) => (value === null ? t('metric.noDenominator') : rate(value));
  const badAmount = total.caught + total.missed;
  const note = (of: (totals: BacktestResult['total']) => number | null, text: (value: number) => string) =>
    before === null ? {} : { note: changeText(of(before.result.total), of(total), text, text) };
  const known = result.bad + result.good;
  const headline = (of: readonly Headline[], name: HeadlineName) => of.find((one) => one.name === name);
  const measured = (name: HeadlineName) => {
    const { value = null, whole = 0, interval = null, band = null, opens } = headline(headlines, name) ?? {};
    const was = before === null ? undefined : (headline(before.figures.headlines, name)?.value ?? null);
    return {
      band: band === null ? undefined : t('money.band', { range: rangeText(band, rate), count: count(band.unknown) }),
      // Without any outcome nothing is measured; with some there may be none to divide by.
      value: value !== null ? rate(value) : whole === 0 && known > 0 ? t('metric.noDenominator') : null,
      ...(interval === null ? {} : { interval: rangeText(interval, rate) }),
      ...(was === undefined ? {} : { note: changeText(was, value, rate, inPoints) }),
      ...(opens === undefined ? {} : { onOpen: () => open(opens.results, opens.states) }),
    };
  };
  const amount = (value: number) => moneyShort(value, currency);
  /** Nothing is known to be 0 where no outcome is known. */
  const told = (value: number) => (known === 0 ? null : value);
  const toldAmount = (value: number) => (known === 0 ? null : amount(value));
  return (
    <div className="run-figures">
      <div className="figures" data-testid="backtest-figures">
        <Figure
          label={t('metric.alerts')}
          value={count(total.alerts)}
          unit={t('unit.orders')}
          denominator={t('metric.alertRateOf', { share: ratio(total.alertRate), rows: count(result.rows) })}
          onOpen={() => open(alertResults)}
          {...note(({ alerts }) => alerts, count)}
        />
        <Figure
          label={t('metric.precision')}
          {...measured('precision')}
          maturity={maturity}
          denominator={words(result.maturity === 'measured' ? 'metric.precisionOf' : 'metric.precisionOfUndated', {
            tp: count(total.tp),
            known: count(total.tp + total.fp),
          })}
        />
        <Figure
          label={recallTitle(result)}
          {...measured('recall')}
          maturity={maturity}
          denominator={words(result.blocked > 0 ? 'metric.recallOfPassed' : 'metric.recallOf', {
            tp: count(total.tp),
            bad: count(total.tp + total.fn),
          })}
        />
        <Figure
          label={t('metric.caught')}
          value={toldAmount(total.caught)}
          maturity={maturity}
          denominator={words('metric.ofBadAmount', {
            share: badAmount === 0 ? '–' : rate(total.caught / badAmount),
            amount: moneyShort(badAmount, currency),
          })}
          onOpen={() => open(alertResults, ['bad'])}
          {...note(({ caught }) => told(caught), amount)}
        />
        <Figure
          label={t('metric.missed')}
          value={toldAmount(total.missed)}
          maturity={maturity}
          tone="bad"
          denominator={words('metric.missedOrders', { count: count(total.fn) })}
          onOpen={() => open(['OK'], ['bad'])}
          {...note(({ missed }) => told(missed), amount)}
        />
        <Figure
          label={words('metric.goodAlerted', {})}
          value={toldAmount(total.goodAlerted)}
          maturity={maturity}
          denominator={words('metric.goodAlertedOrders', { count: count(total.fp), good: count(total.fp + total.tn) })}
          onOpen={() => open(alertResults, ['good'])}
          {...note(({ goodAlerted }) => told(goodAlerted), amount)}
        />
      </div>
    </div>
  );
}

/** A difference of two shares, which is no share itself. */
const inPoints = (value: number): string => t('whatIf.points', { value: points(value) });

type Text = (value: number) => string;

/** What it was, and by how much it is another now. */
export function changeText(was: number | null, now: number | null, text: Text, difference: Text): ReactNode {
  if (was !== null && was === now) return t('whatIf.same');
  const known = was !== null && now !== null;
  const change = known ? `${now > was ? '+' : '−'}${difference(Math.abs(now - was))}` : '–';
  return (
    <>
      {t('whatIf.before', { value: was === null ? '–' : text(was) })} <span className="nowrap">({change})</span>
    </>
  );
}
