import { ageOf, delayCurve, shareAt } from '../model/maturity/delay-curve.ts';
import { observations, reportsIn } from '../model/maturity/report-counts.ts';
import { trustedShare } from '../model/maturity/report.ts';
import type { TargetPreview } from '../model/project-target.ts';
import type { Target } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { amountIn, exactSum } from '../store/money.ts';
import { atOneMoment } from '../store/one-version.ts';
import { judge, stateSql, type Judgement } from '../store/outcome-state.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { readSettings } from '../store/settings.ts';
import { sql } from '../store/sql.ts';
import { byState } from '../store/state-totals.ts';
import { countsFor } from './counted-reports.ts';

/** How every order of the project falls under a target that nobody has chosen yet. */
export async function targetPreview(project: ProjectHandle, db: Connection, target: Target): Promise<TargetPreview> {
  const { currency, timezone, orders, period } = await project.info();
  const singleCurrency = await project.singleCurrency();
  const { judgement, cells } = await atOneMoment(db, async () => {
    const judged = await judge(db, { ...(await readSettings(db)), target });
    return { judgement: judged, cells: await cellsOf(db, judged, { currency, singleCurrency }) };
  });
  const told = (of: 'early' | 'told'): number =>
    cells.filter((cell) => cell[of]).reduce((n, cell) => n + cell.orders, 0);
  return {
    orders,
    states: byState(cells),
    currency,
    timezone,
    immatureBad: told('early'),
    immatureGood: told('told'),
    period,
    asOf: judgement.asOf,
    maturity: judgement.maturity,
    outcomesKnown: judgement.outcomesKnown,
    horizon: await horizonOf(project, db, target),
  };
}

interface Cell {
  readonly state: number;
  readonly early: boolean;
  readonly told: boolean;
  readonly orders: number;
  readonly amount: number;
}

async function cellsOf(
  db: Connection,
  judgement: Judgement,
  money: { readonly currency: string; readonly singleCurrency: string | null },
): Promise<readonly Cell[]> {
  const pieces = stateSql(judgement);
  const rows = await db.rows(sql`${pieces.with}
    SELECT state, early, told, count(*) AS orders, sum(${amountIn(money.currency, money.singleCurrency)}) AS amount
    FROM (SELECT o.amount, o.currency, ${pieces.state} AS state, ${pieces.earlyBad} AS early, ${pieces.earlyGood} AS told
      FROM orders o${pieces.join}) GROUP BY ALL`);
  return rows.map((row) => ({
    state: Number(row['state']),
    early: row['early'] === true,
    told: row['told'] === true,
    orders: Number(row['orders']),
    amount: exactSum(row['amount']),
  }));
}

async function horizonOf(project: ProjectHandle, db: Connection, target: Target): Promise<TargetPreview['horizon']> {
  const counted = await countsFor(project, db, target, true);
  if (counted === null) return { state: 'not-measured', reports: 0, share: null, suggested: null };
  const observed = observations(counted.counts, counted.asOfDay);
  const reports = reportsIn(observed);
  const curve = delayCurve(observed, counted.asOfDay, { banded: false });
  if (curve === null) return { state: 'too-few', reports, share: null, suggested: null };
  return {
    state: 'measured',
    reports,
    share: shareAt(curve, target.horizonDays),
    suggested: ageOf(curve, trustedShare).age,
  };
}
