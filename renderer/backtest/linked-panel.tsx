import type { BacktestResult } from '../../analysis/model/backtest.ts';
import type { Clause } from '../../analysis/model/filter.ts';
import { asRun } from '../../analysis/model/results/judged.ts';
import type { LinkedCount } from '../../analysis/model/results/linked.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { decisionClause, ruleClause } from '../../analysis/model/results/rule-clauses.ts';
import { share } from '../../analysis/model/results/result-file.ts';
import { count, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { HeadedTable } from '../parts/headed-table.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { estimatesPicture } from '../chart/pictures.ts';
import { ResultPanel } from '../parts/result-panel.tsx';
import { OrdersButton } from '../rule-sets/orders-behind.tsx';
import { openOrders } from '../state/address.ts';
import { useLatest } from '../state/request.ts';
import { alertResults } from './alert-results.ts';

export interface LinkedPanelProps {
  readonly result: BacktestResult;
  readonly ruleSet: RuleSet;
  readonly dataVersion: string;
}

interface Row extends LinkedCount {
  readonly key: string;
  readonly name: string;
  readonly clauses: readonly Clause[];
}

/** 名寄せ先のつながり: what says something of alerts while no outcome does. */
export function LinkedPanel({ result, ruleSet, dataVersion }: LinkedPanelProps) {
  const input = { ruleSet, filter: result.filter, judged: asRun(result) };
  const found = useLatest('backtest.linked', input, JSON.stringify([dataVersion, input]));
  const { value } = found;
  const rows: readonly Row[] =
    value === null
      ? []
      : [
          { key: 'all', name: t('linked.all'), clauses: [], ...value.all },
          {
            ...{ key: 'alerts', name: t('metric.alerts'), ...value.alerts },
            clauses: [decisionClause(ruleSet, alertResults)],
          },
          ...value.rules.map((one): Row => {
            const rule = ruleSet.rules.find(({ code }) => code === one.code);
            const clauses = rule === undefined ? [] : [ruleClause(rule, ruleSet, 'true')];
            return { ...one, key: `rule ${one.code}`, name: one.code, clauses };
          }),
        ];
  const open = (clauses: readonly Clause[], linked: boolean) => () =>
    openOrders({ clauses: [...result.filter.clauses, ...clauses, ...(linked ? [several] : [])] });
  const heads = [t('linked.of'), t('decisions.orders'), t('linked.linked'), t('linked.share'), t('linked.entities')];
  const table = () => [
    heads,
    ...rows.map(({ name, orders, linked, entities }) => [
      ...[name, orders, linked],
      ...[share(orders === 0 ? null : linked / orders), entities],
    ]),
  ];
  const picture = () =>
    estimatesPicture({
      ...{ label: t('linked.title'), axis: t('linked.share'), unit: 'share' },
      items: rows.map(({ name, orders, linked, clauses }) => ({
        ...{ name, value: orders === 0 ? null : linked / orders, open: open(clauses, true) },
        text:
          orders === 0
            ? t('common.none')
            : `${rate(linked / orders)}\n${t('money.of', { part: count(linked), whole: count(orders) })}`,
      })),
    });
  return (
    <ResultPanel
      title={t('linked.title')}
      note={t('linked.note')}
      table={rows.length === 0 ? undefined : table}
      pictures={rows.length === 0 ? [] : [picture()]}
      age={found}
      above={
        <>
          {found.failure === null ? null : <FailureCallout failure={found.failure} />}
          {found.fresh && value === null && found.failure === null ? <p className="note">{t('linked.none')}</p> : null}
        </>
      }
    >
      {rows.length === 0 ? null : (
        <HeadedTable label={t('linked.title')} heads={heads} testId="linked">
          {rows.map(({ key, name, orders, linked, entities, clauses }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td className="num">
                <OrdersButton count={orders} onOpen={open(clauses, false)} />
              </td>
              <td className="num">
                <OrdersButton count={linked} onOpen={open(clauses, true)} />
              </td>
              <td className="num">{orders === 0 ? t('common.none') : rate(linked / orders)}</td>
              <td className="num">{count(entities)}</td>
            </tr>
          ))}
        </HeadedTable>
      )}
    </ResultPanel>
  );
}

/** Orders of an entity with another order. */
const several: Clause = { kind: 'range', column: 'entity_orders', min: 2, max: null };
