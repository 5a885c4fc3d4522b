import type { ContradictedOrder, ImportReport, RejectReason } from '../model/import-report.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';
import { cardMasker } from './card-number.ts';
import type { OpenedFile } from './open-source.ts';
import { replaceTable } from './card-table.ts';
import type { FilePart } from './joined-tables.ts';
import { placeOf } from './part-counts.ts';
import { rowsOf, type SourceColumn, type SourceTable } from './source-table.ts';

/** Rejected rows as staged: how many, grouped, and the first of them; `path` is null when there are none. */
export interface Rejects {
  readonly rows: number;
  readonly groups: ImportReport['rejects'];
  readonly sample: ImportReport['rejectSample'];
  readonly path: string | null;
}

const sampled = 50;

/** Where refused rows stand and their cells go. */
export interface RejectedFile {
  /** Table `(line, reason, source)` of rows that were read but not taken. */
  readonly refused: string;
  readonly path: string;
  readonly cardKey: string;
  /** The orders that rows contradict, by `line`; null where there is nothing to contradict. */
  readonly contradicted?: Sql | null;
}

/**
 * Writes every rejected row as Parquet `(line, reason, column_name, cells)` in file order, cells as a JSON array of
 * texts with card numbers replaced. Reads the refused and the reader's unreadable rows.
 */
export async function writeRejects(
  db: Connection,
  opened: OpenedFile,
  { refused, path, cardKey, contradicted = null }: RejectedFile,
): Promise<Rejects> {
  const { source } = opened;
  const any = await db.first(sql`SELECT 1 FROM ${id(refused)} LIMIT 1`);
  if (any === undefined && opened.unread === null) return { rows: 0, groups: [], sample: [], path: null };
  const name = `${refused}_cells`;
  const rejected = id(name);
  const headers = source.columns.map((column) => column.header);
  const cells = join(
    source.columns.map((column) => sql`coalesce(${shown(source, column)}, '')`),
    sql`, `,
  );
  await db.run(sql`
    CREATE TEMP TABLE ${rejected} AS
    SELECT r.line, r.reason, r.source AS column_name, CAST(to_json([${cells}]) AS VARCHAR) AS cells
    FROM ${rowsOf(source, headers)} JOIN ${id(refused)} AS r ON r.line = ${source.line}`);
  if (opened.unread !== null)
    await db.run(sql`INSERT INTO ${rejected} SELECT line, reason, column_name, cells FROM ${opened.unread}`);
  const count = await db.first(sql`SELECT count(*) AS n FROM ${rejected}`);
  const rows = Number(count?.['n'] ?? 0);
  if (rows === 0) return { rows, groups: [], sample: [], path: null };
  const hits = await replaceTable(
    db,
    sql`SELECT cells AS v FROM ${rejected}`,
    `${name}_cards`,
    cardMasker(cardKey).mask,
  );
  if (hits > 0)
    await db.run(
      sql`UPDATE ${rejected} AS r SET cells = m.masked FROM ${id(`${name}_cards`)} AS m WHERE m.raw = r.cells`,
    );
  await db.run(sql`
    COPY (SELECT line, reason, column_name, cells FROM ${rejected} ORDER BY line)
    TO ${literal(path)} (FORMAT parquet, COMPRESSION snappy)`);
  return {
    rows,
    groups: await groups(db, rejected, opened.parts),
    sample: await sample(db, rejected, opened.parts, contradicted),
    path,
  };
}

/** A cell as text; where its column was joined to others and a card number showed, the first of them has it replaced. */
function shown(source: SourceTable, column: SourceColumn): Sql {
  const plain = sql`CAST(${column.cell} AS VARCHAR)`;
  const cases = [...source.joined.values()]
    .filter(({ headers }) => headers.includes(column.header))
    .map(({ headers, masked }) => {
      const value = headers[0] === column.header ? masked : sql`''`;
      return sql`WHEN ${masked} IS NOT NULL THEN ${value}`;
    });
  return cases.length === 0 ? plain : sql`CASE ${join(cases, sql` `)} ELSE ${plain} END`;
}

async function groups(db: Connection, rejected: Sql, parts: readonly FilePart[]): Promise<ImportReport['rejects']> {
  const rows = await db.rows(sql`
    SELECT reason, column_name, count(*) AS rows, min(line) AS first FROM ${rejected} GROUP BY ALL ORDER BY rows DESC, first`);
  return rows.map((row) => {
    const { line, ...file } = placeOf(parts, Number(row['first']));
    return {
      reason: String(row['reason']) as RejectReason,
      column: row['column_name'] === null ? null : String(row['column_name']),
      rows: Number(row['rows']),
      firstLine: line,
      ...file,
    };
  });
}

async function sample(
  db: Connection,
  rejected: Sql,
  parts: readonly FilePart[],
  contradicted: Sql | null,
): Promise<ImportReport['rejectSample']> {
  const rows = await db.rows(
    contradicted === null
      ? sql`SELECT *, NULL AS event_id FROM ${rejected} ORDER BY line LIMIT ${sampled}`
      : sql`SELECT r.*, c.event_id, c.at_us, c.amount, c.currency FROM ${rejected} AS r
          LEFT JOIN ${contradicted} AS c ON c.line = r.line ORDER BY r.line LIMIT ${sampled}`,
  );
  return rows.map((row) => ({
    ...contradictedOrder(row),
    ...placeOf(parts, Number(row['line'])),
    reason: String(row['reason']) as RejectReason,
    column: row['column_name'] === null ? null : String(row['column_name']),
    cells: String(row['cells']),
  }));
}

function contradictedOrder(row: Readonly<Record<string, unknown>>): { readonly order?: ContradictedOrder } {
  const { event_id: orderId, at_us: at, amount, currency } = row;
  if (typeof orderId !== 'string') return {};
  return {
    order: {
      orderId,
      orderedAt: Number(at) / 1000,
      amount: typeof amount === 'number' ? amount : null,
      currency: typeof currency === 'string' ? currency : null,
    },
  };
}
