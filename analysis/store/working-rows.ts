import { ShinsaError } from '../model/failure.ts';
import type { Connection } from './connection.ts';
import { stateSql, type Judgement } from './outcome-state.ts';
import { id, join, literal, nothing, sql, type Sql } from './sql.ts';

/** Columns every working table has, see ProjectHandle.rows. */
export const workingColumns = [
  'seq',
  'ordered_at',
  'amount',
  'currency',
  'state',
  'early_bad',
  'week',
  'hour',
  'mature',
] as const;

/** Idle time after which a new table is compressed: its texts then scan several times as fast. */
const settleMs = 150;

/** Beyond this many columns those asked for least recently are left out of the next table. */
const widest = 40;

interface Table {
  readonly name: string;
  readonly version: string;
  readonly columns: ReadonlySet<string>;
  /** Jobs reading it; an outdated table is dropped when the last one ends. */
  readers: number;
}

/** What the working rows need of the project. */
export interface WorkingRowsSource {
  /** Changes when anything in the rows would; judgement and known columns belong to it. */
  readonly current: () => Promise<{
    readonly version: string;
    readonly judgement: Judgement;
    readonly columns: ReadonlySet<string>;
  }>;
  /** Runs work on a connection that is in no transaction. */
  readonly build: <T>(work: (db: Connection) => Promise<T>) => Promise<T>;
}

/** Keeps the working rows: one in-memory table, rebuilt wider when a column is missing, and afresh when data change. */
export class WorkingRows {
  readonly #source: WorkingRowsSource;
  readonly #held = new Map<Connection, Set<Table>>();
  /** Columns in the order of their last use, the latest at the end. */
  #wanted: string[] = [];
  #table: Table | undefined;
  #counter = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #settling: NodeJS.Timeout | undefined;

  constructor(source: WorkingRowsSource) {
    this.#source = source;
  }

  /** The table to select from, held for the job of `db` until `release`. */
  rows(db: Connection, columns: readonly string[]): Promise<Sql> {
    // Noted before the turn comes, so that jobs which ask at the same time share one build.
    this.#want(columns);
    const mine = this.#turn.then(async () => {
      const table = await this.#fitting(columns);
      this.#hold(db, table);
      return id('work', table.name);
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Ends the hold of a job on its tables. */
  async release(db: Connection): Promise<void> {
    const tables = this.#held.get(db);
    this.#held.delete(db);
    for (const table of tables ?? []) {
      table.readers -= 1;
      if (table !== this.#table && table.readers === 0) await this.#drop(table);
    }
  }

  async #fitting(columns: readonly string[]): Promise<Table> {
    const { version, judgement, columns: known } = await this.#source.current();
    const missing = columns.find((column) => !known.has(column) && !isWorking(column));
    if (missing !== undefined) throw new ShinsaError('input-invalid', { column: missing });
    const extra = columns.filter((column) => !isWorking(column));
    this.#wanted = this.#wanted.filter((column) => known.has(column));
    this.#want(extra);
    const table = this.#table;
    if (table?.version === version && extra.every((column) => table.columns.has(column))) return table;
    return this.#rebuild(version, judgement, this.#wanted.slice(-Math.max(widest, extra.length)));
  }

  #want(columns: readonly string[]): void {
    const extra = new Set(columns.filter((column) => !isWorking(column)));
    this.#wanted = [...this.#wanted.filter((column) => !extra.has(column)), ...extra];
  }

  async #rebuild(version: string, judgement: Judgement, columns: readonly string[]): Promise<Table> {
    const table: Table = { name: `rows_${++this.#counter}`, version, columns: new Set(columns), readers: 0 };
    await this.#source.build((db) => build(db, table.name, judgement, columns));
    const old = this.#table;
    this.#table = table;
    if (old !== undefined && old.readers === 0) await this.#drop(old);
    this.#settle();
    return table;
  }

  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      // DuckDB refuses while others write; the table is right either way, only slower.
      this.#source.build((db) => db.run(sql`CHECKPOINT work`)).catch(() => undefined);
    }, settleMs);
    this.#settling.unref();
  }

  /** No more work of its own accord. */
  stop(): void {
    clearTimeout(this.#settling);
  }

  #hold(db: Connection, table: Table): void {
    const tables = this.#held.get(db) ?? new Set<Table>();
    if (!tables.has(table)) table.readers += 1;
    this.#held.set(db, tables.add(table));
  }

  async #drop(table: Table): Promise<void> {
    await this.#source.build((db) => db.run(sql`DROP TABLE IF EXISTS ${id('work', table.name)}`));
  }
}

const isWorking = (column: string): boolean => workingColumns.some((name) => name === column);

async function build(db: Connection, name: string, judgement: Judgement, columns: readonly string[]): Promise<void> {
  const pieces = stateSql(judgement);
  const local = sql`o.ordered_at AT TIME ZONE ${literal(judgement.timezone)}`;
  // Insertion order is kept where nothing is joined, so rows that lie in seq order need no sort.
  const ordered = pieces.join.text === '' && (await liesInOrder(db)) ? nothing : sql` ORDER BY o.seq`;
  await db.run(sql`CREATE TABLE ${id('work', name)} AS ${pieces.with}
    SELECT ${join(
      [
        sql`o.seq, o.ordered_at, o.amount, o.currency`,
        sql`${pieces.state} AS state`,
        sql`${pieces.earlyBad} AS early_bad`,
        sql`date_trunc('week', ${local})::DATE AS week`,
        sql`hour(${local})::UTINYINT AS hour`,
        sql`${pieces.mature} AS mature`,
        ...columns.map((column) => sql`o.${id(column)}`),
      ],
      sql`, `,
    )}
    FROM orders o${pieces.join}${ordered}`);
}

async function liesInOrder(db: Connection): Promise<boolean> {
  return (await db.first(sql`SELECT bool_and(seq = rowid) AS yes FROM orders`))?.['yes'] !== false;
}
