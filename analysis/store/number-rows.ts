import { setImmediate } from 'node:timers/promises';
import {
  DuckDBDataChunk,
  DuckDBDoubleVector,
  DuckDBUBigIntVector,
  DuckDBUIntegerVector,
  DuckDBUSmallIntVector,
  DuckDBUTinyIntVector,
  INTEGER,
  type DuckDBVector,
} from '@duckdb/node-api';
import { ShinsaError } from '../model/failure.ts';
import type { Connection } from './connection.ts';
import type { Sql } from './sql.ts';
import { streamed } from './streamed.ts';

const chunkRows = 2048;
/** Pieces appended before others get their turn: some 10 ms, several times that on a busy machine. */
const chunksPerTurn = 8;

/**
 * Hands over the rows of a query of INTEGER columns in its order, one array per column, as they come; see `streamed`.
 */
export async function eachNumbers(
  db: Connection,
  query: Sql,
  take: (columns: readonly (readonly number[])[]) => void,
): Promise<void> {
  for await (const chunk of streamed(db, query)) take(chunk.getColumns() as number[][]);
}

/** The same for one column of texts without NULL. */
export async function eachTexts(db: Connection, query: Sql, take: (texts: readonly string[]) => void): Promise<void> {
  for await (const chunk of streamed(db, query)) take(chunk.getColumnValues(0) as string[]);
}

/** Values as they lie in memory. */
export type Codes = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/**
 * The same for columns of UTINYINT, USMALLINT, UINTEGER, DOUBLE and UBIGINT without NULL, as arrays of numbers that are good
 * until `take` returns; a UBIGINT is two numbers, the low half first. It is told how many rows they are.
 */
export async function eachCodes(
  db: Connection,
  query: Sql,
  take: (columns: readonly Codes[], rows: number) => void,
): Promise<void> {
  await db.watched(async () => {
    for await (const chunk of streamed(db, query)) {
      const { rowCount } = chunk;
      take(
        Array.from({ length: chunk.columnCount }, (_, i) => codesOf(chunk.getColumnVector(i), rowCount)),
        rowCount,
      );
    }
  });
}

function codesOf(vector: DuckDBVector, rows: number): Codes {
  const known =
    vector instanceof DuckDBUTinyIntVector ||
    vector instanceof DuckDBUSmallIntVector ||
    vector instanceof DuckDBUIntegerVector ||
    vector instanceof DuckDBUBigIntVector ||
    vector instanceof DuckDBDoubleVector;
  // The driver keeps the array to itself; every other way makes a value of each element.
  const items: unknown = known ? Reflect.get(vector, 'items') : undefined;
  if (items instanceof Uint8Array || items instanceof Uint16Array) return items.subarray(0, rows);
  if (items instanceof Uint32Array || items instanceof Float64Array) return items.subarray(0, rows);
  if (items instanceof BigUint64Array) return new Uint32Array(items.buffer, items.byteOffset, 2 * rows);
  throw new ShinsaError('internal', { detail: 'codes' });
}

/**
 * Appends rows of whole numbers below 2^31 to a table of as many INTEGER columns, made a piece at a time: `columnsOf`
 * answers the columns of the rows [from, to). Throws 'cancelled' between two pieces.
 */
export async function appendNumbers(
  db: Connection,
  table: string,
  rows: number,
  columnsOf: (from: number, to: number) => readonly (readonly number[])[],
): Promise<void> {
  const appender = await db.duck.createAppender(table);
  try {
    for (let from = 0; from < rows; from += chunkRows) {
      if (db.cancelled) throw new ShinsaError('cancelled');
      const to = Math.min(rows, from + chunkRows);
      const piece = columnsOf(from, to);
      const chunk = DuckDBDataChunk.create(
        piece.map(() => INTEGER),
        to - from,
      );
      chunk.setColumns(piece);
      appender.appendDataChunk(chunk);
      // A cancel is heard between two turns only.
      if ((from / chunkRows) % chunksPerTurn === 0) await setImmediate();
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}
