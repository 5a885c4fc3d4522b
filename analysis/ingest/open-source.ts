import type { Progress } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import type { FileFormat } from '../model/import-report.ts';
import type { Mapping } from '../model/mapping.ts';
import type { GrantedFile } from '../process.ts';
import type { Connection } from '../store/connection.ts';
import type { Sql } from '../store/sql.ts';
import { cardMasker, type CardMasker } from './card-number.ts';
import { maskJoined } from './card-table.ts';
import { joinTables, type FilePart } from './joined-tables.ts';
import { openTables, type FileTables } from './open-tables.ts';
import { maskCards, openParquet } from './parquet-source.ts';
import { columnNamed, type ReadHeaders, type SourceTable } from './source-table.ts';
import { readTexts } from './text-source.ts';

/** Client's files opened for reading by SQL, card numbers replaced. */
export interface OpenedFile {
  readonly source: SourceTable;
  readonly format: FileFormat;
  readonly encoding: string;
  readonly delimiter: string | null;
  /** Of a workbook. */
  readonly sheet: string | null;
  /** Where the rows stood; empty where one file is one table. */
  readonly parts: readonly FilePart[];
  /** Cells a spreadsheet would run as a formula; of texts only. */
  readonly formulas: number;
  /** Table `(line, reason, cells)` of rows that could not be read; null for Parquet. */
  readonly unread: Sql | null;
}

/** Files to open as one history, in this order, and how. */
export interface SourceJob {
  readonly files: readonly [GrantedFile, ...GrantedFile[]];
  readonly shape: Mapping['file'];
  readonly cardKey: string;
  readonly folder: string;
  /** Prefix of the tables made while reading. */
  readonly name: string;
}

/** Opens files whichever format they have. Throws 'mapping-column-missing' and 'files-differ' before reading them all. */
export async function openSource(
  db: Connection,
  job: SourceJob,
  headers: ReadHeaders,
  progress: (progress: Progress) => void,
): Promise<OpenedFile> {
  const masker = cardMasker(job.cardKey);
  const seen = await seenFiles(job.files, masker, job.shape);
  const opened =
    seen === null
      ? await openColumns(db, job, headers, masker)
      : await openTexts(db, job, headers, masker, seen, progress);
  return { ...opened, source: await maskJoined(db, opened.source, headers.joined, masker, job.name) };
}

/** The tables of texts in files; null where all are Parquet. Throws 'files-mixed' where some are. */
export async function seenFiles(
  files: readonly GrantedFile[],
  masker: CardMasker,
  shape: Mapping['file'],
): Promise<readonly FileTables[] | null> {
  const seen: FileTables[] = [];
  for (const file of files) {
    const tables = await openTables(file, masker, shape);
    if (tables !== null) seen.push(tables);
  }
  if (seen.length > 0 && seen.length < files.length) throw new ShinsaError('files-mixed');
  return seen.length === 0 ? null : seen;
}

async function openColumns(
  db: Connection,
  job: SourceJob,
  headers: ReadHeaders,
  masker: CardMasker,
): Promise<OpenedFile> {
  const { source, parts } = await openParquet(
    db,
    job.files.map((file) => file.path),
    masker,
  );
  for (const header of headers.all) columnNamed(source, header);
  const masked = new Set([...headers.all].filter((h) => !headers.times.has(h) && !headers.amounts.has(h)));
  return {
    source: await maskCards(db, source, { all: headers.all, masked, ids: headers.ids }, masker, job.name),
    format: 'parquet',
    encoding: 'utf-8',
    delimiter: null,
    sheet: null,
    parts,
    formulas: 0,
    unread: null,
  };
}

/** Headers of a file of any format, card numbers replaced. */
export async function headersIn(
  db: Connection,
  file: GrantedFile,
  masker: CardMasker,
  shape: Mapping['file'],
): Promise<readonly string[]> {
  const seen = await seenFiles([file], masker, shape);
  if (seen !== null) return joinTables(seen.flatMap(({ tables }) => tables)).table.headers;
  return (await openParquet(db, [file.path], masker)).source.columns.map((column) => column.header);
}

async function openTexts(
  db: Connection,
  job: SourceJob,
  headers: ReadHeaders,
  masker: CardMasker,
  seen: readonly FileTables[],
  progress: (progress: Progress) => void,
): Promise<OpenedFile> {
  const { table, parts } = joinTables(seen.flatMap(({ tables }) => tables));
  for (const header of headers.all)
    if (!table.headers.includes(header)) throw new ShinsaError('mapping-column-missing', { column: header });
  const size = job.files.reduce((sum, file) => sum + file.size, 0);
  const { source, formulas, unread } = await readTexts(db, {
    table,
    headers,
    masker,
    folder: job.folder,
    name: job.name,
    read: (bytes) => progress({ phase: 'reading', fraction: Math.min(1, bytes / size) }),
  });
  const { format, encoding, delimiter, sheet } = table;
  const told = parts().length > 1 ? parts() : [];
  return { source, format, encoding, delimiter, sheet, parts: told, formulas, unread };
}
