import type { CheckedRule } from '../expression/index.ts';
import { itemsColumn } from '../model/order-lines.ts';
import type { Connection } from '../store/connection.ts';
import { linesReplaced } from '../store/import-orders.ts';
import { columnsOf } from '../store/rule-condition.ts';
import { sql } from '../store/sql.ts';
import type { Measured } from './rule-counts.ts';

/** Filtered orders whose lines a later file replaced with others; 0 where no rule reads lines. */
export async function linesChanged(db: Connection, rules: readonly CheckedRule[], { rows }: Measured): Promise<number> {
  if (!rules.some((rule) => columnsOf(rule).includes(itemsColumn))) return 0;
  const row = await db.first(sql`SELECT count(*) AS n FROM ${rows.from} WHERE ${rows.where} AND ${linesReplaced}`);
  return Number(row?.['n'] ?? 0);
}
