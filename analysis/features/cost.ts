import type { CheckedFeature } from '../expression/index.ts';
import type { FeatureCost, FeatureEstimate } from '../model/feature-preview.ts';
import type { Connection } from '../store/connection.ts';
import { hasKeys } from '../store/features/facts.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { id, join, literal, sql } from '../store/sql.ts';

type Counted = Omit<FeatureCost, 'milliseconds'>;

/** Features whose time tells how long the next one takes: the last ones. */
const mostTimed = 5;
const mostKept = 50;

/** What features of a project cost: counted once for each state of its data, and timed as this process computes them. */
export class FeatureCosts {
  readonly #project: ProjectHandle;
  readonly #counted = new Map<string, Counted>();
  readonly #timed: { readonly events: number; readonly ms: number }[] = [];

  constructor(project: ProjectHandle) {
    this.#project = project;
  }

  /** The events a feature is made of, its keys, and how many events the most frequent one has. */
  async count(db: Connection, checked: CheckedFeature): Promise<Counted> {
    const { dataVersion } = await this.#project.info();
    const { feature, keys } = checked;
    const key = JSON.stringify([dataVersion, feature.on, keys.map(({ event }) => event.column)]);
    const known = this.#counted.get(key);
    if (known !== undefined) return known;
    const found = await eventsOfKeys(db, checked);
    this.#counted.set(key, found);
    for (const oldest of [...this.#counted.keys()].slice(0, -mostKept)) this.#counted.delete(oldest);
    return found;
  }

  /** Before it is computed: the counts, and the milliseconds it will take at the rate of the last ones; null before any was. */
  async estimate(db: Connection, checked: CheckedFeature): Promise<FeatureEstimate> {
    const counted = await this.count(db, checked);
    const [events, ms] = [total(this.#timed, 'events'), total(this.#timed, 'ms')];
    return { ...counted, expectedMs: events === 0 ? null : Math.round((counted.events / events) * ms) };
  }

  /** So long it took to compute a feature of so many events. */
  took(events: number, ms: number): void {
    this.#timed.push({ events, ms });
    if (this.#timed.length > mostTimed) this.#timed.shift();
  }
}

const total = <K extends string>(all: readonly Readonly<Record<K, number>>[], of: K): number =>
  all.reduce((sum, one) => sum + one[of], 0);

async function eventsOfKeys(db: Connection, { feature: { on = 'orders' }, keys }: CheckedFeature): Promise<Counted> {
  const columns = keys.map(({ event }) => id(event.column));
  const present = hasKeys(keys.map(({ event }) => event));
  const from = on === 'orders' ? sql`orders WHERE` : sql`events WHERE kind = ${literal(on)} AND`;
  const row = await db.first(sql`SELECT coalesce(sum(n), 0) AS events, count(*) AS keys, coalesce(max(n), 0) AS most
    FROM (SELECT count(*) AS n FROM ${from} ${present} GROUP BY ${join(columns, sql`, `)})`);
  return { events: Number(row?.['events']), keys: Number(row?.['keys']), most: Number(row?.['most']) };
}
