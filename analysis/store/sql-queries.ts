import { randomUUID } from 'node:crypto';
import { ShinsaError } from '../model/failure.ts';
import type { PersonalClass } from '../model/personal-roles.ts';
import { historyKept, maskedThenSchema, sqlEndSchema, type SqlRun } from '../model/sql-console.ts';
import type { Connection } from './connection.ts';
import { sql } from './sql.ts';

/** A saved query with the classes of personal data that were masked for whoever wrote it. */
export interface StoredView {
  readonly viewId: string;
  readonly name: string;
  readonly text: string;
  readonly savedAt: number;
  readonly masked: readonly PersonalClass[];
}

/** The saved queries by name; 'project-damaged' when they cannot be read. */
export async function viewsOf(db: Connection): Promise<readonly StoredView[]> {
  const rows = await db.rows(sql`SELECT view_id, name, query, masked, epoch_ms(saved_at) AS at FROM sql_views
    WHERE deleted_at IS NULL ORDER BY name, view_id`);
  return rows.map((row) => ({
    ...{ viewId: String(row['view_id']), name: String(row['name']), text: String(row['query']) },
    ...{ savedAt: Number(row['at']), masked: maskedOf(row['masked']) },
  }));
}

function maskedOf(value: unknown): readonly PersonalClass[] {
  try {
    return maskedThenSchema.parse(JSON.parse(String(value)));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}

/** Keeps a new query, or changes one: its name, and its text where one is given. Inside a write job. */
export async function keepView(
  db: Connection,
  {
    viewId,
    name,
    text,
  }: { readonly viewId?: string | undefined; readonly name: string; readonly text?: string | undefined },
  masked: readonly PersonalClass[],
): Promise<void> {
  const at = sql`make_timestamptz(${Date.now() * 1000}::BIGINT)`;
  if (viewId === undefined) {
    await db.run(
      sql`INSERT INTO sql_views VALUES (${randomUUID()}, ${name}, ${text ?? ''}, ${JSON.stringify(masked)}, ${at}, NULL)`,
    );
    return;
  }
  await db.run(sql`UPDATE sql_views SET name = ${name}, saved_at = ${at} WHERE view_id = ${viewId}`);
  if (text !== undefined)
    await db.run(
      sql`UPDATE sql_views SET query = ${text}, masked = ${JSON.stringify(masked)} WHERE view_id = ${viewId}`,
    );
}

/** 'sql-view-unknown'. Inside a write job. */
export async function deleteView(db: Connection, viewId: string): Promise<void> {
  const found = await db.first(sql`SELECT 1 AS found FROM sql_views WHERE view_id = ${viewId} AND deleted_at IS NULL`);
  if (found === undefined) throw new ShinsaError('sql-view-unknown');
  await db.run(sql`UPDATE sql_views SET deleted_at = now() WHERE view_id = ${viewId}`);
}

/** One that was deleted; 'sql-view-unknown'. */
export async function deletedView(db: Connection, viewId: string): Promise<Pick<StoredView, 'name' | 'text'>> {
  const row = await db.first(
    sql`SELECT name, query FROM sql_views WHERE view_id = ${viewId} AND deleted_at IS NOT NULL`,
  );
  if (row === undefined) throw new ShinsaError('sql-view-unknown');
  return { name: String(row['name']), text: String(row['query']) };
}

/** Takes a deletion back. Inside a write job. */
export async function restoreView(db: Connection, viewId: string): Promise<void> {
  await db.run(sql`UPDATE sql_views SET deleted_at = NULL WHERE view_id = ${viewId}`);
}

/** A query that was run, with what was masked for whoever wrote it. */
export interface StoredRun extends Omit<SqlRun, 'hidden'> {
  readonly masked: readonly PersonalClass[];
}

/** The latest queries, the last first. */
export async function historyOf(db: Connection): Promise<readonly StoredRun[]> {
  const rows =
    await db.rows(sql`SELECT query_id, query, masked, epoch_ms(ran_at) AS at, ms, row_count, ended FROM sql_history
    ORDER BY ran_at DESC, query_id LIMIT ${historyKept}`);
  return rows.map((row) => ({
    ...{ queryId: String(row['query_id']), at: Number(row['at']), text: String(row['query']), ms: Number(row['ms']) },
    rows: typeof row['row_count'] === 'number' ? row['row_count'] : null,
    end: sqlEndSchema.catch('other').parse(row['ended']),
    masked: maskedOf(row['masked']),
  }));
}

/** Adds a query and forgets those beyond what is kept. Inside a write job. */
export async function noteRun(db: Connection, run: StoredRun): Promise<void> {
  const at = sql`make_timestamptz(${Math.round(run.at * 1000)}::BIGINT)`;
  await db.run(sql`INSERT INTO sql_history VALUES (${run.queryId}, ${at}, ${run.text}, ${JSON.stringify(run.masked)},
    ${run.ms}, ${run.rows}, ${run.end})`);
  await db.run(sql`DELETE FROM sql_history WHERE query_id NOT IN (
    SELECT query_id FROM sql_history ORDER BY ran_at DESC, query_id LIMIT ${historyKept})`);
}

/** Inside a write job. */
export async function forgetHistory(db: Connection): Promise<void> {
  await db.run(sql`DELETE FROM sql_history`);
}
