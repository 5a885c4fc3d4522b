import { ShinsaError } from '../model/failure.ts';
import { listDefinitionSchema, type ListDefinition, type ListReport, type ProjectList } from '../model/lists.ts';
import type { Connection } from './connection.ts';
import { hashOf } from './hash.ts';
import { touchData } from './settings.ts';
import { sql, type Sql } from './sql.ts';

/** All lists of the project that are not deleted, the first made first. */
export async function readLists(db: Connection): Promise<readonly ProjectList[]> {
  const rows = await db.rows(sql`SELECT list_id, definition, rejected, count(e.key) AS entries,
      count(e.key) FILTER (e.removed_at IS NULL) AS open, count(e.key) FILTER (e.added_at IS NULL) AS undated,
      epoch_ms(min(e.added_at)) AS first_added, epoch_ms(greatest(max(e.added_at), max(e.removed_at))) AS last_change,
      sum(hash(e.key, epoch_us(e.added_at), epoch_us(e.removed_at)))::VARCHAR AS content
    FROM lists LEFT JOIN list_entries AS e USING (list_id) WHERE deleted_at IS NULL
    GROUP BY list_id, definition, rejected, created_at ORDER BY created_at, list_id`);
  const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return rows.map((row) => {
    const definition = stored(row['definition']);
    const entries = Number(row['entries']);
    return {
      ...definition,
      entries,
      open: Number(row['open']),
      undated: Number(row['undated']),
      rejected: Number(row['rejected']),
      firstAdded: number(row['first_added']),
      lastChange: number(row['last_change']),
      hash: hashOf([definition.match, entries, row['content'] ?? null]),
    };
  });
}

function stored(value: unknown): ListDefinition {
  try {
    return listDefinitionSchema.parse(JSON.parse(String(value)));
  } catch (error) {
    throw new ShinsaError('project-damaged', {}, { cause: error });
  }
}

/** One list; 'list-not-found' when there is none, or it was deleted. */
export async function getList(db: Connection, listId: string): Promise<ProjectList> {
  const found = (await readLists(db)).find(({ id }) => id === listId);
  if (found === undefined) throw new ShinsaError('list-not-found', { list: listId });
  return found;
}

/** What was read for a list: Parquet with value, key, added_at, removed_at, note. */
export interface StagedEntries {
  readonly entries: string;
  readonly rejected: number;
}

/** Makes a list of staged entries; one that was deleted under its id is gone for good. Inside a write job. */
export async function createList(
  db: Connection,
  definition: ListDefinition,
  staged: StagedEntries,
): Promise<Pick<ListReport, 'list' | 'added' | 'kept' | 'removed'>> {
  const { id } = definition;
  const [same] = await db.rows(sql`SELECT 1 FROM lists WHERE list_id = ${id} AND deleted_at IS NULL`);
  if (same !== undefined) throw new ShinsaError('list-exists', { list: id });
  await db.run(sql`DELETE FROM list_entries WHERE list_id = ${id}`);
  await db.run(sql`DELETE FROM lists WHERE list_id = ${id}`);
  await db.run(sql`INSERT INTO lists VALUES (${id}, now(), ${JSON.stringify(definition)}, ${staged.rejected}, NULL)`);
  await db.run(sql`INSERT INTO list_entries SELECT ${id}, value, key, added_at, removed_at, note
    FROM read_parquet(${staged.entries})`);
  await touchData(db);
  const list = await getList(db, id);
  return { list, added: await keysIn(db, sql`read_parquet(${staged.entries})`), kept: 0, removed: 0 };
}

const keysIn = async (db: Connection, relation: Sql): Promise<number> =>
  Number((await db.first(sql`SELECT count(DISTINCT key) AS n FROM ${relation}`))?.['n']);

/**
 * Brings a list to what was staged, seen on the day `definition.snapshotAt`. What the file dates is taken from it; an
 * undated value that was not on the list counts from the end of that day, and what the file no longer names was on it
 * until then. Spans that ended earlier stay: orders of their time knew them. Inside a write job.
 */
export async function refreshList(
  db: Connection,
  definition: ListDefinition,
  staged: StagedEntries,
  timezone: string,
): Promise<Pick<ListReport, 'list' | 'added' | 'kept' | 'removed'>> {
  const { id, snapshotAt } = definition;
  const before = await getList(db, id);
  if (snapshotAt < before.snapshotAt)
    throw new ShinsaError('list-older', { list: id, known: before.snapshotAt, given: snapshotAt });
  const seen = await seenAt(db, snapshotAt, timezone);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE staged_entries AS SELECT * FROM read_parquet(${staged.entries})`);
  const own = sql`list_entries WHERE list_id = ${id}`;
  const counts = await db.first(sql`SELECT
    (SELECT count(DISTINCT key) FROM staged_entries WHERE key NOT IN (SELECT key FROM ${own} AND removed_at IS NULL)) AS added,
    (SELECT count(DISTINCT key) FROM staged_entries WHERE key IN (SELECT key FROM ${own} AND removed_at IS NULL)) AS kept,
    (SELECT count(DISTINCT key) FROM ${own} AND removed_at IS NULL AND (added_at IS NULL OR added_at < ${seen})
      AND key NOT IN (SELECT key FROM staged_entries)) AS removed`);
  await db.run(sql`UPDATE list_entries SET removed_at = ${seen}
    WHERE list_id = ${id} AND removed_at IS NULL AND (added_at IS NULL OR added_at < ${seen})
      AND key NOT IN (SELECT key FROM staged_entries)`);
  // Of values the file dates, its own spans take the place of all that had not ended before them.
  await db.run(sql`DELETE FROM list_entries AS e WHERE list_id = ${id} AND EXISTS (
    SELECT 1 FROM (SELECT key, min(added_at) AS first FROM staged_entries GROUP BY key HAVING count(added_at) > 0) AS s
    WHERE s.key = e.key AND (e.removed_at IS NULL OR e.removed_at > s.first))`);
  await db.run(sql`UPDATE list_entries AS e SET removed_at = s.removed_at FROM staged_entries AS s
    WHERE e.list_id = ${id} AND e.removed_at IS NULL AND s.key = e.key AND s.added_at IS NULL AND s.removed_at IS NOT NULL`);
  await db.run(sql`INSERT INTO list_entries
    SELECT ${id}, s.value, s.key, coalesce(s.added_at, CASE WHEN s.removed_at IS NULL THEN ${seen} END), s.removed_at, s.note
    FROM staged_entries AS s WHERE s.added_at IS NOT NULL
      OR NOT EXISTS (SELECT 1 FROM list_entries AS e WHERE e.list_id = ${id} AND e.key = s.key
        AND e.removed_at IS NOT DISTINCT FROM s.removed_at)`);
  await db.run(sql`DROP TABLE staged_entries`);
  await define(db, definition, staged.rejected);
  await touchData(db);
  const list = await getList(db, id);
  return {
    list,
    added: Number(counts?.['added']),
    kept: Number(counts?.['kept']),
    removed: Number(counts?.['removed']),
  };
}

/** What is known of a day is known at its end, or now where it has not ended. */
async function seenAt(db: Connection, day: string, timezone: string): Promise<Sql> {
  const row = await db.first(sql`SELECT epoch_us(least(timezone(${timezone}, (${day}::DATE + 1)::TIMESTAMP),
    date_trunc('second', now()))) AS at`);
  return sql`make_timestamptz(${Number(row?.['at'])}::BIGINT)`;
}

/** Puts values on a list from now on; those that are on it stay as they are. Inside a write job. */
export async function addEntries(
  db: Connection,
  listId: string,
  staged: StagedEntries,
): Promise<Pick<ListReport, 'list' | 'added' | 'kept' | 'removed'>> {
  await getList(db, listId);
  const fresh = sql`(SELECT * FROM read_parquet(${staged.entries}) AS s WHERE NOT EXISTS (
    SELECT 1 FROM list_entries AS e WHERE e.list_id = ${listId} AND e.key = s.key AND e.removed_at IS NULL))`;
  const added = await keysIn(db, fresh);
  const read = await keysIn(db, sql`read_parquet(${staged.entries})`);
  await db.run(sql`INSERT INTO list_entries
    SELECT ${listId}, value, key, date_trunc('second', now()), NULL, note FROM ${fresh}`);
  await touchData(db);
  return { list: await getList(db, listId), added, kept: read - added, removed: 0 };
}

/** Changes what is told of a list, not what stands on it. Inside a write job. */
export async function renameList(
  db: Connection,
  listId: string,
  changes: Partial<Pick<ListDefinition, 'names' | 'purpose'>>,
): Promise<ProjectList> {
  const list = await getList(db, listId);
  await define(db, listDefinitionSchema.parse({ ...definitionOf(list), ...changes }), list.rejected);
  return getList(db, listId);
}

/** A list without its figures. */
export function definitionOf({ id, names, purpose, match, source, snapshotAt }: ListDefinition): ListDefinition {
  return { id, names, purpose, match, source, snapshotAt };
}

async function define(db: Connection, definition: ListDefinition, rejected: number): Promise<void> {
  await db.run(sql`UPDATE lists SET definition = ${JSON.stringify(definition)}, rejected = ${rejected}
    WHERE list_id = ${definition.id}`);
}

/** Takes a list away; its entries stay in the file until a list of the same id is made. Inside a write job. */
export async function deleteList(db: Connection, listId: string): Promise<void> {
  await getList(db, listId);
  await db.run(sql`UPDATE lists SET deleted_at = now() WHERE list_id = ${listId}`);
  await touchData(db);
}

/** Takes a deletion back; 'list-not-found' when there is nothing to take back. Inside a write job. */
export async function restoreList(db: Connection, listId: string): Promise<ProjectList> {
  const deleted = await db.first(sql`SELECT 1 FROM lists WHERE list_id = ${listId} AND deleted_at IS NOT NULL`);
  if (deleted === undefined) throw new ShinsaError('list-not-found', { list: listId });
  await db.run(sql`UPDATE lists SET deleted_at = NULL WHERE list_id = ${listId}`);
  await touchData(db);
  return getList(db, listId);
}
