import { distanceClasses, prefectureClasses, type DistanceClass } from '../model/prefecture-places.ts';
import { prefectureNames } from '../model/postal-prefectures.ts';
import type { Condition } from './condition.ts';
import { id, join, literal, sql, type Sql } from './sql.ts';

/** The columns that tell how far goods go. */
export const distanceColumns = (['key', 'prefecture', 'city'] as const).flatMap((what) => [
  `buyer_address_${what}`,
  `delivery_address_${what}`,
]);

const buyer = (what: string): Sql => id(`buyer_address_${what}`);
const delivery = (what: string): Sql => id(`delivery_address_${what}`);
const codeOf = (one: DistanceClass): number => distanceClasses.indexOf(one) + 1;

const numberOf = (column: Sql): Sql =>
  sql`CASE ${column} ${join(
    prefectureNames.map((name, at) => sql`WHEN ${literal(name)} THEN ${at}`),
    sql` `,
  )} END`;

/** One list that is folded to a constant: a step for each of more than two thousand pairs would be asked of every order. */
const pairs = sql`CAST(${literal(`[${prefectureClasses.map((at) => at + 1).join(', ')}]`)} AS UTINYINT[])`;

/** Over working rows the place of an order's class among `distanceClasses`, from 1 on; never NULL. */
export const distanceCode: Sql = sql`(CASE WHEN ${buyer('key')} = ${delivery('key')} THEN ${codeOf('address')}
    WHEN ${buyer('prefecture')} = ${delivery('prefecture')} AND ${buyer('city')} = ${delivery('city')} THEN ${codeOf('city')}
    ELSE coalesce(list_extract(${pairs}, (${numberOf(buyer('prefecture'))}) * ${prefectureNames.length} + (${numberOf(delivery('prefecture'))}) + 1), ${codeOf('unknown')})
    END)::UTINYINT`;

export const distanceCondition = (classes: readonly DistanceClass[]): Condition => ({
  where: sql`(${distanceCode} IN (${join(
    classes.map((one) => sql`${codeOf(one)}`),
    sql`, `,
  )}))`,
  columns: distanceColumns,
});
