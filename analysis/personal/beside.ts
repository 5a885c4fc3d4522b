import { isMasked } from '../model/columns.ts';
import { eventColumns } from '../model/events.ts';
import type { ForgetMode } from '../model/personal-data.ts';
import type { Connection } from '../store/connection.ts';
import { eventKeyColumns } from '../store/schema.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';
import { names, namesQuoted, type Beside } from './subject.ts';

/**
 * What stands beside orders and outcomes: events, order lines, entries of lists, and the reports of their files. Of a
 * person it is what the tables `forgotten`, `gone` and `gone_keys` of `collect` name.
 */

const named = (column: string): Sql => sql`lower(trim(${id(column)})) IN (SELECT text FROM gone)`;
const keyed = (column: string): Sql => sql`${id(column)} IN (SELECT key FROM gone_keys)`;
const any = (conditions: readonly Sql[]): Sql =>
  sql`(${join(
    conditions.map((one) => sql`coalesce(${one}, FALSE)`),
    sql` OR `,
  )})`;

/** Events of the person's orders, and those that name the person themselves. */
const eventsOfPerson = any([
  ...['order_id', 'member_id', 'email', 'phone'].map(named),
  ...['email_key', 'phone_key'].map(keyed),
]);
const linesOfPerson = named('order_id');
const entriesOfPerson = any([named('value'), keyed('key')]);
const lineFilesOfPerson = names(sql`report`);
const eventFilesOfPerson = namesQuoted(sql`report`);
export const besideOfPerson: Beside = {
  events: eventsOfPerson,
  lines: linesOfPerson,
  entries: entriesOfPerson,
  lineFiles: lineFilesOfPerson,
  eventFiles: eventFilesOfPerson,
};

/** Inside a write job, after `collect`. What stays of events and lines has the ids that stay of their orders. */
export async function forgetBeside(db: Connection, mode: ForgetMode): Promise<void> {
  await db.run(sql`DELETE FROM list_entries WHERE ${entriesOfPerson}`);
  await db.run(
    sql`UPDATE line_files SET report = json_merge_patch(report, '{"orphanSample": []}') WHERE ${lineFilesOfPerson}`,
  );
  await db.run(
    sql`UPDATE event_files SET report = json_merge_patch(report, '{"rejectSample": []}') WHERE ${eventFilesOfPerson}`,
  );
  if (mode === 'anonymise') {
    await db.run(
      sql`UPDATE order_lines AS l SET order_id = f.surrogate FROM forgotten AS f WHERE l.order_id = f.event_id`,
    );
    await db.run(sql`UPDATE events AS e SET order_id = f.surrogate, ident = f.surrogate || ' ' || gen_random_uuid()::VARCHAR,
      source_line = NULL, ${join(
        personalOfEvents.map((name) => sql`${id(name)} = NULL`),
        sql`, `,
      )}
      FROM forgotten AS f WHERE e.order_id = f.event_id`);
  }
  // Of no order that stays, and named after the person.
  await db.run(sql`DELETE FROM order_lines WHERE ${linesOfPerson}`);
  await db.run(sql`DELETE FROM events WHERE ${eventsOfPerson}`);
}

const personalOfEvents: readonly string[] = [
  ...eventColumns.filter((column) => isMasked(column) && column.name !== 'order_id').map(({ name }) => name),
  ...eventKeyColumns,
];

/** Everybody's. Lists that came with the program name nobody; of the client's own the names stay, rules speak of them. */
export async function forgetAllBeside(db: Connection): Promise<void> {
  for (const table of ['events', 'event_files', 'order_lines', 'line_files', 'near_decisions'])
    await db.run(sql`DELETE FROM ${id(table)}`);
  await db.run(sql`DELETE FROM list_entries WHERE ${ownEntries}`);
}

export const ownEntries = sql`list_id IN (
  SELECT list_id FROM lists WHERE json_extract_string(definition, '$.source.kind') = 'own')`;
