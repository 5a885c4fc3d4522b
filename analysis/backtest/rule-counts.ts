import { duckdbCauses, duckdbPredicate, type CheckedRule } from '../expression/index.ts';
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
}

type Cause = RuleFigures['causes'][number];

/** Orders on which a rule is true, by state, and those on which it is not evaluable, with the causes. */
export interface RuleCounts {
  readonly hits: ByState;
  readonly unevaluable: number;
  readonly causes: readonly Cause[];
}

/**
 * Counts one rule in one scan: only orders on which it is not false are grouped, which costs little more than
 * reading its columns. Causes are asked for only when there are any.
 */
export async function countRule(db: Connection, rule: CheckedRule, measured: Measured): Promise<RuleCounts> {
  const { rows, amount, singleCurrency } = measured;
  const fires = duckdbPredicate(rule, { singleCurrency });
  const groups = await db.rows(sql`
    SELECT state, coalesce(CAST(${fires} AS UTINYINT), 2) AS value, count(*) AS orders, sum(${amount}) AS amount
    FROM ${rows.from} WHERE ${rows.where} AND ${fires} IS NOT FALSE GROUP BY ALL`);
  const counts = groups.map((group) => ({ ...stateCount(group), fires: group['value'] === 1 }));
  const unevaluable = counts.reduce((total, { fires: fired, orders }) => total + (fired ? 0 : orders), 0);
  return {
    hits: byState(counts.filter((group) => group.fires)),
    unevaluable,
    causes: unevaluable === 0 ? [] : await causesOf(db, rule, measured),
  };
}

/** State, orders and exact amount of one group of a scan. */
export function stateCount(group: Readonly<Record<string, unknown>>): StateCount {
  return { state: Number(group['state']), orders: Number(group['orders']), amount: exactSum(group['amount']) };
}

/** Orders per cause, the most frequent first; an order with two causes counts for both. */
async function causesOf(db: Connection, rule: CheckedRule, { rows, singleCurrency }: Measured): Promise<Cause[]> {
  const fires = duckdbPredicate(rule, { singleCurrency });
  const causes = duckdbCauses(rule, { singleCurrency });
  if (causes.length === 0) return [];
  const counts = causes.map(({ predicate }) => sql`count(CASE WHEN ${predicate} THEN 1 END)`);
  const found = await db.first(sql`
    SELECT ${join(numbered(counts), sql`, `)} FROM ${rows.from} WHERE ${rows.where} AND ${fires} IS NULL`);
  return causes
    .map(({ cause }, index) => ({
      cause: cause.kind === 'currency' ? 'currency' : cause.field.path,
      orders: Number(found?.[`c${index}`] ?? 0),
    }))
    .filter(({ orders }) => orders > 0)
    .sort((a, b) => b.orders - a.orders || (a.cause < b.cause ? -1 : 1));
}

const numbered = (columns: readonly Sql[]): Sql[] =>
  columns.map((column, index) => ({ ...column, text: `${column.text} AS c${index}` }));
