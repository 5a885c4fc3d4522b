import type { ListedTerm } from '../expression/index.ts';
import { isDated, isPersonal, type ProjectList } from '../model/lists.ts';
import type { ListsFile } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import { hashOf } from '../store/hash.ts';
import { sql } from '../store/sql.ts';

type Entries = NonNullable<ListsFile['lists'][number]['entries']>;

/** A rule set with the lists its rules ask, and their entries as a package holds them; null where they ask none. */
export interface WithLists {
  readonly ruleSet: RuleSet;
  readonly lists: ListsFile | null;
}

/** Takes the lists that are asked out of the project, as they are now; `raw`: with the entries of those that tell of persons. */
export async function withLists(
  db: Connection,
  ruleSet: RuleSet,
  asked: readonly ListedTerm[],
  lists: readonly ProjectList[],
  raw: boolean,
): Promise<WithLists> {
  const { lists: _before, ...bare } = ruleSet;
  const ids = new Set(asked.map(({ list }) => list.id));
  const used = lists.filter(({ id }) => ids.has(id));
  if (used.length === 0) return { ruleSet: bare, lists: null };
  const held = [];
  for (const list of used) held.push({ list, entries: await entriesOf(db, list.id) });
  return {
    ruleSet: {
      ...bare,
      lists: held.map(({ list, entries }) => ({
        id: list.id,
        names: list.names,
        match: list.match,
        snapshotAt: isDated(list) ? null : list.snapshotAt,
        entries: entries.length,
        contentHash: hashOf(entries),
      })),
    },
    lists: {
      format: 'shinsa-lists',
      formatVersion: 1,
      lists: held.map(({ list: { id, match }, entries }) => ({
        id,
        match,
        entries: isPersonal(match) && !raw ? null : entries,
      })),
    },
  };
}

/** Entries of a list as packages hold them, in an order of their own. */
export async function entriesOf(db: Connection, listId: string): Promise<Entries> {
  const rows = await db.rows(sql`SELECT value, epoch_ms(added_at) AS added, epoch_ms(removed_at) AS removed
    FROM list_entries WHERE list_id = ${listId} ORDER BY key, added_at NULLS FIRST, removed_at NULLS LAST, value`);
  const iso = (at: unknown): string | null => (typeof at === 'number' ? new Date(at).toISOString() : null);
  return rows.map((row) => ({
    value: String(row['value']),
    addedAt: iso(row['added']),
    removedAt: iso(row['removed']),
  }));
}
