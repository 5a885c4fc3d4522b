import { rmSync } from 'node:fs';
import type { ProjectInfo } from '../model/project.ts';
import { boundColumns, type ColumnLimits } from '../store/columns-folder.ts';
import type { Connection } from '../store/connection.ts';
import { nameOf, type Coded, type CodedColumn, type Wish } from './coded.ts';
import { columnsThere, makeColumns, type Making } from './make-columns.ts';

/** One state of the project, and how its orders are read. */
export interface Source {
  readonly db: Connection;
  readonly info: ProjectInfo;
  readonly folder: string;
  /** See `Making`. */
  readonly apart: boolean;
  /** The orders with these columns; 'view-gone' when they are no longer those of `info`. */
  readonly reading: Making['reading'];
  /** Makes those of the columns that are features, see `ProjectHandle.features`. */
  readonly features: (columns: readonly string[]) => Promise<void>;
  readonly signal: AbortSignal | undefined;
  /** Told the share of the orders that were read for new columns. */
  readonly done: (share: number) => void;
}

/** Columns by `nameOf` their wish; `wish` is told of one that is not among them. */
export interface Columns {
  readonly find: (name: string) => Coded | undefined;
  readonly wish: (wish: Wish) => void;
}

/** The columns of one state of the data, found or made when they are asked for. */
export class KnownColumns {
  readonly #known = new Map<string, Coded>();
  /** Names asked for since files were looked at last, and whether any was made since. */
  readonly #asked = new Set<string>();
  #grown = false;

  /** Makes something of columns: again, once those it missed are there. */
  async made<T>(source: Source, make: (columns: Columns) => T): Promise<T> {
    for (;;) {
      const wishes: Wish[] = [];
      const made = make({ find: (name) => this.#asking(name), wish: (wish) => void wishes.push(wish) });
      if (wishes.length === 0) return made;
      await this.#find(source, wishes);
    }
  }

  /** One column; never of a text. */
  async one(source: Source, wish: Wish): Promise<CodedColumn> {
    await this.#find(source, [wish]);
    return this.column(nameOf(wish));
  }

  /** A column that was found or made before. */
  column(name: string): CodedColumn {
    const found = this.#asking(name);
    if (found === undefined || found === 'wide') throw new Error(`no column ${name}`);
    return found;
  }

  /** Removes a column whose file is damaged, so that it is made anew. */
  forget(path: string): void {
    rmSync(path, { force: true });
    for (const [name, column] of this.#known) if (column !== 'wide' && column.path === path) this.#known.delete(name);
  }

  /** After a question that has all it needs: the files of columns used least recently go while there are too many. */
  bound(folder: string, limits: ColumnLimits): void {
    if (!this.#grown) return;
    const used = [...this.#asked].flatMap((name) => {
      const column = this.#known.get(name);
      return column === undefined || column === 'wide' ? [] : [column.path];
    });
    const removed = new Set(boundColumns(folder, new Set(used), limits));
    for (const [name, column] of this.#known)
      if (column !== 'wide' && removed.has(column.path)) this.#known.delete(name);
    this.#asked.clear();
    this.#grown = false;
  }

  #asking(name: string): Coded | undefined {
    this.#asked.add(name);
    return this.#known.get(name);
  }

  async #find({ db, info, folder, apart, reading, features, done }: Source, wishes: readonly Wish[]): Promise<void> {
    // Many rules wish for the same few columns.
    const once = [...new Map(wishes.map((wish) => [nameOf(wish), wish])).values()];
    const missing = once.filter((wish) => !this.#known.has(nameOf(wish)));
    const stored = new Set(info.columns.map(({ name }) => name));
    const files = { folder, orders: info.orders, apart };
    const there = columnsThere(files, missing);
    const wanted = missing.filter((wish) => !there.has(nameOf(wish)));
    const elsewhere = wanted.flatMap(({ reads }) => reads.filter((column) => !stored.has(column)));
    if (elsewhere.length > 0) await features(elsewhere);
    // Features are kept as columns of codes themselves.
    for (const [name, column] of columnsThere(files, wanted)) there.set(name, column);
    const absent = wanted.filter((wish) => !there.has(nameOf(wish)));
    const made = absent.length === 0 ? [] : await makeColumns({ db, ...files, stored, reading, done }, absent);
    for (const [name, column] of [...there, ...made]) this.#known.set(name, column);
    if (wanted.length > 0) this.#grown = true;
  }
}
