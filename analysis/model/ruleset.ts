import { z } from 'zod';
import { featuresSchema } from './features.ts';
import { listIdSchema, listMatchSchema, listNamesSchema } from './lists.ts';
import { exceptionSchema, mostExceptions, policySchema } from './policy.ts';
import { resultSchema, ruleCode } from './screening.ts';

export { results, resultSchema, type ScreeningResult } from './screening.ts';

export const ruleSchema = z.strictObject({
  code: ruleCode,
  description: z.strictObject({ ja: z.string().max(500), en: z.string().max(500) }),
  /** CEL, profile wb-1. The rule fires only when it is exactly TRUE. */
  when: z.string().min(1).max(20_000),
  result: resultSchema,
  touchpoint: z.string().max(200).optional(),
  scores: z.strictObject({ ok: z.int().min(0), ng: z.int().min(0), hold: z.int().min(0) }).optional(),
});
export type Rule = z.infer<typeof ruleSchema>;

export const groupSchema = z.strictObject({
  priority: z.int().min(1),
  result: resultSchema,
  /** single: any one rule of the group decides; combination: all of them must fire. */
  kind: z.enum(['single', 'combination']),
  rules: z.array(ruleCode).min(1),
});
export type RuleGroup = z.infer<typeof groupSchema>;

export const currencySchema = z.string().regex(/^[A-Z]{3}$/);

/** A list as it was when a package was proven with it: rules ask what stood on it at each order. */
export const ruleSetListSchema = z.strictObject({
  id: listIdSchema,
  names: listNamesSchema,
  match: listMatchSchema,
  /** The day of its content where some of it has no added time (it then knows the future); null where all have one. */
  snapshotAt: z.iso.date().nullable(),
  entries: z.int().min(0),
  /** SHA-256 of the canonical JSON of its entries, as lists.json holds them. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type RuleSetList = z.infer<typeof ruleSetListSchema>;

/** A rule set as files, projects and packages hold it. Unknown keys are refused. */
export const ruleSetSchema = z.strictObject({
  format: z.literal('shinsa-ruleset'),
  formatVersion: z.literal(1),
  modelId: z.string().min(1).max(64),
  name: z.string().min(1).max(200),
  profile: z.literal('wb-1'),
  currency: currencySchema,
  timezone: z.string().min(1).max(64),
  default: resultSchema,
  rules: z.array(ruleSchema).max(2000),
  groups: z.array(groupSchema).max(2000).optional(),
  /** What rules read as `velocity.<id>`. */
  features: featuresSchema.optional(),
  /** Where it is missing: groups if there are any, else classes. */
  policy: policySchema.optional(),
  exceptions: z.array(exceptionSchema).max(mostExceptions).optional(),
  /** Only in packages. */
  lists: z.array(ruleSetListSchema).max(500).optional(),
});
export type RuleSet = z.infer<typeof ruleSetSchema>;

/** One saved version of a rule set in a project; `savedAt` is epoch ms. */
export interface StoredRuleSet {
  /** SHA-256 of the rule set, as runs and packages name it. */
  readonly hash: string;
  readonly ruleSetId: string;
  readonly version: number;
  readonly savedAt: number;
  /** What its author says of this version. */
  readonly note: string | null;
  readonly ruleSet: RuleSet;
}

/** One version in the list of a rule set's versions. */
export type RuleSetVersion = Omit<StoredRuleSet, 'ruleSet'> & { readonly rules: number };
