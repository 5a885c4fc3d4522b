import { createHmac } from 'node:crypto';
import type { ListedTerm } from '../expression/index.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { isDated, isPersonal, type ListMatch, type ProjectList } from '../model/lists.ts';
import type { ListsFile } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { entryKey } from '../runtime/index.ts';
import type { Connection } from '../store/connection.ts';
import { hashOf } from '../store/hash.ts';
import { sql } from '../store/sql.ts';
import { microsText } from './micros-text.ts';
import { isOneAddress, rangeText } from './range-text.ts';

type Entries = NonNullable<ListsFile['lists'][number]['entries']>;

/** A rule set with the lists its rules ask, and their entries as a package holds them; null where they ask none. */
export interface WithLists {
  readonly ruleSet: RuleSet;
  readonly lists: ListsFile | null;
}

/**
 * Takes the lists that are asked out of the project, as they are now; `raw`: with the entries of those that tell of persons.
 * `secret` is the project's (`surrogateKey`).
 */
export async function withLists(
  db: Connection,
  ruleSet: RuleSet,
  asked: readonly ListedTerm[],
  lists: readonly ProjectList[],
  { raw, secret }: { readonly raw: boolean; readonly secret: string },
): Promise<WithLists> {
  const { lists: _before, ...bare } = ruleSet;
  const ids = new Set(asked.map(({ list }) => list.id));
  const used = lists.filter(({ id }) => ids.has(id));
  if (used.length === 0) return { ruleSet: bare, lists: null };
  const held = [];
  for (const list of used) {
    const { entries, personal } = await shippedEntries(db, list);
    held.push({ list, entries, given: raw || !personal });
  }
  return {
    ruleSet: {
      ...bare,
      lists: held.map(({ list, entries, given }) => ({
        id: list.id,
        names: list.names,
        match: list.match,
        snapshotAt: isDated(list) ? null : list.snapshotAt,
        entries: entries.length,
        contentHash: given ? hashOf(entries) : ownHash(secret, entries),
      })),
    },
    lists: {
      format: 'shinsa-lists',
      formatVersion: 1,
      lists: held.map(({ list: { id, match, purpose }, entries, given }) => ({
        id,
        match,
        purpose,
        entries: given ? entries : null,
      })),
    },
  };
}

/** Values that do not leave could be guessed and tried by a hash that anybody can make: this one only the project can. */
const ownHash = (secret: string, entries: Entries): string =>
  createHmac('sha256', secret)
    .update(`list\n${canonicalJson(entries)}`)
    .digest('hex');

/** Whether a rule set's `contentHash` is of these entries: given, withheld by this project, or withheld before 0.4.0. */
export const isHashOf = (contentHash: string, entries: Entries, secret: string): boolean =>
  contentHash === hashOf(entries) || contentHash === ownHash(secret, entries);

interface Shipped {
  /** In an order of their own, each once. */
  readonly entries: Entries;
  /** They tell of persons: their kind does, or one of them is a single IP address. */
  readonly personal: boolean;
}

/**
 * Entries of a list as packages hold them. A list of domains or IP ranges may have been filled from mail addresses or URLs: what
 * leaves is what its values are found by.
 */
export async function shippedEntries(
  db: Connection,
  { id, match }: Pick<ProjectList, 'id' | 'match'>,
): Promise<Shipped> {
  const rows = await db.rows(sql`SELECT value, key, epoch_us(added_at)::VARCHAR AS added,
      epoch_us(removed_at)::VARCHAR AS removed
    FROM list_entries WHERE list_id = ${id} ORDER BY key, added_at NULLS FIRST, removed_at NULLS LAST, value`);
  const all = rows.map((row) => entryOf(match, row));
  const once = new Map(all.map((entry) => [JSON.stringify(entry), entry]));
  const single = match === 'cidr' && rows.some((row) => isOneAddress(String(row['key'])));
  return { entries: [...once.values()], personal: isPersonal(match) || single };
}

function entryOf(match: ListMatch, row: Readonly<Record<string, unknown>>): Entries[number] {
  const key = String(row['key']);
  const value = match === 'domain' ? key : match === 'cidr' ? rangeText(key) : String(row['value']);
  return {
    value,
    ...(entryKey(match, value) === key ? {} : { key }),
    addedAt: microsText(row['added']),
    removedAt: microsText(row['removed']),
  };
}
