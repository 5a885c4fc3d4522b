import type { Clause } from '../model/filter.ts';
import type { ToldOrders } from '../model/outcome-report.ts';
import type { Condition } from './condition.ts';
import { liabilitySql, threedsJoin } from './liability-shift.ts';
import { conflicting } from './outcome-conflicts.ts';
import { chargeKinds, lossesSql } from './reversals.ts';
import { join, literal, sql, type Sql } from './sql.ts';

/** `outcomes` with `known`: whether a fact was reported by then (epoch ms), or has no date. */
export const knownFacts = (asOf: number | null): Sql =>
  sql`(SELECT *, ${asOf === null ? sql`TRUE` : sql`(reported_at IS NULL OR epoch_ms(reported_at) <= ${asOf})`} AS known FROM outcomes)`;

const explained = sql`k.kind IN (${join(chargeKinds.map(literal), sql`, `)}) AND coalesce(k.family, 'unknown') <> 'unknown'`;

/**
 * `lossesSql` of the orders in a currency, with `shifted`: whether the issuer bears it, and `unexplained`: whether none of its
 * chargebacks has a reason of a known family.
 */
export const chargedOrders = (facts: Sql, currency: string): Sql => sql`(
  SELECT l.*, coalesce(s.shifted, FALSE) AS shifted, s.unexplained
  FROM (${lossesSql(facts)}) AS l JOIN orders AS o ON o.event_id = l.order_id AND o.currency = ${currency}
  LEFT JOIN (SELECT k.order_id, bool_or(${liabilitySql()} = 'issuer') AS shifted, NOT bool_or(${explained}) AS unexplained
    FROM ${facts} AS k JOIN orders AS o ON o.event_id = k.order_id${threedsJoin} WHERE k.known GROUP BY k.order_id) AS s
    ON s.order_id = l.order_id)`;

/** Which orders `told` counts, as known on a day (epoch ms; null for today), over working rows. */
export function toldCondition(
  { what, name }: Extract<Clause, { kind: 'told' }>,
  { asOf, currency }: { readonly asOf: number | null; readonly currency: string },
): Condition {
  const orders = ordersOf(what, name ?? '', knownFacts(asOf), currency);
  return {
    where: sql`(seq IN (SELECT o.seq FROM orders AS o SEMI JOIN (${orders}) AS t ON t.order_id = o.event_id))`,
    columns: [],
  };
}

function ordersOf(what: ToldOrders, name: string, facts: Sql, currency: string): Sql {
  const charged = (when: Sql): Sql => sql`SELECT order_id FROM ${chargedOrders(facts, currency)} WHERE ${when}`;
  switch (what) {
    case 'kind':
      return sql`SELECT order_id FROM ${facts} WHERE known AND kind = ${name}`;
    case 'repeats':
      return sql`SELECT order_id FROM ${facts} WHERE known AND kind = ${name} AND repeats`;
    case 'file':
      return sql`SELECT order_id FROM outcomes WHERE source = ${name}`;
    case 'conflict':
      return sql`SELECT order_id FROM (${conflicting(facts)}) WHERE code = ${name}`;
    case 'charged':
      return charged(sql`TRUE`);
    case 'reversed':
      return charged(sql`reversed > 0`);
    case 'remaining':
      return charged(sql`remaining > 0`);
    case 'shifted':
      return charged(sql`remaining > 0 AND shifted`);
    case 'realised':
      return charged(sql`remaining > 0 AND NOT shifted`);
    case 'unexplained':
      return charged(sql`remaining > 0 AND unexplained`);
  }
}
