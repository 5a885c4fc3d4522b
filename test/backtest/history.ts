import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import type { CallContext } from '../../analysis/engine-api.ts';
import type { ColumnBatch } from '../../analysis/model/column-batch.ts';
import type { CustomColumn } from '../../analysis/model/columns.ts';
import type { Target } from '../../analysis/model/target.ts';
import type { FeatureMaker } from '../../analysis/store/features/compute.ts';
import { writeOrdersView } from '../../analysis/store/orders-view.ts';
import type { ProjectHandle } from '../../analysis/store/project-handle.ts';
import { duckdbType } from '../../analysis/store/schema.ts';
import { touchData, writeSettings } from '../../analysis/store/settings.ts';
import { id, join, sql, type Sql } from '../../analysis/store/sql.ts';
import { freshProject } from '../store/projects.ts';

type Value = string | number | boolean | null;

/** One order by column name; `event_id` and `ordered_at` (ISO) are needed. */
export interface OrderRow {
  readonly event_id: string;
  readonly ordered_at: string;
  readonly [column: string]: Value;
}

export interface FactRow {
  readonly order_id: string;
  readonly kind: string;
  readonly reported_at: string | null;
  readonly family?: string;
  readonly amount?: number | null;
  readonly days_past_due?: number | null;
  readonly repeats?: boolean;
}

/** A project in a folder of its own, filled with given orders as often as wanted. */
export interface History {
  readonly project: ProjectHandle;
  readonly load: (orders: readonly OrderRow[], facts?: readonly FactRow[]) => Promise<void>;
  readonly write: (...statements: readonly Sql[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface HistoryOptions {
  readonly target: Target;
  readonly asOf?: string;
  readonly timezone?: string;
  readonly custom?: readonly CustomColumn[];
  /** Text columns that importing would make of others, as keys. */
  readonly made?: readonly string[];
  /** How features are computed; absent: as windows of DuckDB. */
  readonly features?: FeatureMaker;
}

export const fraudWithin30Days: Target = {
  id: 'fraud-30',
  name: { ja: '不正', en: 'Fraud' },
  kinds: ['chargeback'],
  reasonFamilies: ['fraud'],
  horizonDays: 30,
};

export const fileLabel: Target = {
  id: 'label',
  name: { ja: 'ラベル', en: 'Label' },
  kinds: ['label-bad'],
  reasonFamilies: [],
  horizonDays: 0,
};

export async function openHistory(options: HistoryOptions): Promise<History> {
  const folder = mkdtempSync(joinPath(tmpdir(), 'shinsa-history-'));
  const project = await freshProject(joinPath(folder, '審査.shinsa'), {
    cacheDir: joinPath(folder, 'cache'),
    ...(options.features === undefined ? {} : { features: options.features }),
  });
  await project.write({}, async (db) => {
    for (const [position, column] of (options.custom ?? []).entries()) {
      await db.run(sql`ALTER TABLE order_rows ADD COLUMN ${id(`custom.${column.id}`)} ${duckdbType(column.type)}`);
      await db.run(sql`INSERT INTO custom_columns (id, label, type, known_at_screening, position)
        VALUES (${column.id}, ${column.label}, ${column.type}, ${column.knownAtScreening}, ${position})`);
    }
    for (const name of options.made ?? []) await db.run(sql`ALTER TABLE order_rows ADD COLUMN ${id(name)} VARCHAR`);
    await writeOrdersView(db);
    await writeSettings(db, {
      ...{ asOf: options.asOf ?? null, target: options.target, timezone: options.timezone ?? 'Asia/Tokyo' },
    });
  });
  const write = (...statements: readonly Sql[]): Promise<void> =>
    project.write({}, async (db) => {
      for (const statement of statements) await db.run(statement);
      await touchData(db);
    });
  return {
    project,
    write,
    load: (orders, facts = []) =>
      write(sql`DELETE FROM order_rows`, sql`DELETE FROM outcomes`, ...insertOrders(orders), ...insertFacts(facts)),
    close: async () => {
      await project.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Orders as the importer stores them: numbered in (time, id) order. */
export function inOrder(orders: readonly OrderRow[]): readonly OrderRow[] {
  const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
  return [...orders].sort(
    (a, b) =>
      Date.parse(a.ordered_at) - Date.parse(b.ordered_at) || Buffer.compare(bytes(a.event_id), bytes(b.event_id)),
  );
}

/** Rows that one statement inserts at most. */
const atOnce = 400;

/** A statement for as many orders as follow each other with the same columns. */
function insertOrders(orders: readonly OrderRow[]): readonly Sql[] {
  const runs: { readonly names: readonly string[]; readonly rows: Sql[] }[] = [];
  for (const [seq, order] of inOrder(orders).entries()) {
    const names = Object.keys(order);
    const values = names.map((name) =>
      name.endsWith('_at') && order[name] !== null
        ? sql`CAST(${String(order[name])} AS TIMESTAMPTZ)`
        : sql`${order[name] ?? null}`,
    );
    const row = sql`(${join([sql`${seq}`, ...values], sql`, `)})`;
    const last = runs.at(-1);
    if (last !== undefined && last.rows.length < atOnce && last.names.join() === names.join()) last.rows.push(row);
    else runs.push({ names, rows: [row] });
  }
  return runs.map(({ names, rows }) => {
    const columns = ['seq', ...names].map((name) => id(name));
    return sql`INSERT INTO order_rows (${join(columns, sql`, `)}) VALUES ${join(rows, sql`, `)}`;
  });
}

function insertFacts(facts: readonly FactRow[]): readonly Sql[] {
  const rows = facts.map(
    ({ order_id, kind, reported_at, family, amount, days_past_due: days, repeats }) =>
      sql`(${order_id}, ${kind}, CAST(${reported_at} AS TIMESTAMPTZ), ${family ?? null}, ${amount ?? null}, ${days ?? null},
        ${repeats ?? null}, 'test')`,
  );
  const parts = Array.from({ length: Math.ceil(rows.length / atOnce) }, (_, n) =>
    rows.slice(n * atOnce, (n + 1) * atOnce),
  );
  return parts.map(
    (part) =>
      sql`INSERT INTO outcomes (order_id, kind, reported_at, family, amount, days_past_due, repeats, source)
        VALUES ${join(part, sql`, `)}`,
  );
}

/** A call's context that keeps what is streamed. */
export function listening(signal: AbortSignal = new AbortController().signal): CallContext & {
  readonly batches: ColumnBatch[];
} {
  const batches: ColumnBatch[] = [];
  return { signal, batches, progress: () => undefined, emit: (batch) => void batches.push(batch) };
}
