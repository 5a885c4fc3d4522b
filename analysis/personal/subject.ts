import type { IdentityKind } from '../model/identity.ts';
import type { Subject, SubjectKey } from '../model/personal-data.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, nothing, sql, type Sql } from '../store/sql.ts';

/** The key a value folds to (名寄せ), so that other spellings of it are found as well; null for none. */
export type KeyOf = (kind: IdentityKind, value: string) => Promise<string | null>;
export type Person = Extract<Subject, { kind: 'person' }>;

/** Columns that hold what a person is known by, and those that hold its key. */
const columnsBy: Readonly<
  Record<
    SubjectKey,
    { readonly said: readonly string[]; readonly keys: readonly string[]; readonly kind?: IdentityKind }
  >
> = {
  'order-id': { said: ['event_id'], keys: [] },
  member: { said: ['member_id'], keys: [] },
  email: { said: ['email'], keys: ['email_key'], kind: 'email' },
  phone: { said: ['phone', 'delivery_phone'], keys: ['phone_key', 'delivery_phone_key'], kind: 'phone' },
};

/** The column whose masks stand for what a person is known by. */
export const columnOfSubject = (by: SubjectKey): string => columnsBy[by].said[0] ?? '';

/**
 * Makes three temporary tables of this connection: `forgotten`, the person's orders with the id that takes the place of
 * theirs, `told`, the texts that name the person in other tables, and `told_keys`, the keys that do (kind, key).
 */
export async function collect(db: Connection, { by, value }: Person, keyOf: KeyOf): Promise<void> {
  const { said, keys, kind } = columnsBy[by];
  const key = kind === undefined ? null : await keyOf(kind, value);
  const same = [
    ...said.map((column) => sql`lower(trim(${id(column)})) = lower(${value})`),
    ...(key === null ? [] : keys.map((column) => sql`${id(column)} = ${key}`)),
  ];
  await db.run(sql`CREATE OR REPLACE TEMP TABLE forgotten AS
    SELECT seq, event_id, transaction_id, member_id, email, email_key, phone, phone_key, delivery_phone,
      'anonymous-' || gen_random_uuid()::VARCHAR AS surrogate
    FROM orders WHERE ${join(same, sql` OR `)}`);
  const texts = ['event_id', 'member_id', 'email', 'phone', 'delivery_phone'].map(
    (column) => sql`SELECT ${id(column)} AS text FROM forgotten`,
  );
  await db.run(sql`CREATE OR REPLACE TEMP TABLE told AS
    SELECT DISTINCT text FROM (SELECT ${value} AS text UNION ALL ${join(texts, sql` UNION ALL `)})
    WHERE text IS NOT NULL AND trim(text) <> ''`);
  const own = key === null ? nothing : sql` UNION ALL SELECT ${kind ?? ''}, ${key}`;
  await db.run(sql`CREATE OR REPLACE TEMP TABLE told_keys AS SELECT DISTINCT kind, key FROM (
    SELECT 'email' AS kind, email_key AS key FROM forgotten UNION ALL SELECT 'phone', phone_key FROM forgotten${own})
    WHERE key IS NOT NULL`);
}

/** Whether a text of JSON quotes one of the told texts as a whole cell, or a long one anywhere. */
export const names = (
  text: Sql,
): Sql => sql`EXISTS (SELECT 1 FROM told AS t WHERE contains(${text}, to_json(t.text)::VARCHAR)
  OR (length(t.text) >= 6 AND contains(${text}, t.text)))`;

/** Cells of a row quoted within a report are escaped once more. */
export const namesQuoted = (text: Sql): Sql => sql`EXISTS (SELECT 1 FROM told AS t
  WHERE contains(${text}, replace(to_json(t.text)::VARCHAR, '"', '\\"')) OR (length(t.text) >= 6 AND contains(${text}, t.text)))`;

/** Outcomes of the person's orders, and those that name one of them without having found it. */
export const ofForgotten = sql`(order_id IN (SELECT event_id FROM forgotten) OR told_id IN (SELECT text FROM told))`;
