import { weightModulus } from '../model/order-weight.ts';
import { sql, type Sql } from './sql.ts';

/** `orderWeight` of working rows. */
export const orderWeightSql: Sql = sql`(((((seq + 1) * (seq + 1)) % ${weightModulus}) * (seq + 1)) % ${weightModulus})`;
