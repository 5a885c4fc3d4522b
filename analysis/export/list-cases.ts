import { isPersonal, keyPlace, type ListMatch } from '../model/lists.ts';
import type { ListCase, ListsFile } from '../model/package.ts';
import type { Connection } from '../store/connection.ts';
import { listedOrders } from '../store/list-membership.ts';
import { id, join, sql } from '../store/sql.ts';

type List = ListsFile['lists'][number];
type Entry = NonNullable<List['entries']>[number];

/** Entries of a list whose times are tried. */
const entriesTried = 20;

/**
 * Whether values of lists were on them at, just before and just after the ends of their entries' times: as the project says
 * it of an order then. Only of lists whose entries are given and that tell of no person.
 */
export async function listCases(db: Connection, file: ListsFile | null): Promise<ListCase[]> {
  const cases: ListCase[] = [];
  for (const list of file?.lists ?? []) {
    if (list.entries === null || isPersonal(list.match)) continue;
    const asked = evenly(list.entries, entriesTried).flatMap((entry) => edgesOf(list.match, entry));
    cases.push(...(await answered(db, list, asked)));
  }
  return cases;
}

interface Asked {
  readonly value: string;
  readonly at: number;
}

function edgesOf(match: ListMatch, { value, addedAt, removedAt }: Entry): Asked[] {
  const own = match === 'cidr' ? (value.split(/[/-]/)[0] ?? value) : value;
  const ends = [addedAt, removedAt].filter((at) => at !== null).map((at) => Date.parse(at));
  const times = ends.length === 0 ? [Date.UTC(2000, 0, 1)] : ends.flatMap((at) => [at - 1, at, at + 1]);
  return times.map((at) => ({ value: own, at }));
}

async function answered(db: Connection, { id: listId, match }: List, asked: readonly Asked[]): Promise<ListCase[]> {
  if (asked.length === 0) return [];
  const column = match === 'cidr' ? 'ip_key' : 'email';
  if (keyPlace(match, column) === null) return [];
  const values = asked.map(({ value, at }, seq) => sql`(${seq}, make_timestamptz(${at * 1000}::BIGINT), ${value})`);
  const rows = sql`(VALUES ${join(values, sql`, `)}) AS asked(seq, ordered_at, ${id(column)})`;
  const found = await db.rows(listedOrders({ listId, match, column, when: 'order' }, rows));
  const on = new Set(found.map((row) => Number(row['seq'])));
  return asked.map(({ value, at }, seq) => ({ list: listId, value, at: new Date(at).toISOString(), on: on.has(seq) }));
}

/** At most so many of them, spread over all. */
function evenly<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, n) => all[Math.floor((n * all.length) / most)]).filter(
    (one) => one !== undefined,
  );
}
