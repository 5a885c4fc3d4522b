import { z } from 'zod';

/** Results a rule, a group or the default may give; as in production. */
export const results = ['OK', 'REVIEW', 'HOLD', 'NG'] as const;
export const resultSchema = z.enum(results);
export type ScreeningResult = z.infer<typeof resultSchema>;

export const ruleCode = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_.-]+$/);
