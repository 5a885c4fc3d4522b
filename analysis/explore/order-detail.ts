import type { OrderDetail } from '../engine-api.ts';
import type { ProjectColumn } from '../model/columns.ts';
import { ShinsaError } from '../model/failure.ts';
import { everything } from '../model/filter.ts';
import { outcomeStates } from '../model/target.ts';
import type { Connection } from '../store/connection.ts';
import { eventsOf } from '../store/events.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import { atRevision } from '../store/one-version.ts';
import { liabilitySql, threedsJoin } from '../store/liability-shift.ts';
import { linesOf } from '../store/order-lines.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const sides = ['issuer', 'shop'] as const;

/**
 * Everything the project holds of one order, its state, the facts reported about it, oldest first, and its
 * lines. Throws
 * 'input-invalid' where there is no such order, 'view-gone' when orders were just written.
 */
export async function orderDetail(project: ProjectHandle, db: Connection, seq: number): Promise<OrderDetail> {
  const { from, info } = await filteredRows(project, db, everything, []);
  return atRevision(db, from.revision, () => read(db, from, info.columns, seq));
}

async function read(db: Connection, rows: Sql, known: readonly ProjectColumn[], seq: number): Promise<OrderDetail> {
  const columns = known.map(({ name }) => id('o', name));
  const found = await db.first(sql`
    SELECT ${join(columns, sql`, `)}, r.state AS state, o.event_id AS known_as FROM orders AS o
    JOIN ${rows} AS r ON r.seq = o.seq WHERE o.seq = ${seq} AND r.seq = ${seq}`);
  if (found === undefined) throw new ShinsaError('input-invalid', {}, { place: { field: 'seq' } });
  const { state, known_as: orderId, ...order } = found;
  const outcomes = await db.rows(sql`
    SELECT k.kind, k.reported_at, k.amount, k.reason, k.family, k.source, k.days_past_due, k.due_at, k.detail,
      coalesce(k.repeats, FALSE) AS repeats, ${liabilitySql()} AS liability
    FROM outcomes AS k JOIN orders AS o ON o.event_id = k.order_id${threedsJoin} WHERE k.order_id = ${orderId ?? null}
    ORDER BY k.reported_at NULLS LAST, k.kind, k.source_line`);
  const { transaction_id: transactionId } = order;
  return {
    order,
    state: outcomeStates[Number(state)] ?? 'excluded',
    outcomes: outcomes.map((fact) => ({
      kind: String(fact['kind']),
      reportedAt: number(fact['reported_at']),
      amount: number(fact['amount']),
      reason: text(fact['reason']),
      family: text(fact['family']),
      source: String(fact['source']),
      daysPastDue: number(fact['days_past_due']),
      dueAt: number(fact['due_at']),
      detail: text(fact['detail']),
      repeats: fact['repeats'] === true,
      liability: sides.find((side) => side === fact['liability']) ?? null,
    })),
    lines: typeof orderId === 'string' ? await linesOf(db, orderId) : [],
    events: await eventsOf(db, { orderId: String(orderId), transactionId: text(transactionId) }),
  };
}
