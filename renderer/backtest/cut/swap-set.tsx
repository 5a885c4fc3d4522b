import type { ReactNode } from 'react';
import { partAt } from '../../../analysis/model/results/breakdown.ts';
import type { Judged } from '../../../analysis/model/results/judged.ts';
import { pickedFrom } from '../../../analysis/model/results/tally.ts';
import type { Filter } from '../../../analysis/model/filter.ts';
import { results, type RuleSet } from '../../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState, type Target } from '../../../analysis/model/target.ts';
import { decisionClause } from '../../../analysis/model/results/rule-clauses.ts';
import { count, minorPerMajor, money, plain } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeWord } from '../../i18n/outcome-words.ts';
import { HeadedTable } from '../../parts/headed-table.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { heatPicture } from '../../chart/pictures.ts';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { ResultTag } from '../../parts/result-tag.tsx';
import { OrdersButton } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { useLatest } from '../../state/request.ts';

export interface SwapSetProps {
  /** As it is, and with the chosen value. */
  readonly ruleSet: RuleSet;
  readonly other: RuleSet;
  readonly filter: Filter;
  readonly judged: Judged;
  readonly present: number;
  readonly value: number;
  readonly target: Target;
  readonly dataVersion: string;
}

/** The orders that another value decides otherwise, by what they are decided and how they ended; each number opens them. */
export function SwapSet({ ruleSet, other, filter, judged, present, value, target, dataVersion }: SwapSetProps) {
  const then = (result: (typeof results)[number]) => decisionClause(other, [result]);
  const input = { ruleSet, filter, judged, parts: results.map((result) => ({ clauses: [then(result)] })) };
  const answer = useLatest('backtest.breakdown', input, JSON.stringify([input, dataVersion]));
  const found = answer.value;
  const rows =
    found === null
      ? []
      : results.flatMap((to, part) => {
          const { cells } = partAt(found.parts, part);
          return results.flatMap((from) => {
            const of = (states: readonly OutcomeState[], measure: 'orders' | 'amount' = 'orders') =>
              pickedFrom(cells, { results: [from], states, measure });
            const orders = of(outcomeStates);
            return from === to || orders === 0 ? [] : [{ from, to, orders, of, amount: of(outcomeStates, 'amount') }];
          });
        });
  const open = (row: (typeof rows)[number], states?: readonly OutcomeState[]) => () =>
    openOrders({
      clauses: [
        ...filter.clauses,
        decisionClause(ruleSet, [row.from]),
        then(row.to),
        ...(states === undefined ? [] : [{ kind: 'state' as const, states: [...states] }]),
      ],
    });
  const currency = found?.currency ?? ruleSet.currency;
  const heads = [
    t('cut.from'),
    t('cut.to'),
    t('decisions.orders'),
    ...outcomeStates.map((state) => outcomeWord(target, state)),
    t('cut.amount'),
  ];
  const title = t('cut.changes', { from: plain(present), to: plain(value) });
  const table = () => [
    heads,
    ...rows.map(({ from, to, orders, of, amount }) => [
      from,
      to,
      orders,
      ...outcomeStates.map((state) => of([state])),
      amount / minorPerMajor(currency),
    ]),
  ];
  const pictures =
    rows.length === 0
      ? []
      : [
          heatPicture({
            ...{ label: title, rowsAre: t('cut.from'), columnsAre: t('cut.to'), rows: results, columns: results },
            cells: rows.map((row) => ({
              ...{ row: row.from, column: row.to, value: row.orders, text: count(row.orders) },
              open: open(row),
            })),
          }),
        ];
  return (
    <ResultPanel
      {...{ title, table, pictures }}
      age={answer}
      note={t('cut.changesNote')}
      above={answer.failure ? <FailureCallout failure={answer.failure} /> : null}
      below={
        found === null ? null : (
          <p className="note">
            {t('common.orders', { count: count(rows.reduce((sum, { orders }) => sum + orders, 0)) })}
          </p>
        )
      }
    >
      {found !== null && rows.length === 0 ? (
        <p className="note">{t('cut.noChanges')}</p>
      ) : (
        <HeadedTable label={title} heads={heads} texts={[0, 1]} testId="cut-changes">
          {rows.map((row) => (
            <tr key={`${row.from} ${row.to}`}>
              <th scope="row">
                <ResultTag result={row.from} />
              </th>
              <td>
                <ResultTag result={row.to} />
              </td>
              <td className="num">
                <Opening count={row.orders} onOpen={open(row)} fresh={answer.fresh} />
              </td>
              {outcomeStates.map((state) => (
                <td key={state} className="num">
                  <Opening count={row.of([state])} onOpen={open(row, [state])} fresh={answer.fresh} />
                </td>
              ))}
              <td className="num">
                <Opening count={row.amount} onOpen={open(row)} fresh={answer.fresh}>
                  {money(row.amount, currency)}
                </Opening>
              </td>
            </tr>
          ))}
        </HeadedTable>
      )}
    </ResultPanel>
  );
}

interface OpeningProps {
  readonly count: number;
  readonly onOpen: () => void;
  readonly fresh: boolean;
  readonly children?: ReactNode;
}

/** A count of the value before opens nothing: its orders are no longer those of the filter. */
const Opening = ({ count: orders, onOpen, fresh, children = count(orders) }: OpeningProps) =>
  fresh ? (
    <OrdersButton count={orders} onOpen={onOpen}>
      {children}
    </OrdersButton>
  ) : (
    children
  );
