import { basename } from 'node:path';
import type { FilePreview, OutcomesPreview } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import { openScratch } from '../store/scratch-database.ts';
import { id, join, sql } from '../store/sql.ts';
import type { Connection } from '../store/connection.ts';
import { cardMasker } from './card-number.ts';
import { csvShape, streamHead } from './csv-file.ts';
import { delimiters, type Delimiter } from './csv-tokenizer.ts';
import { checkGranted } from './granted-file.ts';
import { proposeMapping, type SeenColumn } from './header-match.ts';
import type { JobOf } from './import-messages.ts';
import { formatOf, headOf } from './file-head.ts';
import { outcomeSources } from './outcome-columns.ts';
import { openParquet } from './parquet-source.ts';
import { headersOf } from './source-table.ts';
import { textEncodings, type TextEncoding } from './text-encoding.ts';

const previewRows = 50;
/** Rows a proposal looks at. */
const lookedAt = 500;

interface Seen {
  readonly format: 'csv' | 'parquet';
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly string[])[];
}

/** First rows of a chosen file, card numbers masked, with a proposed mapping or the outcome columns found. */
export async function previewFile(job: JobOf<'preview'>): Promise<FilePreview | OutcomesPreview> {
  await checkGranted(job.file);
  const { path, size } = job.file;
  const masker = cardMasker(job.cardKey);
  const seen = formatOf(await headOf(path, 16)) === 'parquet' ? await seeParquet(job) : await seeCsv(job);
  const common = {
    fileName: basename(path),
    format: seen.format,
    bytes: size,
    encoding: seen.encoding,
    delimiter: seen.delimiter,
    columns: seen.columns,
    rows: seen.rows.slice(0, previewRows).map((row) => row.map((cell) => masker.mask(cell))),
  };
  const columns: SeenColumn[] = seen.columns.map(({ name, type }, i) => ({
    name,
    type,
    values: seen.rows.map((row) => row[i] ?? ''),
  }));
  if (job.outcomes)
    return { ...common, confidence: {}, columnsFound: found(seen.columns.map((column) => column.name)) };
  const { mapping, confidence } = proposeMapping(columns, job.timezone);
  const file = fileWishes(job);
  return { ...common, proposal: Object.keys(file).length === 0 ? mapping : { ...mapping, file }, confidence };
}

function found(headers: readonly string[]): Record<string, string> {
  try {
    const sources = outcomeSources(headers, undefined);
    return Object.fromEntries(Object.entries(sources).map(([name, entry]) => [name, headersOf(entry).join(' + ')]));
  } catch (error) {
    if (error instanceof ShinsaError && error.failure.code === 'outcomes-no-order-id') return {};
    throw error;
  }
}

function fileWishes(job: JobOf<'preview'>): { encoding?: Exclude<TextEncoding, 'utf-16be'>; delimiter?: Delimiter } {
  const encoding = textEncodings.find((known) => known === job.encoding);
  const delimiter = delimiters.find((known) => known === job.delimiter);
  return {
    ...(encoding === undefined || encoding === 'utf-16be' ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
  };
}

async function seeCsv(job: JobOf<'preview'>): Promise<Seen> {
  const shape = await csvShape(job.file.path, fileWishes(job));
  const rows = await streamHead(job.file.path, shape, lookedAt);
  if (rows.length === 0) throw new ShinsaError('file-header-only');
  return {
    format: 'csv',
    encoding: shape.encoding,
    delimiter: shape.delimiter,
    columns: shape.headers.map((name) => ({ name, type: 'VARCHAR' })),
    rows,
  };
}

async function seeParquet(job: JobOf<'preview'>): Promise<Seen> {
  const scratch = await openScratch({ files: [job.file.path], folder: job.folder });
  try {
    const { columns } = await openParquet(scratch.db, job.file.path);
    const names = columns.map(({ header, rawType }) => ({ name: header, type: rawType }));
    return {
      format: 'parquet',
      encoding: 'utf-8',
      delimiter: null,
      columns: names,
      rows: await firstRows(scratch.db, job.file.path, names),
    };
  } finally {
    scratch.close();
  }
}

async function firstRows(
  db: Connection,
  path: string,
  columns: readonly { readonly name: string }[],
): Promise<string[][]> {
  const cells = columns.map(({ name }, i) => sql`coalesce(CAST(${id(name)} AS VARCHAR), '') AS ${id(`c${i}`)}`);
  const rows = await db.rows(
    sql`SELECT ${join(cells, sql`, `)} FROM (SELECT * FROM read_parquet(${path}) LIMIT ${lookedAt})`,
  );
  return rows.map((row) => columns.map((_, i) => String(row[`c${i}`] ?? '')));
}
