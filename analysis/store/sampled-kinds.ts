import { sampleKinds } from '../model/target.ts';
import { join, literal, sql } from './sql.ts';

/** Rows of `outcomes` but the verdicts on review samples: those change no state of an order and no run. */
export const notSampled = sql`kind NOT IN (${join(
  sampleKinds.map((kind) => literal(kind)),
  sql`, `,
)})`;
