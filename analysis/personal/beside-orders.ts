import { eventColumns } from '../model/events.ts';
import type { ForgetMode } from '../model/personal-data.ts';
import type { Connection } from '../store/connection.ts';
import { eventKeyColumns } from '../store/schema.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';
import { names, namesQuoted } from './subject.ts';

const isTold = (column: Sql): Sql => sql`lower(trim(${column})) IN (SELECT lower(trim(text)) FROM told)`;
const keyTold = (kind: Sql, key: Sql): Sql => sql`${key} IN (SELECT key FROM told_keys WHERE kind = ${kind})`;

/** Lines of the person's orders, and those of an order that names the person without being there. */
export const linesOfPerson = isTold(sql`order_id`);

const ofOrder = sql`(e.order_id = f.event_id OR (e.order_id IS NULL AND e.transaction_id = f.transaction_id))`;

/** Events of the person's orders, and those that name the person, whether of an order or of none. */
export const eventsOfPerson = sql`(rowid IN (SELECT e.rowid FROM events AS e JOIN forgotten AS f ON ${ofOrder})
  OR ${isTold(sql`order_id`)} OR ${isTold(sql`member_id`)} OR ${isTold(sql`email`)} OR ${isTold(sql`phone`)}
  OR ${keyTold(sql`'email'`, sql`email_key`)} OR ${keyTold(sql`'phone'`, sql`phone_key`)})`;

/** Values of lists that name the person, however they are written. */
export const entriesOfPerson = sql`(${isTold(sql`value`)} OR rowid IN (
  SELECT e.rowid FROM list_entries AS e JOIN lists USING (list_id)
    JOIN told_keys AS t ON t.kind = json_extract_string(definition, '$.match') AND t.key = e.key))`;

/** What a client's own lists hold; those that come with the program tell of nobody. */
export const ownEntries = sql`list_id NOT IN (
  SELECT list_id FROM lists WHERE json_extract_string(definition, '$.source.kind') = 'bundled')`;

/**
 * Takes the person out of lines, events and lists. `anonymise` leaves what was bought and what happened to an order, under
 * its new id; an event of no order says nothing without whom it was about, and a list nothing without its value.
 */
export async function forgetBeside(db: Connection, mode: ForgetMode): Promise<void> {
  if (mode === 'anonymise') {
    await db.run(sql`UPDATE order_lines AS l SET order_id = f.surrogate, source_line = NULL
      FROM forgotten AS f WHERE l.order_id = f.event_id`);
    const personal = [...eventColumns.filter(({ pii }) => pii !== 'none').map(({ name }) => name), ...eventKeyColumns];
    const emptied = personal.filter((name) => name !== 'order_id').map((name) => sql`${id(name)} = NULL`);
    await db.run(sql`UPDATE events AS e SET order_id = f.surrogate, ident = gen_random_uuid()::VARCHAR, source_line = NULL,
      ${join(emptied, sql`, `)} FROM forgotten AS f WHERE ${ofOrder}`);
  }
  await db.run(sql`DELETE FROM order_lines WHERE ${linesOfPerson}`);
  await db.run(sql`DELETE FROM events WHERE ${eventsOfPerson}`);
  await db.run(sql`DELETE FROM list_entries WHERE ${entriesOfPerson}`);
  await db.run(
    sql`UPDATE list_entries SET note = NULL WHERE note IS NOT NULL AND ${names(sql`to_json(note)::VARCHAR`)}`,
  );
  await db.run(sql`UPDATE event_files SET report = json_merge_patch(report, '{"rejectSample": []}')
    WHERE ${namesQuoted(sql`report`)}`);
}

/** Empties the tables of lines and events, the client's own lists, and what was decided of near matches. */
export async function forgetAllBeside(db: Connection): Promise<void> {
  for (const table of ['order_lines', 'line_files', 'events', 'event_files', 'near_decisions'])
    await db.run(sql`DELETE FROM ${id(table)}`);
  await db.run(sql`DELETE FROM list_entries WHERE ${ownEntries}`);
}
