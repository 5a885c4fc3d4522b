import { useRef } from 'react';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import { chosenNames, type ByRule, type ChosenName } from '../../../analysis/model/results/by-rule.ts';
import type { Headline } from '../../../analysis/model/results/headline.ts';
import { cellOf, type ResultTable } from '../../../analysis/model/results/result-file.ts';
import { results, type RuleSet, type ScreeningResult } from '../../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState } from '../../../analysis/model/target.ts';
import { decisionClause } from '../../../analysis/model/results/rule-clauses.ts';
import { count, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { outcomeWord } from '../../i18n/outcome-words.ts';
import { Kept } from '../../parts/kept.tsx';
import { ResultPanel } from '../../parts/result-panel.tsx';
import { ResultTag } from '../../parts/result-tag.tsx';
import { WindowedRows } from '../../parts/windowed-rows.tsx';
import { byText } from '../../rule-sets/decided-by-text.ts';
import { OrdersButton, ordersOf } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import { HeadlineCell } from '../headline-cell.tsx';
import { headlineName } from '../money/words.ts';
import { byState as valuesByState, statesPicture } from '../pictured.ts';
import type { FigureOf } from './chosen-figures.ts';
import { ColumnChoice } from './column-choice.tsx';
import { shownFigures } from './rule-columns.ts';

export interface DecidedByProps {
  readonly result: BacktestResult;
  readonly ruleSet: RuleSet;
  /** Null until they are told. */
  readonly told: ByRule | null;
  readonly figureOf: FigureOf | null;
  readonly stale: boolean;
}

/** Of a line with an interval under its share, in pixels. */
const lineHeight = 44;

/** None for all. */
const some = (states: readonly OutcomeState[]): readonly OutcomeState[] | undefined =>
  states.length === outcomeStates.length ? undefined : states;

type Decider = NonNullable<BacktestResult['decidedBy']>[number];

/**
 * What decided how many orders: a group, a rule, the sums, an exception or the default, each with its figures as if it alone
 * alerted. Every number opens its orders.
 */
export function DecidedBy({ result, ruleSet, told, figureOf, stale }: DecidedByProps) {
  const { decidedBy, exceptions = [], rows } = result;
  const names = useStore(shownFigures);
  const frame = useRef<HTMLDivElement>(null);
  const newest = useRef({ result, ruleSet });
  newest.current = { result, ruleSet };
  if (decidedBy === undefined) return null;
  const show = (
    why: Parameters<typeof decisionClause>[2],
    given: readonly ScreeningResult[],
    states?: readonly OutcomeState[],
  ) => {
    const { filter } = newest.current.result;
    openOrders(ordersOf(filter, decisionClause(newest.current.ruleSet, given, why), states));
  };
  const sums = new Map(told?.deciders.map((one) => [`${one.result} ${one.by}`, one.sums]));
  const figure = ({ by, result: given }: Decider, name: ChosenName): Headline | undefined => {
    const own = sums.get(`${given} ${by}`);
    // What passes catches nothing.
    return given === 'OK' || own === undefined || figureOf === null ? undefined : figureOf(own, name);
  };
  const title = (name: ChosenName): string => headlineName(result, name);
  const table = (): ResultTable => [
    [
      ...[t('decidedBy.by'), t('rule.result'), t('decisions.orders')],
      ...[outcomeWord(result.target, 'bad'), outcomeWord(result.target, 'good')],
      ...names.flatMap((name) => [
        title(name),
        `${title(name)} ${t('money.low')}`,
        `${title(name)} ${t('money.high')}`,
      ]),
    ],
    ...decidedBy.map((one) => [
      ...[byText(one.by, ruleSet), one.result, one.orders, one.byState.bad.orders, one.byState.good.orders],
      ...names.flatMap((name) => {
        const own = figure(one, name);
        return [own?.value, own?.interval?.low, own?.interval?.high].map((value) => cellOf(own?.unit ?? '', value));
      }),
    ]),
  ];
  const draw = () =>
    statesPicture({
      label: t('decidedBy.title'),
      word: (state) => outcomeWord(result.target, state),
      lines: decidedBy.map(({ by, result: given, byState }) => ({
        name: `${given} · ${byText(by, ruleSet)}`,
        values: valuesByState(byState, 'orders'),
        open: (state) => show({ by }, [given], [state]),
      })),
    });
  return (
    <ResultPanel
      pictures={decidedBy.length === 0 ? [] : [{ label: t('decidedBy.title'), draw }]}
      age={{ fresh: !stale, busy: stale }}
      title={t('decidedBy.title')}
      note={result.policy === undefined ? undefined : t(`policy.${result.policy}`)}
      actions={
        <ColumnChoice all={chosenNames} chosen={names} word={title} onChange={(next) => shownFigures.set(next)} />
      }
      table={table}
    >
      <div ref={frame} className="scroll decided-by" tabIndex={0} role="region" aria-label={t('decidedBy.title')}>
        <table className="table" data-testid="decided-by">
          <thead>
            <tr>
              <th scope="col">{t('decidedBy.by')}</th>
              <th scope="col">{t('rule.result')}</th>
              <th scope="col" className="num">
                {t('decisions.orders')}
              </th>
              <th scope="col" className="num">
                {t('decidedBy.share')}
              </th>
              <th scope="col" className="num">
                {outcomeWord(result.target, 'bad')}
              </th>
              <th scope="col" className="num">
                {outcomeWord(result.target, 'good')}
              </th>
              {names.map((name) => (
                <th key={name} scope="col" className="num">
                  {title(name)}
                </th>
              ))}
            </tr>
          </thead>
          <WindowedRows
            frame={frame}
            columns={6 + names.length}
            height={lineHeight}
            rows={decidedBy.map((one) => {
              const { by, result: given, orders, byState } = one;
              const row = () => (
                <tr>
                  <th scope="row">{byText(by, ruleSet)}</th>
                  <td>
                    <ResultTag result={given} />
                  </td>
                  <td className="num">
                    <OrdersButton count={orders} onOpen={() => show({ by }, [given])} />
                  </td>
                  <td className="num">{rate(orders / rows)}</td>
                  <td className="num">
                    <OrdersButton count={byState.bad.orders} onOpen={() => show({ by }, [given], ['bad'])} />
                  </td>
                  <td className="num">
                    <OrdersButton count={byState.good.orders} onOpen={() => show({ by }, [given], ['good'])} />
                  </td>
                  {names.map((name) => {
                    const measured = figure(one, name);
                    return measured === undefined ? (
                      <td key={name} className="num">
                        {t('common.none')}
                      </td>
                    ) : (
                      <HeadlineCell
                        key={name}
                        one={measured}
                        currency={result.currency}
                        onOpen={({ states }) => show({ by }, [given], some(states))}
                      />
                    );
                  })}
                </tr>
              );
              const own = sums.get(`${given} ${by}`);
              const stands = () => [
                JSON.stringify(one),
                rows,
                own,
                figureOf,
                names,
                byText(by, ruleSet),
                result.currency,
              ];
              const key = `${by} ${given}`;
              return {
                key,
                draw: () => (
                  <Kept key={key} of={stands()}>
                    {row}
                  </Kept>
                ),
              };
            })}
          />
        </table>
      </div>
      {exceptions.length === 0 ? null : (
        <ul className="notes">
          {exceptions.map(({ orders, snoozed }, index) => (
            <li key={index}>
              <OrdersButton count={orders} onOpen={() => show({ exception: index }, results)}>
                {snoozed === null
                  ? t('decidedBy.allowed', { number: index + 1, orders: count(orders) })
                  : t('decidedBy.snoozed', { number: index + 1, orders: count(orders), hits: count(snoozed) })}
              </OrdersButton>
            </li>
          ))}
        </ul>
      )}
    </ResultPanel>
  );
}
