import { purchaseMinutesOf } from '../model/results/assumptions.ts';
import type { Judged } from '../model/results/judged.ts';
import type { Connection } from './connection.ts';
import type { ProjectHandle } from './project-handle.ts';
import type { WorkingRows } from './working-rows.ts';

/** A project as its orders are judged where that is asked for. */
export const judgedProject = async (project: ProjectHandle, judged: Judged | undefined): Promise<ProjectHandle> =>
  judged === undefined ? project : project.judged(judged);

/** What a view of the data judged otherwise keeps in memory. */
export interface JudgedData {
  readonly working: WorkingRows;
  readonly forget: () => void;
}

/** Views whose rows are kept: a run's, another one's beside it, and a day that is tried. */
const mostViews = 3;

/** The data judged otherwise than by the settings, as they were asked for last. */
export class JudgedViews<V extends JudgedData> {
  readonly #make: (judged: Judged) => V;
  readonly #views = new Map<string, V>();
  /** Left, but perhaps read by a job that has not ended. */
  readonly #left = new Set<V>();

  constructor(make: (judged: Judged) => V) {
    this.#make = make;
  }

  at(judged: Judged): V {
    const { target, asOf, raw } = judged;
    const minutes = purchaseMinutesOf(judged);
    const key = JSON.stringify([target ?? null, asOf === undefined ? '' : asOf, raw === true, minutes]);
    const view = this.#views.get(key) ?? this.#make(judged);
    this.#views.delete(key);
    this.#views.set(key, view);
    for (const [own, oldest] of [...this.#views].slice(0, -mostViews)) {
      this.#views.delete(own);
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
