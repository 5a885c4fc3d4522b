import { z } from 'zod';
import { featureAggs, featureIdSchema, featureOutcomeSchema, featureSources } from './features.ts';
import { listIdSchema, listMatchSchema, listNamesSchema } from './lists.ts';
import { combinations } from './policy.ts';
import { currencySchema, resultSchema } from './ruleset.ts';
import { ruleCode } from './screening.ts';

/** A rule set in the words of production: what ruleset.json says, with every default written out. */

/** Codes of results in production. */
export const resultCodes = { OK: 10, NG: 20, HOLD: 30, REVIEW: 40 } as const;

const texts = z.strictObject({ ja: z.string(), en: z.string() });
const score = z.int().min(0);

/** An input of the rules or of the features; `touchpoint` is its field in the event, empty where production has none. */
const inputSchema = z.strictObject({
  path: z.string(),
  /** Whose field: the order's, or that of one kind of event beside it. */
  of: z.enum(featureSources),
  /** Its column in rules.duckdb.sql. */
  column: z.string(),
  touchpoint: z.string(),
  type: z.enum(['int', 'money', 'double', 'string', 'bool', 'timestamp', 'list']),
  /** What people call it, Japanese first, one where both are the same; missing in packages made before. */
  labels: z.array(z.string()).exactOptional(),
  /** Nobody said whether it was known at screening. */
  unsure: z.literal(true).exactOptional(),
  /** Values of it in this package are surrogates. */
  replaced: z.boolean(),
});
export type OpluxInput = z.infer<typeof inputSchema>;

const ruleSchema = z.strictObject({
  code: ruleCode,
  description: texts,
  /** Its condition as ruleset.json has it, amounts in major units; missing in packages made before. */
  when: z.string().exactOptional(),
  touchpoint: z.string(),
  ok: score,
  ng: score,
  hold: score,
  /** What it leads to by itself where neither groups nor scores decide. */
  result: resultSchema,
  result_code: z.int(),
});

const groupSchema = z.strictObject({
  /** As production names it: `優先度3_OK_ルール単発`. */
  rule_group: z.string(),
  priority: z.int().min(1),
  result: resultSchema,
  kind: z.enum(['single', 'combination']),
  rules: z.array(ruleCode),
});

/** What passes, or for what rules do not count, for a time: orders with from <= order.time < until. */
const exceptionSchema = z.strictObject({
  kind: z.enum(['allow', 'snooze']),
  /** Those that do not count; none of one that allows. */
  rules: z.array(ruleCode),
  field: z.string(),
  touchpoint: z.string(),
  value: z.string(),
  /** `value` stands for a personal one that is not given away: it holds for nobody until the real one is put there. */
  stand_in: z.boolean(),
  /** Instants in UTC; null: for ever. */
  from: z.string(),
  until: z.string().nullable(),
});

export type OpluxException = z.infer<typeof exceptionSchema>;

const listSchema = z.strictObject({
  id: listIdSchema,
  names: listNamesSchema,
  match: listMatchSchema,
  /** On the list where added < order < removed, both strictly; an entry without an added time always was. */
  validity: z.literal('added < order < removed'),
  /** The day of its content where some of it has no added time. */
  snapshot: z.string().nullable(),
  entries: z.int().min(0),
  /** False: it tells of persons, and lists.json does not hold its entries. */
  given: z.boolean(),
});

const featureSchema = z.strictObject({
  id: featureIdSchema,
  names: texts,
  aggregate: z.enum(featureAggs),
  of: z.string().nullable(),
  by: z.array(z.string()).min(1),
  on: z.enum(featureSources),
  where: z.string().nullable(),
  window: z.strictObject({
    /** Microseconds as digits; null for all time. */
    micros: z.string().nullable(),
    form: z.literal('[t-w, t)'),
  }),
  /** `strict`: nothing of the order's instant. `sequenced`: of it those with a smaller id (UTF-8 bytes). */
  ties: z.enum(['strict', 'sequenced']),
  include_current: z.boolean(),
  outcome: featureOutcomeSchema.nullable(),
  /** What it is where no event counts; null: no value. */
  empty: z.literal(0).nullable(),
  type: z.enum(['int', 'money', 'double', 'string', 'bool', 'timestamp']),
  rounding: z.enum(['none', 'half-away-from-zero', 'down']),
});
export type OpluxFeature = z.infer<typeof featureSchema>;

export const opluxSchema = z.strictObject({
  format: z.literal('shinsa-oplux'),
  formatVersion: z.literal(1),
  model_id: z.string(),
  name: z.string(),
  currency: currencySchema,
  /** Digits of the minor unit: money in vectors and CEL is whole minor units. */
  currency_digits: z.int().min(0),
  time_zone: z.string(),
  policy: z.enum(['groups', 'classes', 'scores']),
  default: resultSchema,
  rules: z.array(ruleSchema),
  /** In the order they are tried. */
  rule_groups: z.array(groupSchema),
  /** Only where scores decide: a sum of at least this much reaches its threshold. */
  thresholds: z.strictObject({ ok: score, ng: score, hold: score }).nullable(),
  /** Only where scores decide: the result by which sums reached theirs. */
  combinations: z.record(z.enum(combinations), resultSchema).nullable(),
  /** In the order they are asked, before anything else; missing in packages made before. */
  exceptions: z.array(exceptionSchema).exactOptional(),
  lists: z.array(listSchema),
  features: z.array(featureSchema),
  inputs: z.array(inputSchema),
  /** `unknown`: a condition on a value that is absent is neither true nor false, and a rule fires only where it is true. */
  nulls: z.literal('unknown'),
});
export type Oplux = z.infer<typeof opluxSchema>;
