import { z } from 'zod';

/**
 * 後払いの設計: how a shop's pay-later business screens, limits, bills, reminds and writes off, in one document. Amounts are in
 * yen, shares between 0 and 1, rates of a year in percent, days calendar days unless they end in `Bd`
 * (business days of the shop's calendar).
 */

const text = (most: number) => z.string().min(1).max(most);
const names = z.strictObject({ ja: text(200), en: text(200) });
const amount = z.int().min(0).max(1_000_000_000_000);
const share = z.number().min(0).max(1);
const days = z.int().min(0).max(3_660);
const id = z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/);

/** Whose orders are taken together. */
export const creditKeys = ['person', 'household', 'phone', 'address', 'email', 'device'] as const;
export const creditKeySchema = z.enum(creditKeys);
export type CreditKey = z.infer<typeof creditKeySchema>;

/** From which step on an order uses up a limit. */
export const countStates = ['screened', 'approved', 'shipped', 'invoiced', 'overdue'] as const;

const limitsSchema = z.strictObject({
  perOrder: amount.nullable(),
  firstOrder: amount.nullable(),
  /** What is open of one key at most. */
  cumulative: z.array(z.strictObject({ key: creditKeySchema, amount })).max(creditKeys.length),
  countStates: z.array(z.enum(countStates)).min(1).max(countStates.length),
  /** A payment frees the limit so many business days later. */
  restoreLagBd: days,
  /** The household's orders use up the person's limit. */
  familyPooling: z.boolean(),
  /** Cumulative limits are so many times as high after so many paid orders and days. */
  raise: z
    .array(z.strictObject({ cleanOrders: z.int().min(1).max(1000), days, times: z.number().min(1).max(100) }))
    .max(20),
  /** … and so many times as high (below 1) once somebody was so many days late. */
  lower: z.array(z.strictObject({ lateDays: z.int().min(1).max(3_660), times: share })).max(20),
});

const reviewSchema = z.strictObject({
  /** What becomes of an order that nobody looked at in time. */
  onTimeout: z.enum(['OK', 'NG', 'HOLD']),
  timeoutHours: z.int().min(1).max(720),
  /** Whether an order under review ships at the shipping cut-off all the same. */
  shipUnreviewed: z.boolean(),
  reviewers: z.number().min(0).max(1000),
  minutesPerCase: z.number().min(0.1).max(600),
  hoursPerDay: z.number().min(0).max(24),
  /** Two persons decide above this amount. */
  fourEyesAbove: amount.nullable(),
});

/** When a buyer pays. The day of a month: 31 is its last one. */
const monthDay = z.int().min(1).max(31);
const paymentSchema = z.discriminatedUnion('kind', [
  /** An invoice for each order, so many business days after it arrived. */
  z.strictObject({ kind: z.literal('invoice'), offsetBd: days, dueDays: days }),
  /** One statement for all orders of a month. */
  z.strictObject({
    kind: z.literal('statement'),
    closingDay: monthDay,
    dueDay: monthDay,
    dueMonths: z.int().min(0).max(6),
  }),
  /** The first one as of a statement, the others each a month later. */
  z.strictObject({
    kind: z.literal('instalment'),
    closingDay: monthDay,
    dueDay: monthDay,
    dueMonths: z.int().min(0).max(6),
    count: z.int().min(2).max(60),
  }),
]);

export const channels = ['envelope', 'postcard', 'mail', 'sms', 'app', 'phone', 'letter'] as const;
export const rolls = ['next', 'previous', 'none'] as const;

const dunningSchema = z.strictObject({
  steps: z.array(z.strictObject({ afterDueDays: days, channel: z.enum(channels), cost: amount, fee: amount })).max(30),
  /** Fees for reminders that one bill bears at most. */
  feeCount: z.int().min(0).max(30),
  feeTotal: amount.nullable(),
  /** Late interest of a year, percent. */
  lateApr: z.number().min(0).max(100),
  /** No further order is approved from so many days past due on. */
  stopCreditAtDpd: days,
  assign: z.strictObject({ dpd: days, priceRate: share }).nullable(),
  legalAtDpd: days.nullable(),
  writeOffAtDpd: days,
});

const tierSchema = z.strictObject({
  id,
  names,
  feePlan: id,
  perOrder: amount.nullable(),
  firstOrder: amount.nullable(),
  /** Of what is judged OK so much is looked at. */
  reviewShare: share,
  payoutDelayDays: days,
  reserveRate: share,
  forbidden: z.array(text(100)).max(100),
  /** Sells subscriptions, and what shows that the last screen before the order tells their terms (特商法12条の6). */
  subscription: z.boolean(),
  finalScreenEvidence: text(500).nullable(),
});

const feePlanSchema = z.strictObject({ id, names, rate: share, monthly: amount, perInvoice: amount });

/** Rules of the workbench that take part, by the model of their rule set, and what they read. */
const packSchema = z.strictObject({
  kind: z.enum(['delivery', 'product', 'identity', 'other']),
  modelId: z.string().regex(/^[A-Z0-9_]{1,40}$/),
  reads: z.array(text(200)).max(500),
});

/** What a score or a rule that refuses is made of. A written reason stands in the client's specification. */
const scoreSchema = z.strictObject({
  inputs: z.array(text(200)).min(1).max(500),
  okFrom: z.number(),
  ngBelow: z.number(),
  /** How finely areas are told apart. */
  area: z.enum(['none', 'prefecture', 'city', 'zip']),
  reasons: z.record(text(200), text(2000)),
});

/** What was said of the business that law looks at; nothing of it is looked up. */
const factsSchema = z.strictObject({
  registration: z.enum(['none', 'comprehensive', 'small', 'certified', 'individual']),
  abilityToPay: z.enum(['statutory', 'model', 'none']),
  card: z.boolean(),
  threeDs: z.enum(['all', 'selective', 'none']),
  threeDsEvidence: text(2000).nullable(),
  collector: z.enum(['own', 'lawyer', 'servicer', 'other']),
  sharedNegatives: z.boolean(),
  sharedNegativesPublished: z.boolean(),
  creditBureau: z.boolean(),
  minors: z.boolean(),
  minorsConsent: text(2000).nullable(),
});

/** A business that begins: there is no repayment history, so that all yen are assumed. */
const launchSchema = z.strictObject({
  /** Unpaid at so many days, assumed: expected, and between which values. */
  unpaid: z.strictObject({ days, expected: share, low: share, high: share }),
  /** Approved amounts of each of the first months at most. */
  monthCaps: z.array(amount).max(24),
  /** Of what would be refused so much is approved, to learn from. */
  exploration: share,
  /** Bad orders until a scorecard can be made of data. */
  badNeeded: z.int().min(1).max(1_000_000),
});

export const bnplConfigSchema = z.strictObject({
  format: z.literal('shinsa-bnpl'),
  formatVersion: z.literal(1),
  client: text(200),
  version: z.int().min(1).max(1_000_000),
  note: z.string().max(2000).exactOptional(),
  validFrom: z.iso.date(),
  currency: z.literal('JPY'),
  timezone: text(64),
  entry: z.discriminatedUnion('kind', [
    /** 切替: orders of another provider are replayed as they were decided. */
    z.strictObject({ kind: z.literal('switch'), from: text(200) }),
    /** 新規立上げ. */
    z.strictObject({ kind: z.literal('new'), launch: launchSchema }),
  ]),
  identity: z.array(creditKeySchema).min(1).max(creditKeys.length),
  flow: z.strictObject({
    screenAt: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('order') }),
      z.strictObject({ kind: z.literal('before-shipping'), days }),
    ]),
    subscription: z.enum(['first', 'every']),
    existingCustomers: z.boolean(),
    review: reviewSchema,
  }),
  limits: limitsSchema,
  score: scoreSchema.nullable(),
  packs: z.array(packSchema).max(50),
  payment: paymentSchema,
  /** Where a due date falls on a day that banks are closed. */
  roll: z.enum(rolls),
  /** Saturdays, Sundays, national holidays and 31 December to 3 January are closed; these days beside them, or not. */
  calendar: z.strictObject({ closed: z.array(z.iso.date()).max(500), open: z.array(z.iso.date()).max(500) }),
  dunning: dunningSchema,
  fees: z.array(feePlanSchema).min(1).max(20),
  payout: z.enum(['weekly', 'semi-monthly', 'monthly']),
  tiers: z.array(tierSchema).min(1).max(50),
  facts: factsSchema,
  /** Of observed values, by their path (`limits.cumulative.0.amount`): where they are from, how good that is, and when it was read. */
  sources: z.record(
    text(200),
    z.strictObject({ text: text(500), grade: z.enum(['A', 'B', 'C']), date: z.iso.date().nullable() }),
  ),
});
export type BnplConfig = z.infer<typeof bnplConfigSchema>;
export type Payment = BnplConfig['payment'];
