import { join } from 'node:path';
import { ShinsaError } from '../model/failure.ts';
import { guarded } from '../model/formula-guard.ts';
import type { Connection } from '../store/connection.ts';
import { id, join as joinSql, literal, sql, type Sql } from '../store/sql.ts';
import { openTextAppender, type TextAppender } from '../store/text-appender.ts';
import { fewestInColumn, isCardHeader, type CardMasker } from './card-number.ts';
import type { TextTable } from './text-table.ts';
import { cellName, type ReadHeaders, type SourceTable } from './source-table.ts';

export interface TextReading {
  readonly table: TextTable;
  readonly headers: ReadHeaders;
  readonly masker: CardMasker;
  readonly folder: string;
  /** Told the bytes of the file on disk so far. */
  readonly read: (bytes: number) => void;
  /** Prefix of the tables made, for several files in one scratch database. */
  readonly name: string;
}

/** A table of texts in the scratch database. */
export interface TextSource {
  readonly source: SourceTable;
  /** Table `(line, reason, column_name, cells)` of rows that could not be read; the column where one cell is to blame. */
  readonly unread: Sql;
  /** Cells a spreadsheet would run as a formula. */
  readonly formulas: number;
}

/** Characters of cells after which rows in memory are moved to a Parquet part. */
const partSize = 96 << 20;
/** Longest cell in UTF-16 units. */
const longestCell = 1 << 20;

/**
 * Reads a table of texts into the scratch database, card numbers replaced before anything reaches it. Tables larger than
 * memory allows go through Parquet parts of texts in the folder. Throws 'file-header-only'.
 */
export async function readTexts(db: Connection, reading: TextReading): Promise<TextSource> {
  const { headers } = reading.table;
  const width = headers.length;
  const refused = id(`${reading.name}_unread`);
  await db.run(sql`CREATE TABLE ${refused} (line BIGINT, reason VARCHAR, column_name VARCHAR, cells VARCHAR)`);
  const unread = await openTextAppender(db, `${reading.name}_unread`, 3);
  const parts = await partWriter(db, reading, width);
  const cells = cellReader(reading);
  let rows = 0;
  let full = false;
  const reject = (line: number, { reason, column }: Unreadable, texts: readonly string[]): void => {
    const shown = JSON.stringify(texts.map((text, i) => clean(cells.mask(text, i))));
    unread.append(line, [reason, column === null ? null : (headers[column] ?? null), shown]);
  };
  const row = (line: number, texts: string[]): void => {
    rows += 1;
    const wrong = unreadable(texts, width);
    if (wrong !== null) return reject(line, wrong, texts);
    full = parts.append(line, texts.map(cells.read));
  };
  const refuse = (line: number, reason: string, texts: readonly string[]): void => {
    rows += 1;
    const shown = texts.map((text) => text.slice(0, longestCell));
    reject(line, { reason, column: null }, shown);
  };
  await reading.table.stream({ row, refuse }, async (bytes) => {
    reading.read(bytes);
    if (full) await parts.roll();
    full = false;
  });
  unread.flush();
  unread.close();
  const from = await parts.finish();
  if (rows === 0) throw new ShinsaError('file-header-only', {}, { place: { file: reading.table.name } });
  const columns = headers.map((header, i) => {
    const cell = sql`s.${cellName(i)}`;
    return { header, type: 'VARCHAR', cell, raw: cell, rawType: 'VARCHAR', tidy: cells.tidy(i), join: null };
  });
  const source: SourceTable = {
    base: sql`${from} AS s`,
    line: sql`s.line`,
    columns,
    rows,
    cards: cells.cards(),
    joined: new Map(),
  };
  return { source, unread: refused, formulas: cells.formulas() };
}

const clean = (text: string): string => text.replaceAll('\0', '\uFFFD');

/** Why a row cannot be read, and the place of the cell that is to blame. */
interface Unreadable {
  readonly reason: string;
  readonly column: number | null;
}

function unreadable(texts: readonly string[], width: number): Unreadable | null {
  if (texts.length < width) return { reason: 'too-few-cells', column: null };
  if (texts.length > width) return { reason: 'too-many-cells', column: null };
  for (const [column, text] of texts.entries()) {
    if (text.length > longestCell) return { reason: 'value-too-long', column };
    if (text.includes('\uFFFD') || text.includes('\0')) return { reason: 'bad-encoding', column };
  }
  return null;
}

/** Card numbers and formulas of cells as they pass, counted per column. */
function cellReader({ table, headers, masker }: TextReading): {
  readonly mask: (text: string, column: number) => string;
  readonly read: (text: string, column: number) => string | null;
  /** Whether no cell of a column has white space around it. */
  readonly tidy: (column: number) => boolean;
  readonly cards: () => ReadonlyMap<string, number>;
  readonly formulas: () => number;
} {
  const counts = new Uint32Array(table.headers.length);
  const times = table.headers.map((header) => headers.times.has(header));
  const amounts = table.headers.map((header) => headers.amounts.has(header));
  const numbers = table.headers.map(isCardHeader);
  const mask = (text: string, column: number): string =>
    numbers[column] === true ? masker.maskNumber(text) : masker.mask(text);
  const untidy = new Uint8Array(table.headers.length);
  let formulas = 0;
  return {
    mask,
    tidy: (column) => untidy[column] !== 1,
    read: (text, column) => {
      if (text === '') return null;
      if (isSpace(text.charCodeAt(0)) || isSpace(text.charCodeAt(text.length - 1))) {
        untidy[column] = 1;
        if (text.trim() === '') return null;
      }
      if (startsFormula(text)) formulas += 1;
      if (text.length < fewestInColumn || (times[column] === true && meansTime(text))) return text;
      if (amounts[column] === true && text.length < 14) return text;
      const masked = mask(text, column);
      if (masked !== text) counts[column] = (counts[column] ?? 0) + 1;
      return masked;
    },
    cards: () =>
      new Map(table.headers.map((header, i) => [header, counts[i] ?? 0] as const).filter(([, count]) => count > 0)),
    formulas: () => formulas,
  };
}

/** Digits of a date or an epoch begin with 1 or 2; card numbers of that length practically never do. */
const meansTime = (text: string): boolean => /^\s*[12１２]/.test(text);

const isSpace = (code: number): boolean => code <= 32 || code === 0xa0 || code === 0x3000;

/** Most cells begin with a letter or a digit and need no closer look. */
const harmless = /^[\p{L}\p{N}]/u;

const startsFormula = (text: string): boolean => !harmless.test(text) && guarded(text) !== text;

interface PartWriter {
  /** True when the rows in memory should be moved to a part. */
  readonly append: (line: number, cells: readonly (string | null)[]) => boolean;
  readonly roll: () => Promise<void>;
  /** The relation of all rows. */
  readonly finish: () => Promise<Sql>;
}

async function partWriter(db: Connection, { folder, name }: TextReading, width: number): Promise<PartWriter> {
  const columns = joinSql(
    Array.from({ length: width }, (_, i) => sql`${cellName(i)} VARCHAR`),
    sql`, `,
  );
  const parts: string[] = [];
  const table = `${name}_rows`;
  let size = 0;
  const start = async (): Promise<TextAppender> => {
    size = 0;
    await db.run(sql`CREATE OR REPLACE TABLE ${id(table)} (line BIGINT, ${columns})`);
    return openTextAppender(db, table, width);
  };
  let appender = await start();
  const roll = async (): Promise<void> => {
    appender.flush();
    appender.close();
    const path = join(folder, `${name}-${parts.length}.parquet`);
    await db.run(sql`COPY ${id(table)} TO ${literal(path)} (FORMAT parquet, COMPRESSION snappy)`);
    parts.push(path);
    appender = await start();
  };
  return {
    append: (line, cells) => {
      for (const cell of cells) size += cell?.length ?? 0;
      appender.append(line, cells);
      return size > partSize;
    },
    roll,
    finish: async () => {
      if (parts.length > 0 && size > 0) await roll();
      appender.flush();
      appender.close();
      if (parts.length === 0) return id(table);
      return sql`read_parquet([${joinSql(parts.map(literal), sql`, `)}])`;
    },
  };
}
