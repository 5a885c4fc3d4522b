import { createHash } from 'node:crypto';
import { orderColumnsOf, type CustomColumn } from '../model/columns.ts';
import { itemsColumn } from '../model/order-lines.ts';
import type { ProjectInfo } from '../model/project.ts';
import { purchaseMinutesOf } from '../model/results/assumptions.ts';
import type { Judged } from '../model/results/judged.ts';
import { appVersion } from '../model/version.ts';
import type { Connection } from './connection.ts';
import type { ProjectList } from '../model/lists.ts';
import { readLists } from './lists.ts';
import { customColumns } from './custom-columns.ts';
import { matchedShare } from './outcome-figures.ts';
import { judge, type Judgement } from './outcome-state.ts';
import { orderExtras } from './schema.ts';
import { readSettings, type Settings } from './settings.ts';
import { columnsOf } from './orders-view.ts';
import { notSampled } from './sampled-kinds.ts';
import { id, join, sql } from './sql.ts';

/** What stays the same until the next write: read once, then answered from memory. */
export interface Snapshot {
  readonly settings: Settings;
  readonly judgement: Judgement;
  readonly dataVersion: string;
  /**
   * The same whatever the target and the as-of day: of the orders and what stands beside them, and of the program. Another one in
   * every project, and in a copy that went on by itself: what is kept of one is never taken for another's.
   */
  readonly rowsVersion: string;
  readonly custom: readonly CustomColumn[];
  /** Columns of `orders` that working rows may have: canonical, custom, and the label and source columns. */
  readonly columns: ReadonlySet<string>;
  readonly currencies: ProjectInfo['currencies'];
  readonly orders: number;
  readonly outcomes: number;
  readonly labelled: boolean;
  readonly period: ProjectInfo['period'];
  readonly matched: ProjectInfo['matched'];
  readonly lists: readonly ProjectList[];
}

/** Whether purchases are laid out as they are where nobody says how. */
export const isPreset = (minutes: number | undefined): boolean =>
  minutes === undefined || minutes === purchaseMinutesOf({});

/** Reads the state of the project's data and settings, with its orders judged so. */
export async function readSnapshot(
  db: Connection,
  { raw, purchaseMinutes, ...judged }: Judged = {},
): Promise<Snapshot> {
  const settings = { ...(await readSettings(db)), ...judged };
  const judgement = await judge(db, settings);
  const custom = await customColumns(db);
  const totals = await db.first(sql`SELECT (SELECT count(*) FROM order_rows) AS orders,
    (SELECT count(*) FROM outcomes WHERE ${notSampled}) AS outcomes, EXISTS (SELECT 1 FROM orders WHERE label IS NOT NULL) AS labelled, (SELECT count(*) FROM imports) AS imports, version() AS duckdb,
    (SELECT project_id FROM shinsa_meta) AS project,
    (SELECT epoch_ms(min(ordered_at)) FROM order_rows) AS first, (SELECT epoch_ms(max(ordered_at)) FROM order_rows) AS last`);
  const first = totals?.['first'];
  const last = totals?.['last'];
  const orders = Number(totals?.['orders']);
  const currencies = await readCurrencies(db);
  const { revision, stamp, timezone } = settings;
  return {
    settings,
    judgement,
    rowsVersion: versionOf([
      { project: totals?.['project'], revision, stamp, timezone },
      orders,
      totals?.['outcomes'],
      totals?.['imports'],
      custom,
      // What another program made of the same orders is not what this one would.
      { appVersion, columnsVersion, duckdb: totals?.['duckdb'] },
    ]),
    // A day somebody chose is the same as that day found in the data.
    dataVersion: versionOf([
      { ...settings, asOf: judgement.asOf },
      orders,
      totals?.['outcomes'],
      totals?.['imports'],
      judgement,
      custom,
      ...(raw === true ? ['raw'] : []),
      ...(isPreset(purchaseMinutes) ? [] : [{ purchaseMinutes }]),
    ]),
    custom,
    columns: new Set([
      ...orderColumnsOf.map((c) => c.name),
      ...custom.map((c) => `custom.${c.id}`),
      ...orderExtras.map(([name]) => name),
      itemsColumn,
    ]),
    currencies,
    matched: await matchedShare(db, settings.target, currencies[0]?.currency ?? usualCurrency),
    lists: await readLists(db),
    orders,
    outcomes: Number(totals?.['outcomes']),
    labelled: totals?.['labelled'] === true,
    period: typeof first === 'number' && typeof last === 'number' ? { from: first, to: last } : null,
  };
}

/** Names of the columns that hold at least one value. */
export async function readPresent(db: Connection, snapshot: Snapshot): Promise<ReadonlySet<string>> {
  const stored = await columnsOf(db, sql`order_rows`);
  const asked = [...snapshot.columns].filter((column) => stored.has(column));
  const counts = asked.map((column, i) => sql`count(${id(column)}) AS ${id(`n${i}`)}`);
  // Nearly every column that holds values holds one early: the others are asked one by one.
  const early = await db.first(sql`SELECT ${join(counts, sql`, `)} FROM (SELECT * FROM order_rows LIMIT ${earlyRows})`);
  const present = new Set(asked.filter((_, i) => Number(early?.[`n${i}`]) > 0));
  for (const column of asked.filter((name) => !present.has(name))) {
    const found = await db.first(sql`SELECT 1 AS found FROM order_rows WHERE ${id(column)} IS NOT NULL LIMIT 1`);
    if (found !== undefined) present.add(column);
  }
  return present;
}

const earlyRows = 1024;

/**
 * Raised whenever a column computed of the same orders, lists and outcomes (a feature, a membership, a term of a rule, an
 * outcome state) would hold other values than before: columns kept in files are then made anew.
 */
export const columnsVersion = 10;

/** Of a project without orders. */
export const usualCurrency = 'JPY';

async function readCurrencies(db: Connection): Promise<ProjectInfo['currencies']> {
  const rows = await db.rows(sql`SELECT currency, count(*) AS orders FROM order_rows WHERE currency IS NOT NULL
    GROUP BY currency ORDER BY orders DESC, currency`);
  return rows.map((row) => ({ currency: String(row['currency']), orders: Number(row['orders']) }));
}

const versionOf = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
