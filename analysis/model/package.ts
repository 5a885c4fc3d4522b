import { z } from 'zod';
import { eventKindSchema } from './events.ts';
import { featureIdSchema } from './features.ts';
import { listIdSchema, listMatchSchema, listPurposeSchema } from './lists.ts';
import { currencySchema, resultSchema, ruleSetListSchema } from './ruleset.ts';
import { targetSchema } from './target.ts';

/** Names of the files of a package; the manifest names all others but the signature with their hashes. */
export const packageFiles = {
  manifest: 'manifest.json',
  /** Only where somebody signed it; over the bytes of the manifest. */
  signature: 'signature.json',
  ruleSet: 'ruleset.json',
  schema: 'ruleset.schema.json',
  oplux: 'oplux.json',
  opluxSchema: 'oplux.schema.json',
  cel: 'rules.cel.json',
  duckdb: 'rules.duckdb.sql',
  vectors: 'vectors.json',
  certificate: 'certificate.json',
  /** Only where rules ask lists. */
  lists: 'lists.json',
} as const;

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
  /**
   * drawn: an order with identities replaced; boundary: a drawn one moved onto a threshold; absent: with a field taken out;
   * made: changed until a rule said what it says of no order drawn.
   */
  origin: z.enum(['drawn', 'boundary', 'absent', 'made']),
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

/** Whether a value was on a list at an instant: the ends of an entry's time, at and beside them. */
const listCaseSchema = z.strictObject({
  list: listIdSchema,
  value: z.string(),
  at: z.iso.datetime(),
  on: z.boolean(),
});
export type ListCase = z.infer<typeof listCaseSchema>;

/** What is reported of an order of a case, in the words of outcome events; what is not told is left out. */
const caseOutcomeSchema = z.strictObject({
  order_id: z.string(),
  kind: z.string(),
  family: z.string().exactOptional(),
  amount: z.int().exactOptional(),
  days_past_due: z.int().exactOptional(),
  repeats: z.boolean().exactOptional(),
  /** Null: nobody says when. */
  reported_at: z.iso.datetime().nullable(),
});
export type CaseOutcome = z.infer<typeof caseOutcomeSchema>;

/** An invented order or event of a case. */
const caseOrderSchema = z.strictObject({
  event_id: z.string(),
  at: z.iso.datetime(),
  fields: z.record(z.string(), vectorValueSchema),
  /** By list, those of its values that were on it then; only where the feature asks lists. */
  lists: z.record(listIdSchema, z.array(z.string())).exactOptional(),
});
export type CaseOrder = z.infer<typeof caseOrderSchema>;

/**
 * A feature at every order of a history of its own: ties, edges of its window, absent keys and values, and of features of what is
 * reported every kind of report.
 */
const featureCaseSchema = z.strictObject({
  feature: featureIdSchema,
  /** In the order of time. */
  orders: z.array(caseOrderSchema),
  /** Only of features that count other events than orders: these, in the order of time. */
  events: z.array(caseOrderSchema.extend({ kind: eventKindSchema })).exactOptional(),
  /** At each order; null where it has none, instants in microseconds since 1970. */
  values: z.array(z.number().nullable()),
  /** Only of features of what is reported. */
  outcomes: z.array(caseOutcomeSchema).exactOptional(),
});
export type FeatureCase = z.infer<typeof featureCaseSchema>;

export const vectorsFileSchema = z.strictObject({
  format: z.literal('shinsa-vectors'),
  formatVersion: z.literal(1),
  currency: currencySchema,
  fields: z.record(z.string(), vectorTypeSchema),
  vectors: z.array(vectorSchema),
  /** Of lists whose entries the package holds; missing in packages of version 1. */
  listCases: z.array(listCaseSchema).exactOptional(),
  /** Of every feature that rules read whose condition some record was found to meet. */
  featureCases: z.array(featureCaseSchema).exactOptional(),
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

/**
 * Entries of the lists that rules ask. A list that tells of persons is not given away: its entries are null. `value` of domains
 * and IP ranges is what they are found by.
 */
export const listsFileSchema = z.strictObject({
  format: z.literal('shinsa-lists'),
  formatVersion: z.literal(1),
  lists: z.array(
    z.strictObject({
      id: listIdSchema,
      match: listMatchSchema,
      /** Missing in packages made before it was told. */
      purpose: listPurposeSchema.exactOptional(),
      entries: z
        .array(
          z.strictObject({
            value: z.string(),
            /** What fields are compared with, where whoever reads the value cannot make it: keys of 名寄せ. */
            key: z.string().exactOptional(),
            addedAt: z.iso.datetime().nullable(),
            removedAt: z.iso.datetime().nullable(),
          }),
        )
        .nullable(),
    }),
  ),
});
export type ListsFile = z.infer<typeof listsFileSchema>;

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Names of files in a package: no folders, nothing that any file system reads otherwise. */
export const packageFileName = /^[a-z0-9][a-z0-9.-]{0,99}$/;

const manifest = {
  format: z.literal('shinsa-package'),
  name: z.string(),
  modelId: z.string(),
  tool: z.strictObject({ name: z.literal('shinsa'), version: z.string(), duckdb: z.string() }),
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
  files: z.array(z.strictObject({ name: z.string().regex(packageFileName), sha256: hash, bytes: z.int().min(0) })),
};

/** Versions of the package that are read; the last one is written. */
export const packageVersions = [1, 2] as const;

export const manifestSchema = z.discriminatedUnion('formatVersion', [
  z.strictObject({ ...manifest, formatVersion: z.literal(1), createdAt: z.iso.datetime() }),
  z.strictObject({
    ...manifest,
    formatVersion: z.literal(2),
    /** Only where whoever exported gave it: the same project and rule set make the same bytes. */
    createdAt: z.iso.datetime().exactOptional(),
    /** Vectors, exceptions and lists hold personal values as they are: somebody asked for it. */
    rawValues: z.boolean(),
    /** Formats it holds, each with its files and the engines that ran the first of them; none: not proven here. */
    targets: z.array(
      z.strictObject({
        id: z.string(),
        files: z.array(z.string().regex(packageFileName)).min(1),
        proven: z.array(z.string()),
      }),
    ),
  }),
]);
export type Manifest = z.infer<typeof manifestSchema>;
