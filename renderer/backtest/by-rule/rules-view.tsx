import { useRef } from 'react';
import { ClusterNote } from '../money/headline-panel.tsx';
import { results } from '../../../analysis/model/ruleset.ts';
import { t } from '../../i18n/index.ts';
import { FailureCallout } from '../../parts/callout.tsx';
import { useInSight } from '../../parts/in-sight.ts';
import { useStore } from '../../state/store.ts';
import type { ViewProps } from '../views.tsx';
import { conditionsOf, useByRule, useFigureOf, useShared, type ByRuleOf } from './chosen-figures.ts';
import { shownColumns } from './rule-columns.ts';
import { DecidedBy } from './decided-by.tsx';
import { RulesTable } from './rules-table.tsx';

/** What could not be told anew is not told of the set before. */
function useTold(asked: ByRuleOf) {
  const { value, fresh, busy, failure } = useByRule(asked);
  return { told: useShared(fresh || busy ? value : null), stale: busy, failure };
}

/** What each rule, and each group or other thing that decides, is worth as an alert. */
export function RulesView({ open, ruleSet, ran, result, figures, info }: ViewProps) {
  const shown = useStore(shownColumns);
  // What the set decides of the hits is another answer for every set that is tried; the hits are not.
  const hitting = results.some((decided) => shown.includes(decided)) ? ruleSet : conditionsOf(ran, ruleSet);
  const of = { result, dataVersion: info.dataVersion };
  const hits = useTold({ ...of, ruleSet: hitting, codes: hitting.rules.map(({ code }) => code), deciders: false });
  // What nobody sees is not worth the wait of what is on the screen: it is asked when it comes into sight.
  const below = useRef<HTMLDivElement>(null);
  const seen = useInSight(below);
  const deciders = useTold({ ...of, ruleSet, codes: [], deciders: seen });
  const { beta } = figures.assumptions;
  const failure = hits.failure ?? deciders.failure;
  return (
    <>
      {failure === null ? null : <FailureCallout failure={failure} />}
      <RulesTable open={open} told={hits.told} figureOf={useFigureOf(hits.told, beta)} stale={hits.stale} />
      <div ref={below}>
        <DecidedBy
          {...{ result, ruleSet }}
          told={seen ? deciders.told : null}
          figureOf={useFigureOf(deciders.told, beta)}
          stale={deciders.stale}
        />
      </div>
      <p className="note">
        {t('byRule.note')} <ClusterNote figures={figures} />
      </p>
    </>
  );
}
