import type { Progress } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ImportReport, ImportWarning } from '../model/import-report.ts';
import { narrowedAll } from '../model/mapping-source.ts';
import { alternativesOf, rowsAreLines, type Mapping } from '../model/mapping.ts';
import type { Connection } from '../store/connection.ts';
import { openScratch } from '../store/scratch-database.ts';
import { sql, type Sql } from '../store/sql.ts';
import type { GrantedFile } from '../process.ts';
import { join } from 'node:path';
import { cellsJob } from './cells-job.ts';
import { cardMasker } from './card-number.ts';
import { stageEvents } from './event-job.ts';
import { checkGrantedAll, nameOfFiles } from './granted-file.ts';
import type { JobAnswer, StagedImport, StagedOutcomes } from './import-answers.ts';
import type { ImportJob, JobOf } from './import-messages.ts';
import { keptColumns, type KeptColumn } from './kept-columns.ts';
import { writeNoted } from './noted-orders.ts';
import { checkOrders, contradicted } from './order-keys.ts';
import { keysJob, type FindKey } from './keys-job.ts';
import { listJob } from './list-job.ts';
import { stageLinesFile } from './lines-job.ts';
import { gatherLines, linesIn, writeOrderLines, type StagedOrderLines } from './order-lines.ts';
import { writeOrders } from './order-staging.ts';
import { headersIn, openSource, type OpenedFile } from './open-source.ts';
import { outcomeSources } from './outcome-columns.ts';
import { refusedOutcomes, writeOutcomes } from './outcome-staging.ts';
import { previewFile } from './preview.ts';
import { importTotals, type Totals } from './import-totals.ts';
import { partCounts, readParts } from './part-counts.ts';
import { looksRecorded } from './recorded-columns.ts';
import { stageRecorded } from './recorded-job.ts';
import { writeRejects, type Rejects } from './rejected-rows.ts';
import { mendSpreadsheet } from './spreadsheet-damage.ts';
import { headersOf, joinsOf, type ReadHeaders } from './source-table.ts';
import { readZone } from './zone.ts';

/** Parquet of this many bytes may make DuckDB spill values whose card numbers are not yet replaced. */
const spillsRaw = 128e6;

/** What a job may do without. `bundled`: the values of a list that comes with the program. */
export interface JobOptions {
  readonly lastWork?: boolean;
  readonly bundled?: (id: string) => Promise<readonly string[]>;
}

export type ReportProgress = (progress: Progress) => void;

/**
 * Does one job to its end; everything it writes is in the job's folder. With `lastWork` the process ends after it:
 * giving back a gigabyte of orders piece by piece would only keep the answer waiting.
 */
export async function runJob(
  job: ImportJob,
  keyFinder: () => Promise<FindKey>,
  progress: ReportProgress,
  { lastWork = false, bundled = () => Promise.resolve([]) }: JobOptions = {},
): Promise<JobAnswer[ImportJob['kind']]> {
  switch (job.kind) {
    case 'orders':
      return stageOrders(job, progress, lastWork);
    case 'outcomes':
      return stageOutcomes(job, progress);
    case 'lines':
      return stageLinesFile(job, () => progress({ phase: 'reading', fraction: null }));
    case 'recorded':
      return stageRecorded(job, () => progress({ phase: 'reading', fraction: null }));
    case 'events':
      return stageEvents(job, progress);
    case 'preview':
      return previewFile(job);
    case 'keys':
      return keysJob(job, await keyFinder(), progress);
    case 'list':
      return listJob(job, await keyFinder(), bundled, progress);
    case 'cells':
      return cellsJob(job);
  }
}

async function stageOrders(job: JobOf<'orders'>, progress: ReportProgress, lastWork: boolean): Promise<StagedImport> {
  const began = Date.now();
  const files = [...job.history, ...(job.outcomes ?? [])];
  await checkGrantedAll(files);
  let phase: Progress['phase'] = 'reading';
  const scratch = await openScratch({
    files: files.map((file) => file.path),
    folder: job.folder,
    encryptSpill: files.some((file) => file.size > spillsRaw),
    // What is read is told by the bytes of the files, not by how far one batch of them is.
    progress: (fraction) => (phase === 'reading' ? undefined : progress({ phase, fraction })),
  });
  const enter = (next: Progress['phase']): void => {
    phase = next;
    progress({ phase, fraction: null });
  };
  try {
    enter('reading');
    const mapping = await narrowedMapping(scratch.db, job);
    const opened = await openSource(
      scratch.db,
      { files: job.history, shape: mapping.file, cardKey: job.cardKey, folder: job.folder, name: 'history' },
      readHeaders(mapping),
      progress,
    );
    enter('checking');
    const staged = await stageRows(scratch.db, { ...job, mapping }, opened, enter, progress);
    await checkGrantedAll(files);
    return { ...staged, report: { ...staged.report, durationMs: Date.now() - began } };
  } catch (error) {
    // A file that is another one by now explains whatever went wrong with it.
    await checkGrantedAll(files);
    throw error;
  } finally {
    if (!lastWork) scratch.close();
  }
}

/** The mapping without the alternatives that the files lack. */
async function narrowedMapping(db: Connection, { mapping, history, cardKey }: JobOf<'orders'>): Promise<Mapping> {
  const [first] = history;
  if (first === undefined || Object.values(mapping.columns).every((source) => alternativesOf(source).length < 2))
    return mapping;
  const headers = await headersIn(db, first, cardMasker(cardKey), mapping.file);
  return { ...mapping, columns: narrowedAll(mapping.columns, headers) };
}

async function stageRows(
  db: Connection,
  job: JobOf<'orders'>,
  opened: OpenedFile,
  enter: (phase: Progress['phase']) => void,
  progress: ReportProgress,
): Promise<StagedImport> {
  const { mapping, folder } = job;
  const zone = await readZone(db, mapping.timezone);
  const { source } = opened;
  const existing = job.existing === null ? null : sql`read_parquet(${job.existing})`;
  const { warnings: odd, lines } = await checkOrders(db, { source, mapping, zone, existing });
  const kept = await keptColumns(db, source, mapping, job.customColumns, {
    textFile: opened.format !== 'parquet',
    filled: job.filled,
    parts: opened.parts,
  });
  enter('sorting');
  const orders = join(folder, 'orders.parquet');
  const items = await gatherLines(db, source, mapping);
  // Columns of Parquet have types: no spreadsheet shows and writes them anew.
  const mended =
    opened.format === 'parquet'
      ? { source, warnings: [] }
      : await mendSpreadsheet(db, { source, mapping, parts: opened.parts });
  const unread = await writeOrders(db, { source: mended.source, mapping, zone, kept, items, path: orders });
  const rejects = await writeRejects(db, opened, {
    refused: 'refused',
    path: join(folder, 'rejects.parquet'),
    cardKey: job.cardKey,
    contradicted: existing === null ? null : contradicted,
  });
  const orderLines = await writeOrderLines(db, mended.source, mapping, join(folder, 'lines.parquet'));
  const totals = await importTotals(db, orders, mapping);
  const outcomes = await stageOrderOutcomes(db, job, existing, totals.currency, progress);
  const files = await partCounts(db, opened.parts, rejects.path);
  const read = {
    opened,
    files,
    kept,
    totals,
    rejects,
    outcomes,
    lines,
    orderLines,
    warnings: [...odd, ...mended.warnings, ...unread, ...(orderLines?.warnings ?? [])],
  };
  return {
    report: reportOf(job, read),
    customColumns: kept.map((one) => ({ ...one.column })),
    headers: source.columns.map((column) => column.header),
    orders,
    lines: orderLines?.path ?? null,
    rejects: rejects.path,
    noted: await writeNoted(db, join(folder, 'noted.parquet')),
    outcomes,
  };
}

interface ReadFile {
  readonly opened: OpenedFile;
  readonly files: NonNullable<ImportReport['files']>;
  readonly kept: readonly KeptColumn[];
  readonly totals: Totals;
  readonly rejects: Rejects;
  readonly outcomes: StagedOutcomes | null;
  readonly lines: number;
  readonly orderLines: StagedOrderLines | null;
  readonly warnings: readonly ImportWarning[];
}

function reportOf(job: JobOf<'orders'>, read: ReadFile): ImportReport & { readonly outcomes: null } {
  const { opened, files, kept, totals, rejects, outcomes, lines, orderLines, warnings } = read;
  const { mapping } = job;
  if (totals.accepted + rejects.rows + lines !== opened.source.rows)
    throw new ShinsaError('internal', { detail: 'rows' });
  return {
    importId: job.importId,
    fileName: nameOfFiles(job.history),
    ...(files.length === 0 ? {} : { files }),
    read: opened.source.rows,
    accepted: totals.accepted,
    rejected: rejects.rows,
    ...(rowsAreLines(mapping) ? { lines } : {}),
    ...(orderLines === null ? {} : { orderLines: orderLines.rows }),
    rejects: rejects.groups,
    rejectSample: rejects.sample,
    format: opened.format,
    ...(opened.sheet === null ? {} : { sheet: opened.sheet }),
    encoding: opened.encoding,
    delimiter: opened.delimiter,
    currency: totals.currency,
    amount: totals.amount,
    period: totals.period,
    blanks: totals.blanks,
    warnings: [
      ...warnings,
      ...cardWarnings(opened),
      ...formulaWarning(opened),
      ...totals.warnings,
      ...unsure(kept),
      ...(outcomes === null ? dateless(mapping) : []),
    ],
    outcomes: null,
    durationMs: 0,
  };
}

async function stageOrderOutcomes(
  db: Connection,
  job: JobOf<'orders'>,
  existing: Sql | null,
  currency: string,
  progress: ReportProgress,
): Promise<StagedOutcomes | null> {
  if (job.outcomes === null) return null;
  progress({ phase: 'outcomes', fraction: null });
  const added = sql`SELECT event_id, currency FROM keys`;
  const orders = existing === null ? sql`(${added})` : sql`(${added} UNION SELECT event_id, currency FROM ${existing})`;
  const { mapping, folder, cardKey } = job;
  return judgeOutcomes(db, {
    files: job.outcomes,
    importId: job.outcomesId,
    stored: storedOutcomes(job),
    mapping: mapping.outcomes,
    timezone: mapping.outcomes?.timezone ?? mapping.timezone,
    orders,
    currency,
    folder,
    cardKey,
  });
}

const storedOutcomes = ({ existingOutcomes }: { readonly existingOutcomes: string | null }): Sql | null =>
  existingOutcomes === null ? null : sql`read_parquet(${existingOutcomes})`;

interface OutcomesFiles {
  readonly files: readonly [GrantedFile, ...GrantedFile[]];
  readonly importId: string;
  readonly stored: Sql | null;
  readonly mapping: Mapping['outcomes'];
  readonly timezone: string;
  readonly orders: Sql;
  readonly currency: string;
  readonly folder: string;
  readonly cardKey: string;
}

async function judgeOutcomes(db: Connection, input: OutcomesFiles): Promise<StagedOutcomes> {
  const shape = input.mapping?.file;
  const headers = await headersIn(db, input.files[0], cardMasker(input.cardKey), shape);
  const sources = narrowedAll(outcomeSources(headers, input.mapping), headers);
  if (looksRecorded(headers, input.mapping))
    throw new ShinsaError('outcomes-are-results', {}, { place: { file: nameOfFiles(input.files) } });
  const read = {
    all: new Set(Object.values(sources).flatMap((entry) => headersOf(entry))),
    times: new Set([...headersOf(sources.reported_at), ...headersOf(sources.purchased_at)]),
    amounts: new Set(headersOf(sources.amount)),
    ids: new Set(headersOf(sources.event_id)),
    joined: joinsOf(sources),
  };
  const opened = await openSource(db, { ...input, shape, name: 'outcomes' }, read, () => undefined);
  const path = join(input.folder, 'outcomes.parquet');
  const zone = await readZone(db, input.timezone);
  const { orders, currency, stored, importId, cardKey } = input;
  const { report, warnings } = await writeOutcomes(db, { opened, sources, zone, orders, currency, stored, path });
  const rejects = await writeRejects(db, opened, {
    refused: refusedOutcomes,
    path: join(input.folder, 'outcome-rejects.parquet'),
    cardKey,
  });
  const named = { importId, fileName: nameOfFiles(input.files), ...readParts(opened.parts) };
  return {
    report: { ...report, ...named, rejects: [...rejects.groups], warnings: [...warnings] },
    headers: [...headers],
    outcomes: path,
    rejects: rejects.path,
  };
}

async function stageOutcomes(job: JobOf<'outcomes'>, progress: ReportProgress): Promise<StagedOutcomes> {
  await checkGrantedAll(job.files);
  const scratch = await openScratch({ files: job.files.map(({ path }) => path), folder: job.folder });
  progress({ phase: 'outcomes', fraction: null });
  try {
    const orders =
      job.existing === null
        ? sql`(SELECT '' AS event_id, '' AS currency WHERE false)`
        : sql`read_parquet(${job.existing})`;
    const timezone = job.mapping?.timezone ?? job.timezone;
    const stored = storedOutcomes(job);
    const staged = await judgeOutcomes(scratch.db, { ...job, mapping: job.mapping, orders, stored, timezone });
    await checkGrantedAll(job.files);
    return staged;
  } finally {
    scratch.close();
  }
}

/** Columns a warning names at most. */
const named = 10;

/** A label column has no dates, so that maturity cannot be measured. */
function dateless(mapping: Mapping): ImportWarning[] {
  return mapping.label === undefined ? [] : [{ code: 'no-report-dates', params: { column: mapping.label.from } }];
}

function cardWarnings({ source }: OpenedFile): ImportWarning[] {
  return [...source.cards].map(([column, rows]) => ({ code: 'card-numbers-replaced', params: { column, rows } }));
}

function formulaWarning({ formulas }: OpenedFile): ImportWarning[] {
  return formulas === 0 ? [] : [{ code: 'formula-cells', params: { rows: formulas } }];
}

function unsure(kept: readonly KeptColumn[]): ImportWarning[] {
  const columns = kept.filter(({ column }) => column.knownAtScreening === 'unsure').map(({ column }) => column.label);
  if (columns.length === 0) return [];
  return [
    {
      code: 'known-at-screening-unsure',
      params: { column: columns.slice(0, named).join(', '), columns: columns.length },
    },
  ];
}

function readHeaders(mapping: Mapping): ReadHeaders {
  const { columns, keep = [], label } = mapping;
  const times = new Set([...headersOf(columns.ordered_at), ...headersOf(columns.shipped_at)]);
  const lines = rowsAreLines(mapping) ? linesIn(mapping) : {};
  const amounts = new Set([columns.amount, lines.unit_price, lines.amount].flatMap(headersOf));
  const all = new Set([
    ...[...Object.values(columns), ...Object.values(lines)].flatMap((entry) => headersOf(entry)),
    ...keep,
  ]);
  if (label !== undefined) all.add(label.from);
  if (mapping.lines?.list !== undefined) all.add(mapping.lines.list);
  else if (mapping.lines?.only !== undefined) all.add(mapping.lines.only.from);
  return {
    all,
    times,
    amounts,
    ids: new Set(headersOf(columns.event_id)),
    joined: [...joinsOf(columns), ...joinsOf(lines)],
  };
}
