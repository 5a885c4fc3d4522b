import { createHmac, randomUUID } from 'node:crypto';
import { isMasked, orderColumnsOf } from '../model/columns.ts';
import { ShinsaError } from '../model/failure.ts';
import { holdsAny, type ForgetMode, type Held, type Subject } from '../model/personal-data.ts';
import { appVersion } from '../model/version.ts';
import type { Connection } from '../store/connection.ts';
import { forgetValues } from '../store/identity-values.ts';
import { forgetLinks } from '../store/links.ts';
import { matchOutcomes } from '../store/outcome-match.ts';
import { columnsOf, writeOrdersView } from '../store/orders-view.ts';
import { touchData } from '../store/settings.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';
import { besideOfPerson, forgetAllBeside, forgetBeside, ownEntries } from './beside.ts';
import { collect, heldOfAll, heldOfPerson, names, namesQuoted, ofForgotten, type KeyOf } from './subject.ts';

/** What is deleted, how, and why. */
export interface Forgetting {
  readonly subject: Subject;
  readonly mode: ForgetMode;
  readonly reason: string;
}

/** Rows the project holds of the subject. On a connection that ends with the job. */
export async function heldOf(db: Connection, subject: Subject, keyOf: KeyOf): Promise<Held> {
  if (subject.kind === 'all') return heldOfAll(db, ownEntries);
  await collect(db, subject, keyOf);
  try {
    return await heldOfPerson(db, besideOfPerson);
  } finally {
    await dropCollected(db);
  }
}

/**
 * Takes the subject out of every table and leaves a record. Inside a write job; the bytes go when the file is written
 * anew. Fails with 'reason-missing', 'reason-names' and 'subject-unknown'.
 */
export async function forget(db: Connection, asked: Forgetting, keyOf: KeyOf, cardKey: string): Promise<string> {
  const { subject, mode } = asked;
  const reason = asked.reason.trim();
  if (reason === '') throw new ShinsaError('reason-missing');
  if (subject.kind === 'person' && reason.toLowerCase().includes(subject.value.toLowerCase()))
    throw new ShinsaError('reason-names');
  let held: Held;
  if (subject.kind === 'all') {
    held = await heldOfAll(db, ownEntries);
    await forgetAll(db);
  } else {
    await collect(db, subject, keyOf);
    held = await heldOfPerson(db, besideOfPerson);
    if (!holdsAny(held)) throw new ShinsaError('subject-unknown');
    const named = await db.first(sql`SELECT count(*) AS n FROM told WHERE contains(lower(${reason}), lower(text))`);
    if (Number(named?.['n']) > 0) throw new ShinsaError('reason-names');
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

/** Rule sets and targets are the consultant's own work and stay. */
async function forgetAll(db: Connection): Promise<void> {
  await forgetLinks(db);
  for (const table of ['outcomes', 'rejects', 'identity_values', 'imports', 'outcome_files', 'runs', 'order_rows'])
    await db.run(sql`DELETE FROM ${id(table)}`);
  await forgetAllBeside(db);
  await writeOrdersView(db);
}

async function forgetPerson(db: Connection, mode: ForgetMode): Promise<void> {
  await db.run(sql`DELETE FROM rejects WHERE reason <> 'header' AND ${names(sql`cells`)}`);
  await db.run(sql`UPDATE imports SET report = json_merge_patch(report, '{"rejectSample": []}')
    WHERE ${namesQuoted(sql`report`)}`);
  await forgetOutcomes(db, mode);
  await forgetBeside(db, mode);
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

async function forgetOutcomes(db: Connection, mode: ForgetMode): Promise<void> {
  if (mode === 'delete') {
    await db.run(sql`DELETE FROM outcomes WHERE ${ofForgotten}`);
    return;
  }
  await db.run(sql`UPDATE outcomes AS k SET order_id = f.surrogate, told_id = f.surrogate, transaction_id = NULL,
      approval_number = NULL, card_bin = NULL, card_last4 = NULL, card_token = NULL
    FROM forgotten AS f WHERE k.order_id = f.event_id`);
  // What found no order counts for nothing.
  await db.run(sql`DELETE FROM outcomes WHERE ${ofForgotten}`);
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

async function dropCollected(db: Connection): Promise<void> {
  for (const table of ['forgotten', 'told', 'gone', 'gone_keys'])
    await db.run(sql`DROP TABLE IF EXISTS ${id('temp', table)}`);
}
