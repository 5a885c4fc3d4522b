import { failureOf, ShinsaError } from '../model/failure.ts';
import type { Connection } from './connection.ts';
import { atRevision } from './one-version.ts';
import { stateSql, type Judgement } from './outcome-state.ts';
import type { WorkingTable } from './project-handle.ts';
import { id, join, literal, nothing, sql } from './sql.ts';

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
  readonly revision: number;
  readonly columns: ReadonlySet<string>;
  /** Jobs reading it; an outdated table is dropped when the last one ends. */
  readers: number;
}

/** The state of the project that rows are made of; `version` changes when anything in the rows would. */
export interface RowsState {
  readonly version: string;
  readonly revision: number;
  readonly judgement: Judgement;
  readonly columns: ReadonlySet<string>;
}

/** What the working rows need of the project. */
export interface WorkingRowsSource {
  readonly current: () => Promise<RowsState>;
  /** Runs work on a connection that is in no transaction, interrupted through the signal. */
  readonly build: <T>(work: (db: Connection) => Promise<T>, signal?: AbortSignal) => Promise<T>;
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
  /** Jobs that wait for their table, and what stops the making of one. */
  #waiting = 0;
  #building: AbortController | undefined;

  constructor(source: WorkingRowsSource) {
    this.#source = source;
  }

  /**
   * The table to select from, held for the job of `db` until `release`. A cancelled job does not wait for it; making it
   * stops when nobody waits any more.
   */
  async rows(db: Connection, columns: readonly string[]): Promise<WorkingTable> {
    // Noted before the turn comes, so that jobs which ask at the same time share one build.
    this.#want(columns);
    const mine = this.#turn.then(async () => {
      if (db.cancelled) throw new ShinsaError('cancelled');
      const table = await this.#fitting(columns);
      if (db.cancelled) throw new ShinsaError('cancelled');
      this.#hold(db, table);
      return { ...id('work', table.name), dataVersion: table.version, revision: table.revision };
    });
    this.#turn = mine.catch(() => undefined);
    this.#waiting += 1;
    try {
      return await db.unlessCancelled(mine);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#building?.abort();
    }
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
    const extra = columns.filter((column) => !isWorking(column));
    for (;;) {
      const state = await this.#source.current();
      const missing = extra.find((column) => !state.columns.has(column));
      if (missing !== undefined) throw new ShinsaError('input-invalid', { column: missing });
      this.#wanted = this.#wanted.filter((column) => state.columns.has(column));
      this.#want(extra);
      const table = this.#table;
      if (table?.version === state.version && extra.every((column) => table.columns.has(column))) return table;
      const made = await this.#rebuild(state, this.#wanted.slice(-Math.max(widest, extra.length)));
      if (made !== undefined) return made;
    }
  }

  #want(columns: readonly string[]): void {
    const extra = new Set(columns.filter((column) => !isWorking(column)));
    this.#wanted = [...this.#wanted.filter((column) => !extra.has(column)), ...extra];
  }

  /** A new table, or undefined when the data were written before it could read them. */
  async #rebuild(state: RowsState, columns: readonly string[]): Promise<Table | undefined> {
    const { version, revision } = state;
    const table: Table = { name: `rows_${++this.#counter}`, version, revision, columns: new Set(columns), readers: 0 };
    this.#building = new AbortController();
    try {
      await this.#source.build(
        (db) => atRevision(db, revision, () => build(db, table.name, state.judgement, columns)),
        this.#building.signal,
      );
    } catch (error) {
      if (failureOf(error).code === 'view-gone') return undefined;
      throw error;
    } finally {
      this.#building = undefined;
    }
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
