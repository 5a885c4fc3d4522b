import { availableParallelism } from 'node:os';
import { ShinsaError } from '../../model/failure.ts';
import { MatrixPool, OutOfMemory } from '../../kernels/matrix/pool.ts';
import type { Block } from '../../kernels/matrix/shapes.ts';
import { chunkRows, readRows } from '../../kernels/sidecar/column-file.ts';
import type { Connection } from '../../store/connection.ts';
import { sql } from '../../store/sql.ts';
import type { CodedColumn, Wish } from './coded.ts';

/** More threads only wait for memory. */
const mostThreads = 8;
const blockRows = 4096;

/** The rows of one state of the data in the memory of worker threads, with what was made of them. */
export interface OpenRows {
  readonly folder: string;
  readonly pool: MatrixPool;
  /** First instants of the weeks, epoch ms; rows know theirs by place. */
  readonly weeks: readonly number[];
  /** Bytes of one bitmap, over all rows. */
  readonly bitmapBytes: number;
  /** Columns and bitmaps that are in memory, those used last at the end. */
  readonly columns: Map<string, number>;
  readonly bitmaps: Set<string>;
  /** Name of what rows are told apart by at present; null while that changes, also where the change was cut off. */
  base: string | null;
  /** Columns in memory for that. */
  baseColumns: readonly string[];
}

/** Starts the threads over the rows whose weeks a column tells. */
export async function openRows(
  db: Connection,
  folder: string,
  weekly: CodedColumn,
  timezone: string,
): Promise<OpenRows> {
  const codes = weekCodes(weekly);
  const weeks = await weekStarts(db, weekly, codes, timezone);
  const blocks = blocksOf(codes);
  const pool = await MatrixPool.open(codes.length, blocks, weeks.length, Math.min(mostThreads, availableParallelism()));
  const bitmapBytes = blocks.length * 512;
  return { folder, pool, weeks, bitmapBytes, columns: new Map(), bitmaps: new Set(), base: null, baseColumns: [] };
}

/** The weeks of the orders in a zone. */
export const weeksIn = (timezone: string): Wish => ({ kind: 'week', of: sql`${timezone}`, reads: [] });

function weekCodes({ head, path }: CodedColumn): Uint8Array | Uint16Array {
  const bytes = new Uint8Array(head.rows * (head.kind === 'u8' ? 1 : 2));
  // Weeks of 1250 years fit into 16 bits.
  if (head.kind !== 'u8' && head.kind !== 'u16') throw new ShinsaError('internal', { detail: 'weeks' });
  readRows(path, head, 0, head.rows, bytes);
  return head.kind === 'u8' ? bytes : new Uint16Array(bytes.buffer);
}

async function weekStarts(
  db: Connection,
  { offset }: CodedColumn,
  codes: Uint8Array | Uint16Array,
  timezone: string,
): Promise<number[]> {
  let last = 0;
  for (const code of codes) last = Math.max(last, code);
  const rows = await db.rows(sql`
    SELECT CAST(DATE '1969-12-29' + 7 * number::INTEGER AS TIMESTAMP) AT TIME ZONE ${timezone} AS week
    FROM (SELECT unnest(generate_series(${offset}::BIGINT, ${offset + last}::BIGINT)) AS number) ORDER BY number`);
  return rows.map(({ week }) => Number(week));
}

/** Rows in a row of one week, at most 4096, not over the edge of a chunk, which may be the edge of a thread's part. */
function blocksOf(codes: Uint8Array | Uint16Array): Block[] {
  const blocks: Block[] = [];
  for (let row = 0; row < codes.length;) {
    const week = codes[row] ?? 0;
    const most = Math.min(codes.length, row + blockRows, (Math.floor(row / chunkRows) + 1) * chunkRows);
    let end = row + 1;
    while (end < most && codes[end] === week) end += 1;
    blocks.push({ row, count: end - row, week });
    row = end;
  }
  return blocks;
}

/**
 * Brings columns into memory; those used least recently leave while all take more than `most` bytes. Throws OutOfMemory
 * where these alone are more.
 */
export async function loadColumns(
  { pool, columns }: OpenRows,
  wanted: readonly CodedColumn[],
  most: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const names = new Set(wanted.map(({ name }) => name));
  const missing = wanted.filter(({ name }) => !columns.has(name));
  const needed = wanted.reduce((sum, column) => sum + bytesOf(column), 0);
  if (needed > most) throw new OutOfMemory();
  let others = 0;
  for (const [name, bytes] of columns) others += names.has(name) ? 0 : bytes;
  const leaving: string[] = [];
  for (const [name, bytes] of columns) {
    if (needed + others <= most) break;
    if (names.has(name)) continue;
    leaving.push(name);
    others -= bytes;
  }
  for (const name of leaving) columns.delete(name);
  if (leaving.length > 0) await pool.drop(leaving, []);
  try {
    if (missing.length > 0) await pool.load(missing, signal);
  } catch (error) {
    // Some threads may have read theirs.
    const read = missing.map(({ name }) => name);
    await pool.drop(read, []).catch(() => undefined);
    throw error;
  }
  for (const column of wanted) {
    columns.delete(column.name);
    columns.set(column.name, bytesOf(column));
  }
}

const bytesOf = ({ head }: CodedColumn): number => head.rows * { u8: 1, u16: 2, u32: 4, f64: 8 }[head.kind];
