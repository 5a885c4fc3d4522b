import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join as joinPath } from 'node:path';
import { canonicalColumns, isMasked, type Pii } from '../model/columns.ts';
import { eventColumns } from '../model/events.ts';
import type { Deletion, StoredColumn, StoredFile, StoredPlace, StoredReport } from '../model/personal-data.ts';
import type { Connection } from '../store/connection.ts';
import { columnsOf } from '../store/orders-view.ts';
import type { OpenProject } from '../store/project.ts';
import { id, join, sql, type Sql } from '../store/sql.ts';

type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Everything the project holds, by table, column, file and place. */
export async function storedReport(project: OpenProject, db: Connection): Promise<StoredReport> {
  const { timezone } = await project.info();
  const names = await db.rows(sql`SELECT table_name FROM duckdb_tables()
    WHERE database_name = current_database() AND schema_name = 'main' ORDER BY table_name`);
  const tables: StoredReport['tables'][number][] = [];
  for (const { table_name: table } of names)
    tables.push({ table: String(table), rows: await countOf(db, id('main', String(table))) });
  const files = await filesIn(db);
  const cards = await db.first(sql`SELECT (SELECT count(card_token) FROM orders) AS tokens,
    (SELECT coalesce(sum(json_extract_string(w, '$.params.rows')::BIGINT), 0) FROM (
      SELECT unnest(from_json(json_extract(report, '$.warnings'), '["JSON"]')) AS w
      FROM (SELECT report FROM imports UNION ALL SELECT report FROM outcome_files UNION ALL SELECT report FROM line_files
        UNION ALL SELECT report FROM event_files))
      WHERE json_extract_string(w, '$.code') = 'card-numbers-replaced') AS replaced`);
  return {
    timezone,
    tables,
    columns: [...(await orderColumns(project, db, files)), ...(await otherColumns(db, files))],
    files,
    places: placesOf(project),
    cards: { replaced: Number(cards?.['replaced'] ?? 0), tokens: Number(cards?.['tokens'] ?? 0) },
    deletions: await deletionsIn(db),
  };
}

async function countOf(db: Connection, table: Sql): Promise<number> {
  return Number((await db.first(sql`SELECT count(*) AS n FROM ${table}`))?.['n'] ?? 0);
}

async function filesIn(db: Connection): Promise<readonly StoredFile[]> {
  const rows = await db.rows(sql`
    SELECT i.import_id, json_extract_string(report, '$.fileName') AS name, 'orders' AS kind, epoch_ms(imported_at) AS taken,
      count(o.seq) AS n, epoch_ms(min(o.ordered_at)) AS oldest, epoch_ms(max(o.ordered_at)) AS newest
    FROM imports AS i LEFT JOIN orders AS o ON o.import_id = i.import_id GROUP BY ALL
    UNION ALL
    SELECT i.import_id, json_extract_string(report, '$.fileName'), 'outcomes', epoch_ms(imported_at),
      count(k.kind), epoch_ms(min(k.reported_at)), epoch_ms(max(k.reported_at))
    FROM outcome_files AS i LEFT JOIN outcomes AS k ON k.source = i.import_id GROUP BY ALL
    UNION ALL
    SELECT i.import_id, json_extract_string(report, '$.fileName'), 'lines', epoch_ms(imported_at), count(l.line), NULL, NULL
    FROM line_files AS i LEFT JOIN order_lines AS l ON l.import_id = i.import_id GROUP BY ALL
    UNION ALL
    SELECT i.import_id, json_extract_string(report, '$.fileName'), 'events', epoch_ms(imported_at),
      count(e.kind), epoch_ms(min(e.happened_at)), epoch_ms(max(e.happened_at))
    FROM event_files AS i LEFT JOIN events AS e ON e.import_id = i.import_id GROUP BY ALL
    ORDER BY taken, name`);
  const time = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return rows.map((row) => ({
    importId: String(row['import_id']),
    fileName: String(row['name'] ?? ''),
    kind: String(row['kind']) as StoredFile['kind'],
    importedAt: Number(row['taken']),
    rows: Number(row['n']),
    oldest: time(row['oldest']),
    newest: time(row['newest']),
  }));
}

/** Columns of orders that hold a value, with the files that filled them. */
async function orderColumns(
  project: OpenProject,
  db: Connection,
  files: readonly StoredFile[],
): Promise<readonly StoredColumn[]> {
  const stored = await columnsOf(db, sql`order_rows`);
  const columns = (await project.columns()).filter(({ name, present }) => present && stored.has(name));
  if (columns.length === 0) return [];
  const counts = columns.map(({ name }, at) => sql`count(${id(name)}) AS ${id(`n${at}`)}`);
  const rows = await db.rows(
    sql`SELECT import_id, count(*) AS n, ${join(counts, sql`, `)} FROM order_rows GROUP BY import_id`,
  );
  const sum = (name: string): number => rows.reduce((total, row) => total + Number(row[name]), 0);
  const nameOf = new Map(files.map(({ importId, fileName }) => [importId, fileName]));
  return columns.map((column, at) => ({
    table: 'orders',
    column: column.name,
    label: column.label,
    pii: column.pii,
    masked: isMasked(column),
    filled: sum(`n${at}`),
    of: sum('n'),
    files: rows.filter((row) => Number(row[`n${at}`]) > 0).flatMap((row) => nameOf.get(String(row['import_id'])) ?? []),
  }));
}

/** Columns of other tables that hold something of persons. */
const personal: readonly (readonly [table: string, column: string, pii: Pii])[] = [
  ['outcomes', 'order_id', 'identity'],
  ['outcomes', 'told_id', 'identity'],
  ['outcomes', 'transaction_id', 'identity'],
  ['outcomes', 'approval_number', 'identity'],
  ['outcomes', 'card_bin', 'card'],
  ['outcomes', 'card_last4', 'card'],
  ['outcomes', 'card_token', 'card'],
  ['identity_values', 'raw', 'contact'],
  ['identity_values', 'key', 'contact'],
  ['rejects', 'cells', 'identity'],
  ['entity_links', 'entity', 'identity'],
  ['order_lines', 'order_id', 'identity'],
  ...eventColumns.flatMap(({ name, pii }) => (pii === 'none' ? [] : [['events', name, pii] as const])),
  ['list_entries', 'value', 'contact'],
  ['list_entries', 'note', 'identity'],
];

/** Tables that files fill as they are, by the kind of their files. */
const filledBy: Readonly<Record<string, StoredFile['kind']>> = {
  outcomes: 'outcomes',
  order_lines: 'lines',
  events: 'events',
};

/** Columns that mean what one of orders means are called so. */
function labelOf(column: string): StoredColumn['label'] {
  const name = column === 'order_id' ? 'event_id' : column;
  const known = canonicalColumns.find((one) => one.name === name);
  return known === undefined ? null : { ja: known.ja, en: known.en };
}

async function otherColumns(db: Connection, files: readonly StoredFile[]): Promise<readonly StoredColumn[]> {
  const found: StoredColumn[] = [];
  for (const [table, column, pii] of personal) {
    const row: Row | undefined = await db.first(
      sql`SELECT count(${id(column)}) AS filled, count(*) AS n FROM ${id('main', table)}`,
    );
    const filled = Number(row?.['filled'] ?? 0);
    if (filled > 0)
      found.push({
        ...{ table, column, label: labelOf(column), pii, masked: isMasked({ name: column, pii }) },
        ...{ filled, of: Number(row?.['n']) },
        files: files.flatMap(({ kind, fileName }) => (kind === filledBy[table] ? [fileName] : [])),
      });
  }
  return found;
}

async function deletionsIn(db: Connection): Promise<readonly Deletion[]> {
  const rows = await db.rows(
    sql`SELECT *, epoch_ms(deleted_at) AS made FROM deletions ORDER BY deleted_at DESC, deletion_id`,
  );
  return rows.map((row) => ({
    deletionId: String(row['deletion_id']),
    at: Number(row['made']),
    what: String(row['what']) as Deletion['what'],
    mode: row['mode'] === 'delete' ? 'delete' : 'anonymise',
    subjectHash: typeof row['subject_hash'] === 'string' ? row['subject_hash'] : null,
    held: JSON.parse(String(row['held'])) as Deletion['held'],
    reason: String(row['reason']),
    appVersion: String(row['app_version']),
    rewritten: row['rewritten'] === true,
  }));
}

/** The project's own folder among the caches; openings of it have a folder each below. */
const cachesOf = ({ stagingDir }: OpenProject): string => dirname(dirname(dirname(stagingDir)));

function placesOf(project: OpenProject): readonly StoredPlace[] {
  const { path } = project;
  const caches = cachesOf(project);
  return [
    { place: 'file', path, bytes: sizeOf(path) + sizeOf(`${path}.wal`) },
    { place: 'backup', path: `${path}.bak`, bytes: sizeOf(`${path}.bak`) + sizeOf(`${path}.bak.wal`) },
    { place: 'caches', path: caches, bytes: sizeOf(caches) },
  ];
}

function sizeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(joinPath(path, name)), 0);
}

/** Removes the copy a migration left, or what was staged for a person and not fetched. */
export function clearPlace(project: OpenProject, place: 'backup' | 'caches'): void {
  if (place === 'backup') {
    for (const path of [`${project.path}.bak`, `${project.path}.bak.wal`]) rmSync(path, { force: true });
    return;
  }
  for (const name of existsSync(project.stagingDir) ? readdirSync(project.stagingDir) : [])
    rmSync(joinPath(project.stagingDir, name), { recursive: true, force: true });
}
