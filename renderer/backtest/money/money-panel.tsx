import { useMemo, useRef } from 'react';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { fewCarriers, yenInterval } from '../../../analysis/model/results/headline.ts';
import type { Interval } from '../../../analysis/model/results/intervals.ts';
import type { YenLine } from '../../../analysis/model/results/money.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import { Chart, type Row } from '../../chart/chart.tsx';
import { count, minorPerMajor, moneyAlike } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import { Panel } from '../../parts/panel.tsx';
import { Explained } from '../../parts/save/explained.tsx';
import type { OpenDecided } from '../alert-results.ts';
import { Formula } from './formula.tsx';
import { netPicture } from './net-picture.ts';
import { yenName } from './words.ts';
import './money.css';

export interface MoneyPanelProps {
  readonly result: BacktestResult;
  readonly figures: RunFigures;
  readonly given: Assumptions;
  readonly open: OpenDecided;
}

/** 純便益の内訳: what the net benefit is made of, as a waterfall and as a table whose every figure opens its formula. */
export function MoneyPanel({ result, figures, given, open }: MoneyPanelProps) {
  const { money: told, clusters } = figures;
  // Without an outcome nothing but the cost of reviews is known.
  const measured = told.cohort > 0;
  const lines = measured ? [...told.lines, told.net] : told.lines.filter(({ name }) => name === 'review');
  const all = [...lines, ...told.beside];
  const intervals = new Map(all.map(({ name, linear }) => [name, yenInterval(linear, clusters)]));
  const carriers = new Map(all.map(({ name, linear }) => [name, fewCarriers(linear, clusters)]));
  const ends = [...intervals.values()].flatMap((one) => (one === null ? [] : [one.low, one.high]));
  const writeEnd = moneyAlike(ends, result.currency);
  const row = (line: YenLine, kind: 'line' | 'total' | 'beside') => (
    <tr key={line.name} className={kind === 'total' ? 'total' : ''}>
      <th scope="row">{yenName(result.target, line.name)}</th>
      <td className="num">
        <Formula
          {...{ line, result, given, open }}
          cells={figures.cells}
          {...(kind === 'total' ? { parts: told.lines } : {})}
        />
      </td>
      <td className="num note">
        {line.value === 0 ? '–' : intervalText(intervals.get(line.name) ?? null, writeEnd)}
        {line.value === 0 || (carriers.get(line.name) ?? null) === null ? null : (
          <span className="share-interval">
            {t('money.carriedMark', { count: count(carriers.get(line.name) ?? 0) })}
          </span>
        )}
      </td>
    </tr>
  );
  const table = () => [
    [t('money.item'), t('money.amount', { currency: result.currency }), t('money.low'), t('money.high')],
    ...all.map(({ name, value }) => {
      const interval = intervals.get(name) ?? null;
      const major = (minor: number) => Math.round(minor) / minorPerMajor(result.currency);
      return [
        yenName(result.target, name),
        major(value),
        interval === null ? null : major(interval.low),
        interval === null ? null : major(interval.high),
      ];
    }),
  ];
  return (
    <Panel title={t('money.waterfall')} className="money-panel" table={table}>
      <Waterfall {...{ result, figures, open }} />
      <div className="scroll" tabIndex={0} role="region" aria-label={t('money.amount', { currency: result.currency })}>
        <table className="table" data-testid="money">
          <thead>
            <tr>
              <th scope="col">{t('money.item')}</th>
              <th scope="col" className="num">
                {t('money.amount', { currency: result.currency })}
              </th>
              <th scope="col" className="num">
                {t('money.interval')}
              </th>
            </tr>
          </thead>
          <tbody>{lines.map((line) => row(line, line.name === 'net' ? 'total' : 'line'))}</tbody>
          <tbody>
            <tr>
              <th scope="colgroup" colSpan={3} className="note">
                {t('money.beside')}
              </th>
            </tr>
            {told.beside.map((line) => row(line, 'beside'))}
          </tbody>
        </table>
      </div>
      <Explained>{t('money.explain')}</Explained>
    </Panel>
  );
}

const intervalText = (interval: Interval | null, write: (minor: number) => string): string =>
  interval === null ? t('money.noInterval') : rangeText(interval, (value) => write(Math.round(value)));

/** From nothing to the net benefit, one step for each line. */
function Waterfall({ result, figures, open }: Pick<MoneyPanelProps, 'result' | 'figures' | 'open'>) {
  const lang = useLanguage();
  // What opens is asked for when it is clicked.
  const opens = useRef(open);
  opens.current = open;
  const picture = useMemo(() => netPicture(result, figures, (...of) => opens.current(...of)), [result, figures, lang]);
  if (picture === null) return <p className="note">{t('money.unmeasured')}</p>;
  const columns = [
    { title: t('money.item'), text: (row: Row) => String(row['name']) },
    {
      title: t('money.amount', { currency: result.currency }),
      text: (row: Row) => String(row['text']),
      numeric: true,
    },
  ];
  return <Chart {...picture} columns={columns} />;
}
