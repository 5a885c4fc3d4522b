import { agreements, type Agreement } from '../model/outcome-match.ts';
import type { Connection } from '../store/connection.ts';
import {
  byDay,
  inWindow,
  narrowed,
  sameAmount,
  sameAmountThatDay,
  sameApproval,
  sameCard,
} from '../store/outcome-match.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';
import { blottedCard } from '../store/blotted-card.ts';

/** Candidates shown of one outcome at most. */
const shown = 10;

/** A row of candidates as SQL gives it, with the outcome (`row_no`) it belongs to. */
export type CandidateRow = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The orders the outcomes of a relation may belong to, the likeliest first: those its keys leave or, where they leave
 * none, those that agree with it in some of them. `found` counts all of them.
 */
export function candidateRows(db: Connection, rows: Sql, timezone: string): Promise<CandidateRow[]> {
  const agree = agreements.map((one) => sql`coalesce(${agrees(one, timezone)}, FALSE) AS ${flag(one)}`);
  const score = join(
    agreements.map((one) => sql`${flag(one)}::INTEGER`),
    sql` + `,
  );
  return db.rows(sql`
    WITH r AS MATERIALIZED (SELECT * FROM ${rows}),
      pairs AS (SELECT row_no, order_id, bool_or(alive) AS alive
        FROM (SELECT row_no, order_id, alive FROM ${narrowed(sql`r`, timezone)} UNION ALL ${near(timezone)}) GROUP BY ALL),
      judged AS (SELECT r.row_no, p.alive, o.event_id, o.ordered_at, o.amount, o.currency, o.transaction_id,
          o.approval_number, ${blottedCard(sql`o.card_bin`, sql`o.card_last4`)} AS card, o.email, o.member_id, o.phone,
          abs(epoch_ms(o.ordered_at) - epoch_ms(r.purchased_at)) AS apart, ${join(agree, sql`, `)}
        FROM pairs AS p JOIN r ON r.row_no = p.row_no JOIN orders AS o ON o.event_id = p.order_id)
    SELECT * EXCLUDE (alive, apart), count(*) OVER (PARTITION BY row_no) AS found
    FROM (SELECT *, bool_or(alive) OVER (PARTITION BY row_no) AS told FROM judged)
    WHERE alive OR NOT told
    QUALIFY row_number() OVER (PARTITION BY row_no ORDER BY ${score} DESC, apart, ordered_at, event_id) <= ${shown}
    ORDER BY row_no, ${score} DESC, apart, ordered_at, event_id`);
}

/** Orders that agree in something, though no key finds them: another day, another amount, another card. */
function near(timezone: string): Sql {
  const pair = (from: Sql): Sql =>
    sql`SELECT r.row_no, o.event_id AS order_id, FALSE AS alive FROM ${from} AS r JOIN orders AS o`;
  const days = byDay(sql`r`, timezone);
  return sql`(${pair(sql`r`)} ON ${sameApproval}
    UNION ALL ${pair(sql`r`)} ON o.card_last4 = r.card_last4 AND ${sameCard} AND (${inWindow(timezone)} OR ${sameAmount})
    UNION ALL ${pair(days)} ON ${sameAmountThatDay} AND ${inWindow(timezone)})`;
}

function agrees(one: Agreement, timezone: string): Sql {
  switch (one) {
    case 'order-id':
      return sql`o.event_id = r.told_id`;
    case 'transaction-id':
      return sql`o.transaction_id = r.transaction_id`;
    case 'approval':
      return sameApproval;
    case 'date':
      return inWindow(timezone);
    case 'amount':
      return sameAmount;
    case 'card':
      return sameCard;
  }
}

/** Whether a row of `candidateRows` agrees in this. */
export const agreementsOf = (row: CandidateRow): Agreement[] =>
  agreements.filter((one) => row[`agrees ${one}`] === true);

const flag = (one: Agreement): Sql => id(`agrees ${one}`);
