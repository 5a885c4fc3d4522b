import { useState } from 'react';
import type { RecordedResult } from '../../../analysis/model/filter.ts';
import { movedSum, type Crossed } from '../../../analysis/model/results/crossed.ts';
import { results, type ScreeningResult } from '../../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState, type Target } from '../../../analysis/model/target.ts';
import { count, money } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeWord } from '../../i18n/outcome-words.ts';
import { Button } from '../../parts/button.tsx';
import { heatPicture } from '../../chart/pictures.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { ResultTag } from '../../parts/result-tag.tsx';
import { Explained } from '../../parts/save/explained.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import type { Age } from '../../state/latest.ts';

/** Opens the orders of rows, columns and, where given, states. */
export type OpenMoved = (
  from: readonly RecordedResult[],
  to: readonly ScreeningResult[],
  states?: readonly OutcomeState[],
) => void;

export interface TransitionTableProps {
  readonly crossed: Crossed;
  readonly target: Target;
  readonly currency: string;
  /** What the rows are decided by, and the columns. */
  readonly rowsAre: string;
  readonly columnsAre: string;
  readonly open: OpenMoved;
  readonly age: Age;
}

const units = ['orders', 'amount', 'bad', 'good', 'blocked', 'immature'] as const;
type Unit = (typeof units)[number];

/** 遷移表: what one side decided by what the other decides; rows and columns add up to both. */
export function TransitionTable({ crossed, target, currency, rowsAre, columnsAre, open, age }: TransitionTableProps) {
  const [unit, setUnit] = useState<Unit>('orders');
  const states: readonly OutcomeState[] = unit === 'orders' || unit === 'amount' ? outcomeStates : [unit];
  const measure = unit === 'amount' ? 'amount' : 'orders';
  const rows = [...crossed.map(({ decided }) => [decided]), crossed.map(({ decided }) => decided)];
  const columns: readonly (readonly ScreeningResult[])[] = [...results.map((result) => [result]), results];
  const value = (from: readonly RecordedResult[], to: readonly ScreeningResult[]): number =>
    movedSum(crossed, { from, to, states }, measure);
  const orders = (from: readonly RecordedResult[], to: readonly ScreeningResult[]): number =>
    movedSum(crossed, { from, to, states }, 'orders');
  const write = (number: number): string => (unit === 'amount' ? money(number, currency) : count(number));
  const nameOf = (of: readonly RecordedResult[]): string => {
    const [only] = of;
    return of.length > 1 || only === undefined ? t('common.total') : only === 'none' ? t('compare.none') : only;
  };
  const table = () => [
    [`${rowsAre} ＼ ${columnsAre}`, ...columns.map(nameOf)],
    ...rows.map((from) => [nameOf(from), ...columns.map((to) => write(value(from, to)))]),
  ];
  const unitName = (one: Unit): string =>
    one === 'orders' || one === 'amount' ? t(`decisions.${one}`) : outcomeWord(target, one);
  const pictures = [
    heatPicture({
      label: `${t('compare.transitions')}: ${unitName(unit)}`,
      ...{ rowsAre, columnsAre },
      rows: crossed.map(({ decided }) => nameOf([decided])),
      columns: results,
      cells: crossed.flatMap(({ decided }) =>
        results.map((to) => ({
          ...{ row: nameOf([decided]), column: to, value: value([decided], [to]), text: write(value([decided], [to])) },
          open: () => open([decided], [to], states === outcomeStates ? undefined : states),
        })),
      ),
    }),
  ];
  return (
    <ResultPanel
      {...{ table, pictures }}
      below={<Explained>{t('compare.unknownNote', { blocked: outcomeWord(target, 'blocked') })}</Explained>}
      title={t('compare.transitions')}
      note={t('compare.rowsColumns', { rows: rowsAre, columns: columnsAre })}
      className="transitions"
      age={age}
      actions={
        <>
          {units.map((one) => (
            <Button key={one} small look="quiet" aria-pressed={unit === one} onClick={() => setUnit(one)}>
              {unitName(one)}
            </Button>
          ))}
        </>
      }
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={t('compare.transitions')}>
        <table className="table" data-testid="transitions">
          <thead>
            <tr>
              <th scope="col">
                {rowsAre} ＼ {columnsAre}
              </th>
              {columns.map((to) => (
                <th key={to.join()} scope="col" className="num">
                  {to.length > 1 || !to[0] ? t('common.total') : <ResultTag result={to[0]} />}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((from, at) => {
              const total = at === rows.length - 1;
              const [only] = from;
              return (
                <tr key={total ? 'total' : from.join()} className={total ? 'total' : ''}>
                  <th scope="row">
                    {total || only === undefined || only === 'none' ? nameOf(from) : <ResultTag result={only} />}
                  </th>
                  {columns.map((to) => (
                    <td
                      key={to.join()}
                      className={`num ${to.length > 1 ? 'sum' : ''} ${!total && to.join() === from.join() ? 'same-decision' : ''}`}
                    >
                      <OrdersButton
                        count={orders(from, to)}
                        onOpen={() => open(from, to, states === outcomeStates ? undefined : states)}
                      >
                        {write(value(from, to))}
                      </OrdersButton>
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </ResultPanel>
  );
}
