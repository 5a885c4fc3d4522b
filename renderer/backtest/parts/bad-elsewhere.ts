import { useMemo } from 'react';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { badElsewhere, type BadElsewhere } from '../../../analysis/model/results/stopped-alone.ts';
import { useLatest } from '../../state/request.ts';
import { useTargetChoices } from '../../state/targets.ts';
import type { Failure } from '../../../analysis/model/failure.ts';
import type { ViewProps } from '../views.tsx';

export interface Elsewhere {
  /** By code; null while it is asked, or where it could not be. */
  readonly rules: ReadonlyMap<string, BadElsewhere> | null;
  readonly failure: Failure | null;
}

/**
 * The rules that alone stop what another target calls bad. Whoever retires such a rule by this run alone lets pass what that
 * target looks for.
 */
export function useBadElsewhere({ ruleSet, result, info }: ViewProps): Elsewhere {
  const targets = useTargetChoices(result.target).filter(({ id }) => id !== result.target.id);
  const { filter } = result;
  const input = { ruleSet, filter, judged: asRun(result), targets };
  const { value, failure, fresh } = useLatest(
    'backtest.stoppedAlone',
    input,
    JSON.stringify([info.dataVersion, input]),
  );
  const rules = useMemo(() => (value === null ? null : badElsewhere(value, targets)), [value]);
  return { rules: fresh ? rules : null, failure };
}
