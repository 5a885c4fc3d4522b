import { canonicalColumns, type CustomColumn } from '../model/columns.ts';
import type { Mapping } from '../model/mapping.ts';
import { ShinsaError } from '../model/failure.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';
import {
  columnNamed,
  headersOf,
  rowsOf,
  trimmed,
  trimmedText,
  type SourceColumn,
  type SourceTable,
} from './source-table.ts';
import type { FilePart } from './joined-tables.ts';
import { placeOf } from './part-counts.ts';
import { isoLike, single, type TimeReading } from './time-reading.ts';

/** A kept column and how its value is read: a plain expression, or a time still to be placed in the zone. */
export interface KeptColumn {
  readonly column: CustomColumn;
  readonly source: SourceColumn;
  readonly value: Sql | null;
  readonly time: TimeReading | null;
}

/** ASCII id of a kept header: its slug in snake case, or empty when nothing is left. */
export function slugOf(header: string): string {
  const slug = header
    .normalize('NFKC')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  return /[^\u0000-\u007f]/.test(header.normalize('NFKC')) || /^[0-9]/.test(slug) ? '' : slug;
}

/** Ids of kept headers, stable for headers the project has already: the slug, numbered if taken, or `c1`, `c2` …. */
export function keptIds(headers: readonly string[], existing: readonly CustomColumn[]): ReadonlyMap<string, string> {
  const byLabel = new Map(existing.map((column) => [column.label, column.id]));
  const taken = new Set(existing.map((column) => column.id));
  const ids = new Map<string, string>();
  for (const header of headers) {
    const known = byLabel.get(header);
    const chosen = known ?? free(slugOf(header), taken);
    taken.add(chosen);
    ids.set(header, chosen);
  }
  return ids;
}

function free(slug: string, taken: ReadonlySet<string>): string {
  if (slug !== '' && !taken.has(slug)) return slug;
  for (let n = slug === '' ? 1 : 2; ; n += 1) {
    const name = slug === '' ? `c${n}` : `${slug}_${n}`;
    if (!taken.has(name)) return name;
  }
}

/** Whether a header says that its digits name something (no flag of it): they are no amount, and zeros before them count. */
function namesThings(header: string): boolean {
  const words = header
    .normalize('NFKC')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  if (/^(?:is|has|valid)[\W_]/.test(words) || /yes\W*no$/.test(words)) return false;
  return /(?:(?<![a-z])(?:id|no|code|zip|tel|phone)|番号|コード|ナンバー|電話|郵便)[.#\s]*$/.test(words);
}

/** What a text file's columns need: their types are inferred; `filled` are columns with values in the project already. */
export interface KeptFile {
  readonly textFile: boolean;
  readonly filled: readonly string[];
  /** Where rows stood, to tell the line of an unfit value. */
  readonly parts: readonly FilePart[];
}

/**
 * The kept columns of a mapping with types: those of Parquet, or inferred from every value of a text file; `filled` are
 * ids of columns that hold values in the project already; the accepted rows stand in `keys`. Throws 'kept-column-type' where the new values do not fit those.
 */
export async function keptColumns(
  db: Connection,
  source: SourceTable,
  mapping: Mapping,
  existing: readonly CustomColumn[],
  { textFile, filled, parts }: KeptFile,
): Promise<readonly KeptColumn[]> {
  const headers = [...new Set(mapping.keep ?? [])];
  const columns = headers.map((header) => columnNamed(source, header));
  const ids = keptIds(headers, existing);
  const types = textFile ? await inferredTypes(db, source, columns) : await parquetTypes(db, source, columns);
  const empty = await emptyColumns(db, source, columns);
  const kept: KeptColumn[] = [];
  for (const [i, column] of columns.entries()) {
    const before = existing.find(({ label }) => label === column.header);
    const blank = empty[i] === true;
    const settled = before !== undefined && filled.includes(before.id);
    const looks = types[i] ?? 'text';
    const number = looks === 'int' || looks === 'double';
    const found = number && !settled && namesThings(column.header) ? 'text' : looks;
    const type =
      blank && before !== undefined
        ? before.type
        : settled
          ? await fitting(db, { source, column, parts }, before.type, found)
          : found;
    const custom: CustomColumn = {
      id: ids.get(column.header) ?? `c${i + 1}`,
      label: column.header,
      type,
      knownAtScreening: knownAt(column.header, mapping, before),
    };
    const read = blank
      ? { value: sql`CAST(NULL AS VARCHAR)`, time: null }
      : type === 'timestamp'
        ? { value: null, time: single(column) }
        : { value: valueOf(column, type), time: null };
    kept.push({ column: custom, source: column, ...read });
  }
  return kept;
}

/**
 * The type of a column whose orders hold values of type `before` once values that look like `found` join them. Whole
 * numbers become decimals or texts without loss; texts stay texts, as written; any other column keeps its type, and a
 * file with a value that cannot be read as one is refused, for rewriting those that are there would lose what they were.
 */
async function fitting(
  db: Connection,
  {
    source,
    column,
    parts,
  }: { readonly source: SourceTable; readonly column: SourceColumn; readonly parts: readonly FilePart[] },
  before: KeptType,
  found: KeptType,
): Promise<KeptType> {
  if (before === 'text' || before === found) return before;
  if (before === 'int') return found === 'double' ? 'double' : 'text';
  const unread = await db.first(sql`
    SELECT count(*) AS n, min(${source.line}) AS line FROM ${rowsOf(source, [column.header])}
    WHERE ${trimmed(column)} IS NOT NULL AND ${unreadable(column, before)} AND ${source.line} IN (SELECT line FROM keys)`);
  const rows = Number(unread?.['n'] ?? 0);
  if (rows === 0) return before;
  const place = placeOf(parts, Number(unread?.['line']));
  throw new ShinsaError('kept-column-type', { column: column.header, type: before, rows, ...place });
}

/** By what tells the type of a whole column: a cast alone would take 5 for true, and 007 for 7. */
function unreadable(column: SourceColumn, type: KeptType): Sql {
  if (column.type !== 'VARCHAR')
    return type === 'double' && /INT/.test(column.type) ? sql`NOT (${isSafe(column.cell)})` : sql`TRUE`;
  const text = trimmed(column);
  const isNot = (pattern: string): Sql => sql`NOT regexp_full_match(${text}, ${literal(pattern)})`;
  if (type === 'bool') return isNot(truth);
  if (type === 'double') return isNot(decimal);
  const time = single(column);
  const { local, instant } = time.read(time.input);
  return sql`((${local}) IS NULL AND (${instant}) IS NULL)`;
}

/** Headers that canonical columns of outcomes read: kept beside them, they still know how the order ended. */
function knowsOutcome(header: string, mapping: Mapping): boolean {
  if (header === mapping.label?.from) return true;
  return canonicalColumns.some(
    ({ name, knownAt }) => knownAt !== 'screening' && headersOf(mapping.columns[name]).includes(header),
  );
}

/** What a kept header is known to be: the file's own label and sources of outcomes never were; then the mapping's word, then the project's. */
function knownAt(header: string, mapping: Mapping, before: CustomColumn | undefined): CustomColumn['knownAtScreening'] {
  if (knowsOutcome(header, mapping)) return 'no';
  return mapping.knownAtScreening?.[header] ?? before?.knownAtScreening ?? 'unsure';
}

function valueOf(column: SourceColumn, type: CustomColumn['type']): Sql {
  const { cell } = column;
  if (type === 'text')
    return column.type === 'VARCHAR'
      ? column.tidy
        ? cell
        : sql`CASE WHEN ${trimmedText(cell)} IS NOT NULL THEN ${cell} END`
      : trimmed(column);
  if (type === 'bool') return sql`TRY_CAST(${column.type === 'VARCHAR' ? trimmed(column) : cell} AS BOOLEAN)`;
  const text = column.type === 'VARCHAR' ? ungrouped(trimmed(column)) : cell;
  if (type === 'int') return sql`TRY_CAST(${text} AS BIGINT)`;
  const number = sql`TRY_CAST(${text} AS DOUBLE)`;
  return column.type === 'DOUBLE' || column.type === 'FLOAT' || column.type === 'VARCHAR'
    ? sql`CASE WHEN NOT isnan(${number}) THEN ${number} END`
    : number;
}

type KeptType = CustomColumn['type'];

const truth = '(?i)true|false';
const isSafe = (cell: Sql): Sql => sql`${cell} > -9007199254740992 AND ${cell} < 9007199254740992`;
/** Digits in groups of three, as EC carts write amounts: a comma before any other number of digits is no such mark. */
const grouped = '[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}';
const whole = `(?:0|-?[1-9][0-9]{0,15}|-?${grouped})`;
const decimal = `-?(?:(?:0|[1-9][0-9]{0,14})(?:[.][0-9]+)?(?:[eE][+-]?[0-9]{1,3})?|${grouped}(?:[.][0-9]+)?)`;
const ungrouped = (text: Sql): Sql => sql`replace(${text}, ',', '')`;

async function inferredTypes(
  db: Connection,
  source: SourceTable,
  columns: readonly SourceColumn[],
): Promise<KeptType[]> {
  const flags = await flagsOf(db, source, columns, (column) => {
    const text = trimmed(column);
    const all = (condition: Sql): Sql => sql`bool_and(${condition})`;
    const matches = (pattern: string): Sql => all(sql`regexp_full_match(${text}, ${literal(pattern)})`);
    return [
      matches(truth),
      all(
        sql`regexp_full_match(${text}, ${literal(whole)}) AND abs(TRY_CAST(${ungrouped(text)} AS BIGINT)) < 9007199254740992`,
      ),
      all(
        sql`regexp_full_match(${text}, ${literal(decimal)}) AND NOT coalesce(regexp_matches(${text}, '[0-9]{16}|[eE]')
          AND abs(TRY_CAST(${ungrouped(text)} AS DOUBLE)) >= 9007199254740992, FALSE)`,
      ),
      matches(isoLike),
    ];
  });
  const order: readonly KeptType[] = ['bool', 'int', 'double', 'timestamp'];
  return flags.map((seen) => order[seen.indexOf(true)] ?? 'text');
}

async function parquetTypes(
  db: Connection,
  source: SourceTable,
  columns: readonly SourceColumn[],
): Promise<KeptType[]> {
  const wide = /^(?:U?BIGINT|U?HUGEINT)$/;
  const flags = await flagsOf(
    db,
    source,
    columns.filter((c) => wide.test(c.type)),
    (column) => [sql`bool_and(${isSafe(column.cell)})`],
  );
  const fits = new Map(columns.filter((c) => wide.test(c.type)).map((c, i) => [c.header, flags[i]?.[0] !== false]));
  return columns.map(({ type, header }) => {
    if (type === 'BOOLEAN') return 'bool';
    if (wide.test(type)) return fits.get(header) === true ? 'int' : 'text';
    if (/INT/.test(type)) return 'int';
    if (/^(?:FLOAT|DOUBLE|DECIMAL)/.test(type)) return 'double';
    return /^(?:DATE|TIMESTAMP)/.test(type) ? 'timestamp' : 'text';
  });
}

/** Whether columns have no value at all; what they hold then stays as the project has it. */
async function emptyColumns(db: Connection, source: SourceTable, columns: readonly SourceColumn[]): Promise<boolean[]> {
  const empty: boolean[] = [];
  for (const column of columns) {
    // One statement each: it ends at the first value, where one over all columns would read the whole file.
    const value = await db.first(
      sql`SELECT 1 FROM ${rowsOf(source, [column.header])} WHERE ${trimmed(column)} IS NOT NULL LIMIT 1`,
    );
    empty.push(value === undefined);
  }
  return empty;
}

async function flagsOf(
  db: Connection,
  source: SourceTable,
  columns: readonly SourceColumn[],
  flags: (column: SourceColumn) => readonly Sql[],
): Promise<(boolean | null)[][]> {
  if (columns.length === 0) return [];
  const asked = columns.map(flags);
  const row = await db.first(
    sql`SELECT ${join(
      asked.flatMap((list, i) => list.map((flag, j) => sql`${flag} AS ${id(`f${i}_${j}`)}`)),
      sql`, `,
    )} FROM ${rowsOf(
      source,
      columns.map(({ header }) => header),
    )}`,
  );
  return asked.map((list, i) => list.map((_, j) => (row?.[`f${i}_${j}`] ?? null) === true));
}
