import type { CallContext, Handlers } from '../engine-api.ts';
import type { JobContext } from '../store/project-handle.ts';
import type { OpenProject } from '../store/project.ts';
import { readLinks } from '../store/links.ts';
import { readNearReport } from '../store/near.ts';
import { atOneMoment } from '../store/one-version.ts';
import { streamClusters } from './clusters.ts';
import { coverage } from './coverage.ts';
import { frequentValues, valueAt } from './frequent.ts';
import { linkedEntities } from './entities.ts';
import { orderGraph } from './graph.ts';
import { linkOrders } from './link.ts';
import { relatedOrders } from './related.ts';
import { nearHandlers, searchNear, type NearCalls } from './near/handlers.ts';
import { checkSteps, withoutSteps } from './without.ts';
import { whoElse } from './who-else.ts';

export type IdentityCalls =
  | 'identity.key'
  | 'identity.keyOf'
  | 'identity.values'
  | 'identity.clusters'
  | 'identity.without'
  | 'identity.related'
  | 'identity.graph'
  | 'identity.coverage'
  | 'identity.link'
  | 'identity.links'
  | 'identity.entities'
  | NearCalls;

/** The 'identity.*' calls over an open project. */
export function identityHandlers(project: OpenProject): Pick<Handlers, IdentityCalls> {
  return {
    'identity.key': async ({ kind, value, beside, without = [] }, context) => {
      // Reading Japan Post's towns takes its time, and most projects are opened for something else.
      const { identityKey } = await import('./index.ts');
      checkSteps(kind, without);
      const key = identityKey(kind, value, beside);
      const orders = await project.read(computing(context), (db) => whoElse(db, kind, key.key));
      if (without.length === 0) return { key, orders };
      return { key, orders, then: identityKey(kind, value, beside, { without: new Set(without) }) };
    },
    'identity.keyOf': async ({ column, seq, without = [] }, context) => {
      const { identityKey } = await import('./index.ts');
      return project.read(computing(context), async (db) => {
        const { kind, value, beside } = await valueAt(db, column, seq);
        checkSteps(kind, without);
        const key = identityKey(kind, value, beside);
        const orders = await whoElse(db, kind, key.key);
        if (without.length === 0) return { column, key, orders };
        return { column, key, orders, then: identityKey(kind, value, beside, { without: new Set(without) }) };
      });
    },
    'identity.values': ({ kind, limit }, context) =>
      project.read(computing(context), (db) => frequentValues(db, kind, limit)),
    'identity.clusters': (_input, context) =>
      project.read(computing(context), (db) => atOneMoment(db, () => streamClusters(db, context.emit))),
    'identity.without': async (input, context) => {
      const { currency } = await project.info();
      return project.read(computing(context), (db) =>
        withoutSteps(db, { ...input, currency, progress: computing(context).progress }),
      );
    },
    'identity.related': ({ seq }, context) => project.read(computing(context), (db) => relatedOrders(project, db, seq)),
    'identity.graph': (question, context) =>
      project.read(computing(context), (db) => orderGraph(project, db, question)),
    'identity.coverage': (_input, context) => project.read(computing(context), coverage),
    'identity.link': ({ hubPersons, near = false }, context) =>
      project.write(computing(context), async (db) => {
        if (near && (await readNearReport(db)) === null) await searchNear(db, hubPersons);
        return linkOrders(db, hubPersons, near ? 'over' : 'accepted');
      }),
    'identity.links': (_input, { signal }) => project.read({ signal }, readLinks),
    'identity.entities': (input, context) =>
      project.read(computing(context), (db) => linkedEntities(db, project, input)),
    ...nearHandlers(project),
  };
}

const computing = ({ signal, progress }: CallContext): Required<Pick<JobContext, 'signal' | 'progress'>> => ({
  signal,
  progress: (fraction) => progress({ phase: 'computing', fraction }),
});
