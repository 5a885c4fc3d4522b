import type { DuckDBVector } from '@duckdb/node-api';
import { ShinsaError } from '../model/failure.ts';
import type { Connection } from './connection.ts';
import type { Sql } from './sql.ts';
import { streamed } from './streamed.ts';

/** Columns of numbers of 64 bits from DuckDB, as they lie in memory. */

/**
 * Hands over the rows of a query of BIGINT and UBIGINT columns without NULL in its order, as arrays that are good until
 * `take` returns; see `streamed`.
 */
export async function eachWide(
  db: Connection,
  query: Sql,
  take: (columns: readonly BigInt64Array[], rows: number) => void,
): Promise<void> {
  await db.watched(async () => {
    for await (const chunk of streamed(db, query)) {
      const { rowCount, columnCount } = chunk;
      const columns = Array.from({ length: columnCount }, (_, i) => wideOf(chunk.getColumnVector(i), rowCount));
      take(columns, rowCount);
    }
  });
}

function wideOf(vector: DuckDBVector, rows: number): BigInt64Array {
  // The driver keeps the array to itself; every other way makes a value of each element.
  const items: unknown = Reflect.get(vector, 'items');
  if (items instanceof BigInt64Array || items instanceof BigUint64Array)
    return new BigInt64Array(items.buffer, items.byteOffset, rows);
  throw new ShinsaError('internal', { detail: 'wide' });
}
