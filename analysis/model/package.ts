import { z } from 'zod';
import { featureIdSchema } from './features.ts';
import { listIdSchema, listMatchSchema } from './lists.ts';
import { currencySchema, resultSchema, ruleSetListSchema } from './ruleset.ts';
import { targetSchema } from './target.ts';

/**
 * Types of the values in vectors: money is an integer in minor units, a timestamp an ISO instant in UTC, a list the lines
 * of an order.
 */
export const vectorTypeSchema = z.enum(['int', 'money', 'double', 'string', 'bool', 'timestamp', 'list']);
export type VectorType = z.infer<typeof vectorTypeSchema>;

/** Lines with the fields that rules read of them; an absent field is left out. An order without lines has no list. */
const vectorLines = z.array(z.record(z.string(), z.union([z.string(), z.number()]))).min(1);
export type VectorLines = z.infer<typeof vectorLines>;

export const vectorValueSchema = z.union([z.string(), z.number(), z.boolean(), vectorLines]);
export type VectorValue = z.infer<typeof vectorValueSchema>;

export const vectorSchema = z.strictObject({
  id: z.string(),
  /** drawn: an order with identities replaced; boundary: a drawn one moved onto a threshold; absent: with a field taken out. */
  origin: z.enum(['drawn', 'boundary', 'absent']),
  /** Fields by rule path; an absent field is left out. Only fields the rules read. */
  record: z.record(z.string(), vectorValueSchema),
  /** What `lists.<id>` holds: those of the record's values that were on the list at its order. */
  lists: z.record(listIdSchema, z.array(z.string())).exactOptional(),
  /** Derived inputs by name (`d1`), where they are evaluable; what they are stands in rules.inputs.json. An instant is epoch ms. */
  derived: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
  fired: z.array(z.string()),
  unevaluable: z.array(z.string()),
  /** Places in the rule set's exceptions, from 0, of those that hold; only where it has some. */
  exceptions: z.array(z.int().min(0)).exactOptional(),
  result: resultSchema,
  /** What decided: `rule:CODE`, a group's name, `scores:ok+ng`, `allow:1`, `default`; missing in packages made before. */
  by: z.string().exactOptional(),
});
export type Vector = z.infer<typeof vectorSchema>;

export const vectorsFileSchema = z.strictObject({
  format: z.literal('shinsa-vectors'),
  formatVersion: z.literal(1),
  currency: currencySchema,
  fields: z.record(z.string(), vectorTypeSchema),
  vectors: z.array(vectorSchema),
});
export type VectorsFile = z.infer<typeof vectorsFileSchema>;

export const celFileSchema = z.strictObject({
  format: z.literal('shinsa-cel'),
  formatVersion: z.literal(1),
  profile: z.literal('wb-1'),
  currency: currencySchema,
  timezone: z.string(),
  /** `guarded` is never an error: true exactly when the rule fires. `plain` is three-valued: an error means not evaluable. */
  rules: z.array(z.strictObject({ code: z.string(), guarded: z.string(), plain: z.string() })),
  /** The rule set's exceptions, in its order: the conditions they hold under. */
  exceptions: z.array(z.strictObject({ guarded: z.string(), plain: z.string() })).exactOptional(),
});
export type CelFile = z.infer<typeof celFileSchema>;

/** Entries of the lists that rules ask. A list that tells of persons is not given away: its entries are null. */
export const listsFileSchema = z.strictObject({
  format: z.literal('shinsa-lists'),
  formatVersion: z.literal(1),
  lists: z.array(
    z.strictObject({
      id: listIdSchema,
      match: listMatchSchema,
      entries: z
        .array(
          z.strictObject({
            value: z.string(),
            addedAt: z.iso.datetime().nullable(),
            removedAt: z.iso.datetime().nullable(),
          }),
        )
        .nullable(),
    }),
  ),
});
export type ListsFile = z.infer<typeof listsFileSchema>;

/** What one engine said of all vectors by the file of a target. */
export const engineProofSchema = z.strictObject({
  engine: z.string(),
  version: z.string(),
  target: z.string(),
  file: z.string(),
  /** Vectors it answered. */
  vectors: z.int(),
  /** Answers held against those expected: of each rule, and of the decision where the file decides. */
  compared: z.int(),
  /** Answers it has none of: a number that it does not take, a regular expression of another dialect. */
  outside: z.int(),
  mismatches: z.int(),
  /** Where it first said otherwise; `rule` is null for the decision. */
  first: z
    .strictObject({ vector: z.string(), rule: z.string().nullable(), expected: z.string(), got: z.string() })
    .nullable(),
});
export type EngineProof = z.infer<typeof engineProofSchema>;

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const manifestSchema = z.strictObject({
  format: z.literal('shinsa-package'),
  formatVersion: z.literal(1),
  name: z.string(),
  modelId: z.string(),
  tool: z.strictObject({ name: z.literal('shinsa'), version: z.string(), duckdb: z.string() }),
  createdAt: z.iso.datetime(),
  ruleSetHash: hash,
  data: z.strictObject({
    version: z.string(),
    orders: z.int(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
  labels: z.strictObject({ target: targetSchema, asOf: z.string().nullable() }),
  replay: z.strictObject({
    evaluator: z.string(),
    vectors: z.int(),
    mismatches: z.literal(0),
    rulesFired: z.int(),
    rules: z.int(),
  }),
  /** Rules that ask lists were proven with the list as it was at each order, or from its snapshot where it has no dates. */
  lists: z.strictObject({ asOf: z.literal('order'), used: z.array(ruleSetListSchema) }).exactOptional(),
  /**
   * Rules that read features were proven with the values as they were at each order: `velocity.<id>` in vectors. Whoever runs
   * the rules has to compute them as the rule set defines them; `hash` is SHA-256 of a definition's canonical JSON.
   */
  features: z
    .strictObject({ asOf: z.literal('order'), used: z.array(z.strictObject({ id: featureIdSchema, hash })) })
    .exactOptional(),
  /** Exceptions of the rule set, and how many of them stand for a personal value that is not given away. */
  exceptions: z.strictObject({ total: z.int(), surrogates: z.int() }).exactOptional(),
  /** Formats it holds, and what ran them; none: not proven here. Missing in packages made before. */
  targets: z
    .array(z.strictObject({ id: z.string(), files: z.array(z.string()), proven: z.array(engineProofSchema) }))
    .exactOptional(),
  files: z.array(z.strictObject({ name: z.string().regex(/^[a-z0-9.-]+$/), sha256: hash, bytes: z.int() })),
});
export type Manifest = z.infer<typeof manifestSchema>;
