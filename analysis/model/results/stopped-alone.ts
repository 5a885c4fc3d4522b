import { z } from 'zod';
import { filterSchema } from '../filter.ts';
import { ruleSetSchema } from '../ruleset.ts';
import { targetSchema, type Target } from '../target.ts';
import { judgedSchema } from './judged.ts';

/** Targets that are asked for at once, at most. */
export const mostTargets = 200;

/** Which bad orders of other targets each rule of a set stops alone; `judged` but for the target. */
export const stoppedAloneSchema = z.strictObject({
  ruleSet: ruleSetSchema,
  filter: filterSchema,
  judged: judgedSchema.exactOptional(),
  targets: z.array(targetSchema).max(mostTargets),
});
export type StoppedAloneAsk = z.infer<typeof stoppedAloneSchema>;

/** By one target. */
export interface StoppedAlone {
  readonly targetId: Target['id'];
  /** Bad orders, known and matured, that come to pass without a rule; rules without any are left out. */
  readonly rules: readonly { readonly code: string; readonly bad: number }[];
}

/** A target by which a rule alone stops bad orders, and how many. */
export interface BadElsewhere {
  readonly target: Target;
  readonly bad: number;
}

/** By code, the rules that alone stop what another target calls bad, each with the target that finds most of it. */
export function badElsewhere(
  found: readonly StoppedAlone[],
  targets: readonly Target[],
): ReadonlyMap<string, BadElsewhere> {
  const most = new Map<string, BadElsewhere>();
  for (const { targetId, rules } of found) {
    const target = targets.find(({ id }) => id === targetId);
    if (target === undefined) continue;
    for (const { code, bad } of rules) if (bad > (most.get(code)?.bad ?? 0)) most.set(code, { target, bad });
  }
  return most;
}
