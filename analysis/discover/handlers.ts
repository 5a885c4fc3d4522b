import type { Handlers } from '../engine-api.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { patternsReport } from './report.ts';

export type DiscoverCalls = 'patterns.find';

/** The call of the pattern finders: one job, told finder by finder. */
export function discoverHandlers(project: ProjectHandle): Pick<Handlers, DiscoverCalls> {
  return {
    'patterns.find': ({ filter, params }, context) =>
      project.read({ signal: context.signal }, (db) =>
        patternsReport(
          ...([project, db, filter] as const),
          (done, total) => context.progress({ phase: 'computing', fraction: done / total, done, total }),
          params,
        ),
      ),
  };
}
