import { useEffect, useState } from 'react';
import { asRun } from '../../../analysis/model/results/judged.ts';
import type { Target } from '../../../analysis/model/target.ts';
import { call } from '../../state/jobs.ts';
import { useTargetChoices } from '../../state/targets.ts';
import { attempt } from '../../state/toasts.ts';
import type { ViewProps } from '../views.tsx';

/** A target of the project by which more hits of a rule are bad than by that of the run. */
export interface BadElsewhere {
  readonly target: Target;
  /** Bad hits by it, and by the target of the run. */
  readonly bad: number;
  readonly here: number;
}

/**
 * By code, the rules that catch something else than the run looks for, each with the target that finds most of it; null while it is
 * asked. Whoever retires such a rule by this run alone lets pass what another target calls bad.
 */
export function useBadElsewhere({ ruleSet, result, info }: ViewProps): ReadonlyMap<string, BadElsewhere> | null {
  const others = useTargetChoices(result.target).filter(({ id }) => id !== result.target.id);
  const [found, setFound] = useState<{
    readonly key: string;
    readonly rules: ReadonlyMap<string, BadElsewhere>;
  } | null>(null);
  const { filter } = result;
  const key = JSON.stringify([info.dataVersion, ruleSet, filter, asRun(result), others]);
  useEffect(() => {
    const abort = new AbortController();
    const ask = async () => {
      const rules = new Map<string, BadElsewhere>();
      const here = new Map(result.rules.map(({ code, tp }) => [code, tp]));
      for (const target of others) {
        const judged = { ...asRun(result), target };
        const other = await call('backtest.run', { ruleSet, filter, judged, save: false }, { signal: abort.signal });
        for (const { code, tp: bad } of other.result.rules) {
          const own = here.get(code) ?? 0;
          if (bad > Math.max(own, rules.get(code)?.bad ?? 0)) rules.set(code, { target, bad, here: own });
        }
      }
      setFound({ key, rules });
    };
    attempt(() => ask().catch((error: unknown) => (abort.signal.aborted ? undefined : Promise.reject(error))));
    return () => abort.abort();
  }, [key]);
  return found?.key === key ? found.rules : null;
}
