import { useState } from 'react';
import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { results, type ScreeningResult } from '../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState } from '../../analysis/model/target.ts';
import { count, money, moneyShort } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { Button } from '../parts/button.tsx';
import { ResultPanel } from '../parts/result-panel.tsx';
import { ResultTag } from '../parts/result-tag.tsx';
import { OrdersButton } from '../rule-sets/orders-behind.tsx';
import type { OpenDecided } from './alert-results.ts';
import { byState, statesPicture } from './pictured.ts';

export interface DecisionTableProps {
  readonly result: BacktestResult;
  readonly open: OpenDecided;
}

type Unit = 'orders' | 'amount';

/** Decisions by outcome state; rows and columns add up to all orders. */
export function DecisionTable({ result, open }: DecisionTableProps) {
  const [unit, setUnit] = useState<Unit>('orders');
  const cell = (row: readonly ScreeningResult[], states: readonly OutcomeState[]) => {
    const parts = row.flatMap((r) => states.map((state) => result.decisionsByState[r][state]));
    return {
      orders: parts.reduce((sum, part) => sum + part.orders, 0),
      amount: parts.reduce((sum, part) => sum + part.amount, 0),
    };
  };
  const text = (value: { readonly orders: number; readonly amount: number }) =>
    unit === 'orders' ? count(value.orders) : money(value.amount, result.currency);
  const unmeasured = (states: readonly OutcomeState[]) =>
    result.maturity === 'not measured' && states.length === 1 && states[0] === 'immature';
  const rows: readonly (readonly ScreeningResult[])[] = [...results.map((r) => [r]), results];
  const columns: readonly (readonly OutcomeState[])[] = [...outcomeStates.map((s) => [s]), outcomeStates];
  const table = () => [
    [t('rule.result'), ...outcomeStates.map((s) => outcomeWord(result.target, s)), t('common.total')],
    ...rows.map((row) => [
      row.length === 1 ? (row[0] ?? '') : t('common.total'),
      ...columns.map((states) => (unmeasured(states) ? t('common.notMeasured') : cell(row, states)[unit])),
    ]),
  ];
  const pictures = [
    statesPicture({
      label: t('decisions.title'),
      word: (state) => outcomeWord(result.target, state),
      lines: results.map((one) => ({
        name: one,
        values: byState(result.decisionsByState[one], unit),
        open: (state) => open([one], [state]),
      })),
      ...(unit === 'orders'
        ? {}
        : { axis: t('chart.shareOfAmount'), write: (value) => moneyShort(value, result.currency) }),
    }),
  ];
  return (
    <ResultPanel
      title={t('decisions.title')}
      {...{ table, pictures }}
      actions={
        <>
          <Button small look="quiet" aria-pressed={unit === 'orders'} onClick={() => setUnit('orders')}>
            {t('decisions.orders')}
          </Button>
          <Button small look="quiet" aria-pressed={unit === 'amount'} onClick={() => setUnit('amount')}>
            {t('decisions.amount')}
          </Button>
        </>
      }
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={t('decisions.title')}>
        <table className="table" data-testid="decisions">
          <thead>
            <tr>
              <th scope="col">{t('rule.result')}</th>
              {outcomeStates.map((state) => (
                <th key={state} scope="col" className="num">
                  {outcomeWord(result.target, state)}
                </th>
              ))}
              <th scope="col" className="num">
                {t('common.total')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const [only] = row;
              const total = row.length > 1;
              return (
                <tr key={row.join()} className={total ? 'total' : ''}>
                  <th scope="row">{total || !only ? t('common.total') : <ResultTag result={only} />}</th>
                  {columns.map((states) => {
                    const value = cell(row, states);
                    return (
                      <td key={states.join()} className={`num ${states.length > 1 ? 'sum' : ''}`}>
                        <OrdersButton
                          count={value.orders}
                          onOpen={() => open(row, states.length > 1 ? undefined : states)}
                        >
                          {unmeasured(states) ? t('common.notMeasured') : text(value)}
                        </OrdersButton>
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </ResultPanel>
  );
}
