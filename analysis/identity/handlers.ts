import type { CallContext, Handlers } from '../engine-api.ts';
import type { JobContext } from '../store/project-handle.ts';
import type { OpenProject } from '../store/project.ts';
import { readLinks } from '../store/links.ts';
import { readNearReport } from '../store/near.ts';
import { coverage } from './coverage.ts';
import { linkedEntities } from './entities.ts';
import { linkOrders } from './link.ts';
import { relatedOrders } from './related.ts';
import { nearHandlers, searchNear, type NearCalls } from './near/handlers.ts';
import { whoElse } from './who-else.ts';

export type IdentityCalls =
  | 'identity.key'
  | 'identity.related'
  | 'identity.coverage'
  | 'identity.link'
  | 'identity.links'
  | 'identity.entities'
  | NearCalls;

/** The 'identity.*' calls over an open project. */
export function identityHandlers(project: OpenProject): Pick<Handlers, IdentityCalls> {
  return {
    'identity.key': async ({ kind, value, beside }, context) => {
      // Reading Japan Post's towns takes its time, and most projects are opened for something else.
      const { identityKey } = await import('./index.ts');
      const key = identityKey(kind, value, beside);
      return { key, orders: await project.read(computing(context), (db) => whoElse(db, kind, key.key)) };
    },
    'identity.related': ({ seq }, context) => project.read(computing(context), (db) => relatedOrders(project, db, seq)),
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

const computing = ({ signal, progress }: CallContext): JobContext => ({
  signal,
  progress: (fraction) => progress({ phase: 'computing', fraction }),
});
