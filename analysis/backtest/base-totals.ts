import type { ByState } from '../model/backtest.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import type { Filter } from '../model/filter.ts';
import type { Connection } from '../store/connection.ts';
import { byState } from '../store/state-totals.ts';
import { sql } from '../store/sql.ts';
import { stateCount, type Measured } from './rule-counts.ts';

const kept = 16;

/** Orders and amount by state of a filter, counted once per version of the data: every keystroke asks for them again. */
export class BaseTotals {
  readonly #known = new Map<string, ByState>();

  async of(db: Connection, filter: Filter, currency: string, { rows, amount }: Measured): Promise<ByState> {
    const name = canonicalJson({ dataVersion: rows.from.dataVersion, filter, currency });
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const groups = await db.rows(sql`
      SELECT state, count(*) AS orders, sum(${amount}) AS amount FROM ${rows.from} WHERE ${rows.where} GROUP BY state`);
    const totals = byState(groups.map(stateCount));
    this.#known.set(name, totals);
    for (const oldest of [...this.#known.keys()].slice(0, -kept)) this.#known.delete(oldest);
    return totals;
  }
}
