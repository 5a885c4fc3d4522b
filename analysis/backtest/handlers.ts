import { randomUUID } from 'node:crypto';
import type { Handlers } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { readMarkers, writeMarkers } from '../store/markers.ts';
import { makingFeatures } from '../store/features/making.ts';
import { purchaseMinutesOf, type Assumptions } from '../model/results/assumptions.ts';
import { asRun, underAssumptions, type Judged } from '../model/results/judged.ts';
import { repeatedOf } from '../model/results/repeated.ts';
import { savedVersions } from '../store/rule-sets.ts';
import { keepAssumptions, readAssumptions, runTally, saveRunTally } from '../store/run-money.ts';
import type { Connection } from '../store/connection.ts';
import { ofOneVersion } from '../store/one-version.ts';
import {
  assumeOfRun,
  changedSince,
  replaceRun,
  findRun,
  listRuns,
  saveRun,
  summaryOf,
  type DataNow,
  type StoredRun,
} from '../store/runs.ts';
import { readRevision } from '../store/settings.ts';
import { breakDown } from './breakdown.ts';
import { byRule } from './by-rule.ts';
import { hitsOf } from './hits.ts';
import { additionsTo } from './contribution/additions.ts';
import { contributionsOf } from './contribution/contributions.ts';
import { retiredTogether } from './contribution/retired-together.ts';
import { stoppedAlone } from './contribution/stopped-alone.ts';
import { impactOf } from './impact.ts';
import { linkedEntities } from './linked.ts';
import { maturedWeeks } from './matured.ts';
import { measuringOf, type Measuring } from './measuring.ts';
import { personReview } from './person-review.ts';
import { ruleFindings } from './rule-findings/index.ts';
import { runBacktest } from './run.ts';
import { thresholdsOf } from './thresholds/index.ts';
import { whyDecided } from './why.ts';

export type BacktestCalls =
  | 'rules.impact'
  | 'rules.why'
  | 'rules.findings'
  | 'backtest.run'
  | 'backtest.runs'
  | 'backtest.open'
  | 'backtest.assume'
  | 'backtest.breakdown'
  | 'backtest.byRule'
  | 'backtest.matured'
  | 'backtest.hits'
  | 'backtest.markers'
  | 'backtest.mark'
  | 'backtest.thresholds'
  | 'backtest.contributions'
  | 'backtest.stoppedAlone'
  | 'backtest.retiredTogether'
  | 'backtest.additions'
  | 'backtest.personReview'
  | 'backtest.linked'
  | 'backtest.repeat';

/** The calls of measuring rules: one rule while it is written, a rule set, and the kept runs. */
export function backtestHandlers(
  project: ProjectHandle,
  measure: Measuring = measuringOf(project),
): Pick<Handlers, BacktestCalls> {
  return {
    'rules.impact': (input, context) =>
      project.read(makingFeatures(context), (db) => impactOf(db, measure, input, context.signal)),

    'rules.findings': (input, context) => {
      const done = (fraction: number): void => context.progress({ phase: 'computing', fraction });
      return project.read(makingFeatures(context), (db) => ruleFindings(measure, input, db, context.signal, done));
    },

    'rules.why': ({ ruleSet, seq }, context) =>
      project.read(makingFeatures(context), (db) => whyDecided(project, db, ruleSet, seq)),

    'backtest.run': async ({ ruleSet, filter, judged, save, overlap = false, assumptions: given }, context) => {
      const { signal, progress } = context;
      const { groups, ...measured } = await project.read(makingFeatures(context), async (db) => {
        const assumptions = given ?? assumedIn(judged, await readAssumptions(db));
        return runBacktest(project, measure, { ruleSet, filter, judged, overlap, assumptions }, db, signal, progress);
      });
      const run = { runId: randomUUID(), ranAt: Date.now(), ruleSet, ...measured };
      if (save)
        await project.write({ signal }, async (db) => {
          await saveRun(db, run);
          await saveRunTally(db, run.runId, groups);
          if (given !== undefined) await keepAssumptions(db, given);
        });
      return { runId: run.runId, result: run.result, groups };
    },

    'backtest.breakdown': (input, context) => {
      const done = (fraction: number): void => context.progress({ phase: 'computing', fraction });
      return project.read(makingFeatures(context), (db) => breakDown(measure, input, db, context.signal, done));
    },

    'backtest.byRule': (input, context) => {
      const done = (fraction: number): void => context.progress({ phase: 'computing', fraction });
      return project.read(makingFeatures(context), (db) => byRule(measure, input, db, context.signal, done));
    },

    'backtest.matured': (input, context) => {
      const done = (fraction: number): void => context.progress({ phase: 'computing', fraction });
      return project.read(makingFeatures(context), (db) => maturedWeeks(measure, input, db, context.signal, done));
    },

    'backtest.hits': (input, context) => {
      const done = (fraction: number): void => context.progress({ phase: 'computing', fraction });
      return project.read(makingFeatures(context), (db) => hitsOf(project, measure, input, db, context.signal, done));
    },

    'backtest.markers': (_, { signal }) => project.read({ signal }, readMarkers),

    'backtest.mark': ({ markers }, { signal }) => project.write({ signal }, (db) => writeMarkers(db, markers)),

    'backtest.thresholds': (input, context) => {
      const done = (fraction: number): void => context.progress({ phase: 'computing', fraction });
      return project.read(makingFeatures(context), (db) =>
        thresholdsOf(project, measure, input, db, context.signal, done),
      );
    },

    'backtest.contributions': (input, context) => {
      const done = (fraction: number): void => context.progress({ phase: 'computing', fraction });
      return project.read(makingFeatures(context), (db) => contributionsOf(measure, input, db, context.signal, done));
    },

    'backtest.stoppedAlone': (input, context) => {
      const done = (fraction: number): void => context.progress({ phase: 'computing', fraction });
      return project.read(makingFeatures(context), (db) => stoppedAlone(measure, input, db, context.signal, done));
    },

    'backtest.retiredTogether': (input, context) => {
      const done = (fraction: number): void => context.progress({ phase: 'computing', fraction });
      return project.read(makingFeatures(context), (db) => retiredTogether(measure, input, db, context.signal, done));
    },

    'backtest.additions': (input, context) => {
      const done = (fraction: number): void => context.progress({ phase: 'computing', fraction });
      return project.read(makingFeatures(context), (db) =>
        additionsTo(project, measure, input, db, context.signal, done),
      );
    },

    'backtest.personReview': (input, { signal }) => project.read({ signal }, (db) => personReview(project, db, input)),

    'backtest.linked': (input, context) =>
      project.read(makingFeatures(context), (db) => linkedEntities(project, db, input)),

    'backtest.repeat': ({ runId }, context) => {
      const { signal, progress } = context;
      return project.read(makingFeatures(context), async (db) => {
        const { ruleSet, result } = await findRun(db, runId);
        const { filter, assumptions = {} } = result;
        const asked = { ruleSet, filter, judged: asRun(result), assumptions, overlap: result.overlap !== undefined };
        const then = { result, groups: await runTally(db, runId) };
        return repeatedOf(then, await runBacktest(project, measure, asked, db, signal, progress));
      });
    },

    'backtest.runs': (_, { signal }) =>
      project.read({ signal }, async (db) => {
        const [runs, saved] = [await listRuns(db), await savedVersions(db)];
        const now = await dataNow(project, db, runs);
        return runs.map((run) => summaryOf(run, now, saved));
      }),

    'backtest.open': ({ runId }, { signal }) =>
      project.read({ signal }, async (db) => {
        const run = await findRun(db, runId);
        const summary = summaryOf(run, await dataNow(project, db, [run]), await savedVersions(db));
        const { ruleSet, result } = run;
        const [groups, assumptions] = [await runTally(db, runId), await readAssumptions(db)];
        return { run: summary, ruleSet, result, groups, assumptions };
      }),

    'backtest.assume': async ({ runId, assumptions }, context) => {
      const { signal, progress } = context;
      const anew = await project.read(makingFeatures(context), async (db) => {
        const run = await findRun(db, runId);
        const { ruleSet, result } = run;
        const { filter, assumptions: before = {}, overlap } = result;
        if (purchaseMinutesOf(before) === purchaseMinutesOf(assumptions)) return null;
        // Other purchases are other sums: nothing of the run follows from what was kept, and its data must still be there.
        if (changedSince(run, await dataNow(project, db, [run])).length > 0) throw new ShinsaError('run-other-data');
        const asked = { ruleSet, filter, judged: asRun(result), assumptions, overlap: overlap !== undefined };
        return runBacktest(project, measure, asked, db, signal, progress);
      });
      await project.write({ signal }, async (db) => {
        if (anew === null) await assumeOfRun(db, runId, assumptions);
        else {
          await replaceRun(db, runId, anew);
          await saveRunTally(db, runId, anew.groups);
        }
        await keepAssumptions(db, assumptions);
      });
      return null;
    },
  };
}

/** The hash, which takes its time once for new data, only where a run was made under another version of the project. */
const dataNow = (project: ProjectHandle, db: Connection, runs: readonly StoredRun[]): Promise<DataNow> =>
  ofOneVersion(project, async () => {
    const { dataVersion, lists } = await project.info();
    const older = runs.some((run) => run.dataVersion !== dataVersion);
    return { dataVersion, lists, hash: older ? await project.keptContentHash(db, await readRevision(db)) : '' };
  });

/** Views of a run lay purchases out as it did, whatever was assumed last. */
function assumedIn(judged: Judged | undefined, last: Assumptions): Assumptions {
  if (judged === undefined) return last;
  const { purchaseMinutes: _, ...others } = last;
  return { ...others, ...underAssumptions(judged) };
}
