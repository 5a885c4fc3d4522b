import type { BnplConfig } from './config.ts';

/**
 * Where a configuration is begun from. Observed values carry their source with its grade (A provider or regulator, B trade press or
 * a shop's page, C second hand; domain-facts 2.4 to 2.7) and the date it is of; all others are assumptions, and none is a fact of
 * the client.
 */

export const presetNames = ['invoice-14', 'statement', 'instalment'] as const;
export type PresetName = (typeof presetNames)[number];

type Sources = BnplConfig['sources'];

const common: Omit<BnplConfig, 'payment' | 'dunning' | 'fees' | 'limits' | 'sources'> = {
  ...{ format: 'shinsa-bnpl', formatVersion: 1, client: '（顧客名）', version: 1, validFrom: '2026-04-01' },
  ...{ currency: 'JPY', timezone: 'Asia/Tokyo', roll: 'next', calendar: { closed: [], open: [] }, payout: 'monthly' },
  entry: {
    kind: 'new',
    launch: {
      unpaid: { days: 60, expected: 0.02, low: 0.01, high: 0.04 },
      monthCaps: [10_000_000, 20_000_000, 30_000_000],
      exploration: 0.01,
      badNeeded: 300,
    },
  },
  identity: ['person', 'phone', 'address'],
  flow: {
    screenAt: { kind: 'order' },
    subscription: 'every',
    existingCustomers: true,
    review: {
      ...{ onTimeout: 'HOLD', timeoutHours: 24, shipUnreviewed: false },
      ...{ reviewers: 2, minutesPerCase: 5, hoursPerDay: 8, fourEyesAbove: null },
    },
  },
  score: null,
  packs: [],
  tiers: [
    {
      ...{ id: 'standard', names: { ja: '標準', en: 'Standard' }, feePlan: 'a', perOrder: null, firstOrder: null },
      ...{ reviewShare: 0, payoutDelayDays: 0, reserveRate: 0, forbidden: ['商品券・ギフト券など換金しやすいもの'] },
      ...{ subscription: false, finalScreenEvidence: null },
    },
  ],
  facts: {
    ...{ registration: 'none', abilityToPay: 'none', card: false, threeDs: 'none', threeDsEvidence: null },
    ...{ collector: 'own', sharedNegatives: false, sharedNegativesPublished: false, creditBureau: false },
    ...{ minors: false, minorsConsent: null },
  },
};

const limits = (cumulative: number): BnplConfig['limits'] => ({
  ...{ perOrder: null, firstOrder: null, countStates: ['approved'], restoreLagBd: 3, familyPooling: true, raise: [] },
  cumulative: [{ key: 'person', amount: cumulative }],
  lower: [],
});

const plan = (name: string, rate: number, monthly: number, perInvoice: number): BnplConfig['fees'][number] => ({
  ...{ id: name.toLowerCase(), names: { ja: `プラン${name}`, en: `Plan ${name}` }, rate, monthly, perInvoice },
});

const comparison2019 = {
  text: 'Comparison of fee plans, 2019: to be checked again before use',
  grade: 'B',
  date: '2019-01-01',
} as const;

const dunning: BnplConfig['dunning'] = {
  steps: [
    { afterDueDays: 7, channel: 'postcard', cost: 100, fee: 297 },
    { afterDueDays: 21, channel: 'envelope', cost: 150, fee: 297 },
    { afterDueDays: 35, channel: 'letter', cost: 200, fee: 297 },
  ],
  ...{ feeCount: 3, feeTotal: 891, lateApr: 14.6, stopCreditAtDpd: 1 },
  ...{ assign: { dpd: 90, priceRate: 0.1 }, legalAtDpd: null, writeOffAtDpd: 180 },
};

const dunningSources: Sources = {
  'dunning.steps': {
    text: 'GMO後払い: 297 yen for each invoice sent again, from orders of 2024-11-30',
    grade: 'B',
    date: '2024-11-30',
  },
  'dunning.feeTotal': { text: 'GMO後払い: three at most, 891 yen', grade: 'B', date: '2024-11-30' },
  'dunning.lateApr': {
    text: 'Terms of NP後払い, article 13, as quoted by a third party',
    grade: 'C',
    date: '2024-07-01',
  },
  'dunning.assign': { text: 'NP後払い: assigned after more than two months', grade: 'C', date: null },
};

export const bnplPresets: Readonly<Record<PresetName, BnplConfig>> = {
  'invoice-14': {
    ...common,
    payment: { kind: 'invoice', offsetBd: 1, dueDays: 14 },
    limits: limits(55_000),
    dunning,
    fees: [
      plan('A', 0.05, 0, 190),
      plan('B', 0.044, 5_000, 190),
      plan('C', 0.036, 20_000, 190),
      plan('D', 0.029, 48_000, 190),
    ],
    sources: {
      'payment.dueDays': {
        text: 'NP, GMO, KuroNeko, 後払い.com: 14 days after the invoice is issued',
        grade: 'A',
        date: null,
      },
      'payment.offsetBd': { text: 'NP後払い: invoice on the business day after arrival', grade: 'A', date: null },
      'limits.cumulative.0.amount': {
        text: 'NP後払い: 55,000 yen with tax, over all shops; GMO後払い the same',
        grade: 'A',
        date: null,
      },
      'limits.familyPooling': { text: 'NP後払い: orders of the family count', grade: 'A', date: null },
      fees: comparison2019,
      ...dunningSources,
    },
  },
  statement: {
    ...common,
    payment: { kind: 'statement', closingDay: 31, dueDay: 10, dueMonths: 1 },
    limits: limits(50_000),
    dunning: {
      ...dunning,
      steps: [
        { afterDueDays: 1, channel: 'sms', cost: 10, fee: 0 },
        { afterDueDays: 7, channel: 'phone', cost: 200, fee: 153 },
      ],
      ...{ feeCount: 1, feeTotal: 153, legalAtDpd: 60, assign: null },
    },
    fees: [plan('A', 0.05, 0, 0)],
    sources: {
      payment: { text: 'atone, Paidy: statement of the month, due on the 10th of the next', grade: 'A', date: null },
      'limits.cumulative.0.amount': {
        text: 'atone: about 50,000 yen to begin with, by person',
        grade: 'B',
        date: null,
      },
      'limits.restoreLagBd': { text: 'atone: two to three business days after payment', grade: 'B', date: null },
      'dunning.steps': {
        text: 'Paidy: SMS and mail from day 1, phone after about a week, 153 yen a bill',
        grade: 'C',
        date: null,
      },
      'dunning.lateApr': { text: 'Paidy: 14.6 % a year', grade: 'C', date: null },
      'dunning.legalAtDpd': { text: 'Paidy: legal steps after about two months', grade: 'C', date: null },
    },
  },
  instalment: {
    ...common,
    payment: { kind: 'instalment', closingDay: 31, dueDay: 27, dueMonths: 1, count: 3 },
    limits: limits(100_000),
    dunning,
    fees: [plan('A', 0.05, 0, 0)],
    facts: { ...common.facts, registration: 'small', abilityToPay: 'statutory' },
    sources: dunningSources,
  },
};
