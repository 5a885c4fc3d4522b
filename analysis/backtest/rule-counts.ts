import {
  childrenOf,
  duckdbCauses,
  duckdbPredicate,
  listedIn,
  type CheckedRule,
  type Term,
} from '../expression/index.ts';
import type { ByState, RuleFigures } from '../model/backtest.ts';
import type { Connection } from '../store/connection.ts';
import type { FilteredRows } from '../store/filtered-rows.ts';
import { exactSum } from '../store/money.ts';
import { byState, type StateCount } from '../store/state-totals.ts';
import { join, sql, type Sql } from '../store/sql.ts';

/** The orders a rule is measured on and how their money is read. */
export interface Measured {
  readonly rows: FilteredRows;
  /** Amount in the rule set's currency, NULL for other currencies. */
  readonly amount: Sql;
  /** Every order is in the rule set's currency. */
  readonly singleCurrency: boolean;
  /** The zone of the rows' own hours. */
  readonly hourZone: string;
}

type Cause = RuleFigures['causes'][number];

/** Orders on which a rule is true, by state, and those on which it is not evaluable, with the causes. */
export interface RuleCounts {
  readonly hits: ByState;
  readonly unevaluable: number;
  readonly causes: readonly Cause[];
  /** It asks a list without dates, or reads a field of tables of one day. */
  readonly hindsight: boolean;
}

/**
 * Counts one rule: one scan of the orders on which it fires, and one of those on which it is not evaluable, which
 * costs next to nothing where the fields it reads are never absent. Both are plain conditions, because DuckDB answers
 * those from its statistics and filters, three times as fast as a three-valued result for every order.
 */
export async function countRule(db: Connection, rule: CheckedRule, measured: Measured): Promise<RuleCounts> {
  const { rows, amount, singleCurrency, hourZone } = measured;
  const fires = duckdbPredicate(rule, { singleCurrency, hourZone });
  const groups = await db.rows(sql`
    SELECT state, count(*) AS orders, sum(${amount}) AS amount
    FROM ${rows.from} WHERE ${rows.where} AND ${fires} GROUP BY state`);
  const hits = byState(groups.map(stateCount));
  return { hits, hindsight: knowsTheFuture(rule), ...(await unknownOrders(db, rule, measured)) };
}

/** A rule that asks a list without dates, or reads a field of tables of one day. */
export const knowsTheFuture = (rule: CheckedRule): boolean =>
  listedIn(rule).some(({ list }) => list.snapshotAt !== undefined) ||
  rule.fields.some(({ snapshotAt }) => snapshotAt !== undefined);

/** State, orders and exact amount of one group of a scan. */
export function stateCount(group: Readonly<Record<string, unknown>>): StateCount {
  return { state: Number(group['state']), orders: Number(group['orders']), amount: exactSum(group['amount']) };
}

/** Orders per cause, the most frequent first; an order with two causes counts for both. */
async function unknownOrders(
  db: Connection,
  rule: CheckedRule,
  { rows, singleCurrency, hourZone }: Measured,
): Promise<Pick<RuleCounts, 'unevaluable' | 'causes'>> {
  const fires = duckdbPredicate(rule, { singleCurrency, hourZone });
  const causes = duckdbCauses(rule, { singleCurrency });
  const possible = mayOverflow(rule.ast) ? sql`TRUE` : anyOf(causes.map(({ predicate }) => sql`${predicate}`));
  const counts = causes.map(({ predicate }) => sql`count(CASE WHEN ${predicate} THEN 1 END)`);
  const found = await db.first(sql`
    SELECT ${join([sql`count(*) AS orders`, ...numbered(counts)], sql`, `)}
    FROM ${rows.from} WHERE ${rows.where} AND ${possible} AND ${fires} IS NULL`);
  const seen = causes
    .map(({ cause }, index) => ({
      cause: cause.kind === 'currency' ? 'currency' : cause.field.path,
      orders: Number(found?.[`c${index}`] ?? 0),
    }))
    .filter(({ orders }) => orders > 0)
    .sort((a, b) => b.orders - a.orders || (a.cause < b.cause ? -1 : 1));
  return { unevaluable: Number(found?.['orders'] ?? 0), causes: seen };
}

const anyOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`FALSE` : sql`(${join(conditions, sql` OR `)})`;

/** Arithmetic can be without a result (overflow, division by zero) although every field has a value. */
function mayOverflow(term: Term): boolean {
  const arithmetic = ['arithmetic', 'ratio', 'negate', 'shift', 'total'].includes(term.kind);
  return arithmetic || childrenOf(term).some(mayOverflow);
}

const numbered = (columns: readonly Sql[]): Sql[] =>
  columns.map((column, index) => ({ ...column, text: `${column.text} AS c${index}` }));
