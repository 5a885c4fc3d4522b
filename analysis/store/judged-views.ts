import type { Connection } from './connection.ts';
import type { WorkingRows } from './working-rows.ts';

/** What a view of the data as of a day keeps in memory. */
export interface JudgedData {
  readonly working: WorkingRows;
  readonly forget: () => void;
}

/** Days whose rows are kept. */
const mostViews = 2;

/** The data as of other days than that of the settings, the last ones asked for. */
export class JudgedViews<V extends JudgedData> {
  readonly #make: (asOf: string) => V;
  readonly #views = new Map<string, V>();
  /** Left, but perhaps read by a job that has not ended. */
  readonly #left = new Set<V>();

  constructor(make: (asOf: string) => V) {
    this.#make = make;
  }

  at(asOf: string): V {
    const view = this.#views.get(asOf) ?? this.#make(asOf);
    this.#views.delete(asOf);
    this.#views.set(asOf, view);
    for (const [day, oldest] of [...this.#views].slice(0, -mostViews)) {
      this.#views.delete(day);
      this.#left.add(oldest);
    }
    return view;
  }

  /** A job has ended. */
  async release(db: Connection): Promise<void> {
    for (const view of [...this.#views.values(), ...this.#left]) await view.working.release(db);
    for (const view of this.#left) if (await view.working.leave()) this.#left.delete(view);
  }

  forget(): void {
    for (const view of [...this.#views.values(), ...this.#left]) view.forget();
  }

  stop(): void {
    for (const view of [...this.#views.values(), ...this.#left]) view.working.stop();
  }
}
