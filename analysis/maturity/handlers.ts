import type { CallContext, Handlers } from '../engine-api.ts';
import { judgedProject } from '../store/judged-views.ts';
import type { JobContext, ProjectHandle } from '../store/project-handle.ts';
import { adjustedRates } from './adjusted-rates.ts';
import { ReportMemory } from './counted-reports.ts';
import { maturityReport } from './maturity-report.ts';
import { targetPreview } from './target-preview.ts';

export type MaturityCalls = 'maturity.report' | 'maturity.adjusted' | 'targets.preview';

const jobOf = (context: CallContext): JobContext => ({
  signal: context.signal,
  progress: (fraction) => context.progress({ phase: 'computing', fraction }),
});

/** The calls about label maturity: the curve with its cohorts, rates adjusted by it, and what a target would make of the orders. */
export function maturityHandlers(project: ProjectHandle): Pick<Handlers, MaturityCalls> {
  const memory = new ReportMemory();
  return {
    'maturity.report': ({ unit, judged }, context) =>
      project.read(jobOf(context), async (db) =>
        maturityReport(await judgedProject(project, judged), db, memory, unit),
      ),
    'maturity.adjusted': ({ filter }, context) =>
      project.read(jobOf(context), (db) => adjustedRates(project, db, memory, filter)),
    'targets.preview': ({ target }, context) =>
      project.read(jobOf(context), (db) => targetPreview(project, db, target)),
  };
}
