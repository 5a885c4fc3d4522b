import {
  nearReportSchema,
  nearShows,
  type NearChoice,
  type NearReport,
  type NearShow,
  type NearState,
} from '../model/near.ts';
import type { Connection } from './connection.ts';
import { id, literal, sql, type Sql } from './sql.ts';

/** How near matches were found last; null when orders have changed since, or nobody asked. */
export async function readNearReport(db: Connection): Promise<NearReport | null> {
  const row = await db.first(sql`SELECT value FROM settings WHERE key = 'near'`);
  const read = row === undefined ? undefined : nearReportSchema.safeParse(JSON.parse(String(row['value'])));
  return read?.success === true ? read.data : null;
}

/** Drops the pairs, before orders change; what persons said of them stays. Inside a write job. */
export async function forgetNear(db: Connection): Promise<void> {
  await db.run(sql`DELETE FROM settings WHERE key = 'near'`);
  await db.run(sql`DELETE FROM near_pairs`);
}

/** Writes what was found; `pairs` has the columns of `near_pairs`. Inside a write job. */
export async function saveNear(db: Connection, pairs: Sql, report: NearReport): Promise<void> {
  await forgetNear(db);
  await db.run(sql`INSERT INTO near_pairs BY NAME FROM ${pairs} AS found`);
  await db.run(sql`INSERT INTO settings VALUES ('near', ${JSON.stringify(report)})`);
}

/** Pairs with what was said of them. */
export const judgedPairs = sql`(SELECT n.*, nullif(d.decision, 'undo') AS decision, d.decided_at
  FROM near_pairs AS n LEFT JOIN near_decisions AS d USING (pair))`;

/** Which pairs a list shows, as a condition on `judgedPairs`. */
export const shownPairs: Readonly<Record<NearShow, Sql>> = {
  open: sql`decision IS NULL`,
  over: sql`decision IS NULL AND over`,
  accepted: sql`decision = 'accepted'`,
  rejected: sql`decision = 'rejected'`,
};

/** The last search and the decisions since; null before the first. `linksNear`: entities hold all pairs over the threshold. */
export async function readNearState(db: Connection, linksNear: boolean): Promise<NearState | null> {
  const report = await readNearReport(db);
  if (report === null) return null;
  const counts = nearShows.map((show) => sql`count(*) FILTER (${shownPairs[show]}) AS ${id(show)}`);
  const row = await db.first(sql`SELECT ${counts.reduce((all, one) => sql`${all}, ${one}`)} FROM ${judgedPairs}`);
  const waiting = await db.first(sql`SELECT count(*) AS n FROM near_decisions
    WHERE NOT applied AND (decision <> 'rejected' OR ${linksNear})`);
  const of = (show: NearShow): number => Number(row?.[show] ?? 0);
  return {
    report,
    open: of('open'),
    accepted: of('accepted'),
    rejected: of('rejected'),
    waiting: Number(waiting?.['n']),
  };
}

/** Keeps what a person says of a pair, or forgets it. Inside a write job. */
export async function keepDecision(db: Connection, pair: string, choice: NearChoice): Promise<void> {
  const before = await db.first(sql`SELECT applied FROM near_decisions WHERE pair = ${pair}`);
  await db.run(sql`DELETE FROM near_decisions WHERE pair = ${pair}`);
  // What the entities show is taken back when orders are linked next.
  if (choice !== 'undo' || before?.['applied'] === true)
    await db.run(sql`INSERT INTO near_decisions VALUES (${pair}, ${choice}, now(), FALSE)`);
}

/** Linking has taken every decision in. Inside a write job. */
export async function markApplied(db: Connection): Promise<void> {
  await db.run(sql`DELETE FROM near_decisions WHERE decision = ${literal('undo')}`);
  await db.run(sql`UPDATE near_decisions SET applied = TRUE WHERE NOT applied`);
}
