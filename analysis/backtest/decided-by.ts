import type { BacktestResult } from '../model/backtest.ts';
import { results } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, sql, type Sql, type SqlPredicate } from '../store/sql.ts';
import { byState } from '../store/state-totals.ts';
import { stateCount, type Measured } from './rule-counts.ts';

/** Orders by what decided them, the most first; one more scan. */
export async function decidedBy(
  db: Connection,
  by: SqlPredicate,
  decision: SqlPredicate,
  { rows, amount }: Measured,
): Promise<NonNullable<BacktestResult['decidedBy']>> {
  const groups = await db.rows(sql`
    SELECT ${by} AS by, ${decision} AS decision, state, count(*) AS orders, sum(${amount}) AS amount
    FROM ${rows.from} WHERE ${rows.where} GROUP BY ALL`);
  const found = new Map<string, (typeof groups)[number][]>();
  for (const group of groups) {
    const key = `${String(group['decision'])} ${String(group['by'])}`;
    found.set(key, [...(found.get(key) ?? []), group]);
  }
  return [...found.values()]
    .flatMap((own) => {
      const result = results.find((one) => one === own[0]?.['decision']);
      if (result === undefined) return [];
      const states = byState(own.map(stateCount));
      const orders = Object.values(states).reduce((total, state) => total + state.orders, 0);
      return [{ by: String(own[0]?.['by']), result, orders, byState: states }];
    })
    .sort((a, b) => b.orders - a.orders || (a.by < b.by ? -1 : 1));
}

/** What an exception needs to be counted: where it holds, and the rules it snoozes as conditions. */
export interface CountedException {
  readonly holds: SqlPredicate;
  readonly snoozed: readonly SqlPredicate[] | null;
}

/** For each exception the orders it holds for, and of a snooze those on which a rule it names fires; one scan. */
export async function exceptionOrders(
  db: Connection,
  exceptions: readonly CountedException[],
  { rows }: Measured,
): Promise<NonNullable<BacktestResult['exceptions']>> {
  if (exceptions.length === 0) return [];
  const counts = exceptions.flatMap(({ holds, snoozed }, n): Sql[] => {
    const all = sql`count(CASE WHEN ${holds} THEN 1 END) AS ${id(`o${n}`)}`;
    if (snoozed === null || snoozed.length === 0) return [all];
    const fires = join(
      snoozed.map((one) => sql`(${one})`),
      sql` OR `,
    );
    return [all, sql`count(CASE WHEN (${holds}) AND (${fires}) THEN 1 END) AS ${id(`s${n}`)}`];
  });
  const row = await db.first(sql`SELECT ${join(counts, sql`, `)} FROM ${rows.from} WHERE ${rows.where}`);
  return exceptions.map(({ snoozed }, n) => ({
    orders: Number(row?.[`o${n}`] ?? 0),
    snoozed: snoozed === null ? null : Number(row?.[`s${n}`] ?? 0),
  }));
}
