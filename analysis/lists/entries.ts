import { isPersonal, type ListEntry, type ListMatch } from '../model/lists.ts';
import type { Connection } from '../store/connection.ts';
import { getList } from '../store/lists.ts';
import { sql } from '../store/sql.ts';

/** Which entries of a list are looked at: those that hold a text, page by page, the last added first. */
export interface EntriesPage {
  readonly listId: string;
  readonly search: string;
  /** Values that tell of persons are looked for as a whole, or they could be guessed at letter by letter. */
  readonly whole?: true;
  readonly offset: number;
  readonly limit: number;
}

/** A page of a list's entries, and how many there are. Values that tell of persons are masked. */
export async function entriesPage(
  db: Connection,
  { listId, search, whole, offset, limit }: EntriesPage,
): Promise<{ readonly total: number; readonly entries: readonly ListEntry[] }> {
  const { match } = await getList(db, listId);
  const isIt = sql`lower(value) = lower(${search})`;
  const holdsIt = sql`contains(lower(value), lower(${search}))`;
  const found = sql`list_entries WHERE list_id = ${listId}
    AND (${search} = '' OR ${whole === true && isPersonal(match) ? isIt : holdsIt})`;
  const total = Number((await db.first(sql`SELECT count(*) AS n FROM ${found}`))?.['n']);
  const rows = await db.rows(sql`SELECT value, note, epoch_ms(added_at) AS added_at, epoch_ms(removed_at) AS removed_at
    FROM ${found} ORDER BY list_entries.added_at DESC NULLS LAST, value, rowid LIMIT ${limit} OFFSET ${offset}`);
  const time = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return {
    total,
    entries: rows.map((row) => ({
      value: shown(String(row['value']), match),
      addedAt: time(row['added_at']),
      removedAt: time(row['removed_at']),
      note: row['note'] === null ? null : String(row['note']),
    })),
  };
}

/** The first two characters of a value that tells of a person, and its mail domain. */
function shown(value: string, match: ListMatch): string {
  if (!isPersonal(match)) return value;
  const at = value.lastIndexOf('@');
  const [head, tail] = at > 0 ? [value.slice(0, at), value.slice(at)] : [value, ''];
  const letters = [...head];
  return letters.length <= 3
    ? `${letters.map(() => '•').join('')}${tail}`
    : `${letters.slice(0, 2).join('')}•••${tail}`;
}
