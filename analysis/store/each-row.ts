import { ShinsaError } from '../model/failure.ts';
import type { Connection } from './connection.ts';
import type { Sql } from './sql.ts';

/** A value of a column cast to DOUBLE, BOOLEAN or VARCHAR. */
export type Cell = string | number | boolean | null;

/**
 * The rows of a query of DOUBLE, INTEGER, BOOLEAN and VARCHAR columns in its order, some two thousand at a time and never all at
 * once, as columns. Nothing else may be asked on the connection meanwhile. Throws 'cancelled' between two pieces.
 */
export async function* pieces(db: Connection, query: Sql): AsyncGenerator<readonly (readonly Cell[])[]> {
  const result = await db.watched(() => db.duck.stream(query.text, [...query.values]));
  for (;;) {
    const chunk = await db.watched(() => result.fetchChunk());
    if (db.cancelled) throw new ShinsaError('cancelled');
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk.getColumns() as Cell[][];
  }
}
