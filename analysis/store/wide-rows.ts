import { setImmediate } from 'node:timers/promises';
import { BIGINT, DOUBLE, DuckDBDataChunk, TIMESTAMPTZ, type DuckDBVector } from '@duckdb/node-api';
import { ShinsaError } from '../model/failure.ts';
import type { Connection } from './connection.ts';
import { id, join, sql, type Sql } from './sql.ts';

/** Columns of numbers of 64 bits, to and from DuckDB as they lie in memory. */

const chunkRows = 2048;
/** Pieces appended before others get their turn. */
const chunksPerTurn = 8;

/**
 * Hands over the rows of a query of BIGINT and UBIGINT columns without NULL in its order, as arrays that are good until
 * `take` has ended. Throws 'cancelled'.
 */
export async function eachWide(
  db: Connection,
  query: Sql,
  take: (columns: readonly BigInt64Array[], rows: number) => Promise<void>,
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
      await take(columns, rowCount);
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

/** Types of the columns of a table of `work`. */
export const wideTypes = { int: BIGINT, double: DOUBLE, timestamp: TIMESTAMPTZ } as const;
export type WideType = keyof typeof wideTypes;

/** Makes a table of such columns in `work`. */
export async function makeWideTable(
  db: Connection,
  table: string,
  columns: readonly (readonly [name: string, type: WideType])[],
): Promise<void> {
  const types = { int: sql`BIGINT`, double: sql`DOUBLE`, timestamp: sql`TIMESTAMPTZ` };
  const defined = columns.map(([name, type]) => sql`${id(name)} ${types[type]}`);
  await db.run(sql`CREATE TABLE ${id('work', table)} (${join(defined, sql`, `)})`);
}

/** Appends rows to a table of `work` whose columns have these types. */
export interface WideAppender {
  /** Columns of the bits of its numbers; the least of all, −2^63, is NULL. Throws 'cancelled'. */
  readonly append: (columns: readonly BigInt64Array<ArrayBufferLike>[], rows: number) => Promise<void>;
  /** After it the rows are in the table. */
  readonly end: () => void;
  readonly close: () => void;
}

export async function openWideAppender(
  db: Connection,
  table: string,
  types: readonly WideType[],
): Promise<WideAppender> {
  const appender = await db.duck.createAppender(table, 'main', 'work');
  const chunk = DuckDBDataChunk.create(types.map((type) => wideTypes[type]));
  return {
    append: async (columns, rows) => {
      const halves = columns.map(({ buffer, byteOffset }) => new Int32Array(buffer, byteOffset, 2 * rows));
      for (let from = 0; from < rows; from += chunkRows) {
        if (db.cancelled) throw new ShinsaError('cancelled');
        const count = Math.min(chunkRows, rows - from);
        chunk.reset();
        chunk.rowCount = count;
        halves.forEach((column, i) => fill(chunk.getColumnVector(i), column.subarray(2 * from, 2 * (from + count))));
        appender.appendDataChunk(chunk);
        // A cancel is heard between two turns only.
        if ((from / chunkRows) % chunksPerTurn === chunksPerTurn - 1) await setImmediate();
      }
    },
    end: () => appender.flushSync(),
    close: () => appender.closeSync(),
  };
}

/** The upper half of the number that stands for NULL; the lower one is 0. */
const nullHalf = -(2 ** 31);

interface Flushed {
  readonly items: { readonly buffer: ArrayBufferLike; readonly byteOffset: number };
  readonly flush: () => void;
}

function fill(vector: DuckDBVector, halves: Int32Array): void {
  // As above: the driver sets one value after the other.
  const { items } = vector as unknown as Flushed;
  new Int32Array(items.buffer, items.byteOffset, halves.length).set(halves);
  for (let at = 1; at < halves.length; at += 2)
    if (halves[at] === nullHalf && halves[at - 1] === 0) vector.setItem((at - 1) / 2, null);
  vector.flush();
}
