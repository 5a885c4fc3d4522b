import type { ListMatch } from '../model/lists.ts';
import type { ListCase, ListsFile } from '../model/package.ts';
import { packageFiles } from '../model/package.ts';
import { standing } from '../runtime/index.ts';
import type { Connection } from '../store/connection.ts';
import { listedOrders } from '../store/list-membership.ts';
import { id, join, sql } from '../store/sql.ts';
import type { EngineProof } from './engine-proof.ts';
import { runtimeEngine } from './evaluator-name.ts';
import { microsText } from './micros-text.ts';

type List = ListsFile['lists'][number];
type Entry = NonNullable<List['entries']>[number];

/** Entries of a list whose times are tried. */
const entriesTried = 20;

/**
 * Whether values of lists were on them at, just before and just after the ends of their entries' times: as the project says
 * it of an order then. Only of domains and IP ranges whose entries are given.
 */
export async function listCases(db: Connection, file: ListsFile | null): Promise<ListCase[]> {
  const cases: ListCase[] = [];
  for (const list of file?.lists ?? []) cases.push(...(await answered(db, list, askedOf(list))));
  return cases;
}

/** What the cases of a package ask, in their order. */
export const askedOfLists = (file: ListsFile | null): Omit<ListCase, 'on'>[] =>
  (file?.lists ?? []).flatMap((list) =>
    askedOf(list).map(({ value, at }) => ({ list: list.id, value, at: microsText(String(at)) ?? '' })),
  );

const askedOf = ({ match, entries }: List): Asked[] =>
  entries === null || (match !== 'domain' && match !== 'cidr')
    ? []
    : evenly(entries, entriesTried).flatMap((entry) => edgesOf(match, entry));

/** What the reference runtime says of them by the entries as the file holds them; null where there are none. */
export function proveListCases(file: ListsFile | null, cases: readonly ListCase[]): EngineProof | null {
  if (cases.length === 0) return null;
  const lists = new Map(file?.lists.map((list) => [list.id, standing(list)]));
  const differing = cases.flatMap(({ list, value, at, on }) => {
    const got = lists.get(list)?.(value, at);
    return got === on
      ? []
      : [{ vector: '', rule: `lists.${list}`, expected: String(on), got: String(got ?? 'not given') }];
  });
  return {
    ...{ ...runtimeEngine, target: 'runtime', file: packageFiles.lists, vectors: cases.length, compared: cases.length },
    ...{ derived: 0, outside: 0, mismatches: differing.length, first: differing[0] ?? null },
  };
}

interface Asked {
  readonly value: string;
  /** Microseconds. */
  readonly at: bigint;
}

function edgesOf(match: ListMatch, { value, addedAt, removedAt }: Entry): Asked[] {
  const values = match === 'cidr' ? [...new Set(endsOf(value))] : [value];
  const ends = [addedAt, removedAt].filter((at) => at !== null).map(microsOf);
  const times =
    ends.length === 0 ? [BigInt(Date.UTC(2000, 0, 1)) * 1000n] : ends.flatMap((at) => [at - 1n, at, at + 1n]);
  return values.flatMap((own) => times.map((at) => ({ value: own, at })));
}

/** Addresses of a range: its first, or the two it is written by. */
const endsOf = (value: string): string[] => value.replace(/\/.*$/, '').split('-');

function microsOf(at: string): bigint {
  const [whole = '', fraction = ''] = at.replace('Z', '').split('.');
  return BigInt(Date.parse(`${whole}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}

async function answered(db: Connection, { id: listId, match }: List, asked: readonly Asked[]): Promise<ListCase[]> {
  if (asked.length === 0) return [];
  const column = match === 'cidr' ? 'ip_key' : 'email';
  const values = asked.map(({ value, at }, seq) => sql`(${seq}, make_timestamptz(${String(at)}::BIGINT), ${value})`);
  const rows = sql`(VALUES ${join(values, sql`, `)}) AS asked(seq, ordered_at, ${id(column)})`;
  const found = await db.rows(listedOrders({ listId, match, column, when: 'order' }, rows));
  const on = new Set(found.map((row) => Number(row['seq'])));
  return asked.map(({ value, at }, seq) => ({
    list: listId,
    value,
    at: microsText(String(at)) ?? '',
    on: on.has(seq),
  }));
}

/** At most so many of them, spread over all. */
function evenly<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, n) => all[Math.floor((n * all.length) / most)]).filter(
    (one) => one !== undefined,
  );
}
