import type { CheckedRule } from '../expression/index.ts';
import type { Filter } from '../model/filter.ts';
import type { Connection } from '../store/connection.ts';
import { filteredRows } from '../store/filtered-rows.ts';
import { amountIn } from '../store/money.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { columnsOf } from '../store/rule-condition.ts';
import type { Measured } from './rule-counts.ts';

/** The filtered orders with every column these rules read, their money read in one currency. */
export async function measuredOn(
  project: ProjectHandle,
  db: Connection,
  filter: Filter,
  currency: string,
  rules: readonly CheckedRule[],
): Promise<Measured> {
  const only = await project.singleCurrency();
  return {
    rows: await filteredRows(project, db, filter, [...new Set(rules.flatMap(columnsOf))]),
    amount: amountIn(currency, only),
    singleCurrency: only === currency,
  };
}
