import { z } from 'zod';
import { targetSchema } from '../target.ts';
import type { BacktestResult } from '../backtest.ts';
import type { Assumptions } from './assumptions.ts';

/**
 * How orders are judged where it is otherwise than the project has it, conditions on how they ended as well: by another
 * target, as of another day (null: the last day there is). What is missing is as in the project.
 */
export const judgedSchema = z.strictObject({
  target: targetSchema.exactOptional(),
  asOf: z.iso.date().nullable().exactOptional(),
  /** Orders mature at once: bad is what has been reported, good all else. Conditions on how they ended do not follow. */
  raw: z.literal(true).exactOptional(),
  /** Minutes between attempts at one purchase, see `Assumptions`; the preset where they are missing. */
  purchaseMinutes: z.number().int().min(0).max(1440).exactOptional(),
});
export type Judged = z.infer<typeof judgedSchema>;

/** As a run judged its orders: whoever asks so gets its figures while the data are as they were. */
export const asRun = ({
  target,
  asOf,
  assumptions = {},
}: Pick<BacktestResult, 'target' | 'asOf' | 'assumptions'>): Judged => ({
  ...{ target, asOf },
  ...underAssumptions(assumptions),
});

/** What assumptions say of how orders are read. */
export const underAssumptions = ({ purchaseMinutes }: Assumptions): Pick<Judged, 'purchaseMinutes'> =>
  purchaseMinutes === undefined ? {} : { purchaseMinutes };
