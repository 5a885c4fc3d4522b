import type { Held } from '../model/personal-data.ts';
import type { Connection } from '../store/connection.ts';
import { sql, type Sql } from '../store/sql.ts';
import { entriesOfPerson, eventsOfPerson, linesOfPerson, ownEntries } from './beside-orders.ts';
import { names, namesQuoted, ofForgotten } from './subject.ts';

/** What the project holds of the person in `forgotten` and `told`. */
export async function heldOfPerson(db: Connection): Promise<Held> {
  const count = (from: Sql, where: Sql): Sql => sql`(SELECT count(*) FROM ${from} WHERE ${where})`;
  const row = await db.first(sql`SELECT
    ${count(sql`forgotten`, sql`TRUE`)} AS orders,
    ${count(sql`outcomes`, ofForgotten)} AS outcomes,
    ${count(sql`rejects`, sql`reason <> 'header' AND ${names(sql`cells`)}`)} AS rejects,
    ${count(sql`identity_values`, sql`raw IN (SELECT text FROM told)`)} AS identity_values,
    ${count(sql`order_lines`, linesOfPerson)} AS lines,
    ${count(sql`events`, eventsOfPerson)} AS events,
    ${count(sql`list_entries`, entriesOfPerson)} AS list_entries,
    ${count(sql`imports`, namesQuoted(sql`report`))} + ${count(sql`event_files`, namesQuoted(sql`report`))} AS imports,
    ${count(sql`runs`, sql`TRUE`)} AS runs,
    ${count(sql`rule_sets`, names(sql`rule_set`))} + ${count(sql`targets`, names(sql`target`))}
      + ${count(sql`runs`, sql`${names(sql`result`)} OR ${names(sql`rule_set`)}`)} AS named`);
  return heldIn(row);
}

/** What the project holds of everybody. */
export async function heldOfAll(db: Connection): Promise<Held> {
  const row =
    await db.first(sql`SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM outcomes) AS outcomes,
    (SELECT count(*) FROM rejects WHERE reason <> 'header') AS rejects,
    (SELECT count(*) FROM identity_values) AS identity_values,
    (SELECT count(*) FROM order_lines) AS lines, (SELECT count(*) FROM events) AS events,
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
    lines: of('lines'),
    events: of('events'),
    listEntries: of('list_entries'),
    rejects: of('rejects'),
    identityValues: of('identity_values'),
    imports: of('imports'),
    runs: of('runs'),
    named: of('named'),
  };
}
