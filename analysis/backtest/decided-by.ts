import type { BacktestResult, ByState } from '../model/backtest.ts';
import { crossedOf } from '../model/results/by-rule.ts';
import { results } from '../model/ruleset.ts';
import type { Connection } from '../store/connection.ts';
import { id, join, sql, type Sql, type SqlPredicate } from '../store/sql.ts';
import { byState } from '../store/state-totals.ts';
import { addedStates, sumOf } from './figures.ts';
import type { ChosenOrders, DecidedOrders } from './measurement.ts';
import { stateCount, type Measured } from './rule-counts.ts';

/** Orders by what decided them, the most first; one more scan. */
export async function decidedBy(
  db: Connection,
  by: SqlPredicate,
  decision: SqlPredicate,
  { rows, amount }: Measured,
): Promise<DecidedOrders[]> {
  const groups = await db.rows(sql`
    SELECT ${by} AS by, ${decision} AS decision, state, count(*) AS orders, sum(${amount}) AS amount
    FROM ${rows.from} WHERE ${rows.where} GROUP BY ALL`);
  return decidedOrders(
    groups.flatMap((group) => {
      const result = results.find((one) => one === group['decision']);
      return result === undefined ? [] : [{ by: String(group['by']), result, byState: byState([stateCount(group)]) }];
    }),
  );
}

/** What decided at all, the most orders first; parts of one name and result together. */
export function decidedOrders(parts: readonly Omit<DecidedOrders, 'orders'>[]): DecidedOrders[] {
  const found = new Map<string, Omit<DecidedOrders, 'orders'>[]>();
  for (const part of parts) {
    const key = `${part.result} ${part.by}`;
    found.set(key, [...(found.get(key) ?? []), part]);
  }
  return [...found.values()]
    .flatMap((own) => {
      const [first] = own;
      if (first === undefined) return [];
      const states = addedStates(own.map((one) => one.byState));
      const { orders } = sumOf(states);
      return orders === 0 ? [] : [{ by: first.by, result: first.result, orders, byState: states }];
    })
    .sort((a, b) => b.orders - a.orders || (a.by < b.by ? -1 : 1));
}

/** Things that decided at all, the most orders first, as `decidedOrders` has them. */
export const decidersInOrder = (told: ChosenOrders['deciders']): ChosenOrders['deciders'] =>
  told
    .map((one) => ({ one, orders: sumOf(crossedOf(one.sums)[one.result]).orders }))
    .filter(({ orders }) => orders > 0)
    .sort((a, b) => b.orders - a.orders || (a.one.by < b.one.by ? -1 : 1))
    .map(({ one }) => one);

/** Orders of each rule that a SQL value of an order names; one scan. */
export async function ordersByRule(
  db: Connection,
  code: SqlPredicate,
  codes: readonly string[],
  { rows, amount }: Measured,
): Promise<ReadonlyMap<string, ByState>> {
  const groups = await db.rows(sql`
    SELECT code, state, count(*) AS orders, sum(amount) AS amount
    FROM (SELECT ${code} AS code, state, ${amount} AS amount FROM ${rows.from} WHERE ${rows.where}) GROUP BY ALL`);
  return new Map(codes.map((one) => [one, byState(groups.filter((group) => group['code'] === one).map(stateCount))]));
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
