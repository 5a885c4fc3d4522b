import type { DuckDBVector } from '@duckdb/node-api';
import { ShinsaError } from '../model/failure.ts';
import type { Connection } from './connection.ts';
import type { Sql } from './sql.ts';

/** Columns of numbers of 64 bits from DuckDB, as they lie in memory. */

/**
 * Hands over the rows of a query of BIGINT and UBIGINT columns without NULL in its order, as arrays that are good until
 * `take` returns. Throws 'cancelled'.
 */
export async function eachWide(
  db: Connection,
  query: Sql,
  take: (columns: readonly BigInt64Array[], rows: number) => void,
): Promise<void> {
  await db.watched(async () => {
    const result = await db.duck.stream(query.text, [...query.values]);
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      if (db.cancelled) throw new ShinsaError('cancelled');
      const { rowCount, columnCount } = chunk;
      const columns = Array.from({ length: columnCount }, (_, i) => wideOf(chunk?.getColumnVector(i), rowCount));
      take(columns, rowCount);
    }
  });
}

function wideOf(vector: DuckDBVector | undefined, rows: number): BigInt64Array {
  // The driver keeps the array to itself; every other way makes a value of each element.
  const items: unknown = vector === undefined ? undefined : Reflect.get(vector, 'items');
  if (items instanceof BigInt64Array || items instanceof BigUint64Array)
    return new BigInt64Array(items.buffer, items.byteOffset, rows);
  throw new ShinsaError('internal', { detail: 'wide' });
}
