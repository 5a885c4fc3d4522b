import { ShinsaError } from '../model/failure.ts';
import { id, sql, type Sql } from './sql.ts';

/**
 * An order's amount where it is in this currency, else 0: amounts of other currencies are never added up with it.
 * `only` is the single currency of the project, null when it has several.
 */
export function amountIn(currency: string, only: string | null): Sql {
  if (only === currency) return id('amount');
  return sql`CASE WHEN ${id('currency')} = ${currency} THEN ${id('amount')} END`;
}

/**
 * A sum of minor units as DuckDB returned it (exact in HUGEINT, NULL when nothing was added). Throws
 * 'amount-overflow' at 2^53 and above, where a number could no longer hold it exactly.
 */
export function exactSum(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new ShinsaError('amount-overflow');
  return value;
}
