import type { CallContext, Handlers } from '../engine-api.ts';
import type { JobContext, ProjectHandle } from '../store/project-handle.ts';
import { adjustedRates } from './adjusted-rates.ts';
import { ReportMemory } from './counted-reports.ts';
import { maturityReport } from './maturity-report.ts';

export type MaturityCalls = 'maturity.report' | 'maturity.adjusted';

const jobOf = (context: CallContext): JobContext => ({
  signal: context.signal,
  progress: (fraction) => context.progress({ phase: 'computing', fraction }),
});

/** The calls about label maturity: the curve with its cohorts, and rates adjusted by it. */
export function maturityHandlers(project: ProjectHandle): Pick<Handlers, MaturityCalls> {
  const memory = new ReportMemory(project);
  return {
    'maturity.report': ({ unit }, context) =>
      project.read(jobOf(context), (db) => maturityReport(project, db, memory, unit)),
    'maturity.adjusted': ({ filter }, context) =>
      project.read(jobOf(context), (db) => adjustedRates(project, db, memory, filter)),
  };
}
