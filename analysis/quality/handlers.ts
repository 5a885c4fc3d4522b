import type { Handlers } from '../engine-api.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { qualityReport } from './report.ts';

export type QualityCalls = 'quality.report';

/** The call of the data quality report: one job, told column by column. */
export function qualityHandlers(project: ProjectHandle): Pick<Handlers, QualityCalls> {
  return {
    'quality.report': (_, context) =>
      project.read({ signal: context.signal }, (db) =>
        qualityReport(project, db, (done, total) =>
          context.progress({ phase: 'checking', fraction: done / total, done, total }),
        ),
      ),
  };
}
