import { useMemo } from 'react';
import { championParts, comparedRuns } from '../../../analysis/model/results/comparison.ts';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { ordersOpened } from '../../../analysis/model/results/opened.ts';
import { results, type RuleSet } from '../../../analysis/model/ruleset.ts';
import { decisionClause } from '../../../analysis/model/results/rule-clauses.ts';
import { minorPerMajor } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Callout, FailureCallout } from '../../parts/callout.tsx';
import { Combobox } from '../../parts/combobox.tsx';
import { Panel } from '../../parts/panel.tsx';
import { diffRuleSets } from '../../rule-sets/diff.ts';
import { openOrders } from '../../state/address.ts';
import { useLatest } from '../../state/request.ts';
import { groundText } from '../maturity.ts';
import { useFigures } from '../money/assuming.ts';
import type { ViewProps } from '../views.tsx';
import { useChampion } from './champion.ts';
import { changesText } from './changes-text.ts';
import { DifferenceTable } from './difference-table.tsx';
import { SwapPanel } from './swap-panel.tsx';
import { TransitionTable, type OpenMoved } from './transition-table.tsx';

/** チャンピオン・チャレンジャー: the run, or as it is tried, beside another rule set on the same orders. */
export function ChampionPanel(props: ViewProps) {
  const { open, ruleSet, info } = props;
  const champion = useChampion(info, open.run.runId);
  const own = champion.ruleSet;
  const otherMoney = own !== null && own.currency !== ruleSet.currency;
  return (
    <>
      <Panel title={t('compare.championTitle')} note={t('compare.championNote')}>
        <div className="stack">
          <div className="compare-choice">
            <span className="label" aria-hidden="true">
              {t('compare.champion')}
            </span>
            <Combobox
              label={t('compare.champion')}
              value={champion.chosen}
              choices={champion.choices}
              placeholder={t('compare.choose')}
              onChoose={champion.choose}
            />
            <span className="label">{t('compare.challenger')}</span>
            <span>
              {ruleSet.name}
              {props.trying ? ` (${t('compare.asTried')})` : ''}
            </span>
          </div>
          {own === null ? null : (
            <p className="note">
              {t('compare.challengerChanges', { changes: changesText(diffRuleSets(own, ruleSet)) })}
            </p>
          )}
        </div>
        {champion.failure ? <FailureCallout failure={champion.failure} /> : null}
        {otherMoney ? (
          <Callout kind="warn">
            <p>{t('compare.otherCurrency', { champion: own.currency, challenger: ruleSet.currency })}</p>
          </Callout>
        ) : null}
        {champion.chosen === null ? <p className="note">{t('compare.chooseHint')}</p> : null}
      </Panel>
      {own === null || otherMoney ? null : <Compared {...props} champion={own} />}
    </>
  );
}

function Compared(props: ViewProps & { readonly champion: RuleSet }) {
  const { champion, ruleSet, result, figures, given, open, trying, info } = props;
  const { filter } = result;
  // A run made on other data is asked anew: both sides must be of the same orders.
  const anew = open.run.stale && !trying;
  const judgement = asRun(result);
  const ask = (asked: RuleSet) => ({ ruleSet: asked, filter, judged: judgement, save: false });
  const key = (asked: RuleSet) => JSON.stringify([info.dataVersion, filter, judgement, asked]);
  const own = useLatest('backtest.run', ask(champion), key(champion));
  const now = useLatest('backtest.run', anew ? ask(ruleSet) : null, anew ? key(ruleSet) : '');
  const told = useLatest(
    'backtest.breakdown',
    { ruleSet, filter, judged: judgement, parts: championParts(champion) },
    JSON.stringify([info.dataVersion, filter, judgement, champion, ruleSet]),
  );
  const before = useFigures(own.value ?? { result, groups: null }, given);
  const again = useFigures(now.value ?? { result, groups: null }, given);
  const after = anew ? again : figures;
  const judged = own.value?.result ?? result;
  const ready = told.value !== null && own.value !== null && (!anew || now.value !== null);
  const comparison = useMemo(
    () =>
      told.value === null || !ready
        ? null
        : comparedRuns({
            ...{ breakdown: told.value, champion: before, challenger: after, target: judged.target },
            perMajor: minorPerMajor(judged.currency),
          }),
    [told.value, ready, before, after, judged],
  );
  const failure = told.failure ?? own.failure ?? now.failure;
  const asking = [told, own, ...(anew ? [now] : [])];
  const age = { fresh: asking.every(({ fresh }) => fresh), busy: asking.some(({ busy }) => busy) };
  const openMoved: OpenMoved = (from, to, states) => {
    const rows = results.filter((one) => from.includes(one));
    openOrders({
      clauses: [
        ...filter.clauses,
        decisionClause(champion, rows),
        decisionClause(ruleSet, to),
        ...(states === undefined ? [] : [{ kind: 'state' as const, states: [...states] }]),
      ],
    });
  };
  if (failure !== null && comparison === null) return <FailureCallout failure={failure} />;
  if (comparison === null) return <div className="skeleton tall" aria-busy="true" />;
  const shared = { target: judged.target, currency: judged.currency, age };
  const names = { before: t('compare.champion'), after: t('compare.challenger') };
  return (
    <>
      {failure === null ? null : <FailureCallout failure={failure} />}
      {anew ? (
        <Callout kind="info">
          <p>{t('compare.onDataOfNow')}</p>
        </Callout>
      ) : null}
      <TransitionTable
        {...shared}
        crossed={comparison.crossed}
        rowsAre={names.before}
        columnsAre={names.after}
        open={openMoved}
      />
      <SwapPanel {...shared} comparison={comparison} open={openMoved} figures={{ before, after, given }} />
      <DifferenceTable
        {...shared}
        {...names}
        judging={judged}
        comparison={comparison}
        ground={groundText(judged)}
        figures={{ before, after, given }}
        open={{
          before: (opens) => openOrders(ordersOpened(opens, champion, filter)),
          after: (opens) => openOrders(ordersOpened(opens, ruleSet, filter)),
        }}
      />
    </>
  );
}
