import type { IdentityKind } from '../model/identity.ts';
import type { Held, Subject, SubjectKey } from '../model/personal-data.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';

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
 * Makes temporary tables of this connection: `forgotten`, the person's orders with the id that takes the place of theirs;
 * `told`, the texts that name the person in rejected rows and reports; `gone`, what names the person in other tables,
 * in lower case: the value asked for, the orders' ids, and what no other order says; `gone_keys`, the key of the value.
 */
export async function collect(db: Connection, { by, value }: Person, keyOf: KeyOf): Promise<void> {
  const { said, keys, kind } = columnsBy[by];
  const key = kind === undefined ? null : await keyOf(kind, value);
  const same = [
    ...said.map((column) => sql`lower(trim(${id(column)})) = lower(${value})`),
    ...(key === null ? [] : keys.map((column) => sql`${id(column)} = ${key}`)),
  ];
  await db.run(sql`CREATE OR REPLACE TEMP TABLE forgotten AS
    SELECT seq, event_id, member_id, email, phone, delivery_phone, 'anonymous-' || gen_random_uuid()::VARCHAR AS surrogate
    FROM orders WHERE ${join(same, sql` OR `)}`);
  const texts = ['event_id', 'member_id', 'email', 'phone', 'delivery_phone'].map(
    (column) => sql`SELECT ${id(column)} AS text FROM forgotten`,
  );
  await db.run(sql`CREATE OR REPLACE TEMP TABLE told AS
    SELECT DISTINCT text FROM (SELECT ${value} AS text UNION ALL ${join(texts, sql` UNION ALL `)})
    WHERE text IS NOT NULL AND trim(text) <> ''`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE gone AS
    SELECT DISTINCT lower(trim(text)) AS text FROM told WHERE lower(text) = lower(${value})
      OR lower(trim(text)) NOT IN (${join(
        ['event_id', 'member_id', 'email', 'phone', 'delivery_phone'].map(
          (column) => sql`SELECT lower(trim(${id(column)})) FROM orders
            WHERE ${id(column)} IS NOT NULL AND seq NOT IN (SELECT seq FROM forgotten)`,
        ),
        sql` UNION ALL `,
      )})`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE gone_keys AS SELECT ${key}::VARCHAR AS key WHERE ${key} IS NOT NULL`);
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

/** What the project holds of the person `collect` looked for; `beside` says it of the tables of `beside.ts`. */
export async function heldOfPerson(db: Connection, beside: Beside): Promise<Held> {
  const count = (from: Sql, where: Sql): Sql => sql`(SELECT count(*) FROM ${from} WHERE ${where})`;
  const row = await db.first(sql`SELECT
    ${count(sql`forgotten`, sql`TRUE`)} AS orders,
    ${count(sql`outcomes`, ofForgotten)} AS outcomes,
    ${count(sql`rejects`, sql`reason <> 'header' AND ${names(sql`cells`)}`)} AS rejects,
    ${count(sql`identity_values`, sql`raw IN (SELECT text FROM told)`)} AS identity_values,
    ${count(sql`events`, beside.events)} AS events, ${count(sql`order_lines`, beside.lines)} AS lines,
    ${count(sql`list_entries`, beside.entries)} AS list_entries,
    ${count(sql`imports`, namesQuoted(sql`report`))} + ${count(sql`line_files`, beside.lineFiles)}
      + ${count(sql`event_files`, beside.eventFiles)} AS imports,
    ${count(sql`runs`, sql`TRUE`)} AS runs,
    ${count(sql`rule_sets`, names(sql`rule_set`))} + ${count(sql`targets`, names(sql`target`))}
      + ${count(sql`runs`, sql`${names(sql`result`)} OR ${names(sql`rule_set`)}`)} AS named`);
  return heldIn(row);
}

export type Beside = Readonly<Record<'events' | 'lines' | 'entries' | 'lineFiles' | 'eventFiles', Sql>>;

/** What the project holds of everybody; `ownEntries` are those of the client's own lists. */
export async function heldOfAll(db: Connection, ownEntries: Sql): Promise<Held> {
  const row =
    await db.first(sql`SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM outcomes) AS outcomes,
    (SELECT count(*) FROM rejects WHERE reason <> 'header') AS rejects,
    (SELECT count(*) FROM identity_values) AS identity_values,
    (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM order_lines) AS lines,
    (SELECT count(*) FROM list_entries WHERE ${ownEntries}) AS list_entries,
    (SELECT count(*) FROM imports) + (SELECT count(*) FROM outcome_files) + (SELECT count(*) FROM line_files)
      + (SELECT count(*) FROM event_files) AS imports,
    (SELECT count(*) FROM runs) AS runs, 0 AS named`);
  return heldIn(row);
}

function heldIn(row: Readonly<Record<string, string | number | boolean | null>> | undefined): Held {
  const of = (name: string): number => Number(row?.[name] ?? 0);
  return {
    orders: of('orders'),
    outcomes: of('outcomes'),
    events: of('events'),
    lines: of('lines'),
    listEntries: of('list_entries'),
    rejects: of('rejects'),
    identityValues: of('identity_values'),
    imports: of('imports'),
    runs: of('runs'),
    named: of('named'),
  };
}
