import type { OutcomeKind, ReasonFamily } from '../model/target.ts';
import { chargeKinds } from './reversals.ts';
import { join, literal, sql, type Sql } from './sql.ts';

/** Which facts make an order bad, as a target or a feature says it. */
export interface BadFacts {
  readonly kinds: readonly OutcomeKind[];
  readonly reasonFamilies: readonly ReasonFamily[];
}

/** What a settlement status (oplux-vocabulary 2) says of an order. A status has no date, and a chargeback's no family. */
export interface Settlement {
  /** The kind of outcome it stands for. */
  readonly kind: 'chargeback' | 'bad-debt' | 'overdue';
  readonly statuses: readonly string[];
  /** Facts that speak of the same, whatever they say and whenever they come: where one is told, the status adds nothing. */
  readonly better: readonly OutcomeKind[];
}

/**
 * What settlement statuses say to who counts such facts. That a bill was overdue does not say how it ended: only where overdue
 * bills count it is all there is to say of one written off.
 */
export function settlementsOf({ kinds, reasonFamilies }: BadFacts): readonly Settlement[] {
  const ofAnyFamily = reasonFamilies.length === 0 || reasonFamilies.includes('unknown');
  const unpaid: readonly OutcomeKind[] = ['bad-debt', 'overdue'];
  const overdue = kinds.includes('overdue');
  const counted: Readonly<Record<Settlement['kind'], boolean>> = {
    chargeback: kinds.includes('chargeback') && ofAnyFamily,
    'bad-debt': kinds.includes('bad-debt'),
    overdue,
  };
  const all: readonly Settlement[] = [
    { kind: 'chargeback', statuses: ['60'], better: [...chargeKinds, 'chargeback-reversed'] },
    { kind: 'bad-debt', statuses: ['50'], better: overdue ? unpaid : ['bad-debt'] },
    { kind: 'overdue', statuses: ['30', '40'], better: unpaid },
  ];
  return all.filter(({ kind }) => counted[kind]);
}

/**
 * A query `order_id, kind, placed` of orders that only their settlement status makes bad; `kind` is that of the outcome it would be,
 * `placed` the time of the very order, since an id may be used twice. `facts`: what is told of orders, bills that fell due among it (`allFacts`).
 */
export function settledFacts(bad: BadFacts, facts: Sql): Sql {
  const parts = settlementsOf(bad).map(
    ({
      kind,
      statuses,
      better,
    }) => sql`SELECT o.event_id AS order_id, ${literal(kind)} AS kind, o.ordered_at AS placed FROM orders AS o
      ANTI JOIN (SELECT order_id FROM ${facts} WHERE kind IN (${texts(better)})) AS b ON b.order_id = o.event_id
      WHERE o.settle_status IN (${texts(statuses)})`,
  );
  const none = sql`SELECT event_id AS order_id, NULL::VARCHAR AS kind, ordered_at AS placed FROM orders WHERE FALSE`;
  return parts.length === 0 ? none : join(parts, sql` UNION ALL `);
}

const texts = (values: readonly string[]): Sql => join(values.map(literal), sql`, `);
