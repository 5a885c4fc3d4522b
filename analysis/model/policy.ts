import { z } from 'zod';
import { resultSchema, ruleCode } from './screening.ts';

/** The three sums over the rules that fire. */
export const scoreParts = ['ok', 'ng', 'hold'] as const;
export type ScorePart = (typeof scoreParts)[number];

/** Every combination of sums that reached their threshold; the place in the list is the bits ok 1, ng 2, hold 4. */
export const combinations = ['none', 'ok', 'ng', 'ok+ng', 'hold', 'ok+hold', 'ng+hold', 'ok+ng+hold'] as const;
export type Combination = (typeof combinations)[number];

/** The combination in which exactly these sums reached their threshold. */
export const combinationOf = (reached: Readonly<Record<ScorePart, boolean>>): Combination =>
  combinations[scoreParts.reduce((bits, part, at) => bits + (reached[part] ? 2 ** at : 0), 0)] ?? 'none';

/** Whether the sum is among those that the combination says reached theirs. */
export const reaches = (combination: Combination, part: ScorePart): boolean =>
  combination.split('+').some((one) => one === part);

/** A sum of at least this much reaches its threshold. */
const threshold = z.int().min(1);

const scorePolicySchema = z.strictObject({
  kind: z.literal('scores'),
  thresholds: z.strictObject({ ok: threshold, ng: threshold, hold: threshold }),
  /** The result of every combination, none left out. */
  results: z.strictObject({
    none: resultSchema,
    ok: resultSchema,
    ng: resultSchema,
    'ok+ng': resultSchema,
    hold: resultSchema,
    'ok+hold': resultSchema,
    'ng+hold': resultSchema,
    'ok+ng+hold': resultSchema,
  }),
});
export type ScorePolicy = z.infer<typeof scorePolicySchema>;

/**
 * How what fired becomes a result. groups: the first group that matches, by priority. classes: the rules' own results, OK
 * first, then NG, HOLD, REVIEW. scores: sums of the rules' scores against thresholds.
 */
export const policySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('groups') }),
  z.strictObject({ kind: z.literal('classes') }),
  scorePolicySchema,
]);
export type Policy = z.infer<typeof policySchema>;
export type PolicyKind = Policy['kind'];

/** An instant with its zone, to the millisecond. */
const instant = z.iso.datetime({ offset: true }).regex(/T\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)$/);

const exception = {
  /** Path of a text field as rules name it, such as `buyer.email_key`. */
  field: z.string().min(1).max(120),
  value: z.string().min(1).max(1000),
  /** Orders from then on, up to but without `until`. */
  from: instant,
  until: instant.exactOptional(),
  note: z.string().max(500).exactOptional(),
  /** Only in packages: `value` stands for a personal value that is not given away. */
  surrogate: z.literal(true).exactOptional(),
};

/**
 * What holds for one entity for a time. allow: its orders are OK before anything else is asked. snooze: the named rules
 * do not count for it; that they fire is counted as before.
 */
export const exceptionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('allow'), ...exception }),
  z.strictObject({ kind: z.literal('snooze'), rules: z.array(ruleCode).min(1).max(2000), ...exception }),
]);
export type RuleSetException = z.infer<typeof exceptionSchema>;

/** More are a matter for a list. */
export const mostExceptions = 500;
