import type { Connection } from './connection.ts';
import type { Sql } from './sql.ts';
import { streamed } from './streamed.ts';

/** A value of a column cast to DOUBLE, BOOLEAN or VARCHAR. */
export type Cell = string | number | boolean | null;

/** The rows of a query of DOUBLE, INTEGER, BOOLEAN and VARCHAR columns as `streamed` has them, as columns. */
export async function* pieces(db: Connection, query: Sql): AsyncGenerator<readonly (readonly Cell[])[]> {
  for await (const chunk of streamed(db, query)) yield chunk.getColumns() as Cell[][];
}
