import type { Connection } from './connection.ts';
import { columnsOf } from './orders-view.ts';
import { outcomeDetails } from './schema.ts';
import { id, sql, type Sql } from './sql.ts';

/** Adds the columns of format 4 to outcomes that have them not. */
export async function addOutcomeDetails(db: Connection): Promise<void> {
  const there = await columnsOf(db, sql`outcomes`);
  const missing = outcomeDetails.filter(([name]) => !there.has(name));
  for (const [name, type] of missing) await db.run(sql`ALTER TABLE outcomes ADD COLUMN ${id(name)} ${type}`);
}

/** So many days lists may date the same chargeback apart: the longest time a shop has to contest one (domain-facts 3.2). */
export const sameWithinDays = 45;

/**
 * Marks chargebacks and reversals that another list tells of the same order already, under whichever key: amounts,
 * families and days agree as far as both tell them, and no reversal lies between. Of those the one that tells most stays
 * unmarked. The nth of equal ones in a list is the nth of another's. Inside the write job that joined outcomes to orders.
 */
export async function markRepeats(db: Connection): Promise<void> {
  await db.run(sql`UPDATE outcomes SET repeats = NULL WHERE repeats IS NOT NULL`);
  await db.run(sql`
    UPDATE outcomes AS k SET repeats = TRUE FROM (
      WITH told AS (${toldFacts()})
      SELECT DISTINCT b.row_no FROM told AS a JOIN told AS b ON ${samePair}
      WHERE NOT EXISTS (SELECT 1 FROM told AS v WHERE v.matter <> a.matter AND v.order_id = a.order_id
        AND v.reported_at > least(a.reported_at, b.reported_at) AND v.reported_at < greatest(a.reported_at, b.reported_at))
    ) AS m WHERE m.row_no = k.rowid`);
}

/** Chargebacks and reversals of orders that have several, ranked by how much they tell. */
function toldFacts(): Sql {
  const matter = sql`CASE kind WHEN 'chargeback-reversed' THEN 'back' ELSE 'charge' END`;
  return sql`
    SELECT *, row_number() OVER (PARTITION BY order_id, matter
        ORDER BY kind = 'chargeback-upheld', amount IS NULL, reported_at IS NULL, reported_at, source, source_line) AS rank
    FROM (SELECT rowid AS row_no, order_id, kind, ${matter} AS matter, reported_at, amount, source, source_line,
        nullif(family, 'unknown') AS family, row_number() OVER (PARTITION BY order_id, kind, source, amount
          ORDER BY reported_at, source_line) AS nth, count(*) OVER (PARTITION BY order_id) AS facts
      FROM outcomes WHERE order_id IS NOT NULL AND kind IN ('chargeback', 'chargeback-upheld', 'chargeback-reversed'))
    WHERE facts > 1`;
}

/** A list does not tell the same twice but where it says that a chargeback was upheld. */
const samePair: Sql = sql`b.order_id = a.order_id AND b.matter = a.matter AND b.rank > a.rank
  AND (b.source IS DISTINCT FROM a.source OR b.kind <> a.kind)
  AND (a.nth = b.nth OR b.kind <> a.kind) AND (a.amount = b.amount OR a.amount IS NULL OR b.amount IS NULL)
  AND (a.family = b.family OR a.family IS NULL OR b.family IS NULL)
  AND (b.kind <> a.kind OR a.reported_at IS NULL OR b.reported_at IS NULL
    OR abs(epoch_ms(a.reported_at) - epoch_ms(b.reported_at)) <= ${sameWithinDays * 86_400_000})`;
