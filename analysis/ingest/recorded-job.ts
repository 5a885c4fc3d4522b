import { basename, join } from 'node:path';
import { ShinsaError } from '../model/failure.ts';
import type { RecordedRead } from '../model/import-report.ts';
import { narrowedAll } from '../model/mapping-source.ts';
import { recordedColumns, recordedNames } from '../model/recorded-results.ts';
import type { Connection } from '../store/connection.ts';
import { bareId } from '../store/outcome-match.ts';
import { openScratch } from '../store/scratch-database.ts';
import { id, join as joined, literal, nothing, sql, type Sql } from '../store/sql.ts';
import { cardMasker } from './card-number.ts';
import { checkGranted } from './granted-file.ts';
import type { StagedRecorded } from './import-answers.ts';
import type { JobOf } from './import-messages.ts';
import { headersIn, openSource, type OpenedFile } from './open-source.ts';
import { recordedSources, type RecordedSources } from './recorded-columns.ts';
import { writeRejects } from './rejected-rows.ts';
import { headersOf, joiningOf, joinsOf, rowsOf, sourceLabel, textOf } from './source-table.ts';
import { timeReading } from './time-reading.ts';

const refused = 'refused_recorded';

/**
 * Stages recorded screening results as Parquet `(event_id, recorded_…)`, a row for each order of the project they are of: by
 * its id, or by its id written otherwise where that fits one order; of several screenings of an order the latest
 * (`recordedColumns`). Rows of no order, and those of orders whose rows contradict each other, are refused.
 */
export async function stageRecorded(job: JobOf<'recorded'>, progress: () => void): Promise<StagedRecorded> {
  await checkGranted(job.file);
  const scratch = await openScratch({ files: [job.file.path], folder: job.folder });
  progress();
  try {
    const { db } = scratch;
    const headers = await headersIn(db, job.file, cardMasker(job.cardKey), job.mapping?.file);
    const sources = narrowedAll(recordedSources(headers, job.mapping), headers);
    const all = new Set(Object.values(sources).flatMap(headersOf));
    const opened = await openSource(
      db,
      { files: [job.file], shape: job.mapping?.file, cardKey: job.cardKey, folder: job.folder, name: 'recorded' },
      {
        all,
        times: new Set(headersOf(sources.screened_at)),
        amounts: new Set(),
        ids: new Set(headersOf(sources.event_id)),
        joined: joinsOf(sources),
      },
      () => undefined,
    );
    const staged = await stage(db, job, opened, sources);
    await checkGranted(job.file);
    return { ...staged, headers: [...headers] };
  } finally {
    scratch.close();
  }
}

const each = (column: (name: Sql) => Sql): Sql =>
  joined(
    recordedNames.map((name) => column(id(name))),
    sql`, `,
  );

async function stage(
  db: Connection,
  job: JobOf<'recorded'>,
  opened: OpenedFile,
  sources: RecordedSources,
): Promise<Omit<StagedRecorded, 'headers'>> {
  await readRows(db, opened, sources);
  await findOrders(db, job.existing);
  const label = sql`nullif(${literal(sourceLabel(sources.event_id) ?? '')}, '')`;
  await db.run(sql`
    CREATE TEMP TABLE ${id(refused)} AS
    SELECT line, CASE WHEN told_id IS NULL THEN 'id-missing' WHEN event_id IS NULL THEN 'recorded-no-order'
      ELSE 'recorded-differs' END AS reason, ${label} AS source
    FROM result_rows LEFT JOIN contradicting USING (event_id)
    WHERE event_id IS NULL OR contradicting.told IS NOT NULL`);
  const path = join(job.folder, 'recorded.parquet');
  const filled = recordedNames.filter((name) => sources[name] !== undefined);
  const cells = filled.map((name) =>
    name === 'recorded_rules'
      ? sql`, any_value(u.recorded_rules) AS recorded_rules`
      : sql`, any_value(r.${id(name)}) AS ${id(name)}`,
  );
  await db.run(sql`
    COPY (SELECT r.event_id${joined(cells, nothing)} FROM result_rows AS r LEFT JOIN ${rulesOfOrders} AS u ON u.event_id = r.event_id
      WHERE r.event_id IS NOT NULL AND r.event_id NOT IN (SELECT event_id FROM contradicting)
      GROUP BY r.event_id ORDER BY r.event_id)
    TO ${literal(path)} (FORMAT parquet, COMPRESSION snappy)`);
  const rejects = await writeRejects(db, opened, {
    refused,
    path: join(job.folder, 'recorded-rejects.parquet'),
    cardKey: job.cardKey,
  });
  const { source } = opened;
  const report: RecordedRead = {
    importId: job.importId,
    fileName: basename(job.file.path),
    read: source.rows,
    accepted: source.rows - rejects.rows,
    rejected: rejects.rows,
    rejects: rejects.groups,
    rejectSample: rejects.sample,
    format: opened.format,
    encoding: opened.encoding,
    delimiter: opened.delimiter,
    warnings: [
      ...[...source.cards].map(([column, rows]) => ({
        code: 'card-numbers-replaced' as const,
        params: { column, rows },
      })),
      ...(await warningsOf(db, sourceLabel(sources.screened_at) ?? '')),
    ],
  };
  const kept = await db.first(sql`SELECT count(*) AS n FROM result_rows ANTI JOIN ${id(refused)} AS r USING (line)`);
  if (Number(kept?.['n'] ?? 0) !== report.accepted) throw new ShinsaError('internal', { detail: 'rows' });
  return { report, recorded: path, rejects: rejects.path };
}

/** Earlier screenings of orders, and times that could not be read. */
async function warningsOf(db: Connection, column: string): Promise<RecordedRead['warnings']> {
  const row = await db.first(sql`SELECT count(*) FILTER (earlier) AS earlier, count(*) FILTER (timeless) AS timeless
    FROM result_rows ANTI JOIN ${id(refused)} AS r USING (line)`);
  const [earlier, timeless] = [Number(row?.['earlier']), Number(row?.['timeless'])];
  return [
    ...(earlier === 0 ? [] : [{ code: 'recorded-earlier' as const, params: { rows: earlier } }]),
    ...(timeless === 0 ? [] : [{ code: 'value-unreadable' as const, params: { column, rows: timeless } }]),
  ];
}

/** Rules may stand in one cell or a row each; what several rows say of one order is put together in their order, each once. */
const rulesOfOrders = sql`(
  SELECT event_id, string_agg(recorded_rules, ', ' ORDER BY line) AS recorded_rules FROM (
    SELECT event_id, recorded_rules, min(line) AS line FROM result_rows WHERE recorded_rules IS NOT NULL
    GROUP BY event_id, recorded_rules) GROUP BY event_id)`;

/**
 * Makes `result_cells(line, told_id, recorded_…, at_us, timeless)` of all readable rows: `at_us` µs on a clock of the file, below all
 * others where there is no time; `timeless` where a time is written that cannot be read.
 */
async function readRows(db: Connection, { source }: OpenedFile, sources: RecordedSources): Promise<void> {
  const { screened_at: time } = sources;
  const reading = time === undefined ? null : await timeReading(db, source, time);
  const parts = reading?.read(sql`time_cell`);
  // The clocks of one file are of one place: which one does not change what came last.
  const at = parts === undefined ? sql`CAST(NULL AS BIGINT)` : sql`coalesce(${parts.instant}, ${parts.local})`;
  const given = parts === undefined ? sql`FALSE` : sql`NOT (${parts.blank})`;
  const names = recordedColumns.filter((name) => name !== 'screened_at');
  const texts = names.map((name) => {
    const entry = sources[name];
    const text = entry === undefined ? sql`NULL` : sql`nullif(${textOf(source, entry, joiningOf(name))}, '')`;
    return sql`CAST(${text} AS VARCHAR) AS ${id(name === 'event_id' ? 'told_id' : name)}`;
  });
  await db.run(sql`
    CREATE TEMP TABLE result_cells AS
    SELECT * EXCLUDE (time_cell), coalesce(${at}, ${beforeAll}) AS at_us, ${at} IS NULL AND ${given} AS timeless
    FROM (SELECT ${source.line} AS line, ${reading?.input ?? sql`NULL`} AS time_cell, ${joined(texts, sql`, `)}
      FROM ${rowsOf(source, Object.values(sources).flatMap(headersOf))})`);
}

/** Below every time. */
const beforeAll = literal('-1');

/**
 * Makes `result_rows` with the `event_id` of each row's order and what it tells of the latest screening, `earlier` where it
 * tells an earlier one's result; and `contradicting(event_id, told)` of orders told two results of one time.
 */
async function findOrders(db: Connection, existing: string): Promise<void> {
  const orders = sql`read_parquet(${existing})`;
  await db.run(sql`
    CREATE TEMP TABLE result_rows AS
    WITH rows_of_orders AS (
    SELECT c.line, c.told_id, c.at_us, c.timeless, coalesce(o.event_id, w.event_id) AS event_id, ${each((name) => sql`c.${name}`)}
    FROM result_cells AS c LEFT JOIN ${orders} AS o ON o.event_id = c.told_id
    LEFT JOIN (SELECT ${bareId(sql`event_id`)} AS bare, any_value(event_id) AS event_id FROM ${orders}
      GROUP BY bare HAVING count(*) = 1) AS w ON o.event_id IS NULL AND w.bare = ${bareId(sql`c.told_id`)}),
    latest AS (SELECT event_id, max(at_us) AS any_at, max(at_us) FILTER (recorded_result IS NOT NULL) AS result_at,
        max(at_us) FILTER (recorded_manual_result IS NOT NULL) AS manual_at
      FROM rows_of_orders WHERE event_id IS NOT NULL GROUP BY event_id)
    SELECT r.line, r.told_id, r.event_id, r.timeless, coalesce(r.recorded_result IS NOT NULL AND r.at_us < result_at, FALSE) AS earlier,
      CASE WHEN r.at_us = result_at THEN r.recorded_result END AS recorded_result,
      CASE WHEN r.at_us = manual_at THEN r.recorded_manual_result END AS recorded_manual_result,
      CASE WHEN r.at_us = coalesce(result_at, any_at) THEN r.recorded_rules END AS recorded_rules
    FROM rows_of_orders AS r LEFT JOIN latest USING (event_id)`);
  const twice = (name: Sql): Sql => sql`count(DISTINCT upper(${name})) > 1`;
  await db.run(sql`
    CREATE TEMP TABLE contradicting AS
    SELECT event_id, count(*) AS told FROM result_rows WHERE event_id IS NOT NULL GROUP BY event_id
    HAVING ${twice(sql`recorded_result`)} OR ${twice(sql`recorded_manual_result`)}`);
}
