import { customerUnits, marks } from '../model/results/tally.ts';
import { isBillKind, stateCode, type Target } from '../model/target.ts';
import { liabilitySql, threedsJoin } from './liability-shift.ts';
import { moneyColumn } from './money-column.ts';
import { countsFor, stateSql, type Judgement } from './outcome-state.ts';
import { chargebacksSql } from './reversals.ts';
import { id, join, literal, sql, type Sql } from './sql.ts';

export { moneyColumn };

/**
 * Rows `seq, value` of every order; `tried` is what `PurchaseAttempts` says. A purchase is told by the attempt whose outcome is known best (bad before good before
 * what is not known yet, blocked or excluded; one with an outcome of its own first), the last of those. Attempts that each
 * have a bad outcome of their own, as bills that each were not paid, all went through: each of them is a purchase.
 */
export function orderMoneySql(judgement: Judgement, tried: Sql): Sql {
  const { target } = judgement;
  const pieces = stateSql(judgement);
  const facts = pieces.join.text !== '';
  const charged = facts && target.kinds.includes('chargeback');
  const hand = sql`upper(trim(coalesce(${facts ? sql`f.reviewed` : sql`NULL`}, o.recorded_manual_result)))`;
  const [bad, good] = [sql`s.state = ${stateCode('bad')}`, sql`state = ${stateCode('good')}`];
  const told = target.kinds.every(isBillKind) ? 'shop' : 'unknown';
  return sql`${facts ? sql`${pieces.with},` : sql`WITH`}
    stated AS MATERIALIZED (SELECT o.seq, o.event_id, o.amount, o.currency, ${pieces.state} AS state,
        ${pieces.mature} AS mature, p.person, p.sitting, p.entity, ${hand} AS hand,
        ${facts ? sql`coalesce(f.bad, FALSE)` : sql`FALSE`} AS told,
        ${target.kinds.includes('chargeback') ? sql`coalesce(o.settle_status = '60', FALSE)` : sql`FALSE`} AS disputed
      FROM orders o JOIN ${tried} p ON p.seq = o.seq${pieces.join}),
    parted AS (SELECT seq, state, told, sitting, greatest(1, sum(told::INTEGER) OVER (PARTITION BY sitting ORDER BY seq)) AS part
      FROM stated WHERE sitting IS NOT NULL),
    visits AS (SELECT seq, min(seq) OVER one AS visit,
        row_number() OVER (PARTITION BY sitting, part ORDER BY state, told DESC, seq DESC) AS place
      FROM parted WINDOW one AS (PARTITION BY sitting, part) QUALIFY count(*) OVER one > 1),
    ${charged ? chargesSql(target) : noCharges},
    purchases AS (SELECT s.*, v.visit, coalesce(v.place = 1, TRUE) AS head, c.order_id IS NOT NULL AS charged,
        ${bad} AND coalesce(v.place = 1, TRUE) AS lost, c.* EXCLUDE (order_id)
      FROM stated s LEFT JOIN visits v ON v.seq = s.seq LEFT JOIN charges c ON c.order_id = s.event_id),
    regulars AS (SELECT person, currency, count(*) AS purchases FROM purchases
      WHERE head AND ${good} AND person IS NOT NULL GROUP BY ALL HAVING count(*) > 1),
    valued AS (SELECT p.*, CASE WHEN head AND ${good} THEN ${customerUnits} // coalesce(r.purchases, 1) ELSE 0 END AS share,
        ${join(
          bearers.map((bearer) => {
            const whole = bearer === told ? sql`coalesce(p.amount, 0)` : sql`0`;
            return sql`CASE WHEN NOT lost THEN 0 WHEN charged THEN ${id(bearer)} ELSE ${whole} END AS ${id(`loss_${bearer}`)}`;
          }),
          sql`, `,
        )},
        CASE WHEN lost AND charged THEN fees_shop ELSE 0 END AS charges_shop,
        CASE WHEN NOT lost THEN 0 WHEN charged THEN fees_unknown WHEN disputed THEN 1 ELSE 0 END AS charges_unknown
      FROM purchases p LEFT JOIN regulars r ON r.person = p.person AND r.currency IS NOT DISTINCT FROM p.currency)
    SELECT seq, {'marks': (${join(markTerms(), sql` + `)})::UTINYINT, 'entity': entity::UTINYINT, 'share': share::UINTEGER,
      'visit': visit, ${join(
        valueNames.map(
          (name) => sql`${literal(name)}: ${id(name)}::${name.startsWith('loss') ? sql`BIGINT` : sql`UTINYINT`}`,
        ),
        sql`, `,
      )}} AS value
    FROM valued`;
}

const bearers = ['shop', 'issuer', 'unknown'] as const;
const valueNames = ['loss_shop', 'loss_issuer', 'loss_unknown', 'charges_shop', 'charges_unknown'] as const;

const noCharges = sql`charges AS (SELECT NULL::VARCHAR AS order_id, 0 AS shop, 0 AS issuer, 0 AS unknown, 0 AS fees_shop, 0 AS fees_unknown)`;

/**
 * By order what stays of the chargebacks that count, by who bears each, 'unknown' where nobody says: no more in sum than the
 * order's amount, the oldest first. And how many cost a fee: all but those upheld after the first was contested.
 */
function chargesSql(target: Target): Sql {
  const of = (bearer: string, what: Sql): Sql => sql`sum(${what}) FILTER (bearer = ${literal(bearer)})`;
  return sql`charged AS (SELECT k.*, coalesce(${liabilitySql()}, 'unknown') AS bearer, o.amount AS most
      FROM (${chargebacksSql(sql`facts`)}) AS k JOIN orders AS o ON o.event_id = k.order_id${threedsJoin}
      WHERE ${countsFor(target)}),
    cut AS (SELECT *, greatest(0, least(remaining, coalesce(most - coalesce(sum(remaining) OVER (PARTITION BY order_id
        ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0), remaining))) AS loss,
      (kind = 'chargeback' OR NOT bool_or(kind = 'chargeback') OVER (PARTITION BY order_id))::INTEGER AS fee FROM charged),
    charges AS (SELECT order_id, ${join(
      bearers.map((bearer) => sql`coalesce(${of(bearer, sql`loss`)}, 0) AS ${id(bearer)}`),
      sql`, `,
    )}, ${join(
      (['shop', 'unknown'] as const).map(
        (bearer) => sql`least(255, coalesce(${of(bearer, sql`fee`)}, 0)) AS ${id(`fees_${bearer}`)}`,
      ),
      sql`, `,
    )} FROM cut GROUP BY order_id)`;
}

function markTerms(): readonly Sql[] {
  const when = (condition: Sql, mark: number): Sql => sql`CASE WHEN ${condition} THEN ${mark} ELSE 0 END`;
  const values = join(
    valueNames.map((name) => id(name)),
    sql` + `,
  );
  return [
    when(sql`head`, marks.head),
    when(sql`mature`, marks.mature),
    when(sql`hand IN ('OK', '10', 'NG', '20')`, marks.byHand),
    when(sql`hand IN ('OK', '10')`, marks.passedByHand),
    when(sql`visit IS NOT NULL OR ${values} > 0`, marks.apart),
  ];
}
