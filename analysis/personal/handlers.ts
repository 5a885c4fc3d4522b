import type { CallContext, Handlers } from '../engine-api.ts';
import type { JobContext } from '../store/project-handle.ts';
import type { OpenProject } from '../store/project.ts';
import { forget } from './forget.ts';
import { heldOf } from './held.ts';
import { clearPlace, storedReport } from './stored.ts';
import type { Identities } from './subject.ts';

export type PersonalCalls = 'personal.stored' | 'personal.held' | 'personal.forget' | 'personal.clear';

/** What only the engine can do for a deletion. */
export interface PersonalOptions {
  readonly identities: Identities;
  /** Closes the project, writes its file anew and opens it again; answers the project as it is then. */
  readonly renew: () => Promise<OpenProject>;
}

/** The calls about what is stored, and deleting it. */
export function personalHandlers(project: OpenProject, options: PersonalOptions): Pick<Handlers, PersonalCalls> {
  const { identities, renew } = options;
  return {
    'personal.stored': (_input, context) => project.read(jobOf(context), (db) => storedReport(project, db)),
    'personal.held': ({ subject }, context) => project.read(jobOf(context), (db) => heldOf(db, subject, identities)),
    'personal.forget': async (asked, context) => {
      await project.write(jobOf(context), (db) => forget(db, asked, identities, project.cardKey));
      context.progress({ phase: 'writing', fraction: null });
      const renewed = await renew();
      return renewed.read({}, (db) => storedReport(renewed, db));
    },
    'personal.clear': ({ place }, context) => {
      clearPlace(project, place);
      return project.read(jobOf(context), (db) => storedReport(project, db));
    },
  };
}

const jobOf = ({ signal, progress }: CallContext): JobContext => ({
  signal,
  progress: (fraction) => progress({ phase: 'computing', fraction }),
});
