import { setImmediate } from 'node:timers/promises';
import { keyColumns, type KeyColumn } from '../model/columns.ts';
import { ShinsaError } from '../model/failure.ts';
import { switchableSteps, type IdentityKind, type IdentityStepName } from '../model/identity.ts';
import type { WithoutQuestion, WithoutReport } from '../model/identity-without.ts';
import type { Connection } from '../store/connection.ts';
import { valueOf } from '../store/identity-values.ts';
import { atOneMoment } from '../store/one-version.ts';
import { columnsOf } from '../store/orders-view.ts';
import { id, sql } from '../store/sql.ts';
import { openTextAppender } from '../store/text-appender.ts';
import { keysApart } from './without-apart.ts';
import { limitChange, velocityChanges } from './without-velocity.ts';

/** Values folded between two looks at whether others wait: some 10 ms. */
const valuesPerTurn = 64;

/** Values read from the database at once. */
const batchRows = 4096;

export interface WithoutAsked extends WithoutQuestion {
  readonly currency: string;
  readonly progress: (fraction: number | null) => void;
}

/** 'input-invalid' where a step cannot be left out of keys of the kind. */
export function checkSteps(kind: IdentityKind, without: readonly IdentityStepName[]): void {
  if (!without.every((step) => switchableSteps[kind].includes(step)))
    throw new ShinsaError('input-invalid', {}, { place: { field: 'without' } });
}

/**
 * The keys of a column with steps left out, and what velocity and limits make of them. Every distinct value is folded
 * anew, while other calls have their turn; orders are those of one moment. Inside a reading job.
 * 'input-invalid' where the project has no such key column, or the step cannot be left out of its kind.
 */
export async function withoutSteps(db: Connection, asked: WithoutAsked): Promise<WithoutReport> {
  const stored = await columnsOf(db, sql`order_rows`);
  const column: KeyColumn | undefined = keyColumns.find(({ name }) => name === asked.column);
  if (column === undefined || !stored.has(column.name))
    throw new ShinsaError('input-invalid', {}, { place: { field: 'column' } });
  checkSteps(column.kind, asked.without);
  try {
    const allOrders = await atOneMoment(db, () => gather(db, column, stored, asked.currency));
    await foldAnew(db, column.kind, asked);
    await db.run(sql`CREATE OR REPLACE TEMP TABLE without_orders AS
      SELECT seq, event_id, placed, amount, n, said.key AS key_now,
        coalesce(keys.key, raw) AS key_then
      FROM without_said AS said JOIN without_values USING (raw, beside) JOIN without_keys AS keys USING (n)`);
    return {
      column: column.name,
      kind: column.kind,
      without: asked.without,
      allOrders,
      ...(await counts(db)),
      apart: await keysApart(db),
      hits: asked.hits,
      velocity: await velocityChanges(db, asked.hits),
      limit: await limitChange(db, asked.limit, asked.currency),
    };
  } finally {
    await dropTables(db);
  }
}

/** The orders that have the key, and their distinct values, numbered; answers how many orders there are in all. */
async function gather(
  db: Connection,
  column: KeyColumn,
  stored: ReadonlySet<string>,
  currency: string,
): Promise<number> {
  const { raw, beside } = valueOf(column, stored, sql`o`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE without_said AS
    SELECT seq, event_id, epoch_us(ordered_at) AS placed, CASE WHEN currency = ${currency} THEN amount END AS amount,
      ${raw} AS raw, ${beside} AS beside, ${id(column.name)} AS key
    FROM order_rows AS o WHERE ${id(column.name)} IS NOT NULL`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE without_values AS
    SELECT row_number() OVER () AS n, raw, beside FROM (SELECT DISTINCT raw, beside FROM without_said)`);
  await db.run(sql`CREATE OR REPLACE TEMP TABLE without_keys (n BIGINT, key VARCHAR)`);
  return Number((await db.first(sql`SELECT count(*) AS n FROM order_rows`))?.['n']);
}

/** Finds the key of every value with the steps left out. Throws 'cancelled' between two turns. */
async function foldAnew(db: Connection, kind: IdentityKind, { without, progress }: WithoutAsked): Promise<void> {
  // Reading Japan Post's towns takes its time.
  const { identityKey } = await import('./index.ts');
  const off = { without: new Set(without) };
  const total = Number((await db.first(sql`SELECT count(*) AS n FROM without_values`))?.['n']);
  const keys = await openTextAppender(db, 'without_keys', 1);
  try {
    for (let from = 1; from <= total; from += batchRows) {
      const rows = await db.rows(sql`SELECT n, raw, beside FROM without_values
        WHERE n BETWEEN ${from} AND ${from + batchRows - 1}`);
      for (const [at, { n, raw, beside }] of rows.entries()) {
        if (at % valuesPerTurn === 0) await setImmediate();
        if (db.cancelled) throw new ShinsaError('cancelled');
        const said = beside === '' ? undefined : String(beside);
        keys.append(Number(n), [identityKey(kind, String(raw), said, off).key]);
      }
      progress(Math.min(1, (from + batchRows) / total));
    }
    keys.flush();
  } finally {
    keys.close();
  }
}

type Counts = Pick<WithoutReport, 'orders' | 'from' | 'to' | 'values' | 'keysNow' | 'keysThen' | 'joined'>;

async function counts(db: Connection): Promise<Counts> {
  const row = await db.first(sql`SELECT count(*) AS orders,
      min(placed) // 1000 AS first, max(placed) // 1000 AS last, count(DISTINCT n) AS values,
      count(DISTINCT key_now) AS keys_now, count(DISTINCT key_then) AS keys_then
    FROM without_orders`);
  const joined = await db.first(sql`SELECT count(*) AS n FROM (
    SELECT key_then FROM without_orders GROUP BY key_then HAVING count(DISTINCT key_now) > 1)`);
  const time = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return {
    orders: Number(row?.['orders']),
    from: time(row?.['first']),
    to: time(row?.['last']),
    values: Number(row?.['values']),
    keysNow: Number(row?.['keys_now']),
    keysThen: Number(row?.['keys_then']),
    joined: Number(joined?.['n']),
  };
}

const tables = ['without_said', 'without_values', 'without_keys', 'without_orders', 'without_hits'] as const;

/** Connections are lent again, also after a cancelled job. */
async function dropTables(db: Connection): Promise<void> {
  const { calm } = db;
  for (const table of tables) await calm.run(sql`DROP TABLE IF EXISTS ${id('temp', table)}`);
}
