import type { DuckDBDataChunk } from '@duckdb/node-api';
import { ShinsaError } from '../model/failure.ts';
import type { Connection } from './connection.ts';
import { sql, type Sql } from './sql.ts';

/** A stream gave other rows than there are, so whatever was made of them is of no use. */
class StreamCut extends ShinsaError {
  constructor() {
    super('internal', { detail: 'stream-cut' });
  }
}

/** Passes over a stream before it is given up. */
const mostPasses = 4;

/**
 * The rows of a query in its order, some two thousand at a time and never all at once. Nothing else may be asked on the connection
 * meanwhile. A stream of DuckDB that fails ends as one that has given all its rows, and its client tells no error: they are counted,
 * and where there are others than the query has, the last step fails instead of ending (see `untilWhole`). Throws 'cancelled' between two pieces.
 */
export async function* streamed(db: Connection, query: Sql): AsyncGenerator<DuckDBDataChunk> {
  const result = await db.watched(() => db.duck.stream(query.text, [...query.values]));
  let rows = 0;
  for (;;) {
    const chunk = await db.watched(() => result.fetchChunk());
    if (db.cancelled) throw new ShinsaError('cancelled');
    if (chunk === null || chunk.rowCount === 0) break;
    rows += chunk.rowCount;
    yield chunk;
  }
  const there = await db.first(sql`SELECT count(*) AS n FROM (${query})`);
  if (Number(there?.['n']) !== rows) throw new StreamCut();
}

/** Work over streams, from its beginning again where one of them was cut. */
export async function untilWhole<T>(work: () => Promise<T>): Promise<T> {
  for (let pass = 1; ; pass += 1)
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StreamCut) || pass === mostPasses) throw error;
    }
}
