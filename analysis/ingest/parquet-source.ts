import { basename } from 'node:path';
import { ShinsaError } from '../model/failure.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';
import { cardCandidate, isCardHeader, type CardMasker } from './card-number.ts';
import { replacedBy, replaceTable } from './card-table.ts';
import { mostColumns } from './file-head.ts';
import type { FilePart } from './joined-tables.ts';
import { untidy, type SourceColumn, type SourceTable } from './source-table.ts';

/** Parquet files as one source, and what stood in which of them; none where it is one file. */
export interface ParquetSource {
  readonly source: SourceTable;
  readonly parts: readonly FilePart[];
}

/**
 * The columns of Parquet files, one after the other, card numbers replaced in their names. Throws 'file-damaged',
 * 'files-differ', 'file-too-many-columns' and 'file-header-only'.
 */
export async function openParquet(
  db: Connection,
  paths: readonly string[],
  masker: CardMasker,
): Promise<ParquetSource> {
  const read = sql`read_parquet([${join(paths.map(literal), sql`, `)}])`;
  const described = await describedColumns(db, paths);
  if (described.length > mostColumns)
    throw new ShinsaError('file-too-many-columns', { columns: described.length, limit: mostColumns });
  const parts: FilePart[] = [];
  let rows = 0;
  for (const path of paths) {
    const count = await db.first(sql`SELECT count(*) AS n FROM read_parquet(${path})`);
    parts.push({ name: basename(path), before: rows, rows: Number(count?.['n'] ?? 0) });
    rows += Number(count?.['n'] ?? 0);
  }
  if (rows === 0) throw new ShinsaError('file-header-only');
  const headers = described.map(({ name }) => name);
  const numbered = paths.length === 1 && !headers.some((header) => header.toLowerCase() === 'file_row_number');
  const base = numbered
    ? sql`read_parquet([${join(paths.map(literal), sql`, `)}], file_row_number = true) AS s`
    : sql`(SELECT *, row_number() OVER () - 1 AS shinsa_row FROM ${read}) AS s`;
  const names = maskedNames(headers, masker);
  const columns = described.map(({ name, type }, i) => parquetColumn(id('s', name), names[i] ?? name, type));
  const line = numbered ? sql`(s.file_row_number + 1)` : sql`(s.shinsa_row + 1)`;
  const source = { base, line, columns, rows, cards: new Map(), joined: new Map() };
  return { source, parts: paths.length === 1 ? [] : parts };
}

interface Described {
  readonly name: string;
  readonly type: string;
}

/** Columns that all of the files have, with the same types in the same order. */
async function describedColumns(db: Connection, paths: readonly string[]): Promise<readonly Described[]> {
  let first: readonly Described[] | undefined;
  for (const path of paths) {
    const rows = await db.rows(sql`DESCRIBE SELECT * FROM read_parquet(${path})`).catch((error: unknown) => {
      throw new ShinsaError('file-damaged', {}, { cause: error, place: { file: basename(path) } });
    });
    const described = rows.map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }));
    const other = described.find(({ name, type }, i) => first?.[i]?.name !== name || first[i].type !== type);
    if (first === undefined) first = described;
    else if (other !== undefined || described.length !== first.length)
      throw new ShinsaError('files-differ', {
        file: basename(path),
        first: basename(paths[0] ?? ''),
        ...(other === undefined ? {} : { added: other.name }),
      });
  }
  return first ?? [];
}

const scalar =
  /^(?:VARCHAR|BOOLEAN|DATE|TIME|TIMESTAMP.*|U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL.*)$/;

function maskedNames(headers: readonly string[], masker: CardMasker): string[] {
  const taken = new Set(headers);
  return headers.map((header) => {
    const name = masker.mask(header);
    if (name === header) return header;
    let unique = name;
    for (let n = 2; taken.has(unique); n += 1) unique = `${name} (${n})`;
    taken.add(unique);
    return unique;
  });
}

function parquetColumn(raw: Sql, header: string, type: string): SourceColumn {
  if (scalar.test(type)) return { header, type, cell: raw, raw, rawType: type, tidy: false, join: null };
  const text = type === 'BLOB' ? sql`hex(${raw})` : sql`CAST(${raw} AS VARCHAR)`;
  return { header, type: 'VARCHAR', cell: text, raw: text, rawType: 'VARCHAR', tidy: false, join: null };
}

/**
 * The same source with card numbers replaced in the `masked` columns: candidates are looked for among distinct values,
 * checked one by one, and replaced through a small join. Nothing raw is written. The same scan tells which texts need
 * no trimming. `name` is a prefix of the tables made.
 */
export async function maskCards(
  db: Connection,
  source: SourceTable,
  headers: {
    readonly all: ReadonlySet<string>;
    readonly masked: ReadonlySet<string>;
    readonly ids: ReadonlySet<string>;
  },
  masker: CardMasker,
  name: string,
): Promise<SourceTable> {
  const asked = source.columns.filter((column) => headers.all.has(column.header));
  const suspects = new Set<string>();
  const tidy = new Set<string>();
  const texts = asked.filter(({ type }) => type === 'VARCHAR');
  for (const column of texts) {
    const seen = await textFlags(db, source, column, headers.ids.has(column.header));
    if (seen.candidate && headers.masked.has(column.header)) suspects.add(column.header);
    if (!seen.untidy) tidy.add(column.header);
  }
  const numbers = asked.filter((column) => headers.masked.has(column.header) && mayHoldCards(column.type));
  for (const header of await largeNumbers(db, source, numbers)) suspects.add(header);
  const columns = source.columns.map((column) => ({ ...column, tidy: tidy.has(column.header) }));
  let masked: SourceTable = { ...source, columns };
  for (const [i, column] of columns.entries())
    if (suspects.has(column.header)) masked = await maskColumn(db, masked, column, `${name}_cards_${i}`, masker);
  return masked;
}

/**
 * Judged on distinct values: Parquet keeps most columns as dictionaries, so this costs a fraction of every row. In
 * an id nearly every row has a value of its own: that would only add work, and its candidates are looked for anyway.
 */
async function textFlags(
  db: Connection,
  source: SourceTable,
  column: SourceColumn,
  unique: boolean,
): Promise<{ readonly candidate: boolean; readonly untidy: boolean }> {
  if (unique) {
    const row = await db.first(sql`SELECT coalesce(bool_or(${untidy(column.cell)}), false) AS u FROM ${source.base}`);
    return { candidate: true, untidy: row?.['u'] === true };
  }
  const value = { ...column, cell: sql`v` };
  const row = await db.first(sql`
    SELECT coalesce(bool_or(${candidate(value)}), false) AS c, coalesce(bool_or(${untidy(sql`v`)}), false) AS u
    FROM (SELECT DISTINCT ${column.cell} AS v FROM ${source.base})`);
  return { candidate: row?.['c'] === true, untidy: row?.['u'] === true };
}

async function largeNumbers(db: Connection, source: SourceTable, columns: readonly SourceColumn[]): Promise<string[]> {
  if (columns.length === 0) return [];
  const flags = columns.map((column, i) => sql`coalesce(bool_or(${candidate(column)}), false) AS ${id(`c${i}`)}`);
  const row = await db.first(sql`SELECT ${join(flags, sql`, `)} FROM ${source.base}`);
  return columns.filter((_, i) => row?.[`c${i}`] === true).map((column) => column.header);
}

const integers = /^U?(?:BIGINT|HUGEINT)$/;
const mayHoldCards = (type: string): boolean => type === 'DOUBLE' || integers.test(type) || type.startsWith('DECIMAL');

function candidate(column: SourceColumn): Sql {
  if (isCardHeader(column.header))
    return column.type === 'VARCHAR' ? sql`strlen(${column.cell}) >= 12` : sql`abs(${column.cell}) >= 100000000000`;
  if (column.type !== 'VARCHAR') return sql`abs(${column.cell}) >= 1000000000000`;
  return sql`(strlen(${column.cell}) >= 13 AND regexp_matches(${column.cell}, ${literal(cardCandidate)}))`;
}

const asText = (column: SourceColumn): Sql =>
  column.type === 'VARCHAR'
    ? column.cell
    : column.type === 'DOUBLE' || column.type.startsWith('DECIMAL')
      ? sql`CAST(TRY_CAST(${column.cell} AS HUGEINT) AS VARCHAR)`
      : sql`CAST(${column.cell} AS VARCHAR)`;

async function maskColumn(
  db: Connection,
  source: SourceTable,
  column: SourceColumn,
  table: string,
  masker: CardMasker,
): Promise<SourceTable> {
  const text = asText(column);
  const hits = await replaceTable(
    db,
    sql`SELECT ${text} AS v FROM ${source.base} WHERE ${candidate(column)}`,
    table,
    isCardHeader(column.header) ? masker.maskNumber : masker.mask,
  );
  if (hits === 0) return source;
  const as = id(table);
  const cell = sql`coalesce(${as}.masked, ${column.type === 'VARCHAR' ? text : sql`CAST(${column.cell} AS VARCHAR)`})`;
  return {
    ...source,
    columns: source.columns.map((c) =>
      c.header === column.header ? { ...c, type: 'VARCHAR', cell, join: replacedBy(table, text) } : c,
    ),
    cards: new Map([...source.cards, [column.header, hits]]),
  };
}
