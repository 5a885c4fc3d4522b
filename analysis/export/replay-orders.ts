import type { ScopeField } from '../expression/index.ts';
import { itemsColumn } from '../model/order-lines.ts';
import { ShinsaError } from '../model/failure.ts';
import type { FieldValue, RuntimeEvent } from '../runtime/index.ts';
import type { Connection } from '../store/connection.ts';
import { pieces, type Cell } from '../store/each-row.ts';
import type { WorkingTable } from '../store/project-handle.ts';
import { id, join, nothing, sql, type Sql } from '../store/sql.ts';
import type { Expected, ExpectedRow } from './replay-expected.ts';

/** An order as the runtime takes it, and what the engine says of it. */
export interface OrderRow {
  /** Microseconds. */
  readonly at: number;
  readonly event: RuntimeEvent;
  readonly row: ExpectedRow;
}

export interface OrdersAsked {
  readonly rows: WorkingTable;
  readonly fields: readonly ScopeField[];
  readonly items: boolean;
  readonly expected: Expected;
}

/** A field as events hold it: instants in microseconds, whole numbers and amounts as they are. */
export function fieldValue({ column, type }: ScopeField): Sql {
  const own = id(column);
  if (type === 'timestamp') return sql`epoch_us(${own})::DOUBLE`;
  return type === 'string' || type === 'bool' ? own : sql`${own}::DOUBLE`;
}

/** The orders of the working rows in the order of time, some at once. */
export async function* ordersOf(
  db: Connection,
  { rows, fields, items, expected }: OrdersAsked,
): AsyncGenerator<readonly OrderRow[]> {
  const lines = items ? sql`, to_json(${id(itemsColumn)})::VARCHAR AS own_items` : nothing;
  const own = fields.map((field, index) => sql`, ${fieldValue(field)} AS ${id(`f${index}`)}`);
  const query = sql`SELECT seq::DOUBLE, happened, own_id, ${join(expected.answers, sql`, `)}, ${join(
    fields.map((_, index) => id(`f${index}`)),
    sql`, `,
  )}${items ? sql`, own_items` : nothing} FROM (
    SELECT seq, epoch_us(ordered_at)::DOUBLE AS happened, event_id AS own_id, ${join(expected.made, sql`, `)}${join(own, nothing)}${lines}
    FROM ${rows})`;
  const [answers, read] = [3, 3 + expected.answers.length];
  let seq = 0;
  for await (const columns of pieces(db, query)) {
    const count = columns[0]?.length ?? 0;
    const made: OrderRow[] = [];
    for (let row = 0; row < count; row += 1) {
      const cell = (column: number): Cell => columns[column]?.[row] ?? null;
      // Nothing is sorted: rows stand in the order of time, and a proof that took them otherwise would be none.
      if (cell(0) !== seq) throw new ShinsaError('internal', { detail: 'order of rows' });
      seq += 1;
      const at = Number(cell(1));
      const values: Record<string, FieldValue> = {};
      for (let index = 0; index < fields.length; index += 1) {
        const field = fields[index];
        if (field !== undefined) values[field.path] = valueOf(cell(read + index));
      }
      const text = items ? cell(read + fields.length) : null;
      const event = { event_id: String(cell(2)), at, fields: values, items: linesOf(text) };
      made.push({ at, event, row: (column) => cell(answers + column) });
    }
    yield made;
  }
}

/** What is not a number is not there. */
const valueOf = (value: Cell): FieldValue => (typeof value === 'number' && Number.isNaN(value) ? null : value);

type Items = NonNullable<RuntimeEvent['items']>;

const linesOf = (text: Cell): Items | null => (typeof text === 'string' ? (JSON.parse(text) as Items) : null);
