import type { CallContext, Handlers } from '../engine-api.ts';
import type { ScorecardReport, ScorecardWarning } from '../model/scorecard/report.ts';
import { scaleTerms } from '../model/scorecard/scaling.ts';
import { settled, type ScorecardSpec } from '../model/scorecard/spec.ts';
import type { Connection } from '../store/connection.ts';
import type { JobContext, ProjectHandle } from '../store/project-handle.ts';
import { gather, type Gathered, type ScorecardAsk } from './material.ts';
import { buildScorecard, type Built } from './report.ts';
import { leansOnSmoothing } from './variables.ts';

export type ScorecardCalls = 'scorecard.build';

const jobOf = (context: CallContext): JobContext => ({
  signal: context.signal,
  making: (share) => context.progress({ phase: 'features', fraction: share }),
});

/** The calls about scorecards. */
export function scorecardHandlers(project: ProjectHandle): Pick<Handlers, ScorecardCalls> {
  return {
    'scorecard.build': ({ spec, filter, judged, orders = [] }, context) =>
      project.read(jobOf(context), (db) =>
        scorecardOf(
          project,
          db,
          { spec, orders, ...(filter === undefined ? {} : { filter }), ...(judged === undefined ? {} : { judged }) },
          (share) => context.progress({ phase: 'computing', fraction: share }),
        ),
      ),
  };
}

/** The scorecard of a specification on the orders of a project, and what it is worth; throws what `gather` and `buildScorecard` throw. */
export async function scorecardOf(
  project: ProjectHandle,
  db: Connection,
  ask: ScorecardAsk,
  tell: (share: number) => void,
): Promise<ScorecardReport> {
  const { spec } = ask;
  const gathered = await gather(project, db, ask, tell);
  const { binned: _binned, fitted: _fitted, scores: _scores, ...built } = await withWarnings(spec, gathered);
  const { smoothing, scaling, reasons } = settled(spec);
  const { info, currency, timezone, trainedAsOf, asOf } = gathered;
  return {
    ...built,
    ...{ spec, target: info.target, currency, timezone, trainedAsOf, asOf, maturity: info.maturity },
    cluster: gathered.material.clusters.by,
    woe: { sign: 'good', smoothing },
    scaling: { ...scaling, ...scaleTerms(scaling) },
    reasonsAgainst: reasons.against,
    training: { ...built.training, period: gathered.training },
    outOfTime:
      built.outOfTime === null || gathered.outOfTime === null
        ? null
        : { ...built.outOfTime, period: gathered.outOfTime },
  };
}

async function withWarnings(
  spec: ScorecardSpec,
  { material, warnings, info }: Gathered,
): Promise<Built & { readonly warnings: readonly ScorecardWarning[] }> {
  const built = await buildScorecard(spec, material);
  return { ...built, warnings: [...warnings, ...ownWarnings(spec, built, info.maturity === 'measured')] };
}

/** So few bad orders for each variable and its coefficient wanders (Peduzzi 1996). */
const badPerVariable = 10;

/** What a reader of the scorecard must know beside what is known of its fields. */
function ownWarnings(
  spec: ScorecardSpec,
  { binned, fitted, training, regression }: Built,
  dated: boolean,
): ScorecardWarning[] {
  const named = (which: (one: (typeof binned)[number]) => boolean): string =>
    binned
      .filter(which)
      .map(({ spec: { field } }) => field)
      .join(', ');
  const suspicious = named(({ iv }) => iv > 0.5);
  const used = new Set(fitted.used.map(({ spec: { field } }) => field));
  const smoothed = named((one) => used.has(one.spec.field) && leansOnSmoothing(one));
  const left = binned.length - fitted.used.length;
  const least = badPerVariable * fitted.used.length;
  return [
    ...when(spec.outOfTime === undefined, { code: 'score-in-sample', params: {} }),
    ...when(spec.outOfTime !== undefined && !dated, { code: 'score-undated', params: {} }),
    ...when(training.bad < least, { code: 'score-few-bad', params: { bad: training.bad, least } }),
    ...when(!regression.converged, { code: 'score-not-converged', params: { iterations: regression.iterations } }),
    ...when(suspicious !== '', { code: 'score-suspicious', params: { fields: suspicious } }),
    ...when(smoothed !== '', {
      code: 'score-smoothed',
      params: { fields: smoothed, smoothing: settled(spec).smoothing },
    }),
    ...when(left > 0, { code: 'score-left-out', params: { left, of: binned.length } }),
  ];
}

const when = (applies: boolean, warning: ScorecardWarning): ScorecardWarning[] => (applies ? [warning] : []);
