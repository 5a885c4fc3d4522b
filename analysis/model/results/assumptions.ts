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
});
export type Assumptions = z.infer<typeof assumptionsSchema>;
export type AssumptionName = keyof Assumptions;

/** Every assumption with a value. */
export type AllAssumptions = { readonly [N in AssumptionName]-?: NonNullable<Assumptions[N]> };

export type AssumptionUnit = 'share' | 'money' | 'minutes' | 'persons' | 'hours' | 'number' | 'choice';

/** An assumption nobody gave: its value, and the public source of it, where there is one; else it is invented (仮定). */
interface Preset {
  readonly unit: AssumptionUnit;
  readonly value: number | (typeof unreviewedChoices)[number];
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

/** Amounts of money are for yen: in other currencies they count as 0 until they are given. */
export const presets = {
  marginRate: { unit: 'share', value: 0.2, source: null },
  lostShare: { unit: 'share', value: 1, source: null },
  churnRate: { unit: 'share', value: 0.1, source: null },
  customerValue: { unit: 'money', value: 0, source: null },
  lossRate: { unit: 'share', value: 1, source: null },
  unknownBorne: { unit: 'share', value: 1, source: null },
  chargebackFee: { unit: 'money', value: 1500, source: secondary.fee },
  reviewMinutes: { unit: 'minutes', value: 10, source: secondary.minutes },
  hourlyWage: { unit: 'money', value: 3000, source: null },
  reviewers: { unit: 'persons', value: 2, source: null },
  hoursPerDay: { unit: 'hours', value: 8, source: null },
  reviewCatch: { unit: 'share', value: 0.7, source: null },
  reviewWrong: { unit: 'share', value: 0.03, source: null },
  beta: { unit: 'number', value: 1, source: null },
  unreviewed: { unit: 'choice', value: 'ship', source: null },
} as const satisfies { readonly [N in AssumptionName]-?: Preset };

export const assumptionNames = Object.keys(presets) as readonly AssumptionName[];

/** `given`: a person said so. `source`: published somewhere. `assumed`: nobody said so (仮定). */
export type Basis = 'given' | 'source' | 'assumed';

export function basisOf(given: Assumptions, name: AssumptionName): Basis {
  if (given[name] !== undefined) return 'given';
  return presets[name].source === null ? 'assumed' : 'source';
}

/** With presets where nothing is given. */
export function completed(given: Assumptions, currency: string): AllAssumptions {
  const all = Object.fromEntries(
    assumptionNames.map((name) => {
      const { unit, value } = presets[name];
      return [name, unit === 'money' && currency !== 'JPY' ? 0 : value];
    }),
  );
  // Every name is there.
  return { ...all, ...given } as AllAssumptions;
}
