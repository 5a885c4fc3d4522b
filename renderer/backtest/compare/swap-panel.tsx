import { useMemo } from 'react';
import type { Assumptions } from '../../../analysis/model/results/assumptions.ts';
import { movedMoney, type Comparison } from '../../../analysis/model/results/comparison.ts';
import type { RunFigures } from '../../../analysis/model/results/of-run.ts';
import { share, type ResultTable } from '../../../analysis/model/results/result-file.ts';
import type { SwapSet } from '../../../analysis/model/results/swap-sets.ts';
import { outcomeStates, type OutcomeState, type Target } from '../../../analysis/model/target.ts';
import { Chart, type Row } from '../../chart/chart.tsx';
import type { Paint } from '../../chart/theme.ts';
import { count, minorPerMajor, money as amount, moneyShort, rate } from '../../i18n/format.ts';
import { t, useLanguage } from '../../i18n/index.ts';
import { rangeText } from '../../i18n/interval.ts';
import { outcomeText, outcomeWord } from '../../i18n/outcome-words.ts';
import { Outdated } from '../../parts/outdated.tsx';
import { Panel } from '../../parts/panel.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import type { Age } from '../../state/latest.ts';
import { FormulaBody, FormulaButton } from '../money/formula.tsx';
import type { OpenMoved } from './transition-table.tsx';

export interface SwapPanelProps {
  readonly comparison: Comparison;
  readonly target: Target;
  readonly currency: string;
  readonly open: OpenMoved;
  readonly age: Age;
  /** What both are worth, where that is told. */
  readonly figures?: { readonly before: RunFigures; readonly after: RunFigures; readonly given: Assumptions };
}

const sides = ['in', 'out'] as const;
const named = { in: 'compare.swapIn', out: 'compare.swapOut' } as const;

/** 入替: what the challenger lets pass and what it stops, how much of it is bad, and what it is worth. */
export function SwapPanel(props: SwapPanelProps) {
  const { comparison, target, currency, open, age } = props;
  const { swaps, money } = comparison;
  const cell = ({ moved, byState }: SwapSet, state: OutcomeState) => (
    <td key={state} className="num">
      <OrdersButton count={byState[state].orders} onOpen={() => open(moved.from, moved.to, [state])} />
    </td>
  );
  return (
    <Panel title={t('compare.swaps')} table={() => swapRows(props)} note={t('compare.swapsNote')} className="swaps">
      <Outdated age={age}>
        <SwapChart {...{ comparison, target, open }} stale={!age.fresh} />
        <div className="scroll" tabIndex={0} role="region" aria-label={t('compare.swaps')}>
          <table className="table" data-testid="swaps">
            <thead>
              <tr>
                <th scope="col">{t('compare.swap')}</th>
                <th scope="col" className="num">
                  {t('decisions.orders')}
                </th>
                <th scope="col" className="num">
                  {t('decisions.amount')}
                </th>
                {outcomeStates.map((state) => (
                  <th key={state} scope="col" className="num">
                    {outcomeWord(target, state)}
                  </th>
                ))}
                <th scope="col" className="num">
                  {outcomeText(target, 'compare.badRate')}
                </th>
                {money === null ? null : (
                  <th scope="col" className="num">
                    {t('compare.netOf')}
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {sides.map((side) => {
                const swap = swaps[side];
                return (
                  <tr key={side}>
                    <th scope="row">{t(named[side])}</th>
                    <td className="num">
                      <OrdersButton count={swap.orders} onOpen={() => open(swap.moved.from, swap.moved.to)} />
                    </td>
                    <td className="num">
                      <OrdersButton count={swap.amount} onOpen={() => open(swap.moved.from, swap.moved.to)}>
                        {moneyShort(swap.amount, currency)}
                      </OrdersButton>
                    </td>
                    {outcomeStates.map((state) => cell(swap, state))}
                    <td className="num swap-rate">
                      <BadRate swap={swap} />
                    </td>
                    {money === null ? null : (
                      <td className="num">
                        <OfNet {...props} side={side} />
                      </td>
                    )}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </Outdated>
    </Panel>
  );
}

/** What swapped orders change the net by: both sides' formulas of just these orders. */
function OfNet({
  comparison,
  figures,
  target,
  currency,
  open,
  side,
}: SwapPanelProps & { readonly side: 'in' | 'out' }) {
  const { crossed, money, swaps } = comparison;
  if (money === null || money.net.value === null) return t('common.notMeasured');
  const text = moneyShort(Math.round(money.ofNet[side]), currency);
  if (figures === undefined) return text;
  const name = `${t('compare.netOf')}: ${t(named[side])}`;
  const { moved } = swaps[side];
  const result = { target, currency };
  return (
    <FormulaButton {...{ name, text }}>
      {() => {
        const { before: champion, after: challenger, given } = figures;
        const worth = movedMoney(crossed, moved, {
          ...{ champion, challenger, target },
          perMajor: minorPerMajor(currency),
        });
        return (
          <>
            <FormulaBody
              title={t('compare.asDecidedBy', { by: t('compare.champion') })}
              {...{ result, given }}
              line={worth.before.net}
              parts={worth.before.lines}
              cells={worth.before.cells}
              open={(rows, states) => open(rows, moved.to, states)}
              whole
            />
            <FormulaBody
              title={t('compare.asDecidedBy', { by: t('compare.challenger') })}
              {...{ result, given }}
              line={worth.after.net}
              parts={worth.after.lines}
              cells={worth.after.cells}
              open={(rows, states) => open(moved.from, rows, states)}
              whole
            />
            <p>
              <strong>
                {t('compare.difference')}: {amount(Math.round(money.ofNet[side]), currency)}
              </strong>
            </p>
          </>
        );
      }}
    </FormulaButton>
  );
}

/** Of the known, with its interval, and what the unknown may make of it. */
function BadRate({ swap: { byState, badRate } }: { readonly swap: SwapSet }) {
  const { value, interval, band } = badRate;
  const known = byState.bad.orders + byState.good.orders;
  return (
    <>
      <div>{value === null ? t('common.notMeasured') : rate(value)}</div>
      <div className="note">
        {t('money.of', { part: count(byState.bad.orders), whole: count(known) })}
        {interval === null ? '' : ` · ${rangeText(interval, rate)}`}
      </div>
      {band === null ? null : (
        <div className="note">{t('money.band', { range: rangeText(band, rate), count: count(band.unknown) })}</div>
      )}
    </>
  );
}

/** The table below says the same: it has no other. */
interface SwapChartProps extends Pick<SwapPanelProps, 'comparison' | 'target' | 'open'> {
  readonly stale: boolean;
}

function SwapChart({ comparison, target, open, stale }: SwapChartProps) {
  const lang = useLanguage();
  const rows = useMemo(
    () =>
      sides.flatMap((side) =>
        outcomeStates.map((state, place): Row => {
          const { orders } = comparison.swaps[side].byState[state];
          return {
            ...{ side, state, place, orders, name: t(named[side]), word: outcomeWord(target, state) },
            tip: `${t(named[side])} · ${outcomeWord(target, state)}: ${count(orders)}`,
          };
        }),
      ),
    [comparison, target, lang],
  );
  const words = outcomeStates.map((state) => outcomeWord(target, state));
  const spec = (paint: Paint): object => ({
    mark: { type: 'bar', height: 18 },
    encoding: {
      y: {
        field: 'name',
        type: 'nominal',
        sort: null,
        axis: { title: null, labelLimit: 260, domain: false, ticks: false },
      },
      x: { field: 'orders', type: 'quantitative', axis: { title: t('decisions.orders'), tickMinStep: 1 } },
      color: {
        field: 'word',
        scale: {
          domain: words,
          range: [paint('bad'), paint('good'), paint('immature'), paint('blocked'), paint('excluded')],
        },
        legend: { symbolType: 'square', title: null },
      },
      order: { field: 'place' },
      tooltip: { field: 'tip' },
    },
  });
  const pick = (row: Row) => {
    const side = sides.find((one) => one === row['side']);
    const state = outcomeStates.find((one) => one === row['state']);
    if (side === undefined || state === undefined) return;
    const { from, to } = comparison.swaps[side].moved;
    open(from, to, [state]);
  };
  return (
    <Chart
      label={t('compare.swaps')}
      spec={spec}
      specKey={`swaps ${lang} ${words.join()}`}
      rows={rows}
      columns={[]}
      table={false}
      height={110}
      {...(stale ? {} : { onPick: pick })}
    />
  );
}

/** The same for a file, money in major units. */
function swapRows({ comparison: { swaps, money }, target, currency }: SwapPanelProps): ResultTable {
  const perMajor = minorPerMajor(currency);
  const rate = outcomeText(target, 'compare.badRate');
  return [
    [
      ...[t('compare.swap'), t('decisions.orders'), t('decisions.amount')],
      ...outcomeStates.map((state) => outcomeWord(target, state)),
      ...[rate, t('money.low'), t('money.high'), t('compare.bandLow'), t('compare.bandHigh'), t('compare.netOf')],
    ],
    ...sides.map((side) => {
      const { orders, amount: sum, byState, badRate } = swaps[side];
      const { value, interval, band } = badRate;
      return [
        ...[t(named[side]), orders, sum / perMajor, ...outcomeStates.map((state) => byState[state].orders)],
        ...[value, interval?.low, interval?.high, band?.low, band?.high].map((one) => share(one)),
        money === null || money.net.value === null ? null : Math.round(money.ofNet[side]) / perMajor,
      ];
    }),
  ];
}
