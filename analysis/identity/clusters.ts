import type { ClustersTold } from '../model/identity.ts';
import type { BatchColumn, ColumnBatch } from '../model/column-batch.ts';
import type { Connection } from '../store/connection.ts';
import { pieces, type Cell } from '../store/each-row.ts';
import { readLinks } from '../store/links.ts';
import { sql } from '../store/sql.ts';
import { gatherLinks, kindName } from './link.ts';

const texts = new Set(['entity_id', 'event_id', 'currency', 'link_kind']);
const names = ['entity_id', 'seq', 'event_id', 'ordered_at', 'amount', 'currency', 'link_kind', 'link_to'] as const;

/**
 * Every entity with its orders, entity by entity and order by order, as batches: a row for each link of an order to an
 * earlier one of its entity (`link_to`, its seq) and one without for an order that no link leads from. Links are those
 * the entities were made of: taken together they join the orders of an entity and no others. Answers how many there
 * are; null where orders have changed since they were linked. Sorted by the engine, so that memory does not grow with it.
 */
export async function streamClusters(
  db: Connection,
  emit: (batch: ColumnBatch) => void | Promise<void>,
): Promise<ClustersTold | null> {
  const report = await readLinks(db);
  if (report === null) return null;
  await gatherLinks(db, report.hubPersons, report.near === true ? 'over' : 'accepted');
  const query = sql`
    SELECT o.entity_id, o.seq::DOUBLE, o.event_id, epoch_ms(o.ordered_at)::DOUBLE, o.amount::DOUBLE, o.currency,
      ${kindName(sql`l.kind`)}, l.head::DOUBLE
    FROM order_rows AS o LEFT JOIN (
      SELECT DISTINCT links.seq, head, kind, first.entity_id FROM links JOIN order_rows AS first ON first.seq = head
      WHERE known_ever = 1) AS l ON l.seq = o.seq AND l.entity_id = o.entity_id
    WHERE o.entity_id IS NOT NULL ORDER BY o.entity_id, o.seq, l.head, l.kind`;
  for await (const columns of pieces(db, query)) {
    const rowCount = columns[0]?.length ?? 0;
    await emit({ names, rowCount, columns: columns.map((cells, at) => batchColumn(names[at] ?? '', cells)) });
  }
  return { entities: report.entities, orders: report.linked };
}

function batchColumn(name: string, cells: readonly Cell[]): BatchColumn {
  if (texts.has(name)) return { kind: 'texts', values: cells.map((cell) => (cell === null ? null : String(cell))) };
  return { kind: 'numbers', values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell))) };
}
