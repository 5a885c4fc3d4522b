import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';
import { eventKinds } from './events.ts';
import { badKinds, outcomeKindSchema, reasonFamilySchema } from './target.ts';

/**
 * 特徴量: what was known of a key (device, card, address …) at the moment of an order, made of events before it. Windows
 * are half-open, [t − w, t): an event exactly w before counts, one of the same instant does not.
 */

/**
 * How events are taken together. `known_bad`: orders whose bad outcome had been reported by then. `since_…`: whole
 * seconds; `…_seen`: the instant.
 */
export const featureAggs = [
  'count',
  'count_distinct',
  'sum',
  'avg',
  'min',
  'max',
  'first_seen',
  'last_seen',
  'since_first',
  'since_last',
  'known_bad',
] as const;
export type FeatureAgg = (typeof featureAggs)[number];

/** What a feature counts: earlier orders, or one kind of the events beside them. */
export const featureSources = ['orders', ...eventKinds] as const;
export type FeatureSource = (typeof featureSources)[number];

/** Length of a window by its unit, in microseconds. */
const unitMicros = { m: 60_000_000n, h: 3_600_000_000n, d: 86_400_000_000n } as const;
/** Ten years: what lies further back is `all`. */
const longest = 3_660n * unitMicros.d;

const windowPattern = /^([1-9]\d{0,6})([mhd])$/;

/** `30m`, `24h`, `7d` in microseconds, null for `all`; undefined for anything else. */
export function windowMicros(window: string): bigint | null | undefined {
  if (window === 'all') return null;
  const [, count, unit] = windowPattern.exec(window) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  const micros = BigInt(count) * unitMicros[unit as keyof typeof unitMicros];
  return micros <= longest ? micros : undefined;
}

export const featureIdSchema = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9_]*$/);

const path = z.string().min(1).max(200);

/** Outcomes as inputs: which facts make an order bad. Without `kinds` every kind of `usualBadKinds`. */
export const featureOutcomeSchema = z.strictObject({
  kinds: z
    .array(outcomeKindSchema.refine((kind) => badKinds.includes(kind)))
    .min(1)
    .max(badKinds.length)
    .exactOptional(),
  /** Families of chargebacks that count; every one where absent. */
  reasonFamilies: z.array(reasonFamilySchema).min(1).max(10).exactOptional(),
  /** Facts without a report date count as known so many days after their order; without it they are refused. */
  assumedDelayDays: z.int().min(0).max(1000).exactOptional(),
});
export type FeatureOutcome = z.infer<typeof featureOutcomeSchema>;

/** Kinds of outcomes that count as bad where a feature names none: what is certain, and dated by nature. */
export const usualBadKinds = ['chargeback', 'bad-debt', 'overdue', 'resale', 'black'] as const;

/** One feature of a rule set, read in rules as `velocity.<id>`. */
export const featureSchema = z.strictObject({
  id: featureIdSchema,
  names: z.strictObject({ ja: z.string().max(200), en: z.string().max(200) }).exactOptional(),
  agg: z.enum(featureAggs),
  /** The field that is taken together; not for counts and times. */
  of: path.exactOptional(),
  /** Fields that must be the same; an order where one is absent has no value. */
  by: z.array(path).min(1).max(6),
  window: z.string().refine((text) => windowMicros(text) !== undefined),
  /** CEL over the earlier event's own fields, lists as of that event. Only events on which it is true count. */
  where: z.string().min(1).max(5_000).exactOptional(),
  /** The order itself counts too. */
  includeCurrent: z.boolean().exactOptional(),
  on: z.enum(featureSources).exactOptional(),
  /** `strict` (usual): nothing of the same instant. `sequenced`: those with a smaller order id (UTF-8 bytes) too. */
  ties: z.enum(['strict', 'sequenced']).exactOptional(),
  outcome: featureOutcomeSchema.exactOptional(),
});
export type Feature = z.infer<typeof featureSchema>;

/** Most features of a rule set. */
export const mostFeatures = 300;
export const featuresSchema = z.array(featureSchema).max(mostFeatures);

/** Object of a record that features are read from. */
export const velocityRoot = 'velocity';

/** How a rule names a feature. */
export const velocityPath = (id: string): string => `${velocityRoot}.${id}`;

/** Whether a path that a rule reads is that of a feature. */
export const isFeature = (path: string): boolean => path.startsWith(`${velocityRoot}.`);

/** Those of the features that a rule's text may read. */
export const featuresNamed = (when: string, features: readonly Feature[] = []): Feature[] =>
  features.filter(({ id }) => when.includes(velocityPath(id)));

/**
 * How the past is read. Point in time is `{}`; the others are the mistakes that make a feature look better than it can be,
 * computed only to be shown beside it: orders of the same instant counted, outcomes known at once, lists as they are
 * today, the whole history whatever the time.
 */
export const readingSchema = z.strictObject({
  ties: z.literal('instant').exactOptional(),
  outcomes: z.literal('at-once').exactOptional(),
  lists: z.literal('today').exactOptional(),
  window: z.literal('whole').exactOptional(),
});
export type Reading = z.infer<typeof readingSchema>;

/** A feature as it is computed: whatever it is called, read in a currency and a zone, point in time where nothing else is said. */
export interface FeatureMeaning {
  readonly feature: Feature;
  readonly currency: string;
  readonly timezone: string;
  readonly reading?: Reading;
}

const columnStart = 'feature ';

const meaningSchema = z.strictObject({
  feature: featureSchema,
  currency: z.string(),
  timezone: z.string(),
  reading: readingSchema.exactOptional(),
});

/** Column of the working rows that holds a feature; the same for equal meanings, whatever their ids and names. */
export function featureColumn({ feature, currency, timezone, reading }: FeatureMeaning): string {
  const { names: _names, ...own } = feature;
  return `${columnStart}${canonicalJson({ feature: { ...own, id: 'f' }, currency, timezone, reading })}`;
}

/** What `featureColumn` made a name of; null for any other column. */
export function featureColumnMeaning(name: string): FeatureMeaning | null {
  if (!name.startsWith(columnStart)) return null;
  try {
    return meaningSchema.parse(JSON.parse(name.slice(columnStart.length)));
  } catch {
    return null;
  }
}
