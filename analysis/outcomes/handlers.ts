import type { Handlers } from '../engine-api.ts';
import { atOneMoment } from '../store/one-version.ts';
import type { OpenProject } from '../store/project.ts';
import { knownFacts } from '../store/told-orders.ts';
import { conflictCounts, conflictsOf } from './conflicts.ts';
import { chargebackTotals, kindTotals } from './totals.ts';

/** What the outcomes of a project say taken together, and where they do not agree. */
export function outcomesHandlers(project: OpenProject): Pick<Handlers, 'outcomes.report'> {
  return {
    'outcomes.report': async ({ conflicts }, { signal, progress }) => {
      const info = await project.info();
      const facts = knownFacts(info.asOf);
      const computing = (fraction: number | null): void => progress({ phase: 'computing', fraction });
      return project.read({ signal, progress: computing }, (db) =>
        atOneMoment(db, async () => ({
          kinds: await kindTotals(db, facts, info.currency),
          chargebacks: await chargebackTotals(db, facts, info.currency),
          conflictCounts: await conflictCounts(db, facts),
          conflicts: await conflictsOf(db, facts, conflicts),
        })),
      );
    },
  };
}
