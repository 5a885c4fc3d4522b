import { randomUUID } from 'node:crypto';
import type { Handlers } from '../engine-api.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { savedVersions } from '../store/rule-sets.ts';
import { findRun, listRuns, saveRun, summaryOf } from '../store/runs.ts';
import { BaseTotals } from './base-totals.ts';
import { impactOf } from './impact.ts';
import { ruleFindings } from './rule-findings/index.ts';
import { runBacktest } from './run.ts';

export type BacktestCalls = 'rules.impact' | 'rules.findings' | 'backtest.run' | 'backtest.runs' | 'backtest.open';

/** The calls of measuring rules: one rule while it is written, a rule set, and the kept runs. */
export function backtestHandlers(project: ProjectHandle): Pick<Handlers, BacktestCalls> {
  const totals = new BaseTotals();
  return {
    'rules.impact': (input, { signal }) => project.read({ signal }, (db) => impactOf(project, db, totals, input)),

    'rules.findings': ({ ruleSet, filter }, { signal, progress }) => {
      const done = (fraction: number): void => progress({ phase: 'computing', fraction });
      return project.read({ signal }, (db) => ruleFindings(project, db, ruleSet, filter, done));
    },

    'backtest.run': async ({ ruleSet, filter, save }, { signal, progress }) => {
      const done = (fraction: number): void => progress({ phase: 'computing', fraction });
      const measured = await project.read({ signal }, (db) => runBacktest(project, db, ruleSet, filter, done));
      const run = { runId: randomUUID(), ranAt: Date.now(), ruleSet, ...measured };
      if (save) await project.write({ signal }, (db) => saveRun(db, run));
      return { runId: run.runId, result: run.result };
    },

    'backtest.runs': async (_, { signal }) => {
      const { dataVersion } = await project.info();
      return project.read({ signal }, async (db) => {
        const saved = await savedVersions(db);
        return (await listRuns(db)).map((run) => summaryOf(run, dataVersion, saved));
      });
    },

    'backtest.open': async ({ runId }, { signal }) => {
      const { dataVersion } = await project.info();
      return project.read({ signal }, async (db) => {
        const run = await findRun(db, runId);
        const summary = summaryOf(run, dataVersion, await savedVersions(db));
        return { run: summary, ruleSet: run.ruleSet, result: run.result };
      });
    },
  };
}
