import { z } from 'zod';
import { targetSchema } from '../target.ts';
import { assumptionsSchema } from './assumptions.ts';
import { contributionsSchema } from './contribution.ts';
import { mostTargets } from './stopped-alone.ts';

/**
 * Which of some rules can be retired together: each with the ones before it gone. `reviewed`, `days` and `loss` are those of the
 * run: its share of reviews that are done, its days, and what may be lost at the least (`safeLoss`), of all of them together.
 */
export const retiredTogetherSchema = contributionsSchema.extend({
  /** Each safe to retire by itself, in the order in which they are to go. */
  codes: z.array(z.string()).max(10_000),
  /** Other targets, of whose bad orders none may come to pass. */
  targets: z.array(targetSchema).max(mostTargets),
  assumptions: assumptionsSchema,
  reviewed: z.number().min(0).max(1),
  days: z.number().positive().nullable(),
  loss: z.number().nonnegative(),
});
export type RetiredTogetherAsk = z.infer<typeof retiredTogetherSchema>;
