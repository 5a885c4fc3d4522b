import { z } from 'zod';
import type { SlowerWhy } from './backtest.ts';
import type { Overview } from './explore.ts';
import { filterSchema } from './filter.ts';
import { axisSchema, type LinkedFigures, type LinkedView } from './linked.ts';
import { judgedSchema } from './results/judged.ts';

/** Two sides of the same history: periods, shops, segments, whatever filters tell. Both are judged as of the same day. */
export const compareSchema = z.strictObject({
  axes: z.array(axisSchema).min(1).max(60),
  a: filterSchema,
  b: filterSchema,
  judged: judgedSchema.exactOptional(),
});
export type CompareAsked = z.infer<typeof compareSchema>;

/** The orders of both sides by the bins of an axis, which are the same for both. */
export interface ComparedView extends Pick<LinkedView, 'axis' | 'type' | 'distinct' | 'bins'> {
  readonly a: LinkedFigures;
  readonly b: LinkedFigures;
}

export type ComparedSide = Omit<Overview, 'weekly'>;

export interface Compared {
  readonly views: readonly ComparedView[];
  readonly a: ComparedSide;
  readonly b: ComparedSide;
  /** Orders that are on both sides. */
  readonly both: number;
  /** Why they were counted by DuckDB, which is slower; missing where they were not. */
  readonly slower?: SlowerWhy;
}

/** What share of a side's orders is old enough for its outcome to be known; null where maturity is not measured, or nothing is there. */
export const maturedShare = ({ mature, orders }: ComparedSide): number | null =>
  mature === null || orders === 0 ? null : mature / orders;

/** Whether one side is so much younger that its late reports are still to come: by more than a point of its orders. */
export function youngerSide({ a, b }: Pick<Compared, 'a' | 'b'>): 'a' | 'b' | null {
  const [first, second] = [maturedShare(a), maturedShare(b)];
  if (first === null || second === null || Math.abs(first - second) <= 0.01) return null;
  return first < second ? 'a' : 'b';
}
