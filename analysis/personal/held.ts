import type { Held, Subject } from '../model/personal-data.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';
import { entriesOfPerson, ownLists } from './forget-lists.ts';
import {
  collect,
  dropCollected,
  eventsOfPerson,
  isOwn,
  linesOfPerson,
  names,
  namesInWords,
  outcomesOfPerson,
  quotingReports,
  rejectsOfPerson,
  reportOfPerson,
  valuesOfPerson,
  type Identities,
} from './subject.ts';

/** Rows the project holds of the subject. On a connection that ends with the job. */
export async function heldOf(db: Connection, subject: Subject, identities: Identities): Promise<Held> {
  if (subject.kind === 'all') return heldOfAll(db);
  await collect(db, subject, identities);
  try {
    return await heldOfPerson(db);
  } finally {
    await dropCollected(db);
  }
}

/** Near matches of the person: both what was found and what was decided. */
export const pairOfPerson = sql`(split_part(pair, '-', 1) IN (SELECT profile FROM profiles_forgotten)
  OR split_part(pair, '-', 2) IN (SELECT profile FROM profiles_forgotten))`;

/** Named filters that ask for the person, or name them in words. */
export const segmentsOfPerson = sql`(${names(sql`filter`)} OR ${namesInWords(sql`name`)} OR ${namesInWords(sql`note`)})`;

/** A quote within a text of a query is written twice. */
const namesInQuery = (query: Sql): Sql => namesInWords(sql`replace(${query}, '''''', '''')`);

/** Queries of the console, saved or run, that ask for the person or name them in words. */
export const queriesOfPerson = namesInQuery(sql`query`);
export const viewsOfPerson = sql`(${queriesOfPerson} OR ${namesInWords(sql`name`)})`;
/** Entries of the findings page that quote the person, or name them in words or in the query behind them. */
export const findingsOfPerson = sql`(${names(sql`concat(entry, ' ', result, ' ', quoted)`)}
  OR ${namesInQuery(sql`json_extract_string(entry, '$.query.text')`)}
  OR ${namesInWords(sql`title`)} OR ${namesInWords(sql`note`)})`;

/** What the project holds of the person that `collect` found. */
export function heldOfPerson(db: Connection): Promise<Held> {
  const reports = quotingReports.map((table) => count(id(table), reportOfPerson));
  return counted(db, {
    orders: count(sql`forgotten`),
    outcomes: count(sql`outcomes`, outcomesOfPerson),
    lines: count(sql`order_lines`, linesOfPerson),
    events: count(sql`events`, eventsOfPerson),
    listEntries: count(sql`list_entries`, entriesOfPerson),
    nearPairs: count(pairs, pairOfPerson),
    rejects: count(sql`rejects`, rejectsOfPerson),
    identityValues: count(sql`identity_values`, valuesOfPerson),
    imports: join(reports, sql` + `),
    reviews: count(sql`review_items`, isOwn(sql`order_id`, 'order')),
    segments: count(sql`segments`, segmentsOfPerson),
    queries: sql`${count(sql`sql_views`, viewsOfPerson)} + ${count(sql`sql_history`, queriesOfPerson)}`,
    findings: count(sql`findings`, findingsOfPerson),
    runs: count(sql`runs`),
    named: sql`${count(sql`rule_sets`, names(sql`concat(rule_set, ' ', note)`))} + ${count(sql`targets`, names(sql`target`))}
      + ${count(sql`runs`, sql`${names(sql`result`)} OR ${names(sql`rule_set`)}`)}
      + ${count(sql`review_samples`, names(sql`sample`))}`,
  });
}

/** What the project holds of everybody. */
export function heldOfAll(db: Connection): Promise<Held> {
  const reports = ['imports', 'outcome_files', 'line_files', 'event_files'].map((table) => count(id(table)));
  return counted(db, {
    orders: count(sql`orders`),
    outcomes: count(sql`outcomes`),
    lines: count(sql`order_lines`),
    events: count(sql`events`),
    listEntries: count(sql`list_entries`, sql`list_id IN ${ownLists}`),
    nearPairs: count(pairs),
    rejects: count(sql`rejects`, sql`reason <> 'header'`),
    identityValues: count(sql`identity_values`),
    imports: join(reports, sql` + `),
    reviews: count(sql`review_items`),
    segments: count(sql`segments`),
    queries: sql`${count(sql`sql_views`)} + ${count(sql`sql_history`)}`,
    findings: count(sql`findings`),
    runs: count(sql`runs`),
    named: sql`0`,
  });
}

const pairs = sql`(SELECT pair FROM near_pairs UNION SELECT pair FROM near_decisions)`;

const count = (from: Sql, where: Sql = sql`TRUE`): Sql => sql`(SELECT count(*) FROM ${from} WHERE ${where})`;

async function counted(db: Connection, counts: Readonly<Record<keyof Held, Sql>>): Promise<Held> {
  const columns = Object.entries(counts).map(([name, rows]) => sql`${rows} AS ${id(name)}`);
  const row = await db.first(sql`SELECT ${join(columns, sql`, `)}`);
  const of = (name: keyof Held): number => Number(row?.[name] ?? 0);
  return {
    orders: of('orders'),
    outcomes: of('outcomes'),
    lines: of('lines'),
    events: of('events'),
    listEntries: of('listEntries'),
    nearPairs: of('nearPairs'),
    rejects: of('rejects'),
    identityValues: of('identityValues'),
    imports: of('imports'),
    reviews: of('reviews'),
    segments: of('segments'),
    queries: of('queries'),
    findings: of('findings'),
    runs: of('runs'),
    named: of('named'),
  };
}
