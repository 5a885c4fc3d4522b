import { z } from 'zod';
import { listIdSchema } from './lists.ts';
import { targetSchema } from './target.ts';

/** What a package was proven with before it was written. */

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);

/** An input that production has and the workbench cannot reproduce, with what it is in both languages. */
const inputSchema = z.strictObject({ touchpoint: z.string(), ja: z.string(), en: z.string() });

const agreeing = {
  engine: z.string(),
  version: z.string(),
  /** Answers compared: of rules, exceptions, features and the decision, on every record. */
  compared: count,
  /** A package with others is not written. */
  mismatches: z.literal(0),
};

const engineSchema = z.discriminatedUnion('subject', [
  z.strictObject({
    ...agreeing,
    /** The records of vectors.json, by this file of the package. */
    subject: z.literal('vectors'),
    file: z.string(),
    records: count,
    /**
     * Of those compared, how many rest on values handed to the engine: features, what stood on lists, and inputs that its format
     * cannot say. Missing in certificates made before.
     */
    derived: count.exactOptional(),
    /**
     * Answers it has none of: a number that it does not take or that is in range for it alone, a regular expression of another
     * dialect; of the SQL of features, those that need other events or lists to be tried.
     */
    outside: count,
  }),
  z.strictObject({
    ...agreeing,
    /** Every order of the project in the order of time, with the events beside them and what was reported when. */
    subject: z.literal('history'),
    orders: count,
    events: count,
    outcomes: count,
    rules: count,
    features: count,
  }),
]);
export type ProvenEngine = z.infer<typeof engineSchema>;

/** A file that something could run: `engine` was asked and had no answer to compare, null: nothing here runs it. */
const notProvenSchema = z.strictObject({ file: z.string(), engine: z.string().nullable() });
export type NotProven = z.infer<typeof notProvenSchema>;

/** How often a rule is true, false and not evaluable in the vectors. */
const coverageSchema = z.strictObject({ rule: z.string(), true: count, false: count, unknown: count });
export type RuleCoverage = z.infer<typeof coverageSchema>;

/** A comparison of a rule as it is written there. */
const unreachedSchema = z.strictObject({ rule: z.string(), clause: z.string() });
export type UnreachedThreshold = z.infer<typeof unreachedSchema>;

export const certificateSchema = z.strictObject({
  format: z.literal('shinsa-certificate'),
  formatVersion: z.literal(1),
  tool: z.strictObject({ name: z.literal('shinsa'), version: z.string() }),
  ruleSet: z.strictObject({ hash, rules: count, groups: count, features: count, exceptions: count }),
  /** Of the orders and outcomes the proof was made on; instants in UTC. */
  data: z.strictObject({ hash: z.string(), orders: count, from: z.string().nullable(), to: z.string().nullable() }),
  /** Outcomes up to which day were known; null where they have no report dates. */
  labels: z.strictObject({ target: targetSchema, targetHash: hash, asOf: z.string().nullable() }),
  lists: z.array(z.strictObject({ id: listIdSchema, entries: count, hash })),
  features: z.array(z.strictObject({ id: z.string(), hash })),
  vectors: z.strictObject({
    hash,
    total: count,
    /** By `origin`. */
    origins: z.record(z.string(), count),
    /** Instants at which membership of lists was asked. */
    listCases: count,
    /** Orders of histories at which features were asked, ties and edges of windows among them; missing in those made before. */
    featureOrders: count.exactOptional(),
  }),
  rules: z.array(coverageSchema),
  /** What no record was found for, though many were tried: `true` of a rule that no order can meet. */
  notReached: z.array(z.strictObject({ rule: z.string(), answer: z.enum(['true', 'false', 'unknown']) })),
  /** Comparisons that no record was found on all sides of; missing where there are none. */
  thresholdsNotReached: z.array(unreachedSchema).min(1).exactOptional(),
  engines: z.array(engineSchema).min(1),
  /** Files that nothing here has shown to decide as tested. Missing in certificates made before. */
  notProven: z.array(notProvenSchema).exactOptional(),
  /** Vectors were replayed after personal values had been replaced; false only where raw values were asked for. */
  surrogates: z.boolean(),
  /** No proof speaks of these: rules on them are the client's to compare. */
  notReproduced: z.array(inputSchema),
});
export type Certificate = z.infer<typeof certificateSchema>;

/** Inputs of production beyond what a project can hold. */
export const notReproduced: readonly z.infer<typeof inputSchema>[] = [
  {
    touchpoint: 'negative.shared',
    ja: '共有ネガティブ（他社の登録）',
    en: 'Shared negative data (registered by other shops)',
  },
  {
    touchpoint: 'event.device_info',
    ja: '端末識別（端末情報の照合結果）',
    en: 'Device identification (matching of device information)',
  },
  {
    touchpoint: 'similars[]',
    ja: '類似取引（本番の名寄せによる過去の取引）',
    en: 'Similar events (linked by the matching of production)',
  },
  {
    touchpoint: 'external.phone',
    ja: '電話回線の状態（有効・開通時期）',
    en: 'State of the phone line (alive, since when)',
  },
  {
    touchpoint: 'external.address',
    ja: '住所の外部情報（空室・ホテル・転送業者）',
    en: 'Outside data on the address (vacant, hotel, forwarding service)',
  },
  {
    touchpoint: 'behaviour',
    ja: '入力の挙動（キー操作・マウス・スクロール）',
    en: 'Behaviour of input (keyboard, mouse, scrolling)',
  },
  { touchpoint: 'event.ec.settle.limit_price', ja: '与信枠（購入者ごとの上限額）', en: 'Limit per buyer' },
];
