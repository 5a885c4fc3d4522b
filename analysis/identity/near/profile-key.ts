import { id, join, sql, type Sql } from '../../store/sql.ts';

/** What makes a profile: orders with the same of all of these are of one. */
export const profileColumns = [
  'buyer_name_key',
  'buyer_kana_key',
  'buyer_address_key',
  'phone_key',
  'email_key',
] as const;

/**
 * The name of an order's profile, the same for as long as its orders say the same; over a relation with the columns
 * `stored`. Hashed with the key of the project: who guesses what a person says finds no name by it.
 */
export function profileKey(stored: ReadonlySet<string>): Sql {
  const values = profileColumns.map((column) => (stored.has(column) ? sql`coalesce(${id(column)}, '')` : sql`''`));
  return sql`left(sha256(concat_ws(chr(31), (SELECT card_key FROM shinsa_meta), ${join(values, sql`, `)})), 32)`;
}
