import { open } from 'node:fs/promises';
import type { Progress } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import type { Mapping } from '../model/mapping.ts';
import type { GrantedFile } from '../process.ts';
import type { Connection } from '../store/connection.ts';
import type { Sql } from '../store/sql.ts';
import { cardMasker } from './card-number.ts';
import { csvShape } from './csv-file.ts';
import { readCsv } from './csv-source.ts';
import { fileFailure } from './granted-file.ts';
import type { ReadHeaders } from './import-job.ts';
import { maskCards, openParquet } from './parquet-source.ts';
import { columnNamed, type SourceTable } from './source-table.ts';

/** A client's file opened for reading by SQL, card numbers replaced. */
export interface OpenedFile {
  readonly source: SourceTable;
  readonly format: 'csv' | 'parquet';
  readonly encoding: string;
  readonly delimiter: string | null;
  /** Cells of a CSV file a spreadsheet would run as a formula. */
  readonly formulas: number;
  /** Table `(line, reason, cells)` of CSV rows that could not be read; null for Parquet. */
  readonly unread: Sql | null;
}

/** First bytes of a file, at most `bytes` of them. Throws as `fileFailure` says. */
export async function headOf(path: string, bytes: number): Promise<Buffer> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fileFailure(error);
  });
  try {
    const buffer = Buffer.alloc(bytes);
    let filled = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, filled, bytes - filled, filled);
      filled += bytesRead;
      if (bytesRead === 0 || filled === bytes) return buffer.subarray(0, filled);
    }
  } finally {
    await handle.close();
  }
}

const magic = {
  parquet: [0x50, 0x41, 0x52, 0x31],
  zip: [0x50, 0x4b, 0x03, 0x04],
  gzip: [0x1f, 0x8b],
  ole: [0xd0, 0xcf, 0x11, 0xe0],
  pdf: [0x25, 0x50, 0x44, 0x46],
} as const;

/** What a file is by its first bytes; 'file-format-unknown' for known formats that are neither CSV nor Parquet. */
export function formatOf(head: Buffer): 'csv' | 'parquet' {
  const is = (bytes: readonly number[]): boolean => bytes.every((byte, i) => head[i] === byte);
  if (is(magic.parquet)) return 'parquet';
  for (const [format, bytes] of Object.entries(magic))
    if (is(bytes)) throw new ShinsaError('file-format-unknown', { format });
  return 'csv';
}

/** A file to open and how. */
export interface SourceJob {
  readonly file: GrantedFile;
  readonly shape: Mapping['file'];
  readonly cardKey: string;
  readonly folder: string;
  /** Prefix of the tables made while reading. */
  readonly name: string;
}

/** Opens the file whichever format it has. Throws 'mapping-column-missing' before reading it all. */
export async function openSource(
  db: Connection,
  job: SourceJob,
  headers: ReadHeaders,
  progress: (progress: Progress) => void,
): Promise<OpenedFile> {
  const { path } = job.file;
  const format = formatOf(await headOf(path, 16));
  const masker = cardMasker(job.cardKey);
  if (format === 'csv') return openCsv(db, job, headers, progress);
  const source = await openParquet(db, path);
  for (const header of headers.all) columnNamed(source, header);
  const masked = new Set([...headers.all].filter((h) => !headers.times.has(h) && !headers.amounts.has(h)));
  return {
    source: await maskCards(db, source, { all: headers.all, masked }, masker),
    format,
    encoding: 'utf-8',
    delimiter: null,
    formulas: 0,
    unread: null,
  };
}

/** Headers of a file of either format. */
export async function headersIn(db: Connection, path: string, shape?: Mapping['file']): Promise<readonly string[]> {
  if (formatOf(await headOf(path, 16)) === 'csv')
    return (await csvShape(path, { encoding: shape?.encoding, delimiter: shape?.delimiter })).headers;
  return (await openParquet(db, path)).columns.map((column) => column.header);
}

async function openCsv(
  db: Connection,
  job: SourceJob,
  headers: ReadHeaders,
  progress: (progress: Progress) => void,
): Promise<OpenedFile> {
  const { path, size } = job.file;
  const shape = await csvShape(path, { encoding: job.shape?.encoding, delimiter: job.shape?.delimiter });
  for (const header of headers.all)
    if (!shape.headers.includes(header)) throw new ShinsaError('mapping-column-missing', { column: header });
  const { source, formulas, unread } = await readCsv(db, {
    path,
    shape,
    headers,
    masker: cardMasker(job.cardKey),
    folder: job.folder,
    name: job.name,
    read: (bytes) => progress({ phase: 'reading', fraction: bytes / size }),
  });
  return { source, format: 'csv', encoding: shape.encoding, delimiter: shape.delimiter, formulas, unread };
}
