import { z } from 'zod';
import { targetSchema, type Target } from '../target.ts';

/**
 * How orders are judged where it is otherwise than the project has it: by another target, as of another day (null: the last
 * day there is), or, with a target that gives orders no time, raw.
 */
export const seenSchema = z.strictObject({ target: targetSchema, asOf: z.iso.date().nullable() });
export type Seen = z.infer<typeof seenSchema>;

/** The same target with every order matured at once: bad is what has been reported, good all else. */
export const rawTarget = (target: Target): Target => ({ ...target, horizonDays: 0 });
