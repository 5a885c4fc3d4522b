import { useState } from 'react';
import type { Addition } from '../../../analysis/model/results/contribution.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { gains, runWeights } from '../../../analysis/model/results/rule-worth.ts';
import { count, minorPerMajor } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ResultTag } from '../../parts/result-tag.tsx';
import { ordersOf, OrdersButton, ruleClause } from '../../rule-sets/orders-behind.tsx';
import { openOrders } from '../../state/address.ts';
import { useLatest } from '../../state/request.ts';
import type { ViewProps } from '../views.tsx';
import { intervalText, writing } from './worth.ts';

/** Candidates that are told of. */
const mostTold = 30;

/** 追加すると得なルール: what rules that are not at work would add, tried when asked. */
export function AddPanel({ result, figures, ruleSet }: ViewProps) {
  const [wanted, setWanted] = useState(false);
  const { filter, currency } = result;
  const { value, failure, fresh } = useLatest(
    'backtest.additions',
    wanted ? { ruleSet, filter, judged: asRun(result) } : null,
    `add ${wanted}`,
  );
  const write = writing(currency);
  const found = value === null ? [] : gains(value.additions, runWeights(figures, result, minorPerMajor(currency)));
  const open = ({ rule, features }: Addition) => {
    const own = { ...ruleSet, features: [...(ruleSet.features ?? []), ...features] };
    openOrders(ordersOf(filter, ruleClause(rule, own, 'true')));
  };
  return (
    <Panel
      title={t('parts.add')}
      note={t('parts.addNote')}
      actions={
        wanted ? undefined : (
          <Button small onClick={() => setWanted(true)}>
            {t('parts.look')}
          </Button>
        )
      }
    >
      {failure === null ? null : <FailureCallout failure={failure} />}
      {wanted && !fresh ? (
        <p className="note" aria-busy="true">
          {t('parts.looking')}
        </p>
      ) : null}
      {value === null ? null : (
        <>
          <p className="note" data-testid="tried">
            {t('parts.tried', { tried: count(value.tried), found: count(value.additions.length) })}{' '}
            {t('parts.left', {
              ...{ unchecked: count(value.left.unchecked), same: count(value.left.same) },
              clash: count(value.left.clash),
            })}
          </p>
          {found.some(({ change }) => change.net > 0) ? null : <p>{t('parts.noGain')}</p>}
          <div className="scroll" tabIndex={0} role="region" aria-label={t('parts.add')}>
            <table className="table sticky" data-testid="additions">
              <thead>
                <tr>
                  <th scope="col">{t('rule.code')}</th>
                  <th scope="col">{t('parts.source')}</th>
                  <th scope="col">{t('rule.result')}</th>
                  {[t('parts.hits'), t('parts.gain'), t('parts.band'), t('parts.alerts')].map((title) => (
                    <th key={title} scope="col" className="num">
                      {title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {found.slice(0, mostTold).map(({ addition, change }) => (
                  <tr key={addition.rule.code}>
                    <th scope="row" className="mono" title={addition.rule.when}>
                      {addition.rule.code}
                    </th>
                    <td className="nowrap">
                      {t(
                        `parts.source.${addition.source.kind}`,
                        addition.source.kind === 'ruleSet' ? { name: addition.source.name } : {},
                      )}
                    </td>
                    <td>
                      <ResultTag result={addition.rule.result} />
                    </td>
                    <td className="num">
                      <OrdersButton count={addition.hits} onOpen={() => open(addition)} />
                    </td>
                    <td className="num">
                      {write(change.net)}
                      <div className="note">{intervalText(change.interval, write)}</div>
                    </td>
                    <td className="num">
                      {change.band === null ? t('common.none') : intervalText(change.band, write)}
                    </td>
                    <td className="num">{change.alerts > 0 ? `+${count(change.alerts)}` : count(change.alerts)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Panel>
  );
}
