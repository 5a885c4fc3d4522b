import { useMemo } from 'react';
import { asRun } from '../../../analysis/model/results/judged.ts';
import { togetherAsk } from '../../../analysis/model/results/rule-worth.ts';
import { badElsewhere, type BadElsewhere } from '../../../analysis/model/results/stopped-alone.ts';
import { useLatest } from '../../state/request.ts';
import { useTargetChoices } from '../../state/targets.ts';
import type { Failure } from '../../../analysis/model/failure.ts';
import type { PartProps } from './worth.ts';

export interface Retiring {
  /** By code; null while it is asked, or where it could not be. */
  readonly elsewhere: ReadonlyMap<string, BadElsewhere> | null;
  /** Rules that can be retired, each with the ones before it gone; null while it is asked, or where it could not be. */
  readonly together: readonly string[] | null;
  readonly failure: Failure | null;
}

/**
 * The rules that alone stop what another target calls bad, and those that can be retired together. Whoever retires by this run
 * alone lets pass what another target looks for; of two rules that catch the same each alone changes nothing.
 */
export function useRetiring({ ruleSet, result, info, figures, worth }: PartProps): Retiring {
  const targets = useTargetChoices(result.target).filter(({ id }) => id !== result.target.id);
  const of = { ruleSet, filter: result.filter, judged: asRun(result), targets };
  const alone = useLatest('backtest.stoppedAlone', of, JSON.stringify([info.dataVersion, of]));
  const elsewhere = useMemo(() => (alone.value === null ? null : badElsewhere(alone.value, targets)), [alone.value]);
  const asked = useMemo(
    () => (elsewhere === null ? null : togetherAsk(worth.retirements, figures, result, elsewhere)),
    [elsewhere, worth, figures, result],
  );
  const input = asked === null || !alone.fresh ? null : { ...of, ...asked };
  const together = useLatest('backtest.retiredTogether', input, JSON.stringify([info.dataVersion, input]));
  return {
    elsewhere: alone.fresh ? elsewhere : null,
    together: alone.fresh && together.fresh ? together.value : null,
    failure: alone.failure ?? together.failure,
  };
}
