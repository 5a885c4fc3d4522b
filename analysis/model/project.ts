import { z } from 'zod';
import type { ProjectColumn } from './columns.ts';
import type { ProjectList } from './lists.ts';
import type { MatchedShare } from './outcome-match.ts';
import type { Target } from './target.ts';
import { targetSchema } from './target.ts';

/** Whether outcomes carry report dates, so that an order's age can tell whether its outcome is known. */
export type Maturity = 'measured' | 'not measured';

/** What the frame shows of a project. Times are epoch ms; money integer minor units of `currency`. */
export interface ProjectInfo {
  readonly projectId: string;
  readonly name: string;
  readonly readOnly: boolean;
  /** Personal values are masked in every answer, see `analysis/personal`. */
  readonly masked: boolean;
  readonly timezone: string;
  /** Currency of most orders, and every currency present with its order count. */
  readonly currency: string;
  readonly currencies: readonly { readonly currency: string; readonly orders: number }[];
  readonly orders: number;
  readonly outcomes: number;
  readonly period: { readonly from: number; readonly to: number } | null;
  readonly target: Target;
  /** What was known on that day (epoch ms, end of day included). */
  readonly asOf: number | null;
  /** The ISO date a person chose for it; null where it follows the data. */
  readonly asOfChosen: string | null;
  readonly maturity: Maturity;
  /** Whether anything says how orders ended in the target's matter (chargebacks, or bills): a list of one says nothing of the other. */
  readonly outcomesKnown: boolean;
  /** Whether any order has a label of its file. */
  readonly labelled: boolean;
  /** Orders that only facts without a date make bad, or good again, where the as-of day is before the last one of the data. */
  readonly undated: number;
  /** How many outcomes of the target have their order: too few, and no recall is to be trusted. */
  readonly matched: MatchedShare;
  /** Lists that rules may ask, the first made first. */
  readonly lists: readonly ProjectList[];
  /** Changes whenever orders, outcomes, lists, target or as-of change; results carry it so that stale ones can be marked. */
  readonly dataVersion: string;
  readonly columns: readonly ProjectColumn[];
}

/** Settings a person may change after import; everything derived is rebuilt. */
export const projectSettingsSchema = z.strictObject({
  target: targetSchema.optional(),
  /** ISO date (project time zone), or null for the latest date in the data that is not in the future. */
  asOf: z.iso.date().nullable().optional(),
});
export type ProjectSettings = z.infer<typeof projectSettingsSchema>;
