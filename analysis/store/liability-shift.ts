import { literal, sql, type Sql } from './sql.ts';

/** Where 3-D Secure is told: by the order's own columns, by its events, or by the order's where they tell anything. */
export type ThreedsSource = 'order' | 'events' | 'either';

/**
 * To be joined wherever `liabilitySql` is asked: of every order with outcomes its last 3-D Secure event that tells an ECI
 * or a transStatus. One that is an end (not C, D or I) goes before those that are none.
 */
export const threedsJoin: Sql = sql` LEFT JOIN (
  SELECT order_id, max_by({'eci': eci, 'status': status}, (status IS NULL OR status NOT IN ('C', 'D', 'I'), happened_at, ident)) AS told
  FROM (
    SELECT coalesce(e.order_id, o.event_id) AS order_id, e.happened_at, e.ident, ${eciIn(sql`e.eci`)} AS eci,
      coalesce(${statusIn(sql`e.trans_status`)}, ${statusIn(sql`e.result`)}) AS status
    FROM events AS e LEFT JOIN orders AS o ON e.order_id IS NULL AND o.transaction_id = e.transaction_id
    WHERE e.kind = '3ds')
  WHERE (eci IS NOT NULL OR status IS NOT NULL) AND order_id IN (SELECT order_id FROM outcomes) GROUP BY order_id
) AS threeds ON threeds.order_id = o.event_id`;

/**
 * Who bears a chargeback `k` of an order `o` by EMV 3-D Secure (domain-facts 3.3): 'issuer' or 'shop', NULL where neither
 * side tells enough. Liability shifts with ECI 05 or 06 for Visa's 10.4, with 02 or 01 for Mastercard's 4837, and for no
 * other reason; where the ECI is not told, with transStatus Y or A. It does not where transStatus says otherwise, nor where
 * the order's file has a column of CAVVs and none stands there. Needs `threedsJoin`.
 */
export function liabilitySql(source: ThreedsSource = 'either'): Sql {
  const reason = (code: string): Sql =>
    sql`regexp_matches(coalesce(k.reason, ''), ${literal(`(?:^|[^0-9.])${code}(?:[^0-9]|$)`)})`;
  const [visa, mastercard] = [reason('10[.]4'), reason('4837')];
  const { tells, eci, status } = told(source);
  const authenticated = sql`(${status} IN ('Y', 'A'))`;
  const shifts = sql`CASE
    WHEN NOT ${authenticated} THEN FALSE
    WHEN ${cavvMissing} THEN FALSE
    WHEN ${eci} IS NOT NULL THEN CASE WHEN ${visa} THEN ${eci} IN ('05', '06') ELSE ${eci} IN ('02', '01') END
    ELSE ${authenticated} END`;
  return sql`CASE
    WHEN k.kind NOT IN ('chargeback', 'chargeback-upheld') OR NOT ${tells} THEN NULL
    WHEN ${visa} OR ${mastercard} THEN CASE ${shifts} WHEN TRUE THEN 'issuer' WHEN FALSE THEN 'shop' END
    WHEN regexp_matches(coalesce(k.reason, ''), '[0-9]') THEN 'shop' END`;
}

interface Told {
  /** Whether the source says anything. */
  readonly tells: Sql;
  readonly eci: Sql;
  readonly status: Sql;
}

function told(source: ThreedsSource): Told {
  const order: Told = {
    tells: sql`(o.threeds_eci IS NOT NULL OR o.threeds_status IS NOT NULL)`,
    eci: eciIn(sql`o.threeds_eci`),
    status: statusIn(sql`o.threeds_status`),
  };
  const events: Told = {
    tells: sql`(threeds.told IS NOT NULL)`,
    eci: sql`(threeds.told.eci)`,
    status: sql`(threeds.told.status)`,
  };
  if (source === 'order') return order;
  if (source === 'events') return events;
  const either = (own: Sql, other: Sql): Sql => sql`(CASE WHEN ${order.tells} THEN ${own} ELSE ${other} END)`;
  return {
    tells: sql`(${order.tells} OR ${events.tells})`,
    eci: either(order.eci, events.eci),
    status: either(order.status, events.status),
  };
}

/** Two digits, whichever zeros a spreadsheet took; anything else is no ECI. */
function eciIn(text: Sql): Sql {
  return sql`CASE WHEN regexp_full_match(trim(${text}), '0?[0-9]') THEN lpad(trim(${text}), 2, '0') END`;
}

/** The letters of the standard; words of a shop tell nothing. */
function statusIn(text: Sql): Sql {
  return sql`CASE WHEN regexp_full_match(upper(trim(${text})), '[YANUCDRI]') THEN upper(trim(${text})) END`;
}

/** Files that tell it for some orders tell by a blank that another had none. */
const cavvMissing = sql`(coalesce(lower(trim(o.threeds_cavv)) IN ('0', 'no', 'n', 'false', 'なし', '無', '無し'), FALSE)
  OR (o.threeds_cavv IS NULL AND o.import_id IN (SELECT import_id FROM orders WHERE threeds_cavv IS NOT NULL)))`;
