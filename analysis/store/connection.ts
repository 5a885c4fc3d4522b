import { DuckDBTimestampTZValue, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import type { BatchColumn, ColumnBatch } from '../model/column-batch.ts';
import { ShinsaError } from '../model/failure.ts';
import { jobFailure } from './duckdb-failure.ts';
import type { Sql } from './sql.ts';

/** Fraction 0..1 of the running statement, or null when DuckDB does not know. */
export type ProgressListener = (fraction: number | null) => void;

/** DuckDB forgets an interrupt that comes before it executes: it is repeated until the statement has ended. */
const interruptEveryMs = 20;

/** One DuckDB connection serving one job: cancel stops the engine, progress is polled while a statement runs. */
export class Connection {
  readonly #duck: DuckDBConnection;
  readonly #signal: AbortSignal | undefined;
  readonly #progress: ProgressListener | undefined;

  readonly #making: ((share: number) => void) | undefined;

  constructor(
    duck: DuckDBConnection,
    signal?: AbortSignal,
    progress?: ProgressListener,
    making?: (share: number) => void,
  ) {
    this.#duck = duck;
    this.#signal = signal;
    this.#progress = progress;
    this.#making = making;
  }

  /** Runs a statement for its effect. Throws 'cancelled' when the job was cancelled before or while it ran. */
  async run(query: Sql): Promise<void> {
    await this.watched(() => this.#duck.run(query.text, [...query.values]));
  }

  /** All rows as plain objects: BIGINT and timestamps (epoch ms) as numbers. For small results only. */
  async rows(query: Sql): Promise<Record<string, string | number | boolean | null>[]> {
    const reader = await this.watched(() => this.#duck.runAndReadAll(query.text, [...query.values]));
    const names = reader.deduplicatedColumnNames();
    return reader.getRows().map((row) => Object.fromEntries(names.map((name, i) => [name, plain(row[i] ?? null)])));
  }

  /** The first row, or undefined when there is none. */
  async first(query: Sql): Promise<Record<string, string | number | boolean | null> | undefined> {
    return (await this.rows(query))[0];
  }

  /** All rows as columns, for the port. */
  async batch(query: Sql): Promise<ColumnBatch> {
    const reader = await this.watched(() => this.#duck.runAndReadAll(query.text, [...query.values]));
    const names = reader.deduplicatedColumnNames();
    const columns = reader.getColumns().map((values) => batchColumn(values.map(plain)));
    return { names, columns, rowCount: reader.currentRowCount };
  }

  /** The driver's connection, for appenders and streams inside analysis/store only. */
  get duck(): DuckDBConnection {
    return this.#duck;
  }

  /** The same connection for what is done even where the job was cancelled: to end what it began, and to take away what it left. */
  get calm(): Connection {
    return new Connection(this.#duck);
  }

  /** Whether the job was cancelled. */
  get cancelled(): boolean {
    return this.#aborted();
  }

  /** Tells the job how far something is made that it waits for. */
  tellMaking(share: number): void {
    this.#making?.(share);
  }

  /** Waits for shared work no longer than the job lasts: 'cancelled' at once when it is cancelled. */
  async unlessCancelled<T>(work: Promise<T>): Promise<T> {
    if (this.#aborted()) throw new ShinsaError('cancelled');
    const { promise, reject } = newPromise();
    const stop = (): void => reject(new ShinsaError('cancelled'));
    this.#signal?.addEventListener('abort', stop);
    try {
      return await Promise.race([work, promise]);
    } finally {
      this.#signal?.removeEventListener('abort', stop);
    }
  }

  close(): void {
    this.#duck.closeSync();
  }

  /** Waits for work of the driver, also with the driver itself: a cancelled job interrupts it and throws 'cancelled'. */
  async watched<T>(work: () => Promise<T>): Promise<T> {
    if (this.#aborted()) throw new ShinsaError('cancelled');
    let again: NodeJS.Timeout | undefined;
    const interrupt = (): void => {
      this.#duck.interrupt();
      again ??= setInterval(interrupt, interruptEveryMs);
    };
    this.#signal?.addEventListener('abort', interrupt);
    const poll = this.#progress === undefined ? undefined : setInterval(() => this.#report(), 100);
    try {
      return await work();
    } catch (error) {
      if (this.#aborted()) throw new ShinsaError('cancelled');
      throw jobFailure(error);
    } finally {
      clearInterval(poll);
      clearInterval(again);
      this.#signal?.removeEventListener('abort', interrupt);
    }
  }

  #aborted(): boolean {
    return this.#signal?.aborted === true;
  }

  #report(): void {
    const { percentage } = this.#duck.progress;
    this.#progress?.(percentage < 0 ? null : percentage / 100);
  }
}

function newPromise(): { readonly promise: Promise<never>; readonly reject: (reason: Error) => void } {
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<never>((_, refuse) => (reject = refuse));
  return { promise, reject };
}

function plain(value: DuckDBValue): string | number | boolean | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isNaN(value) ? null : value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBTimestampTZValue) return Number(value.micros) / 1000;
  return String(value);
}

function batchColumn(values: readonly (string | number | boolean | null)[]): BatchColumn {
  const sample = values.find((value) => value !== null);
  if (typeof sample === 'number')
    return { kind: 'numbers', values: Float64Array.from(values, (v) => (typeof v === 'number' ? v : NaN)) };
  if (typeof sample === 'boolean')
    return { kind: 'bools', values: values.map((v) => (typeof v === 'boolean' ? v : null)) };
  return { kind: 'texts', values: values.map((v) => (v === null ? null : String(v))) };
}
