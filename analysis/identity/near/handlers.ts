import type { CallContext, Handlers } from '../../engine-api.ts';
import { ShinsaError } from '../../model/failure.ts';
import { usualHubPersons } from '../../model/identity.ts';
import type { NearState } from '../../model/near.ts';
import type { Connection } from '../../store/connection.ts';
import { readLinks } from '../../store/links.ts';
import { keepDecision, readNearState } from '../../store/near.ts';
import type { OpenProject } from '../../store/project.ts';
import { sql } from '../../store/sql.ts';
import { linkOrders } from '../link.ts';
import { findNear } from './find.ts';
import { nearPairs } from './pairs.ts';

export type NearCalls = 'identity.findNear' | 'identity.near' | 'identity.nearPairs' | 'identity.decideNear';

/** The calls on near matches over an open project. */
export function nearHandlers(project: OpenProject): Pick<Handlers, NearCalls> {
  return {
    'identity.findNear': (_input, context) =>
      project.write(computing(context), async (db) => {
        const before = await readLinks(db);
        await searchNear(db, before?.hubPersons ?? usualHubPersons);
        await linkOrders(db, before?.hubPersons ?? usualHubPersons, before?.near === true ? 'over' : 'accepted');
        return found(await stateOf(db));
      }),
    'identity.near': (_input, { signal }) => project.read({ signal }, stateOf),
    'identity.nearPairs': (input, context) => project.read(computing(context), (db) => nearPairs(db, input)),
    'identity.decideNear': ({ pair, choice }, { signal }) =>
      project.write({ signal }, async (db) => {
        const known = await db.first(sql`SELECT 1 FROM near_pairs WHERE pair = ${pair}`);
        if (known === undefined) throw new ShinsaError('input-invalid', {}, { place: { field: 'pair' } });
        await keepDecision(db, pair, choice);
        return null;
      }),
  };
}

/** Looks for near matches among what keys alone link; orders must be linked anew after it. Inside a write job. */
export async function searchNear(db: Connection, hubPersons: number): Promise<void> {
  await linkOrders(db, hubPersons, 'none');
  await findNear(db);
}

const stateOf = async (db: Connection): Promise<NearState | null> =>
  readNearState(db, (await readLinks(db))?.near === true);

function found(state: NearState | null): NearState {
  if (state === null) throw new ShinsaError('internal', { detail: 'near-missing' });
  return state;
}

const computing = ({
  signal,
  progress,
}: CallContext): { signal: AbortSignal; progress: (f: number | null) => void } => ({
  signal,
  progress: (fraction) => progress({ phase: 'computing', fraction }),
});
