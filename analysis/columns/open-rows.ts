import { availableParallelism } from 'node:os';
import { ShinsaError } from '../model/failure.ts';
import { MatrixPool, OutOfMemory, type MatrixRows } from '../kernels/matrix/pool.ts';
import { PassingRows } from '../kernels/matrix/passing-rows.ts';
import { stateCount, widthOf, type Block } from '../kernels/matrix/shapes.ts';
import { chunkRows, readRows } from '../kernels/sidecar/column-file.ts';
import type { Connection } from '../store/connection.ts';
import type { MemoryBudget } from '../store/memory-budget.ts';
import { sql } from '../store/sql.ts';
import type { CodedColumn, Wish } from './coded.ts';

/** More threads only wait for memory. */
const mostThreads = 8;
const blockRows = 4096;

/** Rows that pass through memory keep no bitmaps, only what they are made by; so many. */
const mostPassing = 4000;
/** Bitmaps that are made for one count only, at least. */
const leastTogether = 32;

/** The rows of one state of the data, in the memory of worker threads or passing through it, with what is made of them. */
export interface OpenRows {
  readonly folder: string;
  readonly pool: MatrixRows;
  /** Nothing stays in memory: each question reads the rows anew, and those asked at one moment read them once. */
  readonly passing: boolean;
  /** First instants of the weeks, epoch ms; rows know theirs by place. */
  readonly weeks: readonly number[];
  /** Bytes in memory of one bitmap, over all rows. */
  readonly bitmapBytes: number;
  /** Bitmaps that are kept at most, and how many are made at once of those that are not. */
  readonly mostBitmaps: number;
  readonly together: number;
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
  memory: Pick<MemoryBudget, 'kept' | 'passing'>,
  passing: boolean,
): Promise<OpenRows> {
  const codes = weekCodes(weekly);
  const weeks = await weekStarts(db, weekly, codes, timezone);
  const blocks = blocksOf(codes);
  const pool = await MatrixPool.open(codes.length, blocks, weeks.length, Math.min(mostThreads, availableParallelism()));
  const empty = { folder, weeks, passing, columns: new Map(), bitmaps: new Set<string>(), base: null, baseColumns: [] };
  if (passing)
    return {
      ...empty,
      ...{ pool: new PassingRows(pool, memory.passing), bitmapBytes: 0 },
      ...{ mostBitmaps: mostPassing, together: mostPassing },
    };
  const bitmapBytes = Math.max(1, blocks.length * blockBytes);
  return {
    ...empty,
    ...{ pool, bitmapBytes },
    mostBitmaps: Math.floor(memory.kept / 2 / bitmapBytes),
    together: Math.max(leastTogether, Math.floor(memory.kept / 8 / bitmapBytes)),
  };
}

/** Bytes of one bitmap over so many rows, about: weeks cut blocks short. */
export const bytesOfBitmap = (rows: number): number => (rows / 8) * 1.05 + 64 * blockBytes;
const blockBytes = 512;

/** What columns may take of memory beside bitmaps, and what rows are told apart and added up by. */
export function bytesForColumns({ passing, bitmaps, bitmapBytes }: OpenRows, kept: number, rows: number): number {
  return passing ? Infinity : kept - (bitmaps.size + stateCount + 1) * bitmapBytes - rows * (1 + 8);
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

const bytesOf = ({ head }: CodedColumn): number => head.rows * widthOf[head.kind];

/**
 * One work after the other; all at the same moment where rows pass, so that they are read once for all. Only one of them may
 * need the database.
 */
export async function eachOf<T extends readonly unknown[]>(
  { passing }: OpenRows,
  ...works: { readonly [K in keyof T]: () => Promise<T[K]> }
): Promise<T> {
  const begun: Promise<unknown>[] = [];
  for (const work of works) {
    begun.push(work());
    if (!passing) await begun.at(-1);
  }
  // To the end of all, also where one fails: nothing is left behind that runs.
  await Promise.allSettled(begun);
  return (await Promise.all(begun)) as unknown as T;
}
