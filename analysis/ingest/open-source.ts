import type { Progress } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import type { Mapping } from '../model/mapping.ts';
import type { GrantedFile } from '../process.ts';
import type { Connection } from '../store/connection.ts';
import type { Sql } from '../store/sql.ts';
import { cardMasker, type CardMasker } from './card-number.ts';
import { maskJoined } from './card-table.ts';
import { csvShape } from './csv-file.ts';
import { readCsv } from './csv-source.ts';
import { formatOf, headOf } from './file-head.ts';
import { maskCards, openParquet } from './parquet-source.ts';
import { columnNamed, type ReadHeaders, type SourceTable } from './source-table.ts';

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
  const masker = cardMasker(job.cardKey);
  const format = formatOf(await headOf(job.file.path, 16));
  const opened =
    format === 'csv' ? await openCsv(db, job, headers, masker, progress) : await openColumns(db, job, headers, masker);
  return { ...opened, source: await maskJoined(db, opened.source, headers.joined, masker, job.name) };
}

async function openColumns(
  db: Connection,
  job: SourceJob,
  headers: ReadHeaders,
  masker: CardMasker,
): Promise<OpenedFile> {
  const source = await openParquet(db, job.file.path, masker);
  for (const header of headers.all) columnNamed(source, header);
  const masked = new Set([...headers.all].filter((h) => !headers.times.has(h) && !headers.amounts.has(h)));
  return {
    source: await maskCards(db, source, { all: headers.all, masked, ids: headers.ids }, masker, job.name),
    format: 'parquet',
    encoding: 'utf-8',
    delimiter: null,
    formulas: 0,
    unread: null,
  };
}

/** Headers of a file of either format, card numbers replaced. */
export async function headersIn(db: Connection, path: string, masker: CardMasker): Promise<readonly string[]> {
  if (formatOf(await headOf(path, 16)) === 'csv') return (await csvShape(path, masker, {})).headers;
  return (await openParquet(db, path, masker)).columns.map((column) => column.header);
}

async function openCsv(
  db: Connection,
  job: SourceJob,
  headers: ReadHeaders,
  masker: CardMasker,
  progress: (progress: Progress) => void,
): Promise<OpenedFile> {
  const { path, size } = job.file;
  const shape = await csvShape(path, masker, { encoding: job.shape?.encoding, delimiter: job.shape?.delimiter });
  for (const header of headers.all)
    if (!shape.headers.includes(header)) throw new ShinsaError('mapping-column-missing', { column: header });
  const { source, formulas, unread } = await readCsv(db, {
    path,
    shape,
    headers,
    masker,
    folder: job.folder,
    name: job.name,
    read: (bytes) => progress({ phase: 'reading', fraction: bytes / size }),
  });
  return { source, format: 'csv', encoding: shape.encoding, delimiter: shape.delimiter, formulas, unread };
}
