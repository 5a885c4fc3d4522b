import { marks } from '../model/results/tally.ts';
import type { Clause } from '../model/filter.ts';
import type { Condition } from './condition.ts';
import { moneyColumn } from './money-column.ts';
import { id, join, literal, sql, type Sql } from './sql.ts';

/** What the automatic screening of history said of an order. */
export const recordedColumn = 'recorded_result';

/** A recorded result by its word or its code (oplux-vocabulary 4), as one of the four; `none` for nothing and for other words. */
const resultWord = (written: Sql): Sql => sql`(CASE upper(trim(${written})) WHEN 'OK' THEN 'OK' WHEN '10' THEN 'OK'
    WHEN 'NG' THEN 'NG' WHEN '20' THEN 'NG' WHEN 'HOLD' THEN 'HOLD' WHEN '30' THEN 'HOLD'
    WHEN 'REVIEW' THEN 'REVIEW' WHEN '40' THEN 'REVIEW' ELSE 'none' END)`;

/** What was decided automatically, over working rows; nothing was where the project has no such column. */
export const autoResult = (there: boolean): Sql => (there ? resultWord(sql`${id(recordedColumn)}`) : sql`'none'`);

const hand = sql`(${id(moneyColumn)}).marks::INTEGER`;
/** What a person decided in the end, over working rows. */
export const personResult: Sql = sql`(CASE WHEN (${hand} & ${marks.byHand}::INTEGER) = 0 THEN 'none'
    WHEN (${hand} & ${marks.passedByHand}::INTEGER) = 0 THEN 'NG' ELSE 'OK' END)`;

/** `there`: whether the project has the column of automatic results. */
export function recordedCondition({ by, results }: Extract<Clause, { kind: 'recorded' }>, there: boolean): Condition {
  const listed = join(results.map(literal), sql`, `);
  if (by === 'person') return { where: sql`(${personResult} IN (${listed}))`, columns: [moneyColumn] };
  return { where: sql`(${autoResult(there)} IN (${listed}))`, columns: there ? [recordedColumn] : [] };
}
