import { ClusterNote } from '../money/headline-panel.tsx';
import { t } from '../../i18n/index.ts';
import { FailureCallout } from '../../parts/callout.tsx';
import type { ViewProps } from '../views.tsx';
import { useByRule, useFigureOf } from './chosen-figures.ts';
import { DecidedBy } from './decided-by.tsx';
import { RulesTable } from './rules-table.tsx';

/** What each rule, and each group or other thing that decides, is worth as an alert. */
export function RulesView({ open, ruleSet, result, figures, info }: ViewProps) {
  const codes = ruleSet.rules.map(({ code }) => code);
  const found = useByRule({ ruleSet, result, dataVersion: info.dataVersion, codes, deciders: true });
  // What could not be told anew is not told of the set before.
  const value = found.fresh || found.busy ? found.value : null;
  const figureOf = useFigureOf(value, figures.assumptions.beta);
  const told = { told: value, figureOf, stale: found.busy };
  return (
    <>
      {found.failure === null ? null : <FailureCallout failure={found.failure} />}
      <RulesTable open={open} {...told} />
      <DecidedBy result={result} ruleSet={ruleSet} {...told} />
      <p className="note">
        {t('byRule.note')} <ClusterNote figures={figures} />
      </p>
    </>
  );
}
