import { isoOfDay } from '../model/maturity/calendar-day.ts';
import { ageOf, shareAt } from '../model/maturity/delay-curve.ts';
import { summariesBy, summaryOf, summaryOfCounts, unmeasured } from '../model/maturity/delay-summary.ts';
import { maturityWarnings } from '../model/maturity/maturity-warnings.ts';
import { trustedShare, type MaturityReport, type NamedSummary, type TargetSummary } from '../model/maturity/report.ts';
import { cohortTriangle, ladderOf, type CohortTriangle, type CohortUnit } from '../model/maturity/triangle.ts';
import type { Target } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { readSettings } from '../store/settings.ts';
import { literal, sql } from '../store/sql.ts';
import { projectTargets } from '../store/targets.ts';
import { countsFor, type CountedReports, type ReportMemory, type TargetCounts } from './counted-reports.ts';

/** Ways to pay and families told apart at most. */
const mostGroups = 12;

type Breakdown = Pick<MaturityReport, 'byTarget' | 'byPayment' | 'byFamily'>;

/** Breakdowns are the same for every unit of cohorts: each is made once for a state of the project and its targets. */
const breakdowns = new WeakMap<CountedReports, { readonly targets: string; readonly breakdown: Breakdown }>();

/** How fast reports come in for the project's target at its as-of day, with the cohorts behind it. */
export async function maturityReport(
  project: ProjectHandle,
  db: Connection,
  memory: ReportMemory,
  unit: CohortUnit,
): Promise<MaturityReport> {
  const counted = await memory.read(project, db);
  const { info, own } = counted;
  const { target, timezone, currency } = info;
  const breakdown = await breakdownNow(project, db, counted);
  const base = { target, timezone, currency, ...breakdown };
  if (own === null) return { ...base, ...nothingMeasured };
  const { curve, counts, asOfDay, reports } = own;
  const triangle = cohortTriangle(counts, { asOfDay, unit, end: curve?.end ?? Infinity });
  const ladder = curve === null ? [] : ladderShares(triangle);
  const { horizonDays } = target;
  return {
    ...base,
    asOf: isoOfDay(asOfDay),
    summary: summaryOf(curve, reports, asOfDay),
    curve,
    ladder,
    triangle,
    bounds: await boundsOf(db, triangle, timezone),
    horizon:
      curve === null ? null : { suggested: ageOf(curve, trustedShare).age, shareNow: shareAt(curve, horizonDays) },
    warnings: maturityWarnings(counts, curve, ladder, horizonDays),
  };
}

/** Other targets may be named and edited while the orders are judged as they were. */
async function breakdownNow(project: ProjectHandle, db: Connection, counted: CountedReports): Promise<Breakdown> {
  const listed = await projectTargets(db, (await readSettings(db)).target);
  const all = withOwn(
    counted.info.target,
    listed.map(({ target }) => target),
  );
  const targets = JSON.stringify(all);
  const known = breakdowns.get(counted);
  if (known?.targets === targets) return known.breakdown;
  const breakdown = await breakdownOf(project, db, counted, all);
  breakdowns.set(counted, { targets, breakdown });
  return breakdown;
}

/** The project's targets, with the one that is asked for in its place, or before them. */
function withOwn(own: Target, listed: readonly Target[]): readonly Target[] {
  const placed = listed.map((target) => (target.id === own.id ? own : target));
  return placed.includes(own) ? placed : [own, ...placed];
}

async function breakdownOf(
  project: ProjectHandle,
  db: Connection,
  { info, own }: CountedReports,
  targets: readonly Target[],
): Promise<Breakdown> {
  const { target } = info;
  const summary = own === null ? unmeasured : summaryOf(own.curve, own.reports, own.asOfDay);
  const byTarget = await targetSummaries(project, db, targets, { target, ...summary });
  if (own === null) return { byTarget, byPayment: [], byFamily: [] };
  const { counts, asOfDay } = own;
  return {
    byTarget,
    byPayment: summariesBy(counts, 'payment', asOfDay, mostGroups),
    byFamily: await familySummaries(project, db, target, own),
  };
}

const nothingMeasured = {
  asOf: null,
  summary: unmeasured,
  curve: null,
  ladder: [],
  triangle: null,
  bounds: [],
  horizon: null,
  warnings: [],
} as const;

function ladderShares(triangle: CohortTriangle): MaturityReport['ladder'] {
  const { maturity } = ladderOf(triangle, 'bad');
  return maturity.flatMap((share, index) => {
    const age = triangle.ages[index];
    return age === undefined ? [] : [{ age, share }];
  });
}

/** The targets as they stand, `own` as it was summed up. One of nothing but a file's own label has no dates to tell of. */
async function targetSummaries(
  project: ProjectHandle,
  db: Connection,
  targets: readonly Target[],
  own: TargetSummary,
): Promise<readonly TargetSummary[]> {
  const found: TargetSummary[] = [];
  for (const target of targets) {
    if (target === own.target) found.push(own);
    else if (target.kinds.some((kind) => kind !== 'label-bad')) found.push(await summaryFor(project, db, target));
  }
  return found;
}

async function summaryFor(project: ProjectHandle, db: Connection, target: Target): Promise<TargetSummary> {
  const counted = await countsFor(project, db, target, true);
  return { target, ...(counted === null ? unmeasured : summaryOfCounts(counted.counts, counted.asOfDay)) };
}

/** Chargebacks of every family, whichever the target counts; of other targets the kinds of their reports. */
async function familySummaries(
  project: ProjectHandle,
  db: Connection,
  target: Target,
  own: TargetCounts,
): Promise<readonly NamedSummary[]> {
  const chosen = target.kinds.includes('chargeback') && target.reasonFamilies.length > 0;
  const every = chosen ? await countsFor(project, db, { ...target, reasonFamilies: [] }, true) : own;
  const { counts, asOfDay } = every ?? own;
  return summariesBy(counts, 'family', asOfDay, mostGroups);
}

async function boundsOf(
  db: Connection,
  { cohorts }: CohortTriangle,
  timezone: string,
): Promise<MaturityReport['bounds']> {
  const zone = literal(timezone);
  const edges = [...new Set(cohorts.flatMap(({ from, to }) => [from, to]))];
  const rows = await db.rows(sql`
    SELECT day, epoch_ms(CAST(DATE '1970-01-01' + CAST(day AS INTEGER) AS TIMESTAMP) AT TIME ZONE ${zone}) AS at
    FROM (SELECT unnest(from_json(${JSON.stringify(edges)}, '["BIGINT"]')) AS day)`);
  const at = new Map(rows.map((row) => [Number(row['day']), Number(row['at'])]));
  return cohorts.map(({ from, to }) => ({ from: at.get(from) ?? 0, to: at.get(to) ?? 0 }));
}
