import { basename, join } from 'node:path';
import type { GrantedFile } from '../process.ts';
import type { Connection } from '../store/connection.ts';
import { openScratch } from '../store/scratch-database.ts';
import { id, literal, sql, type Sql } from '../store/sql.ts';
import { openTextAppender } from '../store/text-appender.ts';
import { cardMasker } from './card-number.ts';
import { checkGranted } from './granted-file.ts';
import type { StagedList } from './import-answers.ts';
import type { ReportProgress } from './import-job.ts';
import type { JobOf } from './import-messages.ts';
import type { FindKey } from './keys-job.ts';
import { listColumns, type ListColumns } from './list-columns.ts';
import { listKey } from './list-key.ts';
import { plainList } from './plain-list.ts';
import { headersIn, openSource, type OpenedFile } from './open-source.ts';
import { writeRejects } from './rejected-rows.ts';
import { columnNamed, rowsOf, trimmed, trimmedText } from './source-table.ts';
import { single, timeRange } from './time-reading.ts';
import { valuesFile } from './values-file.ts';
import { readZone, toInstant, type Zone } from './zone.ts';

/** Table of rows that were read but not taken, see `writeRejects`. */
const refused = 'refused_values';

/** Values whose keys are found between two looks at the database. */
const batchRows = 4096;

/** Reads the values of a list and writes those with a key as Parquet `(value, key, added_at, removed_at, note)`. */
export async function listJob(
  job: JobOf<'list'>,
  findKey: FindKey,
  bundled: (id: string) => Promise<readonly string[]>,
  progress: ReportProgress,
): Promise<StagedList> {
  const isValue = (text: string): boolean => job.match !== 'exact' && 'key' in listKey(job.match, text, findKey);
  const given = job.file ?? valuesFile(join(job.folder, `${job.bundled}.csv`), await bundled(job.bundled ?? ''));
  await checkGranted(given);
  const { match, folder, reading } = job;
  const file = await plainList(given, { match, folder, isValue, encoding: reading?.encoding });
  // What a plain list was made into is read as it was written.
  const shape = file === given ? reading : undefined;
  const { db, close } = await openScratch({ files: [file.path], folder: job.folder });
  progress({ phase: 'reading', fraction: null });
  try {
    const columns = listColumns(await headersIn(db, file, cardMasker(job.cardKey), shape), isValue);
    const opened = await open(db, job, { file, shape }, columns, progress);
    await readCells(db, opened, columns, await readZone(db, job.timezone));
    progress({ phase: 'identity', fraction: null });
    await findKeys(db, job, findKey);
    await refuse(db, columns);
    const staged = await write(db, job, opened, columns);
    await checkGranted(given);
    return { ...staged, fileName: basename(given.path) };
  } finally {
    close();
  }
}

function open(
  db: Connection,
  { cardKey, folder }: JobOf<'list'>,
  { file, shape }: { readonly file: GrantedFile; readonly shape: JobOf<'list'>['reading'] },
  { value, added_at, removed_at, note, postal }: ListColumns,
  progress: ReportProgress,
): Promise<OpenedFile> {
  const times = new Set([added_at, removed_at].filter((header) => header !== undefined));
  const all = new Set([value, note, postal, ...times].filter((header) => header !== undefined));
  return openSource(
    db,
    { files: [file], shape, cardKey, folder, name: 'list' },
    { all, times, amounts: new Set(), ids: new Set(), joined: [] },
    progress,
  );
}

/** Makes `cells`: a row for each of the file's, with its value and times (µs); `…_given` where a time is written. */
async function readCells(db: Connection, { source }: OpenedFile, columns: ListColumns, zone: Zone): Promise<void> {
  const text = (header: string | undefined): Sql =>
    header === undefined ? sql`CAST(NULL AS VARCHAR)` : trimmed(columnNamed(source, header));
  const time = (header: string | undefined, name: string): Sql => {
    if (header === undefined) return sql`CAST(NULL AS BIGINT) AS ${id(name)}, false AS ${id(`${name}_given`)}`;
    const column = columnNamed(source, header);
    const { input, read } = single(column);
    const { local, instant, blank, wholeDay } = read(input);
    // A day without a clock counts from its end: who was put on a list on that day was not on it in the morning.
    const day = sql`CASE WHEN ${wholeDay} THEN 86400000000 ELSE 0 END`;
    return sql`coalesce(${instant}, ${toInstant(zone, sql`(${local} + ${day})`)}) AS ${id(name)},
      NOT (${blank}) AS ${id(`${name}_given`)}`;
  };
  const headers = [columns.value, columns.note, columns.postal, columns.added_at, columns.removed_at];
  await db.run(sql`CREATE TEMP TABLE cells AS SELECT ${source.line} AS line, ${text(columns.value)} AS value,
      coalesce(${text(columns.postal)}, '') AS postal, ${text(columns.note)} AS note,
      ${time(columns.added_at, 'added')}, ${time(columns.removed_at, 'removed')}
    FROM ${rowsOf(
      source,
      headers.filter((header) => header !== undefined),
    )}`);
  if (columns.headless)
    await db.run(
      sql`INSERT INTO cells VALUES (0, ${trimmedText(literal(columns.value))}, '', NULL, NULL, false, NULL, false)`,
    );
}

async function findKeys(db: Connection, { match }: JobOf<'list'>, findKey: FindKey): Promise<void> {
  await db.run(sql`CREATE TEMP TABLE distinct_values AS SELECT row_number() OVER () AS n, value, postal
    FROM (SELECT DISTINCT value, postal FROM cells WHERE value IS NOT NULL)`);
  await db.run(sql`CREATE TABLE found (n BIGINT, key VARCHAR, why VARCHAR)`);
  const total = Number((await db.first(sql`SELECT count(*) AS n FROM distinct_values`))?.['n']);
  const found = await openTextAppender(db, 'found', 2);
  for (let from = 1; from <= total; from += batchRows) {
    const rows = await db.rows(
      sql`SELECT n, value, postal FROM distinct_values WHERE n BETWEEN ${from} AND ${from + batchRows - 1}`,
    );
    for (const { n, value, postal } of rows) {
      const key = listKey(match, String(value), findKey, postal === '' ? undefined : String(postal));
      found.append(Number(n), 'key' in key ? [key.key, null] : [null, key.why]);
    }
  }
  found.flush();
  found.close();
}

/** Makes `read`, every row with its key, and the table of those not taken. */
async function refuse(db: Connection, columns: ListColumns): Promise<void> {
  const outside = (name: string): Sql =>
    sql`${id(`${name}_given`)} AND (${id(name)} IS NULL OR ${id(name)} < ${timeRange.from} OR ${id(name)} >= ${timeRange.to})`;
  await db.run(sql`CREATE TEMP TABLE read AS SELECT *, CASE WHEN reason IS NULL THEN
      row_number() OVER (PARTITION BY key, added, removed, reason IS NULL ORDER BY line) END AS nth
    FROM (SELECT c.*, f.key, CASE
        WHEN c.value IS NULL THEN 'list-value-missing' WHEN f.why IS NOT NULL THEN f.why
        WHEN ${outside('added')} OR ${outside('removed')} THEN 'time-unreadable'
        WHEN removed <= added THEN 'list-removed-first' END AS reason
      FROM cells AS c LEFT JOIN distinct_values AS d ON d.value = c.value AND d.postal = c.postal
      LEFT JOIN found AS f USING (n))`);
  await db.run(sql`CREATE TEMP TABLE ${id(refused)} AS
    SELECT line, coalesce(reason, 'list-value-repeated') AS reason, CASE
      WHEN reason IN ('time-unreadable', 'list-removed-first') THEN
        CAST(CASE WHEN ${outside('added')} THEN ${columns.added_at ?? null} ELSE ${columns.removed_at ?? null} END AS VARCHAR)
      ELSE ${columns.value} END AS source
    FROM read WHERE reason IS NOT NULL OR nth > 1`);
}

async function write(
  db: Connection,
  { folder, cardKey }: JobOf<'list'>,
  opened: OpenedFile,
  { headless }: ListColumns,
): Promise<Omit<StagedList, 'fileName'>> {
  const entries = join(folder, 'entries.parquet');
  await db.run(sql`COPY (SELECT value, key, make_timestamptz(added) AS added_at, make_timestamptz(removed) AS removed_at, note
    FROM read WHERE nth = 1 ORDER BY line) TO ${literal(entries)} (FORMAT parquet)`);
  const rejects = await writeRejects(db, opened, { refused, path: join(folder, 'rejects.parquet'), cardKey });
  const accepted = Number((await db.first(sql`SELECT count(*) AS n FROM read WHERE nth = 1`))?.['n']);
  return {
    entries,
    read: opened.source.rows + (headless ? 1 : 0),
    accepted,
    rejected: rejects.rows,
    rejects: [...rejects.groups],
    rejectSample: rejects.sample.map(({ line, reason, cells }) => ({ line, reason, cells })),
  };
}
