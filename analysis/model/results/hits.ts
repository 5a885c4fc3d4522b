import { z } from 'zod';
import { filterSchema } from '../filter.ts';
import { ruleSetSchema, type ScreeningResult } from '../ruleset.ts';
import { judgedSchema } from './judged.ts';

export const mostWindows = 60;

/** How often the rules of a set hit, and what it decides, window by window of some orders. */
export const hitsSchema = z.strictObject({
  ruleSet: ruleSetSchema,
  filter: filterSchema,
  judged: judgedSchema.exactOptional(),
  windows: z.array(filterSchema).min(1).max(mostWindows),
});
export type HitsAsk = z.infer<typeof hitsSchema>;

export interface HitsWindow {
  readonly orders: number;
  readonly decided: { readonly [R in ScreeningResult]: number };
  /** In the order of the set. */
  readonly rules: readonly { readonly code: string; readonly hits: number; readonly unevaluable: number }[];
}

export interface Hits {
  readonly windows: readonly HitsWindow[];
  /** Columns that the rules and exceptions read, features by the columns behind them, by path as a rule names it. */
  readonly columns: readonly string[];
  readonly dataVersion: string;
}
