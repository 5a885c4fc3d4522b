import { z } from 'zod';
import { filterSchema } from '../filter.ts';
import { ruleSetSchema } from '../ruleset.ts';
import { judgedSchema } from './judged.ts';

export const linkedSchema = z.strictObject({
  ruleSet: ruleSetSchema,
  filter: filterSchema,
  judged: judgedSchema.exactOptional(),
});
export type LinkedAsk = z.infer<typeof linkedSchema>;

/** Some orders, those of them that share an entity with another order of the project, and how many such entities they are of. */
export interface LinkedCount {
  readonly orders: number;
  readonly linked: number;
  readonly entities: number;
}

/** What linked entities say without any outcome: of all orders, of the alerts, and of what each rule hits. In hindsight. */
export interface LinkedEntities {
  readonly all: LinkedCount;
  readonly alerts: LinkedCount;
  readonly rules: readonly (LinkedCount & { readonly code: string })[];
}
