import { z } from 'zod';

const share = z.number().min(0).max(1);
/** Major units of the rule set's currency. */
const amount = z.number().min(0).max(1e12);

/** What becomes of orders in review that nobody has looked at when the goods leave (締め時刻). */
export const unreviewedChoices = ['ship', 'hold', 'slip'] as const;

/**
 * 前提条件: what figures in money stand on, as a person gave it. What is not given is taken from `presets`, and marked as
 * assumed. Stored with every run.
 */
export const assumptionsSchema = z.strictObject({
  /** 粗利率. */
  marginRate: share.exactOptional(),
  /** Share of good orders wrongly stopped whose sale is lost and not made up for later. */
  lostShare: share.exactOptional(),
  /** Share of the customers of those that never come back, and what one of them would still have been worth. */
  churnRate: share.exactOptional(),
  customerValue: amount.exactOptional(),
  /** Share of a charged-back or unpaid amount that is lost: 1, or less the goods got back or the part collected later. */
  lossRate: share.exactOptional(),
  /** Share of the losses that the shop bears where nothing tells who does. */
  unknownBorne: share.exactOptional(),
  chargebackFee: amount.exactOptional(),
  reviewMinutes: z.number().min(0).max(10_000).exactOptional(),
  hourlyWage: amount.exactOptional(),
  reviewers: z.number().min(0).max(100_000).exactOptional(),
  /** Hours of each reviewer and day. */
  hoursPerDay: z.number().min(0).max(24).exactOptional(),
  /** Shares of the bad, and of the good, that a person who reviews them stops. */
  reviewCatch: share.exactOptional(),
  reviewWrong: share.exactOptional(),
  /** Weight of recall beside precision in F-beta. */
  beta: z.number().min(0.01).max(100).exactOptional(),
  unreviewed: z.enum(unreviewedChoices).exactOptional(),
  /** 購入: attempts of one person at one amount are one purchase where each is at most so many minutes after the one before. */
  purchaseMinutes: z.number().int().min(0).max(1440).exactOptional(),
  /** 締め時刻: hour of the day at which what is to leave that day must have been reviewed. */
  cutoffHour: z.number().int().min(1).max(24).exactOptional(),
});
export type Assumptions = z.infer<typeof assumptionsSchema>;
export type AssumptionName = keyof Assumptions;

/** Every assumption with a value. */
export type AllAssumptions = { readonly [N in AssumptionName]-?: NonNullable<Assumptions[N]> };

export type AssumptionUnit = 'share' | 'money' | 'minutes' | 'persons' | 'hours' | 'number' | 'choice' | 'hour';

/** An assumption nobody gave: its value, and the public source of it, where there is one; else it is invented (仮定). */
interface Preset {
  readonly unit: AssumptionUnit;
  /** Of money in yen. */
  readonly value: number | (typeof unreviewedChoices)[number];
  /** Of money in other currencies; in those that are not there it counts as 0 until it is given. */
  readonly elsewhere?: Readonly<Record<string, number>>;
  readonly source: { readonly ja: string; readonly en: string } | null;
}

const secondary = {
  fee: {
    ja: '約15ドル・1,500円（決済事業者の公開料金からの二次情報）',
    en: 'about $15 / ¥1,500 (second-hand, from a payment provider’s public price list)',
  },
  minutes: {
    ja: '1件5～10分（二次情報）の上限',
    en: 'the upper end of 5–10 minutes a case (second-hand)',
  },
} as const;

export const presets = {
  marginRate: { unit: 'share', value: 0.2, source: null },
  lostShare: { unit: 'share', value: 1, source: null },
  churnRate: { unit: 'share', value: 0.1, source: null },
  customerValue: { unit: 'money', value: 0, source: null },
  lossRate: { unit: 'share', value: 1, source: null },
  unknownBorne: { unit: 'share', value: 1, source: null },
  chargebackFee: { unit: 'money', value: 1500, elsewhere: { USD: 15, EUR: 15, GBP: 15 }, source: secondary.fee },
  reviewMinutes: { unit: 'minutes', value: 10, source: secondary.minutes },
  hourlyWage: { unit: 'money', value: 3000, elsewhere: { USD: 30, EUR: 30, GBP: 25 }, source: null },
  reviewers: { unit: 'persons', value: 2, source: null },
  hoursPerDay: { unit: 'hours', value: 8, source: null },
  reviewCatch: { unit: 'share', value: 0.7, source: null },
  reviewWrong: { unit: 'share', value: 0.03, source: null },
  beta: { unit: 'number', value: 1, source: null },
  unreviewed: { unit: 'choice', value: 'ship', source: null },
  cutoffHour: { unit: 'hour', value: 15, source: null },
  purchaseMinutes: { unit: 'minutes', value: 30, source: null },
} as const satisfies { readonly [N in AssumptionName]-?: Preset };

export const assumptionNames = Object.keys(presets) as readonly AssumptionName[];

/** How far apart attempts at one purchase may be: what cannot be changed without adding up anew. */
export const purchaseMinutesOf = ({ purchaseMinutes }: Assumptions): number =>
  purchaseMinutes ?? presets.purchaseMinutes.value;

/**
 * `given`: a person said so. `source`: published somewhere. `assumed`: nobody said so (仮定). `missing`: nobody did, and nothing
 * can be assumed in the currency: it counts as 0.
 */
export type Basis = 'given' | 'source' | 'assumed' | 'missing';

export function basisOf(given: Assumptions, name: AssumptionName, currency: string): Basis {
  if (given[name] !== undefined) return 'given';
  if (presetOf(name, currency) === null) return 'missing';
  // The source tells of dollars and yen.
  const money = presets[name].unit === 'money' && !['JPY', 'USD'].includes(currency);
  return presets[name].source === null || money ? 'assumed' : 'source';
}

/** What is taken where nothing is given, money in major units; null where there is none for the currency. */
export function presetOf(name: AssumptionName, currency: string): Preset['value'] | null {
  const { unit, value, elsewhere }: Preset = presets[name];
  // Nothing is nothing in any currency.
  return unit !== 'money' || currency === 'JPY' || value === 0 ? value : (elsewhere?.[currency] ?? null);
}

/** With presets where nothing is given. */
export function completed(given: Assumptions, currency: string): AllAssumptions {
  const all = Object.fromEntries(assumptionNames.map((name) => [name, presetOf(name, currency) ?? 0]));
  // Every name is there.
  return { ...all, ...given } as AllAssumptions;
}
