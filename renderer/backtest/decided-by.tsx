import type { BacktestResult } from '../../analysis/model/backtest.ts';
import { results, type RuleSet, type ScreeningResult } from '../../analysis/model/ruleset.ts';
import type { OutcomeState } from '../../analysis/model/target.ts';
import { count, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { Button } from '../parts/button.tsx';
import { OrderShare } from '../parts/order-share.tsx';
import { Panel } from '../parts/panel.tsx';
import { ResultTag } from '../parts/result-tag.tsx';
import { byText } from '../rule-sets/decided-by-text.ts';
import { decisionClause, OrdersButton, ordersOf } from '../rule-sets/orders-behind.tsx';
import { openOrders } from '../state/address.ts';
import { copyTable } from './tsv.ts';

export interface DecidedByProps {
  readonly result: BacktestResult;
  readonly ruleSet: RuleSet;
}

/** What decided how many orders: a group, a rule, the sums, an exception or the default. Every number opens its orders. */
export function DecidedBy({ result, ruleSet }: DecidedByProps) {
  const { decidedBy, exceptions = [], rows } = result;
  if (decidedBy === undefined) return null;
  const show = (why: Parameters<typeof decisionClause>[2], given: readonly ScreeningResult[], state?: OutcomeState) =>
    openOrders(ordersOf(result.filter, decisionClause(ruleSet, given, why), state === undefined ? undefined : [state]));
  const copy = () =>
    copyTable([
      [
        t('decidedBy.by'),
        t('rule.result'),
        t('decisions.orders'),
        outcomeWord(result.target, 'bad'),
        outcomeWord(result.target, 'good'),
      ],
      ...decidedBy.map(({ by, result: given, orders, byState }) => [
        byText(by, ruleSet),
        given,
        String(orders),
        String(byState.bad.orders),
        String(byState.good.orders),
      ]),
    ]);
  return (
    <Panel
      title={t('decidedBy.title')}
      note={[...(result.policy === undefined ? [] : [t(`policy.${result.policy}`)]), t('money.wilson')].join(' · ')}
      actions={<Button small look="quiet" icon="copy" aria-label={t('backtest.copyTable')} onClick={copy} />}
    >
      <div className="scroll decided-by" tabIndex={0} role="region" aria-label={t('decidedBy.title')}>
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
              <th scope="col" className="num" title={t('money.wilson')}>
                {t('metric.precision')}
              </th>
            </tr>
          </thead>
          <tbody>
            {decidedBy.map(({ by, result: given, orders, byState }) => (
              <tr key={`${by} ${given}`}>
                <th scope="row">{byText(by, ruleSet)}</th>
                <td>
                  <ResultTag result={given} />
                </td>
                <td className="num">
                  <OrdersButton count={orders} onOpen={() => show({ by }, [given])} />
                </td>
                <td className="num">{rate(orders / rows)}</td>
                <td className="num">
                  <OrdersButton count={byState.bad.orders} onOpen={() => show({ by }, [given], 'bad')} />
                </td>
                <td className="num">
                  <OrdersButton count={byState.good.orders} onOpen={() => show({ by }, [given], 'good')} />
                </td>
                <td className="num">
                  {given === 'OK' ? (
                    t('common.none')
                  ) : (
                    <OrderShare part={byState.bad.orders} whole={byState.bad.orders + byState.good.orders} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
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
    </Panel>
  );
}
