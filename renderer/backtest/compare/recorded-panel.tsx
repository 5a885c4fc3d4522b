import { useMemo } from 'react';
import type { Clause, Filter } from '../../../analysis/model/filter.ts';
import { comparedToRecorded, recordedParts } from '../../../analysis/model/results/recorded-comparison.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { ordersOpened } from '../../../analysis/model/results/opened.ts';
import { results } from '../../../analysis/model/ruleset.ts';
import { decisionClause, recordedClause } from '../../../analysis/model/results/rule-clauses.ts';
import { count, rate } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Callout, FailureCallout } from '../../parts/callout.tsx';
import { Panel } from '../../parts/panel.tsx';
import { openOrders } from '../../state/address.ts';
import { useLatest } from '../../state/request.ts';
import { groundText } from '../maturity.ts';
import type { ViewProps } from '../views.tsx';
import { DifferenceTable } from './difference-table.tsx';
import { SwapPanel } from './swap-panel.tsx';
import { TransitionTable, type OpenMoved } from './transition-table.tsx';

const withClause = ({ clauses }: Filter, more: Clause): Filter => ({ clauses: [...clauses, more] });

/** 当時の判定: what the house really decided beside what the run decides. */
export function RecordedPanel({ ruleSet, result, figures, info, open, trying }: ViewProps) {
  const { filter, target, currency } = result;
  const key = JSON.stringify([info.dataVersion, filter, ruleSet, asRun(result)]);
  const told = useLatest('backtest.breakdown', { ruleSet, filter, judged: asRun(result), parts: recordedParts }, key);
  const { beta } = figures.assumptions;
  const comparison = useMemo(
    () => (told.value === null ? null : comparedToRecorded(told.value, beta)),
    [told.value, beta],
  );
  if (told.failure !== null && comparison === null) return <FailureCallout failure={told.failure} />;
  if (comparison === null) return <div className="skeleton tall" aria-busy="true" />;
  const { crossed, all, known } = comparison;
  if (known === 0)
    return (
      <Panel title={t('compare.recordedTitle')}>
        <p className="note">{t('compare.noRecorded')}</p>
      </Panel>
    );
  const openMoved: OpenMoved = (from, to, states) =>
    openOrders({
      clauses: [
        ...filter.clauses,
        recordedClause('auto', from),
        decisionClause(ruleSet, to),
        ...(states === undefined ? [] : [{ kind: 'state' as const, states: [...states] }]),
      ],
    });
  const shared = { target, currency, age: told };
  const names = { before: t('compare.recorded'), after: t('compare.thisRun') };
  return (
    <>
      {open.run.stale && !trying ? (
        <Callout kind="info">
          <p>{t('compare.onDataOfNow')}</p>
        </Callout>
      ) : null}
      <p className="note">
        {t('compare.recordedOf', { known: count(known), all: count(all), share: all === 0 ? '–' : rate(known / all) })}
      </p>
      <TransitionTable
        {...shared}
        crossed={crossed.filter(({ decided }) => decided !== 'none' || all > known)}
        rowsAre={names.before}
        columnsAre={names.after}
        open={openMoved}
      />
      <SwapPanel {...shared} comparison={comparison} open={openMoved} />
      <DifferenceTable
        {...shared}
        {...names}
        judging={result}
        comparison={comparison}
        ground={groundText(result)}
        open={{
          before: ({ results: rows, states, byPerson }) =>
            openOrders(
              ordersOpened(
                { results, states, ...(byPerson === undefined ? {} : { byPerson }) },
                ruleSet,
                withClause(filter, recordedClause('auto', rows)),
              ),
            ),
          after: (opens) =>
            openOrders(ordersOpened(opens, ruleSet, withClause(filter, recordedClause('auto', results)))),
        }}
      />
    </>
  );
}
