import { useMemo } from 'react';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import type { Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { fewCarriers, yenInterval } from '../../../analysis/model/results/headline.ts';
import type { Interval } from '../../../analysis/model/results/intervals.ts';
import type { YenLine } from '../../../analysis/model/results/money.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import { Chart, type Row } from '../../chart/chart.tsx';
import type { Paint } from '../../chart/theme.ts';
import { count, minorPerMajor, money, moneyAlike, moneyShort } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import { Panel } from '../../parts/panel.tsx';
import type { OpenDecided } from '../alert-results.ts';
import { Formula } from './formula.tsx';
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
      {measured ? <Waterfall {...{ result, figures }} /> : <p className="note">{t('money.unmeasured')}</p>}
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
      <p className="note">{t('money.explain')}</p>
    </Panel>
  );
}

const intervalText = (interval: Interval | null, write: (minor: number) => string): string =>
  interval === null ? t('money.noInterval') : rangeText(interval, (value) => write(Math.round(value)));

const rowHeight = 26;

/** From nothing to the net benefit, one step for each line. */
function Waterfall({ result, figures }: Pick<MoneyPanelProps, 'result' | 'figures'>) {
  const lang = useLanguage();
  const rows = useMemo(() => stepsOf(result, figures), [result, figures, lang]);
  const columns = [
    { title: t('money.item'), text: (row: Row) => String(row['name']) },
    {
      title: t('money.amount', { currency: result.currency }),
      text: (row: Row) => money(Number(row['minor']), result.currency),
      numeric: true,
    },
  ];
  return (
    <Chart
      label={t('money.waterfall')}
      spec={waterfallSpec}
      specKey={`waterfall ${lang} ${rows.length}`}
      rows={rows}
      columns={columns}
      height={12 + rowHeight * rows.length}
    />
  );
}

function stepsOf(result: BacktestResult, { money: { lines, net } }: RunFigures): readonly Row[] {
  const perMajor = minorPerMajor(result.currency);
  let at = 0;
  const step = ({ name, value }: YenLine, from: number): Row => ({
    name: yenName(result.target, name),
    minor: Math.round(value),
    from: from / perMajor,
    to: (from + value) / perMajor,
    end: Math.max(from, from + value, 0) / perMajor,
    kind: name === 'net' ? 'net' : value < 0 ? 'less' : 'more',
    label: moneyShort(Math.round(value), result.currency),
    tip: `${yenName(result.target, name)}: ${money(Math.round(value), result.currency)}`,
  });
  const steps = lines.map((line) => {
    const made = step(line, at);
    at += line.value;
    return made;
  });
  return [...steps, step(net, 0)].map((row, place) => ({ ...row, place }));
}

export function waterfallSpec(paint: Paint): object {
  const y = {
    field: 'name',
    type: 'nominal',
    sort: { field: 'place' },
    axis: { title: null, labelLimit: 240, domain: false, ticks: false },
  };
  return {
    encoding: { y },
    layer: [
      { mark: { type: 'rule', color: paint('line-strong') }, encoding: { x: { datum: 0 }, y: null } },
      {
        mark: { type: 'bar', height: 15 },
        encoding: {
          x: {
            field: 'from',
            type: 'quantitative',
            // Every bar has its number beside it.
            axis: { title: null, labels: false, ticks: false, grid: false, domain: false },
            scale: { zero: true, nice: false, padding: 70 },
          },
          x2: { field: 'to' },
          color: {
            field: 'kind',
            scale: { domain: ['more', 'less', 'net'], range: [paint('good'), paint('blocked'), paint('accent')] },
            legend: null,
          },
          tooltip: { field: 'tip' },
        },
      },
      {
        mark: { type: 'text', align: 'left', dx: 5 },
        encoding: { x: { field: 'end', type: 'quantitative' }, text: { field: 'label' } },
      },
    ],
  };
}
