import { join } from 'node:path';
import { ShinsaError } from '../model/failure.ts';
import { narrowedAll } from '../model/mapping-source.ts';
import type { LinesRead } from '../model/order-lines.ts';
import type { Connection } from '../store/connection.ts';
import { openScratch } from '../store/scratch-database.ts';
import { id, literal, sql, type Sql } from '../store/sql.ts';
import { cardMasker } from './card-number.ts';
import { checkGrantedAll, nameOfFiles } from './granted-file.ts';
import type { StagedLines } from './import-answers.ts';
import type { JobOf } from './import-messages.ts';
import { lineSources, type LineSources } from './line-columns.ts';
import { lineHeaders, lineTexts, readLineValues, saysGoods, writeLines } from './line-staging.ts';
import { headersIn, openSource, type OpenedFile } from './open-source.ts';
import { readParts } from './part-counts.ts';
import { writeRejects } from './rejected-rows.ts';
import { headersOf, joiningOf, joinsOf, rowsOf, sourceLabel, textOf } from './source-table.ts';

const refused = 'refused_lines';

/** Stages files of order lines, read as one: those that can be read as Parquet, the others with their reasons. */
export async function stageLinesFile(job: JobOf<'lines'>, progress: () => void): Promise<StagedLines> {
  await checkGrantedAll(job.files);
  const scratch = await openScratch({ files: job.files.map(({ path }) => path), folder: job.folder });
  progress();
  try {
    const { db } = scratch;
    const headers = await headersIn(db, job.files[0], cardMasker(job.cardKey), job.mapping?.file);
    const sources = narrowedAll(lineSources(headers, job.mapping), headers);
    const opened = await openLines(db, job, sources);
    const staged = await stage(db, job, opened, sources);
    await checkGrantedAll(job.files);
    return { ...staged, headers: [...headers] };
  } finally {
    scratch.close();
  }
}

function openLines(db: Connection, job: JobOf<'lines'>, sources: LineSources): Promise<OpenedFile> {
  const read = {
    all: new Set(lineHeaders(sources)),
    times: new Set<string>(),
    amounts: new Set([...headersOf(sources.unit_price), ...headersOf(sources.amount)]),
    ids: new Set(headersOf(sources.order_id)),
    joined: joinsOf(sources),
  };
  const { files, mapping, cardKey, folder } = job;
  return openSource(db, { files, shape: mapping?.file, cardKey, folder, name: 'lines' }, read, () => undefined);
}

async function stage(
  db: Connection,
  job: JobOf<'lines'>,
  opened: OpenedFile,
  sources: LineSources,
): Promise<Omit<StagedLines, 'headers'>> {
  const { source } = opened;
  const orderId = textOf(source, sources.order_id ?? '', joiningOf('order_id'));
  const orders = job.existing === null ? sql`(SELECT '' AS event_id, '' AS currency WHERE FALSE)` : known(job.existing);
  await db.run(sql`
    CREATE TEMP TABLE line_cells AS
    SELECT t.*, coalesce(o.currency, ${literal(job.currency)}) AS currency FROM (
      SELECT ${source.line} AS line, ${source.line} AS source_line, ${orderId} AS order_id, ${lineTexts(source, sources)}
      FROM ${rowsOf(source, lineHeaders(sources))}) AS t LEFT JOIN ${orders} AS o ON o.event_id = t.order_id`);
  await readLineValues(db, sources);
  await db.run(sql`
    CREATE TEMP TABLE ${id(refused)} AS
    SELECT line, CASE WHEN order_id IS NULL THEN 'id-missing' WHEN reason IS NOT NULL THEN reason ELSE 'line-empty' END AS reason,
      CASE WHEN order_id IS NULL THEN nullif(${literal(sourceLabel(sources.order_id) ?? '')}, '')
        WHEN reason IS NOT NULL THEN source END AS source
    FROM line_values WHERE order_id IS NULL OR reason IS NOT NULL OR NOT ${saysGoods}`);
  const path = join(job.folder, 'lines.parquet');
  const taken = sql`(SELECT * FROM line_values WHERE line NOT IN (SELECT line FROM ${id(refused)}))`;
  await writeLines(db, taken, path);
  const rejects = await writeRejects(db, opened, {
    refused,
    path: join(job.folder, 'line-rejects.parquet'),
    cardKey: job.cardKey,
  });
  const row = await db.first(sql`SELECT count(*) AS n, count(DISTINCT order_id) AS orders FROM ${taken}`);
  const report: LinesRead = {
    importId: job.importId,
    fileName: nameOfFiles(job.files),
    ...readParts(opened.parts),
    read: source.rows,
    accepted: Number(row?.['n'] ?? 0),
    rejected: rejects.rows,
    rejects: rejects.groups,
    orders: Number(row?.['orders'] ?? 0),
    warnings: [...source.cards].map(([column, rows]) => ({ code: 'card-numbers-replaced', params: { column, rows } })),
  };
  if (report.accepted + report.rejected !== report.read) throw new ShinsaError('internal', { detail: 'rows' });
  return { report, lines: path, rejects: rejects.path };
}

const known = (path: string): Sql => sql`read_parquet(${path})`;
