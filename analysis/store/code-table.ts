import { setImmediate } from 'node:timers/promises';
import { DOUBLE, DuckDBDataChunk, UINTEGER, USMALLINT, UTINYINT, type DuckDBVector } from '@duckdb/node-api';
import { ShinsaError } from '../model/failure.ts';
import type { Connection } from './connection.ts';
import { id, join, sql } from './sql.ts';

/** Columns of codes into tables of DuckDB, as they lie in memory. */

const types = { u8: UTINYINT, u16: USMALLINT, u32: UINTEGER, f64: DOUBLE } as const;
const typeNames = { u8: sql`UTINYINT`, u16: sql`USMALLINT`, u32: sql`UINTEGER`, f64: sql`DOUBLE` } as const;
const widths = { u8: 1, u16: 2, u32: 4, f64: 8 } as const;

/** A column that is read a piece at a time, its first row first. */
export interface CodeColumn {
  readonly kind: keyof typeof types;
  /** Reads rows into a place of their size. */
  readonly read: (from: number, to: number, target: Uint8Array) => void;
}

/** Rows read at once, and rows of a chunk of DuckDB. */
const [pieceRows, chunkRows] = [65_536, 2048];

/** Makes a table `c0, c1, …` in `work` of so many rows, in their order. Throws 'cancelled' between two pieces, and what reading throws; no table is left then. */
export async function makeCodeTable(
  db: Connection,
  table: string,
  columns: readonly CodeColumn[],
  rows: number,
): Promise<void> {
  const defined = columns.map(({ kind }, i) => sql`${id(`c${i}`)} ${typeNames[kind]}`);
  await db.run(sql`CREATE TABLE ${id('work', table)} (${join(defined, sql`, `)})`);
  try {
    await appendAll(db, table, columns, rows);
  } catch (error) {
    await db.calm.run(sql`DROP TABLE ${id('work', table)}`);
    throw error;
  }
}

async function appendAll(db: Connection, table: string, columns: readonly CodeColumn[], rows: number): Promise<void> {
  const appender = await db.duck.createAppender(table, 'main', 'work');
  try {
    const chunk = DuckDBDataChunk.create(columns.map(({ kind }) => types[kind]));
    const pieces = columns.map(({ kind }) => new Uint8Array(pieceRows * widths[kind]));
    for (let from = 0; from < rows; from += pieceRows) {
      if (db.cancelled) throw new ShinsaError('cancelled');
      const count = Math.min(pieceRows, rows - from);
      columns.forEach(({ kind, read }, i) => read(from, from + count, bytesOf(pieces[i], 0, count * widths[kind])));
      for (let row = 0; row < count; row += chunkRows) {
        chunk.reset();
        chunk.rowCount = Math.min(chunkRows, count - row);
        const end = row + chunk.rowCount;
        columns.forEach(({ kind }, i) =>
          fill(chunk.getColumnVector(i), bytesOf(pieces[i], row * widths[kind], end * widths[kind])),
        );
        appender.appendDataChunk(chunk);
      }
      // A cancel is heard between two turns only.
      await setImmediate();
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

const bytesOf = (piece: Uint8Array | undefined, from: number, to: number): Uint8Array =>
  piece?.subarray(from, to) ?? new Uint8Array();

interface Flushed {
  readonly items: { readonly buffer: ArrayBufferLike; readonly byteOffset: number };
  readonly flush: () => void;
}

function fill(vector: DuckDBVector, bytes: Uint8Array): void {
  // The driver keeps the array to itself, and sets one value after the other.
  const { items } = vector as unknown as Flushed;
  new Uint8Array(items.buffer, items.byteOffset, bytes.length).set(bytes);
  vector.flush();
}
