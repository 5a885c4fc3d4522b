import { sql, type Sql } from '../store/sql.ts';

/** The calendar day of an instant in a zone (given as a literal). */
export const localDay = (instant: Sql, zone: Sql): Sql => sql`(${instant} AT TIME ZONE ${zone})::DATE`;

/**
 * Quarter of an hour of `ordered_at`. Every zone changes its day on one, so orders are grouped by quarters first and only
 * those are asked for their day: asking each of a million orders takes longer than all the rest.
 */
export const quarterOf: Sql = sql`(epoch_ms(ordered_at) // 900000)`;
/** When the column `quarter` begins. */
export const quarterStart: Sql = sql`make_timestamptz(quarter * 900000000)`;
