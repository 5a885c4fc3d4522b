import { failureOf, ShinsaError } from '../model/failure.ts';
import type { ListDefinition } from '../model/lists.ts';
import type { Connection } from './connection.ts';
import type { FeatureMaker } from './features/compute.ts';
import { FeatureColumns, type FeatureColumn, type FeatureState } from './features/feature-columns.ts';
import { joinedFeatures } from './features/joined-features.ts';
import { makeColumns } from './made-columns.ts';
import { atRevision } from './one-version.ts';
import { stateSql, type Judgement } from './outcome-state.ts';
import type { Scan, WorkingTable } from './project-handle.ts';
import type { PurchaseAttempts } from './purchase-attempts.ts';
import { isMoney, isStored, isThere, isWorking } from './working-columns.ts';
import { id, join, literal, nothing, sql, type Sql } from './sql.ts';

/** Time after which a new table is compressed, its texts then scan several times as fast, and prepared columns are added. */
const settleMs = 150;
/** So often it is tried: DuckDB refuses to compress while others write. */
const settleTries = 5;

/** Expressions kept as columns at most; those asked for least recently are forgotten. */
const mostPrepared = 20;

/** Beyond this many columns those asked for least recently are left out of the next table. */
const widest = 40;

interface Table {
  readonly name: string;
  readonly version: string;
  readonly revision: number;
  readonly columns: ReadonlySet<string>;
  /** Names of the columns that hold expressions, by `keyOf` them. */
  readonly prepared: ReadonlyMap<string, string>;
  /** Jobs reading it; an outdated table is dropped when the last one ends. */
  readers: number;
}

/** The state of the project that rows are made of; `version` changes when anything in the rows would. */
export interface RowsState extends FeatureState {
  readonly version: string;
  readonly judgement: Judgement;
  readonly columns: ReadonlySet<string>;
  readonly lists: readonly ListDefinition[];
  readonly attempts: Pick<PurchaseAttempts, 'at'>;
  /** Between attempts at one purchase. */
  readonly purchaseMinutes: number;
  /** Orders mature at once in what the rows say, not in `maturedState`. */
  readonly raw: boolean;
}

/** What the working rows need of the project. */
export interface WorkingRowsSource {
  readonly current: () => Promise<RowsState>;
  /** Runs work on a connection that is in no transaction, interrupted through the signal. */
  readonly build: <T>(work: (db: Connection) => Promise<T>, signal?: AbortSignal) => Promise<T>;
  readonly features: FeatureMaker;
}

/** Keeps the working rows: one in-memory table, rebuilt wider when a column is missing, and afresh when data change. */
export class WorkingRows {
  readonly #source: WorkingRowsSource;
  readonly #held = new Map<Connection, Set<Table>>();
  /** Columns in the order of their last use, the latest at the end. */
  #wanted: string[] = [];
  #table: Table | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #settling: NodeJS.Timeout | undefined;
  #stopped = false;
  /** Expressions to keep as columns of the current table, by `keyOf`, the last asked for at the end. */
  readonly #wished = new Map<string, Sql>();
  /** Jobs that wait for their table, and what stops the making of one. */
  readonly #waiting = new Set<Connection>();
  #building: AbortController | undefined;
  readonly #features: FeatureColumns;

  constructor(source: WorkingRowsSource) {
    this.#source = source;
    this.#features = new FeatureColumns(source.build, source.features);
  }

  /**
   * The table to select from, held for the job of `db` until `release`. A cancelled job does not wait for it; making it
   * stops when nobody waits any more.
   */
  async rows(db: Connection, columns: readonly string[]): Promise<WorkingTable> {
    // Noted before the turn comes, so that jobs which ask at the same time share one build.
    this.#want(columns);
    return this.#inTurn(db, async () => {
      const table = await this.#fitting(columns);
      if (db.cancelled) throw new ShinsaError('cancelled');
      this.#hold(db, table);
      const { version: dataVersion, revision } = table;
      const prepared = (expression: Sql): Sql => this.#prepared(table, expression);
      return { ...id('work', table.name), dataVersion, revision, prepared };
    });
  }

  /** See `ProjectHandle.features`; nothing where the data change meanwhile. */
  async features(db: Connection, columns: readonly string[]): Promise<void> {
    await this.#inTurn(db, async () => {
      const state = await this.#source.current();
      await this.#making((signal, tell) => this.#features.keep(columns, state, signal, tell));
    });
  }

  async #inTurn<T>(db: Connection, work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(() => {
      if (db.cancelled) throw new ShinsaError('cancelled');
      return work();
    });
    this.#turn = mine.catch(() => undefined);
    this.#waiting.add(db);
    try {
      return await db.unlessCancelled(mine);
    } finally {
      this.#waiting.delete(db);
      if (this.#waiting.size === 0) this.#building?.abort();
    }
  }

  /** See `ProjectHandle.scan`. */
  async scan(db: Connection, columns: readonly string[], judged: boolean): Promise<Scan> {
    const state = await db.unlessCancelled(this.#source.current());
    const own = columns.filter((column) => !isWorking(column));
    if (!own.every((column) => isStored(column, state))) return { ...(await this.rows(db, columns)), order: nothing };
    const { from, order } = await db.unlessCancelled(this.#source.build((one) => scanOf(one, state, own, judged)));
    return { ...from, order, dataVersion: state.version, revision: state.revision };
  }

  /** Ends the hold of a job on its tables. */
  async release(db: Connection): Promise<void> {
    const tables = this.#held.get(db);
    this.#held.delete(db);
    for (const table of tables ?? []) await this.#letGo(table);
  }

  async #fitting(columns: readonly string[]): Promise<Table> {
    const extra = [...new Set(columns.filter((column) => !isWorking(column)))];
    for (;;) {
      const state = await this.#source.current();
      const missing = extra.find((column) => !isThere(column, state));
      if (missing !== undefined) throw new ShinsaError('input-invalid', { column: missing });
      this.#wanted = this.#wanted.filter((column) => isThere(column, state));
      this.#want(extra);
      const table = this.#table;
      if (table?.version === state.version && extra.every((column) => table.columns.has(column))) return table;
      // The money of orders costs as much as all else and is asked for once, for files of codes.
      const wanted = this.#wanted.filter((column) => !isMoney(column) || extra.includes(column));
      const all = wanted.slice(-Math.max(widest, extra.length));
      const made = await this.#rebuild(state, all).catch((error: unknown) => this.#withoutOthers(error, all, extra));
      if (made !== undefined) return made;
    }
  }

  /**
   * A column that cannot be made must not spoil the table of those who did not ask for it: it is tried again with those asked
   * for alone. What failed, or was given up, is wanted no more.
   */
  #withoutOthers(error: unknown, all: readonly string[], asked: readonly string[]): undefined {
    const cancelled = failureOf(error).code === 'cancelled';
    const old = this.#table?.columns ?? new Set();
    if (cancelled || all.length === asked.length) {
      this.#wanted = this.#wanted.filter((column) => old.has(column));
      throw error;
    }
    this.#wanted = [...asked];
  }

  #want(columns: readonly string[]): void {
    const extra = new Set(columns.filter((column) => !isWorking(column)));
    this.#wanted = [...this.#wanted.filter((column) => !extra.has(column)), ...extra];
  }

  /** A new table, or undefined when the data were written before it could read them. */
  async #rebuild(state: RowsState, columns: readonly string[]): Promise<Table | undefined> {
    const { version, revision } = state;
    const name = `rows_${(tables += 1)}`;
    const table: Table = { name, version, revision, columns: new Set(columns), prepared: new Map(), readers: 0 };
    const made = await this.#making(async (signal, tell) => {
      await this.#features.make(columns, state, signal, tell);
      const features = new Map(columns.map((column) => [column, this.#features.made(column)]));
      const tried = columns.some(isMoney)
        ? await state.attempts.at(revision, state.purchaseMinutes, signal)
        : undefined;
      await this.#source.build(
        (db) => atRevision(db, revision, () => build(db, table.name, state, { columns, features, tried })),
        signal,
      );
    });
    if (!made) return undefined;
    if (this.#table?.version !== version) this.#wished.clear();
    await this.#replace(table);
    this.#settle();
    return table;
  }

  /** Whether it was made: not where the data were written before it could read them. It stops when nobody waits any more. */
  async #making(work: (signal: AbortSignal, tell: (share: number) => void) => Promise<void>): Promise<boolean> {
    const { signal } = (this.#building = new AbortController());
    try {
      await work(signal, (share) => this.#waiting.forEach((db) => db.tellMaking(share)));
      return true;
    } catch (error) {
      if (failureOf(error).code === 'view-gone') return false;
      throw error;
    } finally {
      this.#building = undefined;
    }
  }

  async #replace(table: Table): Promise<void> {
    const old = this.#table;
    this.#table = table;
    if (old !== undefined && old.readers === 0) await this.#drop(old);
  }

  #prepared(table: Table, expression: Sql): Sql {
    const key = keyOf(expression);
    const column = table.prepared.get(key);
    if (table === this.#table) {
      // Once for each wish: asking again must not put it off for ever.
      if (!this.#wished.delete(key)) this.#settle();
      this.#wished.set(key, expression);
      for (const oldest of [...this.#wished.keys()].slice(0, -mostPrepared)) this.#wished.delete(oldest);
    }
    return column === undefined ? expression : id(column);
  }

  #settle(tries = settleTries): void {
    clearTimeout(this.#settling);
    if (this.#stopped || tries === 0) return;
    // The table is right either way, only slower.
    this.#settling = setTimeout(() => void this.#settleNow().catch(() => this.#settle(tries - 1)), settleMs);
    this.#settling.unref();
  }

  async #settleNow(): Promise<void> {
    const table = this.#table;
    const missing = [...this.#wished].filter(([key]) => table?.prepared.has(key) === false);
    if (table !== undefined && missing.length > 0) await this.#widen(table, missing);
    await this.#source.build((db) => db.run(sql`CHECKPOINT work`));
  }

  /** The same rows with more prepared columns, copied in memory beside those that read the table meanwhile. */
  async #widen(table: Table, wished: readonly (readonly [string, Sql])[]): Promise<void> {
    const name = `rows_${(tables += 1)}`;
    const added = wished.map(([key, expression], index) => ({ key, expression, column: `${name}_${index}` }));
    const columns = join(
      added.map(({ expression, column }) => sql`${expression} AS ${id(column)}`),
      sql`, `,
    );
    table.readers += 1;
    try {
      const [from, to] = [id('work', table.name), id('work', name)];
      await this.#source.build((db) => db.run(sql`CREATE TABLE ${to} AS SELECT *, ${columns} FROM ${from}`));
    } catch (error) {
      // One of them may read a column that the table no longer has: those still of use will be wished again.
      this.#wished.clear();
      throw error;
    } finally {
      await this.#letGo(table);
    }
    const prepared = new Map([...table.prepared, ...added.map(({ key, column }) => [key, column] as const)]);
    const wider: Table = { ...table, name, prepared, readers: 0 };
    // In its turn, because a job between finding its table and holding it must not lose it.
    const mine = this.#turn.then(async () => {
      if (this.#table === table) return this.#replace(wider);
      this.#settle();
      await this.#drop(wider);
    });
    this.#turn = mine.catch(() => undefined);
    await mine;
  }

  /** No more work of its own accord. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#settling);
  }

  /** Drops the table unless a job reads it or waits for one; whether it is gone. */
  async leave(): Promise<boolean> {
    if (this.#waiting.size > 0 || this.#held.size > 0) return false;
    this.stop();
    const table = this.#table;
    this.#table = undefined;
    if (table !== undefined) await this.#drop(table);
    return true;
  }

  #hold(db: Connection, table: Table): void {
    const tables = this.#held.get(db) ?? new Set<Table>();
    if (!tables.has(table)) table.readers += 1;
    this.#held.set(db, tables.add(table));
  }

  async #letGo(table: Table): Promise<void> {
    table.readers -= 1;
    if (table !== this.#table && table.readers === 0) await this.#drop(table);
  }

  async #drop(table: Table): Promise<void> {
    await this.#source.build((db) => db.run(sql`DROP TABLE IF EXISTS ${id('work', table.name)}`));
  }
}

/** Tables made so far: no two of one database have the same name, whoever keeps them. */
let tables = 0;

const keyOf = ({ text, values }: Sql): string => [text, ...values.map(String)].join('\n');

interface Asked {
  readonly columns: readonly string[];
  /** Those of them that are features. */
  readonly features: ReadonlyMap<string, FeatureColumn | undefined>;
  /** Where their money is asked for: what `PurchaseAttempts` says. */
  readonly tried: Sql | undefined;
}

async function build(db: Connection, name: string, state: RowsState, asked: Asked): Promise<void> {
  const { columns, features, tried } = asked;
  const pieces = stateSql(state.judgement);
  const money = tried === undefined ? {} : { money: { judgement: judgedRows(state), tried } };
  const made = await makeColumns(db, columns, { ...state, ...money }, { tables: name });
  try {
    const velocity = joinedFeatures(columns, features);
    const own = columns.filter((column) => !made.names.has(column) && features.get(column) === undefined);
    // Insertion order is kept where nothing is joined, so rows that lie in seq order need no sort.
    const plain = pieces.join.text === '' && own.length === columns.length;
    const ordered = plain && (await liesInOrder(db)) ? nothing : sql` ORDER BY o.seq`;
    await db.run(sql`CREATE TABLE ${id('work', name)} AS ${pieces.with}
      SELECT ${join(
        [
          ...placeValues(state),
          ...stateValues(state),
          ...own.map((column) => sql`o.${id(column)}`),
          ...[...made.values, ...velocity.values].map(({ column, value }) => sql`${value} AS ${id(column)}`),
        ],
        sql`, `,
      )}
      FROM orders o${pieces.join}${made.joins}${velocity.joins}${ordered}`);
  } finally {
    await made.drop();
  }
}

/** What the orders themselves say. */
function placeValues({ judgement }: RowsState): Sql[] {
  const local = sql`o.ordered_at AT TIME ZONE ${literal(judgement.timezone)}`;
  return [
    sql`o.seq, o.ordered_at, o.amount, o.currency`,
    sql`date_trunc('week', ${local})::DATE AS week`,
    sql`hour(${local})::UTINYINT AS hour`,
  ];
}

/** Of orders that mature at once: how they ended with the time they are given, which filters ask. */
export const maturedState = id('matured_state');

/** How orders are judged in what the rows say; the facts of outcomes are the same. */
const judgedRows = ({ judgement, raw }: Pick<RowsState, 'judgement' | 'raw'>): Judgement =>
  raw ? { ...judgement, target: { ...judgement.target, horizonDays: 0 } } : judgement;

/** What the outcomes say. */
function stateValues(state: RowsState): Sql[] {
  const pieces = stateSql(judgedRows(state));
  return [
    ...(state.raw ? [sql`${stateSql(state.judgement).state} AS ${maturedState}`] : []),
    sql`${pieces.state} AS state`,
    sql`${pieces.earlyBad} AS early_bad`,
    sql`${pieces.refused} AS refused`,
    sql`${pieces.billOpen} AS bill_open`,
    sql`${pieces.mature} AS mature`,
  ];
}

/** The rows as a query over tables of the project, and what brings them into order. */
async function scanOf(
  db: Connection,
  state: RowsState,
  columns: readonly string[],
  judged: boolean,
): Promise<{ readonly from: Sql; readonly order: Sql }> {
  const pieces = judged ? stateSql(state.judgement) : { with: nothing, join: nothing };
  const values = [
    ...placeValues(state),
    ...(judged ? stateValues(state) : []),
    ...columns.map((column) => sql`o.${id(column)}`),
  ];
  const inOrder = pieces.join.text === '' && (await liesInOrder(db));
  return {
    from: sql`(${pieces.with}SELECT ${join(values, sql`, `)} FROM orders o${pieces.join})`,
    order: inOrder ? nothing : sql` ORDER BY seq`,
  };
}

async function liesInOrder(db: Connection): Promise<boolean> {
  return (await db.first(sql`SELECT bool_and(seq = rowid) AS yes FROM order_rows`))?.['yes'] !== false;
}
