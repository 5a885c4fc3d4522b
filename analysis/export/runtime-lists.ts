import type { ScopeList } from '../expression/index.ts';
import type { ListsFile } from '../model/package.ts';
import type { RuntimeList } from '../runtime/index.ts';
import type { Connection } from '../store/connection.ts';
import { sql } from '../store/sql.ts';
import { microsText } from './micros-text.ts';

/**
 * Lists as a runtime is given them: those that a package gives away exactly as its file holds them, the others with all that
 * ever stood on them, by their keys: those are for this machine only.
 */
export async function runtimeLists(
  db: Connection,
  asked: readonly ScopeList[],
  given: ListsFile | null,
): Promise<RuntimeList[]> {
  const files = new Map(given?.lists.map((list) => [list.id, list]));
  const held: RuntimeList[] = [];
  for (const [id, match] of new Map(asked.map((list) => [list.id, list.match]))) {
    const file = files.get(id);
    held.push(file === undefined || file.entries === null ? { id, match, entries: await ownEntries(db, id) } : file);
  }
  return held;
}

async function ownEntries(db: Connection, id: string): Promise<NonNullable<RuntimeList['entries']>> {
  const rows = await db.rows(sql`SELECT value, key, epoch_us(added_at)::VARCHAR AS added,
    epoch_us(removed_at)::VARCHAR AS removed FROM list_entries WHERE list_id = ${id}`);
  return rows.map((row) => ({
    value: String(row['value']),
    key: String(row['key']),
    addedAt: microsText(row['added']),
    removedAt: microsText(row['removed']),
  }));
}
