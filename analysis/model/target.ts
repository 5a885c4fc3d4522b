import { z } from 'zod';
import { columnClauseSchema } from './column-clause.ts';

/**
 * Kinds of dated facts about an order. `label-…` is a file's own 0/1 column; `other` is kept and never counts.
 * `chargeback-upheld`: a chargeback stands again after it was contested. `fraud-notice`: what comes before a chargeback
 * (TC40, SAFE, retrieval request), never bad by itself. `overdue-N` is what a target counts, never told of an order by
 * itself: an overdue bill that is N days or more past due. `billing`, `paid`, `returned`: other stages of a settlement.
 */
export const outcomeKinds = [
  'chargeback',
  'chargeback-reversed',
  'bad-debt',
  'overdue',
  'cancelled',
  'confirmed-good',
  'label-bad',
  'label-good',
  'other',
  'fraud-notice',
  'chargeback-upheld',
  'overdue-30',
  'overdue-60',
  'overdue-90',
  'billing',
  'paid',
  'returned',
  'resale',
  'black',
  'review-ok',
  'review-ng',
  'sample-good',
  'sample-bad',
  'sample-unclear',
] as const;
export const outcomeKindSchema = z.enum(outcomeKinds);
export type OutcomeKind = z.infer<typeof outcomeKindSchema>;

/**
 * Verdicts on a review sample (model/review-sample.ts), given long after the order: no decision on it, as `review-…` are, and
 * no label of the orders that were not drawn. Only the sample's estimates read them.
 */
export const sampleKinds = ['sample-good', 'sample-bad', 'sample-unclear'] as const satisfies readonly OutcomeKind[];
export type SampleKind = (typeof sampleKinds)[number];

/** Days past due from which an overdue bill counts for a target that asks for so many. */
export const overdueDays = { 'overdue-30': 30, 'overdue-60': 60, 'overdue-90': 90 } as const;
export type OverdueKind = keyof typeof overdueDays;

/** Whether a kind asks how long a bill is overdue. */
export const isOverdueKind = (kind: OutcomeKind): kind is OverdueKind => Object.hasOwn(overdueDays, kind);

/** Whether a kind says that a bill was not paid in time, or never. */
export const isBillKind = (kind: OutcomeKind): boolean =>
  kind === 'bad-debt' || kind === 'overdue' || isOverdueKind(kind);

/** What a fact of a kind may say of an order: that it ended badly, well, or nothing a target could be made of. */
const kindSense: Readonly<Record<OutcomeKind, 'bad' | 'good' | 'neither'>> = {
  chargeback: 'bad',
  'chargeback-reversed': 'neither',
  'bad-debt': 'bad',
  overdue: 'bad',
  cancelled: 'bad',
  'confirmed-good': 'good',
  'label-bad': 'bad',
  'label-good': 'neither',
  other: 'neither',
  'fraud-notice': 'bad',
  // Counts wherever a chargeback does.
  'chargeback-upheld': 'neither',
  'overdue-30': 'bad',
  'overdue-60': 'bad',
  'overdue-90': 'bad',
  billing: 'neither',
  paid: 'good',
  returned: 'neither',
  resale: 'bad',
  black: 'bad',
  'review-ok': 'neither',
  'review-ng': 'bad',
  'sample-good': 'neither',
  'sample-bad': 'neither',
  'sample-unclear': 'neither',
};

/** Kinds that a target may count as bad, and those that may show a good end. */
export const badKinds: readonly OutcomeKind[] = outcomeKinds.filter((kind) => kindSense[kind] === 'bad');
export const goodKinds: readonly OutcomeKind[] = outcomeKinds.filter((kind) => kindSense[kind] === 'good');

/** Families of chargeback reason codes (domain-facts 3.1); only fraud is a label for fraud targets. */
export const reasonFamilies = ['fraud', 'authorisation', 'processing', 'consumer', 'unknown'] as const;
export const reasonFamilySchema = z.enum(reasonFamilies);
export type ReasonFamily = z.infer<typeof reasonFamilySchema>;

/** The two names; one may stand for both, and none is no name. */
const targetNameSchema = z
  .strictObject({ ja: z.string().max(200), en: z.string().max(200) })
  .refine(({ ja, en }) => ja.trim() !== '' || en.trim() !== '');

/**
 * 対象事象: what counts as bad and from what age an order without it counts as good.
 * `reasonFamilies` is read for chargebacks only. Hashed with every run and shown in every header.
 */
export const targetSchema = z
  .strictObject({
    id: z.string().min(1).max(64),
    name: targetNameSchema,
    kinds: z.array(outcomeKindSchema).min(1),
    reasonFamilies: z.array(reasonFamilySchema),
    /** Categories of black registrations that count, as `blackCategory` tells them; absent: every one. */
    blackCategories: z.array(z.string().min(1).max(100)).min(1).max(50).optional(),
    /**
     * Days after the order until its outcome counts as known: from then an order without a bad fact is good. A bad fact
     * reported later still makes it bad. 0 only where maturity cannot be measured.
     */
    horizonDays: z.int().min(0).max(1000),
    /** Codes of payment_method whose orders are outside the population, as codes or in the words of `paymentWords`. */
    excludePaymentMethods: z.array(z.string().min(1)).max(50).optional(),
    /**
     * Facts that show an order ended well where nothing else says how it ended. They never make a young order good:
     * maturity belongs to its age, or young orders would be good before they could be bad.
     */
    goodWhen: z.array(outcomeKindSchema).min(1).optional(),
    /** Orders that meet all of these are outside the population. */
    exclude: z.array(columnClauseSchema).min(1).max(50).optional(),
  })
  .refine(({ kinds, goodWhen = [] }) => !goodWhen.some((kind) => kinds.includes(kind)), { path: ['goodWhen'] })
  .refine((target) => target.goodWhen === undefined || !isLabelTarget(target), { path: ['goodWhen'] });
export type Target = z.infer<typeof targetSchema>;

/** O-PLUX codes of every way to pay but pay later (01): such orders cannot stay unpaid. */
const paidAtOnce = ['02', '03', '04', '05', '06', '07', '08', '09', '10'];

/** Words a shop may write for a code of payment_method, as regular expressions over lower-case text. */
export const paymentWords: Readonly<Record<string, string>> = {
  '02': 'クレジット|カード|ｸﾚｼﾞｯﾄ|ｶｰﾄﾞ|credit|card',
  '03': '代引|代金引換|代金引き換え|cash on delivery|^cod$',
  '04': '前払|先払|銀行振込|prepa|bank transfer',
  '05': '電子マネー|e-?money|paypay|ペイペイ|楽天ペイ|amazon ?pay|アマゾンペイ|apple ?pay|google ?pay|d払い|au ?pay|メルペイ|line ?pay|交通系|suica',
  '06': '^(?:全額)?ポイント|^points?$',
  '07': '口座振替|direct debit',
  '08': '分割|instal',
  '09': 'ペイジー|pay-?easy',
  '10': 'ペイパル|paypal',
};

/** Words of pay later, whatever else stands beside them: such orders never count as paid at once. */
export const payLaterWords = '後払|あと払|アト払|pay[ -]?later|deferred|paidy|ペイディ|atone|アトネ';

/** Ready targets, editable copies of which a project stores. */
export const targetPresets: readonly Target[] = [
  {
    // Nothing is excluded: the trade states card fraud per screened order, whichever way it was paid.
    id: 'card-fraud',
    name: { ja: 'カード不正', en: 'Card fraud' },
    kinds: ['chargeback'],
    reasonFamilies: ['fraud', 'unknown'],
    horizonDays: 120,
  },
  {
    id: 'unpaid',
    name: { ja: '後払い延滞・貸倒', en: 'Pay-later unpaid' },
    kinds: ['bad-debt', 'overdue'],
    reasonFamilies: [],
    horizonDays: 90,
    excludePaymentMethods: paidAtOnce,
  },
  {
    id: 'bad-debt',
    name: { ja: '貸倒', en: 'Bad debt' },
    kinds: ['bad-debt'],
    reasonFamilies: [],
    horizonDays: 180,
    excludePaymentMethods: paidAtOnce,
  },
  // So many days past due, and about a month from the order until its bill is due.
  ...([30, 60, 90] as const).map((days): Target => ({
    id: `unpaid-${days}`,
    name: { ja: `後払い${days}日以上延滞`, en: `Unpaid ${days} days past due` },
    kinds: ['bad-debt', `overdue-${days}`],
    reasonFamilies: [],
    horizonDays: days + 30,
    excludePaymentMethods: paidAtOnce,
  })),
  {
    id: 'resale',
    name: { ja: '不正転売', en: 'Resale abuse' },
    kinds: ['resale'],
    reasonFamilies: [],
    horizonDays: 60,
  },
  {
    id: 'label',
    name: { ja: 'ファイルのラベル', en: 'Label of the file' },
    kinds: ['label-bad'],
    reasonFamilies: [],
    horizonDays: 0,
  },
];

/** Whether nothing but the file's own label is asked. */
export function isLabelTarget({ kinds }: { readonly kinds: readonly OutcomeKind[] }): boolean {
  return kinds.every((kind) => kind === 'label-bad' || kind === 'label-good');
}

/** States of an order for a target at an as-of date; every order has exactly one, so the five add up to all rows.
 * All but `immature` and `excluded` are old enough for their outcome to be known: a refused order is blocked from that age on. */
export const outcomeStates = ['bad', 'good', 'immature', 'blocked', 'excluded'] as const;
export const outcomeStateSchema = z.enum(outcomeStates);
export type OutcomeState = z.infer<typeof outcomeStateSchema>;

/** Codes of the states in coded columns: position in `outcomeStates`. */
export function stateCode(state: OutcomeState): number {
  return outcomeStates.indexOf(state);
}
