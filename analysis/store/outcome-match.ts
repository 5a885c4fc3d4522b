import { matchKeys, purchaseWindow, type MatchKey } from '../model/outcome-match.ts';
import type { Connection } from './connection.ts';
import { narrowText } from './narrow-text.ts';
import { markRepeats } from './outcome-repeats.ts';
import { outcomeDetails, outcomeKeys } from './schema.ts';
import { readSettings } from './settings.ts';
import { id, join, literal, sql, type Sql } from './sql.ts';

/** Adds the columns of format 3, and those of 4, since no table is altered once its rows have changed: what stood in `order_id` was the order id as the file gave it. */
export async function addOutcomeKeys(db: Connection): Promise<void> {
  for (const [name, type] of [...outcomeKeys, ...outcomeDetails])
    await db.run(sql`ALTER TABLE outcomes ADD COLUMN ${id(name)} ${type}`);
  await db.run(sql`UPDATE outcomes SET told_id = order_id`);
}

/**
 * Joins outcomes to their orders and tells which of them say what another list says. Inside the write job that changed
 * orders or outcomes.
 */
export async function matchOutcomes(db: Connection, only: Sql = sql`TRUE`): Promise<void> {
  await findOrders(db, only);
  await markRepeats(db);
}

/**
 * Joins every outcome to its order, all of them anew but those a person decided, so that the answer is the same in
 * however many files orders and outcomes came; or only those of a condition. Inside the write job that
 * changed either.
 */
export async function findOrders(db: Connection, only: Sql = sql`TRUE`): Promise<void> {
  if ((await db.first(sql`SELECT 1 FROM outcomes LIMIT 1`)) === undefined) return;
  const { timezone } = await readSettings(db);
  const rows = sql`(SELECT *, rowid AS row_no FROM outcomes WHERE matched_by IS DISTINCT FROM 'hand' AND ${only})`;
  await db.run(sql`
    UPDATE outcomes AS k SET order_id = m.order_id, matched_by = m.matched_by, candidates = m.candidates
    FROM (SELECT r.row_no, d.order_id, d.matched_by, coalesce(d.candidates, 0) AS candidates
      FROM ${rows} AS r LEFT JOIN ${decided(rows, timezone)} AS d ON d.row_no = r.row_no) AS m
    WHERE m.row_no = k.rowid`);
}

/** A relation `(row_no, order_id, matched_by, candidates)` of the outcomes in `rows` that some order fits. */
function decided(rows: Sql, timezone: string): Sql {
  return sql`(
    SELECT row_no, count(*) FILTER (alive) AS candidates, any_value(decided) AS matched_by,
      CASE WHEN any_value(decided) IS NOT NULL THEN any_value(order_id) FILTER (alive) END AS order_id
    FROM ${narrowed(rows, timezone)} GROUP BY row_no)`;
}

/**
 * A relation `(row_no, order_id, found, alive, decided)` of outcomes and the orders some key finds: `found` has a bit for
 * each key, `alive` tells the candidates that are left once every key was asked, `decided` the key that left but one.
 * A key that finds none of them says nothing.
 */
export function narrowed(rows: Sql, timezone: string): Sql {
  const start = sql`(SELECT row_no, order_id, bit_or(found) AS found, TRUE AS alive, CAST(NULL AS VARCHAR) AS decided
    FROM (${join(
      matchKeys.map((key) => found(key, rows, timezone)),
      sql` UNION ALL `,
    )}) GROUP BY row_no, order_id)`;
  return matchKeys.reduce(
    (before, key) => sql`(
      SELECT row_no, order_id, found, alive AND (hit OR hits = 0) AS alive,
        coalesce(decided, CASE WHEN hits = 1 THEN ${literal(key)} END) AS decided
      FROM (SELECT *, count(*) FILTER (alive AND hit) OVER (PARTITION BY row_no) AS hits
        FROM (SELECT *, (found & ${bitOf(key)}) <> 0 AS hit FROM ${before})))`,
    start,
  );
}

/** The place of a key in `found`, printed. */
const bitOf = (key: MatchKey): Sql => ({
  kind: 'sql',
  text: String(2 ** matchKeys.indexOf(key)),
  values: [],
});

/** The orders one key finds. */
function found(key: MatchKey, rows: Sql, timezone: string): Sql {
  const pair = (from: Sql): Sql =>
    sql`SELECT r.row_no, o.event_id AS order_id, ${bitOf(key)} AS found FROM ${from} AS r JOIN orders AS o`;
  switch (key) {
    case 'order-id':
      return sql`${pair(rows)} ON o.event_id = r.told_id`;
    case 'transaction-id':
      return sql`${pair(rows)} ON o.transaction_id = r.transaction_id`;
    case 'order-id-written':
      return sql`${pair(sql`(SELECT * FROM ${rows} AS r ANTI JOIN orders AS o ON o.event_id = r.told_id)`)}
        ON ${bareId(sql`o.event_id`)} = ${bareId(sql`r.told_id`)}`;
    case 'approval':
      return sql`${pair(rows)} ON ${sameApproval} AND ${inWindow(timezone)}`;
    case 'amount':
      return sql`${pair(byDay(rows, timezone))} ON ${sameAmountThatDay} AND ${inWindow(timezone)} AND ${sameCard}`;
  }
}

/**
 * Outcomes with a purchase date once for each UTC day of its window: common amounts then meet the orders of a few days,
 * not of years.
 */
export function byDay(rows: Sql, timezone: string): Sql {
  const [from, to] = windowOf(timezone);
  return sql`(SELECT *, unnest(generate_series(epoch_ms(${from}) // ${dayMs}, epoch_ms(${to}) // ${dayMs})) AS utc_day
    FROM ${rows} AS r WHERE purchased_at IS NOT NULL AND amount IS NOT NULL)`;
}

const dayMs = 86_400_000;

/** An order id whichever way its letters are written; one of digits alone without the zeros at its head. */
export function bareId(value: Sql): Sql {
  const written = sql`upper(${narrowText(value)})`;
  return sql`CASE WHEN regexp_full_match(${written}, '[0-9]+') THEN ltrim(${written}, '0') ELSE ${written} END`;
}

/** Spreadsheets take zeros from the head of a number. */
const bareApproval = (value: Sql): Sql => sql`nullif(ltrim(upper(${value}), '0'), '')`;
export const sameApproval = sql`${bareApproval(sql`o.approval_number`)} = ${bareApproval(sql`r.approval_number`)}`;

export const sameAmount = sql`(o.amount = r.amount AND o.currency = r.currency)`;

/** The same on a day of `byDay`. */
export const sameAmountThatDay = sql`${sameAmount} AND epoch_ms(o.ordered_at) // ${dayMs} = r.utc_day`;

/** Whether an order was made so near the purchase date that it may be the sale; NULL without that date. */
export function inWindow(timezone: string): Sql {
  const [from, to] = windowOf(timezone);
  return sql`(o.ordered_at >= ${from} AND o.ordered_at < ${to})`;
}

/** The first instant an order may be of, and the first after it: whole days of the project's zone. */
function windowOf(timezone: string): readonly [from: Sql, to: Sql] {
  const zone = literal(timezone);
  const midnight = (days: number): Sql =>
    sql`(((r.purchased_at AT TIME ZONE ${zone})::DATE + ${days}::INTEGER)::TIMESTAMP AT TIME ZONE ${zone})`;
  return [midnight(-purchaseWindow.before), midnight(purchaseWindow.after + 1)];
}

/** Every part of the card that both sides tell is the same, and there is one. Lists give six or eight digits, orders too. */
export const sameCard = ((): Sql => {
  const token = sql`o.card_token = r.card_token`;
  const four = sql`o.card_last4 = r.card_last4`;
  const bin = sql`(starts_with(o.card_bin, r.card_bin) OR starts_with(r.card_bin, o.card_bin))`;
  const parts = [token, four, bin];
  const all = parts.map((part) => sql`coalesce(${part}, TRUE)`);
  const any = parts.map((part) => sql`coalesce(${part}, FALSE)`);
  return sql`(${join(all, sql` AND `)} AND (${join(any, sql` OR `)}))`;
})();

/**
 * What tells one outcome of a list from others: the strongest key it gives, or the parts of its card. Two that say the
 * same of one of these are repetitions; the weakest are so only as often as one list says them.
 */
export const identOf = (row: Sql): Sql => sql`coalesce('o' || ${row}.told_id, 't' || ${row}.transaction_id,
  'a' || ${row}.approval_number || '@' || coalesce(epoch_us(${row}.purchased_at)::VARCHAR, ''),
  concat_ws('|', 'c', coalesce(${row}.card_token, ''), coalesce(${row}.card_bin, ''), coalesce(${row}.card_last4, ''),
    coalesce(epoch_us(${row}.purchased_at)::VARCHAR, '')))`;

/** Whether an outcome gives a key that one sale alone has. */
export const isStrong = (row: Sql): Sql =>
  sql`(coalesce(${row}.told_id, ${row}.transaction_id, ${row}.approval_number) IS NOT NULL)`;
