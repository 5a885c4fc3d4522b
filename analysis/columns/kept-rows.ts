import { OutOfMemory, Stopped } from '../kernels/matrix/pool.ts';
import { ColumnDamaged } from '../kernels/sidecar/column-file.ts';
import { failureOf, ShinsaError } from '../model/failure.ts';
import { usualColumnLimits, type ColumnLimits } from '../store/columns-folder.ts';
import type { Connection } from '../store/connection.ts';
import type { MemoryBudget } from '../store/memory-budget.ts';
import { atRevision } from '../store/one-version.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { readRevision } from '../store/settings.ts';
import { nameOf, type Wish } from './coded.ts';
import { KnownColumns, type Source } from './known-columns.ts';
import { bytesForColumns, bytesOfBitmap, openRows, weeksIn, type OpenRows } from './open-rows.ts';

/** So often the folder of the columns may vanish under one question. */
const mostGone = 3;

export type RowsMemory = Pick<MemoryBudget, 'kept' | 'passing'>;

/** For tests: what is kept at most where that is not what is usual. */
export interface RowsLimits {
  readonly memory?: RowsMemory;
  readonly columns?: ColumnLimits;
}

/** What is in memory of one state of the data. */
export interface RowsState {
  readonly folder: string;
  readonly known: KnownColumns;
  open: OpenRows | undefined;
  /** What was asked does not fit into memory: rows pass through it from now on. */
  passing: boolean;
}

/**
 * The orders of a project as columns of codes in worker threads, for whoever asks of them: one memory for all, questions answered
 * one after the other. The columns lie in files, so that nothing is read from the database again while the data stay as they are.
 * Where what a question needs does not fit into memory its rows pass through it a range at a time.
 */
export class KeptRows {
  readonly memory: RowsMemory;
  readonly #columnLimits: ColumnLimits;
  #turn: Promise<unknown> = Promise.resolve();
  #state: RowsState | undefined;

  constructor(project: ProjectHandle, limits: RowsLimits = {}) {
    this.memory = limits.memory ?? project.memory;
    this.#columnLimits = limits.columns ?? usualColumnLimits;
    project.onClose(() => this.#close());
  }

  /**
   * Works when it is its turn, and again until the data stay the same and no file is damaged. On the connection of a reading job.
   * Throws 'cancelled', and OutOfMemory where the orders are too many for the memory there is.
   */
  async answer<T>(db: Connection, work: () => Promise<T>): Promise<T> {
    let begun = false;
    const mine = this.#turn.then(() => {
      begun = true;
      return this.#again(db, work);
    });
    const ended = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#turn = ended;
    try {
      return await db.unlessCancelled(mine);
    } finally {
      // The job's connection and rows are lent to others when it ends; what has begun stops at once.
      if (begun) await ended;
    }
  }

  async #again<T>(db: Connection, work: () => Promise<T>): Promise<T> {
    const damaged = new Set<string>();
    let gone = 0;
    for (;;) {
      if (db.cancelled) throw new ShinsaError('cancelled');
      try {
        return await work();
      } catch (error) {
        if (db.cancelled || error instanceof Stopped) throw new ShinsaError('cancelled', {}, { cause: error });
        const state = this.#state;
        if (isGone(error)) {
          // A folder that was removed while it was written is made anew.
          if ((gone += 1) > mostGone) throw new ShinsaError('cache-unusable', {}, { cause: error });
          this.#state = undefined;
          await state?.open?.pool.close();
        } else if (error instanceof OutOfMemory && state?.passing === false) {
          await this.#pass(state);
        } else if (error instanceof ColumnDamaged) {
          // Made anew and damaged again: the disk does not keep what is written.
          if (damaged.has(error.path)) throw new ShinsaError('cache-unusable', {}, { cause: error });
          damaged.add(error.path);
          state?.known.forget(error.path);
          // Rows that pass remember what was said of the file.
          if (state?.passing === true) await this.#pass(state);
        } else if (failureOf(error).code !== 'view-gone') throw error;
      }
    }
  }

  /** What is in memory of the state of the data that a folder is for; what is of another leaves. */
  async stateOf(folder: string): Promise<RowsState> {
    if (this.#state?.open?.pool.dead === true) {
      await this.#state.open.pool.close();
      this.#state.open = undefined;
    }
    if (this.#state?.folder === folder) return this.#state;
    await this.#state?.open?.pool.close();
    return (this.#state = { folder, known: new KnownColumns(), open: undefined, passing: false });
  }

  /** The rows in threads, with room for so many bitmaps at once. */
  async openOf(state: RowsState, source: Source, bitmaps: number): Promise<OpenRows> {
    const { orders, timezone } = source.info;
    // Half of what is kept is for columns.
    if (!state.passing && bitmaps * bytesOfBitmap(orders) > this.memory.kept / 2) await this.#pass(state);
    if (state.open !== undefined) return state.open;
    const weekly = await state.known.one(source, weeksIn(timezone));
    const opened = openRows(source.db, source.folder, weekly, timezone, this.memory, state.passing);
    return (state.open = await opened);
  }

  /** Tells rows apart by how they ended and adds up these amounts; answers a name of both. */
  async baseOf(state: RowsState, open: OpenRows, source: Source, states: Wish, amounts: Wish): Promise<string> {
    const name = `${nameOf(states)}\n${nameOf(amounts)}`;
    if (open.base === name) return name;
    const columns = [await state.known.one(source, states), await state.known.one(source, amounts)];
    const own = columns.map((column) => column.name);
    const old = open.baseColumns.filter((column) => !own.includes(column));
    open.base = null;
    open.baseColumns = [...old, ...own];
    await open.pool.load(columns, source.signal);
    await open.pool.setBase({ states: nameOf(states), amounts: nameOf(amounts) }, source.signal);
    await open.pool.drop(old, []);
    open.baseColumns = own;
    open.base = name;
    return name;
  }

  /** Bytes that columns may take in memory, as it is filled now. */
  columnBytes(open: OpenRows, { info }: Source): number {
    return bytesForColumns(open, this.memory.kept, info.orders);
  }

  /** Bitmaps used least recently leave while there are too many; these and `always` stay. */
  makeRoom({ bitmaps, mostBitmaps, pool }: OpenRows, wanted: readonly string[], always: string): void {
    const names = new Set(wanted);
    for (const name of names) if (bitmaps.delete(name)) bitmaps.add(name);
    const most = Math.max(names.size, mostBitmaps);
    const leaving = [...bitmaps].filter((name) => !names.has(name) && name !== always);
    const over = leaving.slice(0, Math.max(0, leaving.length + names.size - most));
    if (over.length === 0) return;
    for (const name of over) bitmaps.delete(name);
    pool.drop([], over).catch(() => undefined);
  }

  /** After a question that has all it needs: files of columns used least recently go while there are too many. */
  bound({ known, folder }: RowsState): void {
    known.bound(folder, this.#columnLimits);
  }

  /** Lets go of what is in memory: rows of this state pass through it from now on. */
  async #pass(state: RowsState): Promise<void> {
    state.passing = true;
    await state.open?.pool.close();
    state.open = undefined;
  }

  async #close(): Promise<void> {
    await this.#turn;
    await this.#state?.open?.pool.close();
    this.#state = undefined;
  }
}

const isGone = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

const kept = new WeakMap<ProjectHandle, KeptRows>();

/** Those of a project, which all of its questions share. */
export function keptRows(project: ProjectHandle): KeptRows {
  const own = kept.get(project) ?? new KeptRows(project);
  kept.set(project, own);
  return own;
}

/** Whether the project is in the state that it was asked in. */
export const isStill = async (project: ProjectHandle, { info, folder }: Source): Promise<boolean> =>
  (await project.info()).dataVersion === info.dataVersion && (await project.columnsDir()) === folder;

/** How the orders of a project are read as they are now, and at which revision. Throws 'cancelled'. */
export async function sourceOf(
  project: ProjectHandle,
  db: Connection,
  { signal, done }: Pick<Source, 'signal' | 'done'>,
): Promise<{ readonly source: Source; readonly revision: number }> {
  // Read anew after a write, which takes its time and cannot be stopped.
  const info = await db.unlessCancelled(project.info());
  const [revision, folder] = [await readRevision(db), await db.unlessCancelled(project.columnsDir())];
  const source: Source = {
    ...{ db, info, folder, apart: false, signal, done },
    features: (columns) => project.features(db, columns),
    reading: async (columns, judged, work) => {
      const rows = await project.scan(db, columns, judged);
      if (rows.dataVersion !== info.dataVersion) throw new ShinsaError('view-gone');
      return atRevision(db, rows.revision, () => work(rows));
    },
  };
  return { source, revision };
}
