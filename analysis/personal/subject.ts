import type { IdentityKind } from '../model/identity.ts';
import type { Subject, SubjectKey } from '../model/personal-data.ts';
import type { Connection } from '../store/connection.ts';
import { columnsOf } from '../store/orders-view.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';

/** What a deletion asks the room of 名寄せ. */
export interface Identities {
  /** The key a value folds to, so that other spellings of it are found as well; null for none. */
  readonly keyOf: (kind: IdentityKind, value: string) => Promise<string | null>;
  /** The name by which near matches know the profile of an order, over a relation with these columns. */
  readonly profileOf: (stored: ReadonlySet<string>) => Sql;
}

export type Person = Extract<Subject, { kind: 'person' }>;

/** What tells a person, each with the columns of orders that say it as written and as its key. */
const groups = {
  order: ['event_id'],
  member: ['member_id'],
  transaction: ['transaction_id'],
  email: ['email', 'email_key'],
  phone: ['phone', 'delivery_phone', 'phone_key', 'delivery_phone_key'],
  name: [
    ...['buyer_name', 'buyer_kana', 'delivery_name', 'delivery_kana'],
    ...['buyer_name_key', 'buyer_kana_key', 'delivery_name_key', 'delivery_kana_key'],
  ],
  address: ['buyer_address', 'delivery_address', 'buyer_address_key', 'delivery_address_key'],
  card: ['card_token'],
  device: ['device_id', 'device_key'],
  cookie: ['cookie_id', 'cookie_key'],
  ip: ['ip_address', 'ip_key'],
} as const;
export type Group = keyof typeof groups;
const groupNames = Object.keys(groups) as readonly Group[];

const groupOf: Readonly<Record<SubjectKey, Group & (IdentityKind | 'order' | 'member')>> = {
  'order-id': 'order',
  member: 'member',
  email: 'email',
  phone: 'phone',
};

/** The column whose masks stand for what a person is known by. */
export const columnOfSubject = (by: SubjectKey): string => groups[groupOf[by]][0];

/**
 * Makes temporary tables of this connection: `forgotten`, the person's orders with the id that takes the place of theirs;
 * `own`, by group the values that tell the person: what the person is asked for by, and what no order says but theirs;
 * `told`, those of them that texts are searched for; `profiles_forgotten`, what near matches know only them by.
 */
export async function collect(db: Connection, { by, value }: Person, { keyOf, profileOf }: Identities): Promise<void> {
  const group = groupOf[by];
  const key = group === 'email' || group === 'phone' ? await keyOf(group, value) : null;
  const asked = key === null ? [value] : [value, key];
  const same = groups[group].map((column) =>
    column.endsWith('_key')
      ? sql`${id(column)} = ${key ?? value}`
      : sql`lower(trim(${id(column)})) = lower(trim(${value}))`,
  );
  const columns = groupNames.flatMap((name) => groups[name].map((column) => ({ name, column })));
  await db.run(sql`CREATE OR REPLACE TEMP TABLE forgotten AS
    SELECT seq, 'anonymous-' || gen_random_uuid()::VARCHAR AS surrogate, ${join(
      columns.map(({ column }) => id(column)),
      sql`, `,
    )} FROM orders WHERE ${join(same, sql` OR `)}`);
  const said = columns.map(
    ({ name, column }) => sql`SELECT ${literal(name)} AS grp, ${id(column)} AS text FROM forgotten`,
  );
  await db.run(sql`CREATE OR REPLACE TEMP TABLE said AS SELECT DISTINCT grp, text
    FROM (${join(said, sql` UNION ALL `)}) WHERE trim(text) <> ''`);
  const others = columns.map(
    ({ name, column }) => sql`SELECT ${literal(name)} AS grp, ${id(column)} AS text FROM orders
      WHERE ${id(column)} IN (SELECT text FROM said WHERE grp = ${literal(name)})
        AND seq NOT IN (SELECT seq FROM forgotten)`,
  );
  await db.run(sql`CREATE OR REPLACE TEMP TABLE own AS
    (SELECT grp, text FROM said EXCEPT (${join(others, sql` UNION ALL `)}))
    UNION ${join(
      asked.map((text) => sql`SELECT ${literal(group)} AS grp, ${text} AS text`),
      sql` UNION `,
    )}`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE told AS SELECT DISTINCT text FROM own WHERE grp <> 'ip'`);
  await db.run(sql`DROP TABLE said`);
  const profile = profileOf(await columnsOf(db, sql`order_rows`));
  await db.run(sql`CREATE OR REPLACE TEMP TABLE profiles_forgotten AS
    WITH all_of AS (SELECT ${profile} AS profile, seq IN (SELECT seq FROM forgotten) AS goes FROM order_rows)
    SELECT profile FROM all_of GROUP BY profile HAVING bool_and(goes)`);
}

/** Drops what `collect` made. */
export async function dropCollected(db: Connection): Promise<void> {
  for (const table of ['forgotten', 'own', 'told', 'profiles_forgotten'])
    await db.run(sql`DROP TABLE IF EXISTS ${id('temp', table)}`);
}

/** Whether a value is the person's alone. */
export const isOwn = (value: Sql, ...among: readonly Group[]): Sql =>
  sql`coalesce(lower(trim(${value})) IN (SELECT lower(trim(text)) FROM own WHERE grp IN (${join(
    among.map((name) => literal(name)),
    sql`, `,
  )})), FALSE)`;

/** Whether a text of JSON quotes one of the told texts as a whole cell, or a long one anywhere. */
export const names = (
  text: Sql,
): Sql => sql`EXISTS (SELECT 1 FROM told AS t WHERE contains(${text}, to_json(t.text)::VARCHAR)
  OR (length(t.text) >= 6 AND contains(${text}, t.text)))`;

/** Whether words somebody wrote say one of the told texts: names may be of two letters. */
export const namesInWords = (text: Sql): Sql =>
  sql`EXISTS (SELECT 1 FROM told AS t WHERE contains(lower(${text}), lower(t.text)))`;

/** Cells of a row quoted within a report are escaped once more. */
const namesQuoted = (text: Sql): Sql => sql`EXISTS (SELECT 1 FROM told AS t
  WHERE contains(${text}, replace(to_json(t.text)::VARCHAR, '"', '\\"')) OR (length(t.text) >= 6 AND contains(${text}, t.text)))`;

/** Rejected rows that quote the person. */
export const rejectsOfPerson = sql`(reason <> 'header' AND ${names(sql`cells`)})`;

/** Reports that quote rejected rows, by table. */
export const quotingReports = ['imports', 'event_files'] as const;
export const reportOfPerson = sql`(${namesQuoted(sql`report`)} OR EXISTS (SELECT 1 FROM told AS t
  WHERE contains(report, '"orderId":' || to_json(t.text)::VARCHAR)))`;

/** Outcomes of the person's orders, and those that name one of them without having found it. */
export const outcomesOfPerson = sql`(order_id IN (SELECT event_id FROM forgotten) OR ${isOwn(sql`told_id`, 'order')}
  OR (order_id IS NULL AND (${isOwn(sql`transaction_id`, 'transaction')} OR ${isOwn(sql`card_token`, 'card')})))`;

/** Lines of the person's orders, whether these are there or not. */
export const linesOfPerson = isOwn(sql`order_id`, 'order');

const whose = sql`coalesce(order_id, transaction_id, member_id, email, phone)`;

/** Events that name the person; a card, device, cookie or address alone tells the person where nothing else is said. */
export const eventsOfPerson = sql`(${isOwn(sql`order_id`, 'order')} OR ${isOwn(sql`transaction_id`, 'transaction')}
  OR ${isOwn(sql`member_id`, 'member')} OR ${isOwn(sql`email`, 'email')} OR ${isOwn(sql`email_key`, 'email')}
  OR ${isOwn(sql`phone`, 'phone')} OR ${isOwn(sql`phone_key`, 'phone')}
  OR (${whose} IS NULL AND (${isOwn(sql`card_token`, 'card')} OR ${isOwn(sql`device_id`, 'device')}
    OR ${isOwn(sql`cookie_id`, 'cookie')} OR ${isOwn(sql`ip_address`, 'ip')} OR ${isOwn(sql`ip_key`, 'ip')})))`;

/** Folded values that name the person. */
export const valuesOfPerson = sql`(${isOwn(sql`raw`, ...groupNames)} OR ${isOwn(sql`key`, ...groupNames)}
  OR ${isOwn(sql`beside`, ...groupNames)})`;
