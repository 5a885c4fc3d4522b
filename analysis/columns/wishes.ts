import type { Wish } from './coded.ts';
import { amountIn } from '../store/money.ts';
import { orderWeightSql } from '../store/order-weight.ts';
import { sql, type Sql } from '../store/sql.ts';

/** What is to be known of every order, whoever asks. */

/** How orders ended, as of one state of the outcomes; those that a condition over the working rows leaves out do not count. */
export const statesWhere = (where: Sql, reads: readonly string[], dataVersion: string): Wish => ({
  kind: 'states',
  of: sql`CASE WHEN ${where} THEN state + 1 ELSE 0 END`,
  reads,
  version: dataVersion,
});

/** Amounts in a currency, minor units; `single` is the only currency of the orders, or null. */
export const amountsIn = (currency: string, single: string | null): Wish => ({
  kind: 'amounts',
  of: amountIn(currency, single),
  reads: [],
});

/** The weights of orders, see `orderWeight`. */
export const orderWeights: Wish = { kind: 'amounts', of: orderWeightSql, reads: [] };

/** Codes that an expression over the working rows makes, from 1 on, each of one byte. */
export const codesOf = (of: Sql, reads: readonly string[]): Wish => ({ kind: 'states', of, reads });
