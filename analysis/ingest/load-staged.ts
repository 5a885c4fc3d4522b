import { derivedColumns, type CanonicalName, type CustomColumn } from '../model/columns.ts';
import type { Connection } from '../store/connection.ts';
import { forgetValues, keysFor, keysOf } from '../store/identity-values.ts';
import { outcomesNow, saveImport, saveOutcomeFile } from '../store/imports.ts';
import { forgetLinks } from '../store/links.ts';
import { identOf, matchOutcomes } from '../store/outcome-match.ts';
import { columnsOf, orderColumns, writeOrdersView, type OrderColumn } from '../store/orders-view.ts';
import { checkTarget } from '../store/outcome-state.ts';
import { touchData, writeSettings } from '../store/settings.ts';
import { id, join, literal, sql, type Sql } from '../store/sql.ts';
import { ShinsaError } from '../model/failure.ts';
import type { Target } from '../model/target.ts';
import type { ImportReport, ImportWarning, OutcomesReport } from '../model/import-report.ts';
import type { Mapping } from '../model/mapping.ts';
import { listLineFiles, replaceLines, replaceLinesOfOrders, saveLineFile } from '../store/order-lines.ts';
import type { LinesReport } from '../model/order-lines.ts';
import type { StagedImport, StagedLines, StagedOutcomes } from './import-answers.ts';
import { forgetMet, mergeOrders, type MergedOrders } from './merge-orders.ts';
import { readToday } from './prefecture-reading.ts';
import { sourceLabel } from './source-table.ts';
import { nothingTaken } from './taken-in.ts';

/** What goes into the project with the staged rows. */
export interface LoadOptions {
  readonly staged: StagedImport;
  /** How the file was read; its zone is the project's when this is the first import, later unchanged. */
  readonly mapping: Mapping;
  /** Target somebody asked for; undefined when nobody did: the project's, or what its data tell, then stands. */
  readonly target: Target | undefined;
  /** Finds the keys of values in a relation of orders with these columns that the project does not know yet. */
  readonly learn: (db: Connection, orders: Sql, stored: ReadonlySet<string>) => Promise<void>;
  /** What only the caller knows of the report, before it is kept. */
  readonly finish: (report: ImportReport) => ImportReport;
}

/**
 * Takes staged rows into the project; to be run inside one write job, so that all of it is there or nothing. The new
 * `orders` are the old and new rows in (time, id) order, numbered again from 0, orders in both as `mergeOrders` says;
 * every outcome then looks for its order.
 * Answers the report that is kept.
 */
export async function loadStaged(db: Connection, options: LoadOptions): Promise<ImportReport> {
  const { staged } = options;
  const first = (await countOf(db, sql`orders`)) === 0;
  const retyped = await loadCustomColumns(db, staged.customColumns);
  const merged = await loadOrders(db, options, retyped);
  const relined = staged.lines === null ? [] : await linesOfOrders(db, staged.report.importId, staged.lines);
  await loadRejects(db, staged.report, staged);
  if (staged.noted !== null)
    await db.run(sql`INSERT INTO import_orders SELECT ${staged.report.importId}, * FROM read_parquet(${staged.noted})`);
  await settle(db, options, first);
  if (staged.outcomes !== null) await loadOutcomes(db, staged.outcomes);
  await matchOutcomes(db);
  const { currency, warnings } = staged.report;
  const outcomes = staged.outcomes === null ? null : await reportOutcomes(db, staged.outcomes, currency);
  const report = options.finish({
    ...staged.report,
    ...(merged === null ? {} : { upsert: merged.upsert }),
    warnings: [...warnings, ...rewritten(merged, options), ...relined, ...(outcomes?.warnings ?? [])],
    outcomes,
    ordersKept: true,
  });
  await saveImport(db, report);
  await touchData(db);
  return report;
}

async function linesOfOrders(db: Connection, importId: string, path: string): Promise<readonly ImportWarning[]> {
  return (await replaceLinesOfOrders(db, importId, path)).warnings;
}

/** The first import says how times of the project are read; how orders are judged is changed only where somebody asked. */
async function settle(db: Connection, { mapping, target }: LoadOptions, first: boolean): Promise<void> {
  if (first) await writeSettings(db, { timezone: mapping.timezone });
  if (target === undefined) return;
  await checkTarget(db, target);
  await writeSettings(db, { target });
}

async function countOf(db: Connection, table: Sql): Promise<number> {
  return Number((await db.first(sql`SELECT count(*) AS n FROM ${table}`))?.['n'] ?? 0);
}

/** Adds staged outcomes and the rejected rows of their file to the project's, inside a write job; they still have no orders. */
export async function loadOutcomes(db: Connection, staged: StagedOutcomes): Promise<void> {
  const { importId = '', fileName = '' } = staged.report;
  await loadRejects(db, { importId, fileName }, staged);
  await db.run(sql`INSERT INTO outcomes BY NAME SELECT *, ${importId} AS source FROM read_parquet(${staged.outcomes})`);
  // A report whose day is told now takes the place of the same one without a day, and of what a person said of it.
  const twins = sql`(SELECT old.rowid AS old_row, new.rowid AS new_row, old.matched_by, old.order_id, old.decided_at
    FROM (SELECT *, rowid, ${identOf(sql`k`)} AS ident FROM outcomes AS k WHERE reported_at IS NULL AND source IS DISTINCT FROM ${importId}) AS old
    JOIN (SELECT *, rowid, ${identOf(sql`k`)} AS ident FROM outcomes AS k WHERE reported_at IS NOT NULL AND source = ${importId}) AS new
      ON old.ident = new.ident AND old.kind = new.kind AND old.reason IS NOT DISTINCT FROM new.reason
        AND (old.amount IS NULL OR old.amount = new.amount)
        AND (old.detail IS NULL OR new.detail IS NULL OR old.detail = new.detail))`;
  await db.run(sql`UPDATE outcomes AS k SET matched_by = 'hand', order_id = t.order_id, decided_at = t.decided_at
    FROM (SELECT new_row, any_value(order_id) AS order_id, max(decided_at) AS decided_at FROM ${twins}
      WHERE matched_by = 'hand' GROUP BY new_row) AS t WHERE k.rowid = t.new_row`);
  await db.run(sql`DELETE FROM outcomes WHERE rowid IN (SELECT old_row FROM ${twins})`);
}

/** Takes staged order lines into the project, inside a write job. 'import-nothing-accepted' when there are none. */
export async function loadLines(db: Connection, staged: StagedLines): Promise<LinesReport> {
  const { report } = staged;
  const { importId } = report;
  if (report.accepted === 0) throw nothingTaken('import-nothing-accepted', report);
  const { replaced, warnings } = await replaceLines(db, importId, staged.lines);
  await loadRejects(db, report, staged);
  await saveLineFile(db, { ...report, replaced, warnings: [...report.warnings, ...warnings] });
  await touchData(db);
  const found = (await listLineFiles(db)).find((file) => file.importId === importId);
  if (found === undefined) throw new ShinsaError('internal', { detail: 'lines-report' });
  return found;
}

/** Keeps what became of an outcomes file, now that its rows had their orders looked for; inside the same write job. */
export async function reportOutcomes(
  db: Connection,
  staged: StagedOutcomes,
  currency: string,
): Promise<OutcomesReport> {
  const { importId = '' } = staged.report;
  const read = await outcomesNow(db, staged.report, currency);
  const lost: ImportWarning[] = [
    { code: 'outcomes-unmatched', params: { rows: read.unmatched, amount: read.amountUnmatched } },
    { code: 'outcomes-several', params: { rows: read.several, amount: read.amountSeveral } },
  ];
  const told = lost.filter(({ params }) => params['rows'] !== 0);
  const report = { ...read, warnings: [...told, ...(read.warnings ?? [])] };
  await saveOutcomeFile(db, importId, report);
  return report;
}

/** Rejected rows of a file; its name and headers stand with them as line 0, for their CSV. */
export async function loadRejects(
  db: Connection,
  { importId, fileName }: Pick<ImportReport, 'importId' | 'fileName'>,
  { headers, rejects }: Pick<StagedImport, 'headers' | 'rejects'>,
): Promise<void> {
  await db.run(sql`INSERT INTO rejects VALUES (${importId}, 0, 'header', ${fileName}, ${JSON.stringify(headers)})`);
  if (rejects !== null)
    await db.run(sql`INSERT INTO rejects
      SELECT ${importId}, line, reason, column_name, cells FROM read_parquet(${rejects})`);
}

/** Values that rules read as known at the order and a later file changed: which of them stood there then, nobody knows. */
function rewritten(merged: MergedOrders | null, { staged, mapping }: LoadOptions): ImportWarning[] {
  if (merged === null || merged.rewritten.rows === 0) return [];
  const { rows, columns } = merged.rewritten;
  const headers = columns.map((name) => {
    const custom = staged.customColumns.find((column) => `custom.${column.id}` === name);
    return custom?.label ?? sourceLabel(mapping.columns[name as CanonicalName]) ?? name;
  });
  return [{ code: 'screening-changed', params: { rows, column: headers.join(', '), columns: headers.length } }];
}

/** Whether a column that orders are stored with got another type. */
async function loadCustomColumns(db: Connection, columns: readonly CustomColumn[]): Promise<boolean> {
  let retyped = false;
  const known = await db.rows(sql`SELECT id, type, position FROM custom_columns`);
  let next = known.reduce((most, row) => Math.max(most, Number(row['position']) + 1), 0);
  for (const column of columns) {
    const old = known.find((row) => row['id'] === column.id);
    if (old === undefined) {
      await db.run(sql`INSERT INTO custom_columns
        VALUES (${column.id}, ${column.label}, ${column.type}, ${column.knownAtScreening}, ${next})`);
      next += 1;
    } else {
      const before = String(old['type']) as CustomColumn['type'];
      const type = (await isEmpty(db, column.id)) ? column.type : widest(before, column.type);
      retyped ||= type !== before;
      await db.run(sql`UPDATE custom_columns
        SET type = ${type}, known_at_screening = ${column.knownAtScreening} WHERE id = ${column.id}`);
    }
  }
  return retyped;
}

/** A column without a value in any order has no type to keep. */
async function isEmpty(db: Connection, column: string): Promise<boolean> {
  const name = `custom.${column}`;
  if (!(await columnsOf(db, sql`orders`)).has(name)) return true;
  return (await db.first(sql`SELECT 1 FROM orders WHERE ${id(name)} IS NOT NULL LIMIT 1`)) === undefined;
}

/** The type that holds both without loss; what else does not fit was refused while it was staged. */
function widest(one: CustomColumn['type'], other: CustomColumn['type']): CustomColumn['type'] {
  if (one === other) return one;
  const both = new Set([one, other]);
  if (!both.has('int')) throw new ShinsaError('internal', { detail: 'kept-column-type' });
  return both.has('double') ? 'double' : 'text';
}

/** Writes the orders anew where a file brings or changes some; null for the first ones. */
async function loadOrders(
  db: Connection,
  { staged, learn }: LoadOptions,
  retyped: boolean,
): Promise<MergedOrders | null> {
  const read = sql`read_parquet(${staged.orders}, file_row_number = true)`;
  const count = await countOf(db, sql`order_rows`);
  const old = count === 0 ? new Set<string>() : await columnsOf(db, sql`order_rows`);
  const fresh = await columnsOf(db, read);
  const derived = new Set(derivedColumns.map(({ name }) => name));
  const columns = (await orderColumns(db)).filter(
    ({ name }) => !derived.has(name) && (name === 'import_id' || old.has(name) || fresh.has(name)),
  );
  const stored = new Set(columns.map(({ name }) => name));
  if (count === 0) {
    const rows = sql`SELECT ${firstCells(columns, staged.report.importId)}, file_row_number FROM ${read}`;
    await learn(db, sql`(${rows})`, stored);
    const numbered = sql`SELECT file_row_number AS seq, * EXCLUDE (file_row_number) FROM (${rows})`;
    await replaceOrders(db, withKeys(numbered, stored, false));
    return null;
  }
  const merged = await mergeOrders(db, { read, columns, old, fresh, report: staged.report });
  const { inserted, updated } = merged.upsert;
  if (inserted + updated === 0 && !retyped) await writeOrdersView(db);
  else {
    await writeMerged(db, merged.rows, stored, learn);
    if (updated > 0) await forgetValues(db);
  }
  await forgetMet(db);
  return merged;
}

/** Writes merged orders in the place of those there were; also the old ones get the keys they were taken in without. */
async function writeMerged(
  db: Connection,
  rows: Sql,
  stored: ReadonlySet<string>,
  learn: LoadOptions['learn'],
): Promise<void> {
  await learn(db, sql`(${rows})`, stored);
  const numbered = sql`SELECT row_number() OVER (ORDER BY ordered_at, event_id) - 1 AS seq, * FROM (${rows})`;
  await replaceOrders(db, withKeys(numbered, stored, true));
}

function firstCells(columns: readonly OrderColumn[], importId: string): Sql {
  return join(
    columns.map(({ name, type }) =>
      name === 'import_id' ? sql`${literal(importId)} AS import_id` : sql`CAST(${id(name)} AS ${type}) AS ${id(name)}`,
    ),
    sql`, `,
  );
}

/** Makes the keys of orders that were taken in before there were any. Inside a write job. */
export async function keyOrders(db: Connection, learn: LoadOptions['learn']): Promise<void> {
  const derived = new Set(derivedColumns.map(({ name }) => name));
  const stored = new Set([...(await columnsOf(db, sql`order_rows`))].filter((name) => !derived.has(name)));
  if (keysFor(stored).length === 0) return;
  const cells = [...stored].map((name) => sql`${readToday(name, id(name))} AS ${id(name)}`);
  const rows = sql`SELECT ${join(cells, sql`, `)} FROM order_rows`;
  await learn(db, sql`(${rows})`, stored);
  await replaceOrders(db, withKeys(rows, stored, true));
  await touchData(db);
}

async function replaceOrders(db: Connection, orders: Sql): Promise<void> {
  await db.run(sql`CREATE TABLE order_rows_next AS ${orders}`);
  await db.run(sql`DROP TABLE order_rows`);
  await db.run(sql`ALTER TABLE order_rows_next RENAME TO order_rows`);
  await forgetLinks(db);
  await writeOrdersView(db);
}

/** The orders with their keys, in `seq` order; those straight from a file lie in it unless keys are joined. */
function withKeys(orders: Sql, stored: ReadonlySet<string>, sorted: boolean): Sql {
  const { columns, joins } = keysOf(stored);
  if (columns.length === 0) return sorted ? sql`${orders} ORDER BY seq` : orders;
  return sql`SELECT o.*, ${join(columns, sql`, `)} FROM (${orders}) AS o${joins} ORDER BY o.seq`;
}
