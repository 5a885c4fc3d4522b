import { ShinsaError } from '../model/failure.ts';
import { alternativesOf, headersOf, sourceLabel, type ColumnSource } from '../model/mapping.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';

export { headersOf, sourceLabel };

/** A column of the client's file as SQL sees it. */
export interface SourceColumn {
  readonly header: string;
  /** DuckDB type of `cell`. */
  readonly type: string;
  /** The value with card numbers replaced; text wherever something was replaced. */
  readonly cell: Sql;
  /** The value as it stands, for times and amounts only, with its DuckDB type. */
  readonly raw: Sql;
  readonly rawType: string;
  /** No blank texts and no white space around them, so that nothing needs trimming. */
  readonly tidy: boolean;
  /** Join to the table of replaced card numbers that `cell` reads; null when it reads none. */
  readonly join: Sql | null;
}

/** A client's file ready to be read by SQL through `rowsOf`: their line in the file, and columns in file order. */
export interface SourceTable {
  /** The file's rows without the tables of replaced card numbers. */
  readonly base: Sql;
  readonly line: Sql;
  readonly columns: readonly SourceColumn[];
  /** Rows of the file as its reader counted them, those that could not be read included. */
  readonly rows: number;
  /** Cells in which a card number was replaced, per header. */
  readonly cards: ReadonlyMap<string, number>;
  /** Joined columns in which card numbers were replaced, by `joinedKey`. */
  readonly joined: ReadonlyMap<string, JoinedText>;
}

/** Several columns as one text with card numbers replaced, and the join it reads. */
export interface JoinedText {
  readonly headers: readonly string[];
  readonly text: Sql;
  /** The replacement; NULL in rows without a card number. */
  readonly masked: Sql;
  readonly join: Sql;
}

/** The file's rows with the tables that `headers`, alone or joined, are read from; any other join would only cost time. */
export function rowsOf(source: SourceTable, headers: Iterable<string>): Sql {
  const read = new Set(headers);
  const columns = source.columns.flatMap(({ header, join: one }) => (one === null || !read.has(header) ? [] : [one]));
  const joined = [...source.joined.values()].filter((text) => text.headers.every((header) => read.has(header)));
  return join([source.base, ...columns, ...joined.map((text) => text.join)], sql` `);
}

/** How the parts of a joined column stand together. */
export interface Joining {
  readonly separator: '-' | ' ' | '@';
  /** All parts must be there; else those that are there are joined. */
  readonly whole: boolean;
}

/** Columns a mapping joins. */
export interface JoinedColumns extends Joining {
  readonly headers: readonly string[];
}

/** Ids are whole or none; of names, addresses, phones and the like what is there is better than nothing. */
export function joiningOf(column: string): Joining {
  // An account and its domain.
  if (column === 'email') return { separator: '@', whole: true };
  const id = column.startsWith('card_') || column.endsWith('_id');
  return { separator: id || dashed.test(column) ? '-' : ' ', whole: id };
}

/** Numbers whose parts people write with hyphens. */
const dashed = /phone$|_zip$/;

/** The columns joined by mapping entries, those of times and amounts left out. */
export function joinsOf(entries: Readonly<Record<string, ColumnSource | undefined>>): JoinedColumns[] {
  return Object.entries(entries).flatMap(([column, entry]) => {
    if (plainReadings.has(column)) return [];
    const joined = alternativesOf(entry).filter((headers) => headers.length > 1);
    return joined.map((headers) => ({ headers, ...joiningOf(column) }));
  });
}

const plainReadings = new Set([
  'ordered_at',
  'shipped_at',
  'reported_at',
  'purchased_at',
  'happened_at',
  'amount',
  'currency',
]);

/** Names joined columns inside a source. */
export const joinedKey = ({ headers, separator, whole }: JoinedColumns): string =>
  JSON.stringify([separator, whole, ...headers]);

/** White space that makes a cell blank: ASCII, no-break and ideographic space. */
const blanks = ' \t\r\n\u00a0\u3000';
const blankCharacters = literal(blanks);

/** A text without surrounding white space; NULL when nothing is left. */
export const trimmedText = (text: Sql): Sql => sql`nullif(trim(${text}, ${blankCharacters}), '')`;

/** Whether a text may be blank or have white space around it; all others need no `trimmedText`. */
export function untidy(text: Sql): Sql {
  const edges = [...blanks].map((blank) => sql`suffix(${text}, ${literal(blank)})`);
  const wide = ['\u00a0', '\u3000'].map((blank) => sql`prefix(${text}, ${literal(blank)})`);
  return sql`(${text} < '!' OR ${join([...edges, ...wide], sql` OR `)})`;
}

/** A cell as trimmed text; NULL when nothing is left or it is NaN. Whole doubles have no `.0`. */
export function trimmed(column: SourceColumn): Sql {
  const { cell, type } = column;
  if (type === 'VARCHAR') return column.tidy ? cell : trimmedText(cell);
  if (type !== 'DOUBLE' && type !== 'FLOAT') return sql`CAST(${cell} AS VARCHAR)`;
  return sql`CASE
    WHEN ${cell} IS NULL OR isnan(${cell}) THEN NULL
    WHEN abs(${cell}) < 9007199254740992 AND ${cell} = trunc(${cell}) THEN CAST(CAST(${cell} AS BIGINT) AS VARCHAR)
    ELSE CAST(${cell} AS VARCHAR) END`;
}

/** The column under a header; 'mapping-column-missing' when the file has none. */
export function columnNamed(source: SourceTable, header: string): SourceColumn {
  const found = source.columns.find((column) => column.header === header);
  if (found === undefined) throw new ShinsaError('mapping-column-missing', { column: header });
  return found;
}

/** A mapping entry as text: of its alternatives the first that says something in a row; NULL where none does. */
export function textOf(source: SourceTable, entry: ColumnSource, joining: Joining): Sql {
  if (typeof entry === 'object' && 'value' in entry) return sql`CAST(${literal(String(entry.value))} AS VARCHAR)`;
  return firstOf(alternativesOf(entry).map((headers) => joinedTextOf(source, headers, joining)));
}

/** The first of some texts that is not NULL. */
export function firstOf(texts: readonly Sql[]): Sql {
  const [only] = texts;
  if (only === undefined) return sql`CAST(NULL AS VARCHAR)`;
  return texts.length === 1 ? only : sql`coalesce(${join(texts, sql`, `)})`;
}

/** Trimmed cells, several joined as `joining` says; NULL where that gives nothing. */
function joinedTextOf(source: SourceTable, headers: readonly string[], joining: Joining): Sql {
  const masked = source.joined.get(joinedKey({ headers, ...joining }));
  if (masked !== undefined) return masked.text;
  const [first, ...rest] = headers.map((header) => trimmed(columnNamed(source, header)));
  if (first === undefined) return sql`CAST(NULL AS VARCHAR)`;
  const separator = literal(joining.separator);
  if (rest.length === 0 || joining.whole)
    return rest.reduce((joined, part) => sql`${joined} || ${separator} || ${part}`, first);
  return sql`nullif(concat_ws(${separator}, ${join([first, ...rest], sql`, `)}), '')`;
}

/** Quoted alias of the nth source column inside prepared relations. */
export const cellName = (index: number): Sql => id(`c${index}`);

/** Headers a mapping reads: those of times and amounts stay as they stand, the others have card numbers replaced. */
export interface ReadHeaders {
  readonly all: ReadonlySet<string>;
  readonly times: ReadonlySet<string>;
  readonly amounts: ReadonlySet<string>;
  /** Those the order id is made of. */
  readonly ids: ReadonlySet<string>;
  /** Columns joined into texts: a card number may be whole only when its parts stand together. */
  readonly joined: readonly JoinedColumns[];
}
