import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { heatPicture } from '../chart/pictures.ts';
import { ResultPanel } from '../parts/result-panel.tsx';
import { OrdersButton } from '../rule-sets/orders-behind.tsx';
import { results as everyResult } from '../../analysis/model/ruleset.ts';
import { alertResults, type OpenDecided } from './alert-results.ts';

/** Alerted or not against bad or good, over orders whose outcome is known: matured ones where that is measured. */
export function Confusion({
  result: { total, target, maturity },
  open,
}: {
  readonly result: BacktestResult;
  readonly open: OpenDecided;
}) {
  const rows = [
    { name: t('confusion.alerted'), results: alertResults, bad: total.tp, good: total.fp },
    { name: t('confusion.passed'), results: ['OK'] as const, bad: total.fn, good: total.tn },
  ];
  const table = () => [
    [t('rule.result'), outcomeWord(target, 'bad'), outcomeWord(target, 'good'), t('common.total')],
    ...rows.map(({ name, bad, good }) => [name, bad, good, bad + good]),
    [t('common.total'), total.tp + total.fn, total.fp + total.tn, total.tp + total.fn + total.fp + total.tn],
  ];
  const states = ['bad', 'good'] as const;
  const pictures = [
    heatPicture({
      label: t('confusion.title'),
      rowsAre: t('rule.result'),
      columnsAre: t('state.label'),
      rows: rows.map(({ name }) => name),
      columns: states.map((state) => outcomeWord(target, state)),
      cells: rows.flatMap((row) =>
        states.map((state) => ({
          ...{ row: row.name, column: outcomeWord(target, state), value: row[state], text: count(row[state]) },
          open: () => open(row.results, [state]),
        })),
      ),
    }),
  ];
  return (
    <ResultPanel
      title={t('confusion.title')}
      note={t(maturity === 'measured' ? 'confusion.note' : 'confusion.noteUndated')}
      {...{ table, pictures }}
    >
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('rule.result')}</th>
            <th scope="col" className="num">
              {outcomeWord(target, 'bad')}
            </th>
            <th scope="col" className="num">
              {outcomeWord(target, 'good')}
            </th>
            <th scope="col" className="num">
              {t('common.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, results, bad, good }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="num">
                <OrdersButton count={bad} onOpen={() => open(results, ['bad'])} />
              </td>
              <td className="num">
                <OrdersButton count={good} onOpen={() => open(results, ['good'])} />
              </td>
              <td className="num">
                <OrdersButton count={bad + good} onOpen={() => open(results, ['bad', 'good'])} />
              </td>
            </tr>
          ))}
          <tr className="total">
            <th scope="row">{t('common.total')}</th>
            {[['bad'] as const, ['good'] as const, states].map((ended) => (
              <td key={ended.join()} className="num">
                <OrdersButton
                  count={rows.reduce((sum, row) => sum + ended.reduce((own, state) => own + row[state], 0), 0)}
                  onOpen={() => open(everyResult, ended)}
                />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </ResultPanel>
  );
}
