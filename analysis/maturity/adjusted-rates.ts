import { adjustedCohort, adjustedTotal, type DayCount } from '../model/maturity/adjusted-rate.ts';
import type { AdjustedRates } from '../model/maturity/report.ts';
import { askedOf, type Filter } from '../model/filter.ts';
import type { ProjectInfo } from '../model/project.ts';
import { stateCode } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { literal, sql } from '../store/sql.ts';
import { localDay, quarterOf, quarterStart } from './local-day.ts';
import type { ReportMemory } from './counted-reports.ts';

const none = { weeks: [], total: null } as const;

/** The bad rate the filtered orders come to, per week and together, by the curve of the whole project. */
export async function adjustedRates(
  project: ProjectHandle,
  db: Connection,
  memory: ReportMemory,
  filter: Filter,
): Promise<AdjustedRates> {
  const { info, own } = await memory.read(project, db);
  if (own === null) return { state: 'not-measured', reports: 0, ...none };
  const { reports, curve } = own;
  if (choosesByOutcome(filter, info)) return { state: 'outcome-filter', reports, ...none };
  if (curve === null) return { state: 'too-few', reports, ...none };
  const weeks = [...(await weekCounts(project, db, filter, own.asOfDay))].map(([week, days]) => ({
    week,
    ...adjustedCohort(days, curve),
  }));
  return { state: 'measured', reports, weeks, total: adjustedTotal(weeks) };
}

/**
 * Orders chosen by how they ended have the rate they were chosen for; no curve applies to them. What was recorded at
 * screening is kept out of rules, but does not tell how an order ended.
 */
function choosesByOutcome(filter: Filter, { columns }: ProjectInfo): boolean {
  const known = new Map(columns.map(({ name, knownAt }) => [name, knownAt]));
  const after = (column: string | null): boolean =>
    column !== null && (column === 'label' || (known.get(column) === 'outcome' && !column.startsWith('recorded_')));
  return askedOf(filter).some((clause) => clause.kind === 'state' || ('column' in clause && after(clause.column)));
}

/** Orders that can be good or bad by week (epoch ms) and by age in days. */
async function weekCounts(
  project: ProjectHandle,
  db: Connection,
  filter: Filter,
  asOfDay: number,
): Promise<ReadonlyMap<number, readonly DayCount[]>> {
  const { from, where, info } = await filteredRows(project, db, filter, []);
  const zone = literal(info.timezone);
  const [bad, good, immature] = [stateCode('bad'), stateCode('good'), stateCode('immature')];
  const rows = await db.rows(sql`
    SELECT CAST(week AS TIMESTAMP) AT TIME ZONE ${zone} AS week,
      datediff('day', DATE '1970-01-01', ${localDay(quarterStart, zone)}) AS day,
      sum(orders) AS orders, sum(orders) FILTER (is_bad) AS bad
    FROM (SELECT week, ${quarterOf} AS quarter, (state = ${bad} OR early_bad) AS is_bad, count(*) AS orders
      FROM ${from}
      WHERE ${where} AND (state IN (${bad}, ${good}) OR (state = ${immature} AND NOT refused AND epoch_ms(ordered_at) <= ${info.asOf}))
      GROUP BY ALL)
    GROUP BY ALL ORDER BY week`);
  const weeks = new Map<number, DayCount[]>();
  for (const row of rows) {
    const week = Number(row['week']);
    const day = { age: asOfDay - Number(row['day']), orders: Number(row['orders']), bad: Number(row['bad'] ?? 0) };
    weeks.set(week, [...(weeks.get(week) ?? []), day]);
  }
  return weeks;
}
