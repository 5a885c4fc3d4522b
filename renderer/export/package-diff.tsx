import { useState } from 'react';
import { championParts } from '../../analysis/model/results/comparison.ts';
import { crossedOf, movedSum, type Crossed } from '../../analysis/model/results/crossed.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { results, type RuleSet } from '../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState } from '../../analysis/model/target.ts';
import { everything } from '../../analysis/model/filter.ts';
import { decisionClause } from '../../analysis/model/results/rule-clauses.ts';
import { TransitionTable, type OpenMoved } from '../backtest/compare/transition-table.tsx';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { Panel } from '../parts/panel.tsx';
import { diffRuleSets } from '../rule-sets/diff.ts';
import { useDocuments } from '../rule-sets/documents.ts';
import { RuleSetPicker } from '../rule-sets/rule-set-picker.tsx';
import { VersionDiff } from '../rules/version-diff.tsx';
import { openOrders } from '../state/address.ts';
import { useLatest } from '../state/request.ts';
import '../rules/policies.css';

/** What a package says and decides otherwise than a rule set of the project. */
export function PackageDiff({ of, info }: { readonly of: RuleSet; readonly info: ProjectInfo }) {
  const all = useDocuments() ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const own =
    all.find(({ id }) => id === chosen) ?? all.find(({ now }) => now.ruleSet.modelId === of.modelId) ?? all[0];
  if (own === undefined) return null;
  const { ruleSet } = own.now;
  const diff = diffRuleSets(ruleSet, of);
  return (
    <>
      <Panel title={t('export.diffTitle')}>
        <RuleSetPicker all={all} value={own.id} onChoose={setChosen} />
        <div
          className="version-diff scroll"
          tabIndex={0}
          role="region"
          aria-label={t('export.diffTitle')}
          data-testid="package-diff"
        >
          {diff.same ? (
            <p className="note">{t('export.diffSame')}</p>
          ) : (
            <VersionDiff diff={diff} timezone={of.timezone} />
          )}
        </div>
        {ruleSet.currency === of.currency ? null : <p className="note">{t('export.diffCurrency')}</p>}
      </Panel>
      {diff.same || ruleSet.currency !== of.currency ? null : <Decided before={ruleSet} after={of} info={info} />}
    </>
  );
}

interface DecidedProps {
  readonly before: RuleSet;
  readonly after: RuleSet;
  readonly info: ProjectInfo;
}

function Decided({ before, after, info }: DecidedProps) {
  const told = useLatest(
    'backtest.breakdown',
    { ruleSet: after, filter: everything, parts: championParts(before) },
    JSON.stringify([info.dataVersion, before, after]),
  );
  if (told.value === null)
    return told.failure ? (
      <FailureCallout failure={told.failure} />
    ) : (
      <div className="skeleton tall" aria-busy="true" />
    );
  const crossed = crossedOf(told.value.parts, results);
  const changed = { orders: changedOf(crossed, outcomeStates), bad: changedOf(crossed, ['bad']) };
  const open: OpenMoved = (from, to, states) =>
    openOrders({
      clauses: [
        decisionClause(
          before,
          results.filter((one) => from.includes(one)),
        ),
        decisionClause(after, to),
        ...(states === undefined ? [] : [{ kind: 'state' as const, states: [...states] }]),
      ],
    });
  const word = outcomeWord(info.target, 'bad');
  return (
    <>
      <p data-testid="package-decided">
        {changed.orders === 0
          ? t('export.diffNone')
          : t('export.diffDecided', { orders: count(changed.orders), bad: count(changed.bad), word })}
      </p>
      <TransitionTable
        crossed={crossed}
        target={info.target}
        currency={after.currency}
        rowsAre={t('export.diffOwn')}
        columnsAre={t('export.diffPackage')}
        open={open}
        age={told}
      />
    </>
  );
}

const changedOf = (crossed: Crossed, states: readonly OutcomeState[]): number =>
  results.reduce(
    (sum, from) => sum + movedSum(crossed, { from: [from], to: results.filter((to) => to !== from), states }, 'orders'),
    0,
  );
