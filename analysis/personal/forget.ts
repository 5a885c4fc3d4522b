import { createHmac, randomUUID } from 'node:crypto';
import { isMasked, orderColumnsOf } from '../model/columns.ts';
import { eventColumns } from '../model/events.ts';
import { ShinsaError } from '../model/failure.ts';
import { lineColumns } from '../model/order-lines.ts';
import { isHeld, type ForgetMode, type Held, type Subject } from '../model/personal-data.ts';
import { appVersion } from '../model/version.ts';
import type { Connection } from '../store/connection.ts';
import { forgetValues } from '../store/identity-values.ts';
import { forgetLinks } from '../store/links.ts';
import { matchOutcomes } from '../store/outcome-match.ts';
import { columnsOf, writeOrdersView } from '../store/orders-view.ts';
import { eventKeyColumns } from '../store/schema.ts';
import { touchData } from '../store/settings.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';
import { contents } from './contents.ts';
import { forgetExceptions, forgetExceptionsOfPerson } from './forget-exceptions.ts';
import { forgetEntries, forgetLists } from './forget-lists.ts';
import {
  findingsOfPerson,
  heldOfAll,
  heldOfPerson,
  pairOfPerson,
  queriesOfPerson,
  segmentsOfPerson,
  viewsOfPerson,
} from './held.ts';
import {
  collect,
  dropCollected,
  eventsOfPerson,
  isOwn,
  linesOfPerson,
  namesInWords,
  outcomesOfPerson,
  quotingReports,
  rejectsOfPerson,
  reportOfPerson,
  type Identities,
} from './subject.ts';

/** What is deleted, how, and why. */
export interface Forgetting {
  readonly subject: Subject;
  readonly mode: ForgetMode;
  readonly reason: string;
}

/**
 * Takes the subject out of every table and leaves a record. Inside a write job; the bytes go when the file is written
 * anew. Fails with 'reason-missing', 'reason-names' and 'subject-unknown'.
 */
export async function forget(
  db: Connection,
  asked: Forgetting,
  identities: Identities,
  cardKey: string,
): Promise<string> {
  const { subject, mode } = asked;
  const reason = asked.reason.trim();
  if (reason === '') throw new ShinsaError('reason-missing');
  if (subject.kind === 'person' && reason.toLowerCase().includes(subject.value.toLowerCase()))
    throw new ShinsaError('reason-names');
  let held: Held;
  if (subject.kind === 'all') {
    held = await heldOfAll(db);
    await forgetAll(db);
  } else {
    await collect(db, subject, identities);
    held = await heldOfPerson(db);
    if (!isHeld(held)) throw new ShinsaError('subject-unknown');
    const named = await db.first(sql`SELECT ${namesInWords(sql`${reason}`)} AS named`);
    if (named?.['named'] === true) throw new ShinsaError('reason-names');
    await forgetPerson(db, mode);
  }
  await touchData(db);
  const deletionId = randomUUID();
  const what = subject.kind === 'all' ? 'all' : subject.by;
  const hash = subject.kind === 'all' ? null : hashOfSubject(cardKey, subject.by, subject.value);
  await db.run(sql`INSERT INTO deletions VALUES (${deletionId}, make_timestamptz(${Date.now() * 1000}::BIGINT), ${what},
    ${subject.kind === 'all' ? 'delete' : mode}, ${hash}, ${JSON.stringify(held)}, ${reason}, ${appVersion}, FALSE)`);
  return deletionId;
}

/** Tells whether a value somebody names later is the one of a record; the key never leaves the file. */
const hashOfSubject = (cardKey: string, by: string, value: string): string =>
  createHmac('sha256', cardKey).update(`deletion/${by}/${value.toLowerCase()}`).digest('hex').slice(0, 16);

/** Rule sets, without their exceptions, and targets are the consultant's own work and stay, as do lists of public packages. */
async function forgetAll(db: Connection): Promise<void> {
  await forgetLinks(db);
  await forgetLists(db);
  await forgetExceptions(db);
  for (const [table, { stays }] of Object.entries(contents))
    if (stays !== true) await db.run(sql`DELETE FROM ${id(table)}`);
  await writeOrdersView(db);
}

async function forgetPerson(db: Connection, mode: ForgetMode): Promise<void> {
  await db.run(sql`DELETE FROM rejects WHERE ${rejectsOfPerson}`);
  for (const table of quotingReports)
    await db.run(sql`UPDATE ${id(table)} SET report = json_merge_patch(report, '{"rejectSample": []}')
      WHERE ${reportOfPerson}`);
  await forgetOutcomes(db, mode);
  await forgetBeside(db, mode);
  await forgetEntries(db);
  await forgetReviews(db, mode);
  if (mode === 'anonymise')
    await db.run(sql`UPDATE import_orders SET order_id = f.surrogate FROM forgotten AS f WHERE order_id = f.event_id`);
  await db.run(sql`DELETE FROM import_orders WHERE ${isOwn(sql`order_id`, 'order')}`);
  await forgetExceptionsOfPerson(db);
  await db.run(sql`DELETE FROM segments WHERE ${segmentsOfPerson}`);
  await db.run(sql`DELETE FROM sql_views WHERE ${viewsOfPerson}`);
  await db.run(sql`DELETE FROM sql_history WHERE ${queriesOfPerson}`);
  await db.run(sql`DELETE FROM findings WHERE ${findingsOfPerson}`);
  await db.run(sql`DELETE FROM near_decisions WHERE ${pairOfPerson}`);
  await forgetLinks(db);
  const rows = mode === 'delete' ? remaining : await anonymous(db);
  await db.run(sql`CREATE TABLE order_rows_next AS ${rows}`);
  // The view reads the table that goes.
  await db.run(sql`DROP VIEW IF EXISTS orders`);
  await db.run(sql`DROP TABLE order_rows`);
  await db.run(sql`ALTER TABLE order_rows_next RENAME TO order_rows`);
  await writeOrdersView(db);
  await forgetValues(db);
  await matchOutcomes(db);
  await dropCollected(db);
}

/** Lines and events: like their orders, without what tells the person, or gone with them. */
async function forgetBeside(db: Connection, mode: ForgetMode): Promise<void> {
  if (mode === 'anonymise') {
    const blank = blanked(lineColumns.filter(isMasked).map(({ name }) => name));
    await db.run(sql`UPDATE order_lines SET order_id = f.surrogate, ${blank}
      FROM forgotten AS f WHERE order_lines.order_id = f.event_id`);
    await anonymiseEvents(db);
  }
  // Lines of no order count for nothing.
  await db.run(sql`DELETE FROM order_lines WHERE ${linesOfPerson}`);
  await db.run(sql`DELETE FROM events WHERE ${eventsOfPerson}`);
}

/** What happened and when stays, so that attempts are counted as before. */
async function anonymiseEvents(db: Connection): Promise<void> {
  const personal = eventColumns.filter((column) => isMasked(column) && column.name !== 'order_id');
  const blank = sql`ident = 'anonymous-' || gen_random_uuid()::VARCHAR,
    ${blanked([...personal.map(({ name }) => name), ...eventKeyColumns])}`;
  await db.run(sql`UPDATE events SET order_id = f.surrogate, ${blank} FROM forgotten AS f
    WHERE events.order_id = f.event_id OR (events.order_id IS NULL AND events.transaction_id = f.transaction_id)`);
  await db.run(sql`UPDATE events SET order_id = CASE WHEN NOT ${isOwn(sql`order_id`, 'order')} THEN order_id END, ${blank}
    WHERE ${eventsOfPerson}`);
}

const blanked = (columns: readonly string[]): Sql =>
  join(
    [...columns, 'source_line'].map((name) => sql`${id(name)} = NULL`),
    sql`, `,
  );

async function forgetOutcomes(db: Connection, mode: ForgetMode): Promise<void> {
  if (mode === 'delete') {
    await db.run(sql`DELETE FROM outcomes WHERE ${outcomesOfPerson}`);
    return;
  }
  await db.run(sql`UPDATE outcomes AS k SET order_id = f.surrogate, told_id = f.surrogate, transaction_id = NULL,
      approval_number = NULL, card_bin = NULL, card_last4 = NULL, card_token = NULL
    FROM forgotten AS f WHERE k.order_id = f.event_id`);
  // What found no order counts for nothing.
  await db.run(sql`DELETE FROM outcomes WHERE ${outcomesOfPerson}`);
}

/** What was said of a sampled order goes on counting in its sample, without a word that tells whose it was. */
async function forgetReviews(db: Connection, mode: ForgetMode): Promise<void> {
  await db.run(sql`UPDATE review_verdicts AS v SET comment = NULL FROM review_items AS i
    WHERE i.sample_id = v.sample_id AND i.row_key = v.row_key AND ${isOwn(sql`i.order_id`, 'order')}`);
  if (mode === 'anonymise')
    await db.run(sql`UPDATE review_items SET order_id = f.surrogate FROM forgotten AS f WHERE order_id = f.event_id`);
  await db.run(sql`UPDATE review_items SET order_id = NULL WHERE ${isOwn(sql`order_id`, 'order')}`);
}

const remaining = sql`SELECT row_number() OVER (ORDER BY seq) - 1 AS seq, * EXCLUDE (seq) FROM order_rows
  WHERE seq NOT IN (SELECT seq FROM forgotten) ORDER BY seq`;

/** The same orders without what tells the person: a new id, no personal column, no column of the client's own. */
async function anonymous(db: Connection): Promise<Sql> {
  const personal = new Set(orderColumnsOf.filter(isMasked).map(({ name }) => name));
  const columns = [...(await columnsOf(db, sql`order_rows`))].map((name) => {
    const own = sql`o.${id(name)}`;
    if (name === 'event_id') return sql`coalesce(f.surrogate, ${own}) AS event_id`;
    const told = personal.has(name) || name.startsWith('custom.') || name === 'source_line';
    return told ? sql`CASE WHEN f.seq IS NULL THEN ${own} END AS ${id(name)}` : own;
  });
  return sql`SELECT ${join(columns, sql`, `)} FROM order_rows AS o LEFT JOIN forgotten AS f ON f.seq = o.seq ORDER BY o.seq`;
}
