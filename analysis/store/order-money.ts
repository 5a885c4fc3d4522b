import { marks } from '../model/results/tally.ts';
import { groupCount } from '../model/results/intervals.ts';
import { isBillKind, stateCode, type Target } from '../model/target.ts';
import { liabilitySql, threedsJoin } from './liability-shift.ts';
import { countsFor, stateSql, type Judgement } from './outcome-state.ts';
import { chargeKinds, lossesSql } from './reversals.ts';
import { id, join, literal, sql, type Sql } from './sql.ts';

export { moneyColumn } from './money-column.ts';

/** What tells one person from another, the surest first. */
const strongKeys = ['email_key', 'email', 'phone_key', 'phone', 'member_id', 'card_token', 'device_id'] as const;

/** Attempts of one person at one amount, each at most so many minutes after the one before, are one purchase intent. */
export const intentMinutes = 30;

/** The person of an order `o`: its first value that tells; NULL where none does. */
export const personSql: Sql = sql`coalesce(${join(
  strongKeys.map((name) => sql`nullif(trim(o.${id(name)}), '')`),
  sql`, `,
)})`;

/** What intervals take as one: the linked entity, else the person, else the order. Never NULL. */
export const entitySql: Sql = sql`coalesce(o.entity_id, ${personSql}, o.event_id)`;

/**
 * Rows `seq, value` of every order. An intent is told by the attempt whose outcome is known best (bad before good before
 * what is not known yet, blocked or excluded), the last of those. Bills that each have an outcome of their own are each lost,
 * however soon one came after the other; what only columns of the file say is lost once.
 */
export function orderMoneySql(judgement: Judgement): Sql {
  const { target } = judgement;
  const pieces = stateSql(judgement);
  const facts = pieces.join.text !== '';
  const charged = facts && target.kinds.includes('chargeback');
  const hand = sql`upper(trim(coalesce(${facts ? sql`f.reviewed` : sql`NULL`}, o.recorded_manual_result)))`;
  return sql`${facts ? sql`${pieces.with},` : sql`WITH`}
    stated AS MATERIALIZED (SELECT o.seq, o.event_id, o.ordered_at, o.amount, o.currency, ${pieces.state} AS state,
        ${pieces.mature} AS mature, ${personSql} AS person, ${hand} AS hand,
        ${facts ? sql`coalesce(f.bad, FALSE)` : sql`FALSE`} AS told, md5_number_lower(${entitySql}) % ${groupCount} AS entity,
        ${target.kinds.includes('chargeback') ? sql`coalesce(o.settle_status = '60', FALSE)` : sql`FALSE`} AS disputed
      FROM orders o${pieces.join}),
    attempts AS (SELECT seq, ordered_at, amount, currency, state, person FROM stated
      WHERE person IS NOT NULL AND amount IS NOT NULL AND hash(person, amount, currency) IN (
        SELECT hash(person, amount, currency) FROM stated GROUP BY ALL HAVING count(*) > 1)),
    visits AS (SELECT *, sum(fresh) OVER (PARTITION BY person, amount, currency ORDER BY ordered_at, seq) AS visit
      FROM (SELECT *, CASE WHEN ordered_at - lag(ordered_at) OVER (PARTITION BY person, amount, currency
          ORDER BY ordered_at, seq) <= to_minutes(${intentMinutes}) THEN 0 ELSE 1 END AS fresh
        FROM attempts)),
    retries AS (SELECT seq FROM visits
      QUALIFY row_number() OVER (PARTITION BY person, amount, currency, visit ORDER BY state, seq DESC) > 1),
    ${charged ? chargesSql(target) : sql`charges AS (SELECT NULL::VARCHAR AS order_id, NULL::BIGINT AS loss, NULL::VARCHAR AS bearer)`},
    told AS (SELECT s.*, r.seq IS NULL AS head, CASE
          WHEN s.state <> ${stateCode('bad')} THEN 0
          WHEN c.order_id IS NOT NULL THEN least(c.loss, coalesce(s.amount, c.loss))
          WHEN s.told OR r.seq IS NULL THEN coalesce(s.amount, 0) ELSE 0 END AS loss,
        coalesce(c.bearer, ${target.kinds.every(isBillKind) ? 'shop' : 'unknown'}) AS bearer,
        s.disputed OR c.order_id IS NOT NULL AS charged
      FROM stated s LEFT JOIN retries r ON r.seq = s.seq LEFT JOIN charges c ON c.order_id = s.event_id)
    SELECT seq, {'marks': (${join(markTerms(), sql` + `)})::UTINYINT, 'loss': loss::BIGINT, 'entity': entity::UTINYINT} AS value
    FROM told`;
}

/** The chargebacks that count, with what stays of them and who bears it, NULL where nobody says. */
function chargesSql(target: Target): Sql {
  const charge = sql`kind IN (${join(chargeKinds.map(literal), sql`, `)})`;
  const counted = sql`(SELECT * FROM facts WHERE NOT (${charge}) OR ${countsFor(target)})`;
  return sql`charges AS (SELECT l.order_id, l.remaining AS loss, b.bearer FROM (${lossesSql(counted)}) AS l
      LEFT JOIN (SELECT k.order_id, min(${liabilitySql()}) AS bearer
        FROM ${counted} AS k JOIN orders AS o ON o.event_id = k.order_id${threedsJoin}
        WHERE k.known AND k.kind IN (${join(chargeKinds.map(literal), sql`, `)}) GROUP BY k.order_id) AS b ON b.order_id = l.order_id)`;
}

function markTerms(): readonly Sql[] {
  const when = (condition: Sql, mark: number): Sql => sql`CASE WHEN ${condition} THEN ${mark} ELSE 0 END`;
  return [
    when(sql`head`, marks.head),
    when(sql`mature`, marks.mature),
    ...(['shop', 'issuer', 'unknown'] as const).map((bearer) =>
      when(sql`loss > 0 AND bearer = ${bearer}`, marks[bearer]),
    ),
    when(sql`hand IN ('OK', '10', 'NG', '20')`, marks.byHand),
    when(sql`hand IN ('OK', '10')`, marks.passedByHand),
    when(sql`charged`, marks.charged),
  ];
}
