import { basename } from 'node:path';
import type { EventsPreview, OutcomesPreview } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import { rowsAreLines, sourceLabel, type ColumnSource, type Mapping } from '../model/mapping.ts';
import { generalNamed, layoutMapping, layouts, recognised, type Layout } from '../model/layouts/index.ts';
import { openScratch } from '../store/scratch-database.ts';
import { id, join, sql } from '../store/sql.ts';
import type { Connection } from '../store/connection.ts';
import { cardMasker, isCardHeader, type CardMasker } from './card-number.ts';
import { delimiters } from './csv-tokenizer.ts';
import { eventSourcesFound, likelyKind } from './event-columns.ts';
import { checkGranted } from './granted-file.ts';
import { linesTold, proposeMapping, type SeenColumn } from './header-match.ts';
import type { SeenFile } from './import-answers.ts';
import type { JobOf } from './import-messages.ts';
import { lineSourcesBeside, lineSourcesFound, listOfLines } from './line-columns.ts';
import { listSourcesFound } from './list-columns.ts';
import { isGarbled } from './garbled-text.ts';
import { joinTables } from './joined-tables.ts';
import { seenFiles } from './open-source.ts';
import type { FileTables } from './open-tables.ts';
import { columnSynonyms } from '../model/column-synonyms.ts';
import { headerKey, outcomeSourcesFound } from './outcome-columns.ts';
import { looksRecorded, recordedSourcesFound } from './recorded-columns.ts';
import { openParquet } from './parquet-source.ts';
import { headersOf, type SourceTable } from './source-table.ts';
import { textEncodings } from './text-encoding.ts';

const previewRows = 50;
/** Rows a proposal looks at. */
const lookedAt = 500;

interface Seen extends Pick<SeenFile, 'format' | 'packing' | 'tables' | 'sheets' | 'sheet'> {
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly string[])[];
  /** Columns in which a value stands more than once, where all of the file was looked at. */
  readonly repeating: ReadonlySet<string>;
}

/** First rows of chosen files, read as one history, card numbers masked, with a proposed mapping or the outcome columns found. */
export async function previewFile(asked: JobOf<'preview'>): Promise<SeenFile | OutcomesPreview | EventsPreview> {
  for (const file of asked.files) await checkGranted(file);
  const masker = cardMasker(asked.cardKey);
  const tables = await seenFiles(asked.files, masker, fileWishes(asked));
  const { seen, job } =
    tables === null
      ? { seen: await seeParquet(asked, masker), job: asked }
      : await seeTexts(tables).then(
          (found) => ({ seen: found, job: asked }),
          (error: unknown) => seeLaterSheet(asked, masker, tables, error),
        );
  const masks = seen.columns.map(({ name }) => (isCardHeader(name) ? masker.maskNumber : masker.mask));
  const common = {
    fileName: basename(job.files[0].path),
    format: seen.format,
    packing: seen.packing,
    tables: seen.tables,
    sheets: seen.sheets,
    sheet: seen.sheet,
    garbled: await garbledIn(job, seen, masker),
    bytes: job.files.reduce((sum, file) => sum + file.size, 0),
    encoding: seen.encoding,
    delimiter: seen.delimiter,
    columns: seen.columns,
    rows: seen.rows.slice(0, previewRows).map((row) => row.map((cell, i) => masks[i]?.(cell) ?? '')),
  };
  const columns: SeenColumn[] = seen.columns.map(({ name, type }, i) => ({
    name,
    type,
    values: seen.rows.map((row) => row[i] ?? ''),
    repeats: seen.repeating.has(name),
  }));
  const headers = seen.columns.map((column) => column.name);
  if (job.as === 'events') {
    const kind = job.of ?? likelyKind(common.fileName, headers);
    return { ...common, kind, confidence: {}, columnsFound: found(eventSourcesFound(headers, kind, undefined)) };
  }
  if (job.as === 'outcomes') {
    const told = toldColumns(job.layout);
    return {
      ...common,
      confidence: {},
      columnsFound: found(outcomeSourcesFound(headers, told)),
      ...(looksRecorded(headers, told) ? { looksRecorded: true as const } : {}),
    };
  }
  if (job.as !== 'history') return { ...common, confidence: {}, columnsFound: found(sourcesFound[job.as](headers)) };
  return { ...common, ...proposed(job, columns, seen) };
}

/** What a general layout says of a list of outcomes; undefined where none is asked for, or one of other files. */
function toldColumns(id: string | undefined): Mapping['outcomes'] {
  const layout = id === undefined ? undefined : generalNamed(id);
  return layout?.as === 'outcomes' ? { columns: layout.columns } : undefined;
}

/** What each other kind of table is found to hold by its headers. */
const sourcesFound = {
  lines: (headers: readonly string[]) => lineSourcesFound(headers, undefined),
  recorded: (headers: readonly string[]) => recordedSourcesFound(headers, undefined),
  list: listSourcesFound,
} as const;

/** The mapping a file is proposed: by its layout where that is a published one, else by its headers. */
function proposed(
  job: JobOf<'preview'>,
  columns: readonly SeenColumn[],
  seen: Seen,
): Pick<SeenFile, 'proposal' | 'confidence' | 'layout'> {
  const { mapping, confidence } = proposeMapping(columns, job.timezone);
  const file = fileWishes(job);
  const proposal = Object.keys(file).length === 0 ? mapping : { ...mapping, file };
  const layout = recognised(layouts, seen.columns);
  if (layout === undefined) {
    const listed = proposal.lines === undefined ? listOfLines(columns.map(({ name }) => name)) : undefined;
    const whole = listed === undefined ? withLineColumns(columns, proposal) : { ...proposal, lines: listed };
    return { proposal: whole, confidence, layout: null };
  }
  const told = withLineColumns(columns, withLines(columns, layoutMapping(layout, { ...seen, proposal }), layout));
  const known = new Set(Object.keys(layout.columns));
  const sure = Object.fromEntries(
    Object.keys(told.columns).map((name) => [name, known.has(name) ? 1 : (confidence[name] ?? 0)]),
  );
  return { proposal: told, confidence: sure, layout: layout.id };
}

/** Where rows are lines, the columns that are those of lines; they are none of the order's own. */
function withLineColumns(columns: readonly SeenColumn[], mapping: Mapping): Mapping {
  if (mapping.lines === undefined || !rowsAreLines(mapping)) return mapping;
  const used = new Set(Object.values(mapping.columns).flatMap((entry) => headersOf(entry)));
  const found = lineSourcesBeside(columns.map(({ name }) => name).filter((name) => !used.has(name)));
  const taken = new Set(Object.values(found));
  if (taken.size === 0) return mapping;
  const { keep = [], ...rest } = mapping;
  const kept = keep.filter((header) => !taken.has(header));
  return { ...rest, ...(kept.length > 0 ? { keep: kept } : {}), lines: { ...mapping.lines, columns: found } };
}

/** Whether rows are order lines is told by the columns the layout names, not by those that were guessed. */
function withLines(columns: readonly SeenColumn[], mapping: Mapping, layout: Layout): Mapping {
  if (layout.lines !== 'told') return mapping;
  const lines = linesTold(columns, mapping.columns);
  const { lines: _guessed, ...rest } = mapping;
  return lines === null || lines === undefined ? rest : { ...rest, lines };
}

function found(sources: Readonly<Record<string, ColumnSource | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(sources).map(([name, entry]) => [name, sourceLabel(entry) ?? '']));
}

function fileWishes(job: JobOf<'preview'>): NonNullable<Mapping['file']> {
  const encoding = textEncodings.find((known) => known === job.encoding);
  const delimiter = delimiters.find((known) => known === job.delimiter);
  return {
    ...(encoding === undefined || encoding === 'utf-16be' ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(job.sheet === undefined ? {} : { sheet: job.sheet }),
  };
}

async function seeTexts(files: readonly FileTables[]): Promise<Seen> {
  const tables = files.flatMap((file) => file.tables);
  const { table } = joinTables(tables);
  const rows = await table.head(lookedAt);
  if (rows.length === 0) throw new ShinsaError('file-header-only', {}, { place: { file: table.name } });
  return {
    format: table.format,
    packing: files.find(({ packing }) => packing !== null)?.packing ?? null,
    tables: tables.map(({ name }) => name),
    sheets: table.sheets,
    sheet: table.sheet,
    encoding: table.encoding,
    delimiter: table.delimiter,
    columns: table.headers.map((name) => ({ name, type: 'VARCHAR' })),
    rows,
    repeating: new Set(),
  };
}

/** A workbook may begin with a cover: the first sheet that has rows, where nobody chose one. Throws `error` where there is none. */
async function seeLaterSheet(
  job: JobOf<'preview'>,
  masker: CardMasker,
  tables: readonly FileTables[],
  error: unknown,
): Promise<{ readonly seen: Seen; readonly job: JobOf<'preview'> }> {
  const headless = error instanceof ShinsaError && error.failure.code === 'file-header-only';
  const sheets = tables.flatMap((file) => file.tables.flatMap((table) => table.sheets));
  if (!headless || job.sheet !== undefined || job.files.length > 1) throw error;
  for (const sheet of sheets.slice(1)) {
    const other = { ...job, sheet };
    const found = await seenFiles(job.files, masker, fileWishes(other))
      .then((read) => (read === null ? null : seeTexts(read)))
      .catch(() => null);
    if (found !== null) return { seen: found, job: other };
  }
  throw error;
}

const allText = (seen: Pick<Seen, 'columns' | 'rows'>): string =>
  [seen.columns.map(({ name }) => name), ...seen.rows].flat().join(' ');

/** Whether what is seen is garbled, and the encoding in which it is not; only CSV is read in one that was chosen. */
async function garbledIn(job: JobOf<'preview'>, seen: Seen, masker: CardMasker): Promise<SeenFile['garbled']> {
  if (!isGarbled(allText(seen))) return null;
  if (seen.format !== 'csv') return { encoding: null };
  for (const encoding of ['utf-8', 'shift_jis', 'euc-jp'] as const) {
    if (encoding === seen.encoding) continue;
    const other = await readIn(job, encoding, masker);
    if (other !== null && !other.includes('\uFFFD') && !isGarbled(other)) return { encoding };
  }
  return { encoding: null };
}

/** The first rows in another encoding; null where they cannot be read in it. */
async function readIn(
  job: JobOf<'preview'>,
  encoding: NonNullable<Mapping['file']>['encoding'] & string,
  masker: CardMasker,
): Promise<string | null> {
  try {
    const tables = await seenFiles(job.files, masker, { ...fileWishes(job), encoding });
    return tables === null ? null : allText(await seeTexts(tables));
  } catch (error) {
    if (error instanceof ShinsaError && error.failure.code === 'file-encoding') return null;
    throw error;
  }
}

async function seeParquet(job: JobOf<'preview'>, masker: CardMasker): Promise<Seen> {
  const paths = job.files.map((file) => file.path);
  const scratch = await openScratch({ files: paths, folder: job.folder });
  try {
    const { source } = await openParquet(scratch.db, paths, masker);
    const names = source.columns.map(({ header, rawType }) => ({ name: header, type: rawType }));
    return {
      format: 'parquet',
      packing: null,
      tables: paths.map((path) => basename(path)),
      sheets: [],
      sheet: null,
      encoding: 'utf-8',
      delimiter: null,
      columns: names,
      rows: await firstRows(scratch.db, source),
      repeating: await repeatingIds(scratch.db, source),
    };
  } finally {
    scratch.close();
  }
}

const idHeader = new Set(columnSynonyms('event_id').map(headerKey));

/** Columns named like an order number that repeat. Parquet keeps columns apart, so that counting one costs little. */
async function repeatingIds(db: Connection, { base, columns }: SourceTable): Promise<ReadonlySet<string>> {
  const repeating = new Set<string>();
  for (const { header, cell } of columns.filter((column) => idHeader.has(headerKey(column.header)))) {
    const row = await db.first(sql`SELECT count(${cell}) > count(DISTINCT ${cell}) AS twice FROM ${base}`);
    if (row?.['twice'] === true) repeating.add(header);
  }
  return repeating;
}

async function firstRows(db: Connection, { base, columns }: SourceTable): Promise<string[][]> {
  const cells = columns.map(({ cell }, i) => sql`coalesce(CAST(${cell} AS VARCHAR), '') AS ${id(`c${i}`)}`);
  const rows = await db.rows(sql`SELECT ${join(cells, sql`, `)} FROM ${base} LIMIT ${lookedAt}`);
  return rows.map((row) => columns.map((_, i) => String(row[`c${i}`] ?? '')));
}
