import { isoOfDay } from '../model/maturity/calendar-day.ts';
import { ageOf, shareAt } from '../model/maturity/delay-curve.ts';
import { summariesBy, summaryOf, summaryOfCounts, unmeasured } from '../model/maturity/delay-summary.ts';
import { maturityWarnings } from '../model/maturity/maturity-warnings.ts';
import {
  trustedShare,
  type DelaySummary,
  type MaturityReport,
  type NamedSummary,
  type TargetSummary,
} from '../model/maturity/report.ts';
import { cohortTriangle, ladderOf, type CohortTriangle, type CohortUnit } from '../model/maturity/triangle.ts';
import { targetPresets, type Target } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { literal, sql } from '../store/sql.ts';
import { countsFor, type CountedReports, type ReportMemory, type TargetCounts } from './counted-reports.ts';

/** Ways to pay and families told apart at most. */
const mostGroups = 12;

type Breakdown = Pick<MaturityReport, 'byTarget' | 'byPayment' | 'byFamily'>;

/** Breakdowns are the same for every unit of cohorts: each is made once for a state of the project. */
const breakdowns = new WeakMap<CountedReports, Breakdown>();

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
  const breakdown = breakdowns.get(counted) ?? (await breakdownOf(project, db, counted));
  breakdowns.set(counted, breakdown);
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

async function breakdownOf(project: ProjectHandle, db: Connection, { info, own }: CountedReports): Promise<Breakdown> {
  const { target } = info;
  if (own === null)
    return { byTarget: await targetSummaries(project, db, target, unmeasured), byPayment: [], byFamily: [] };
  const { curve, counts, asOfDay, reports } = own;
  return {
    byTarget: await targetSummaries(project, db, target, summaryOf(curve, reports, asOfDay)),
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

/** The project's target first, then the presets that know dates. A file's own label has none. */
async function targetSummaries(
  project: ProjectHandle,
  db: Connection,
  own: Target,
  summary: DelaySummary,
): Promise<readonly TargetSummary[]> {
  const found: TargetSummary[] = [{ target: own, ...summary }];
  for (const target of targetPresets.filter(({ id, kinds }) => id !== own.id && !kinds.includes('label-bad'))) {
    const counted = await countsFor(project, db, target, true);
    found.push({ target, ...(counted === null ? unmeasured : summaryOfCounts(counted.counts, counted.asOfDay)) });
  }
  return found;
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
