import { z } from 'zod';
import { featuresSchema } from '../features.ts';
import { currencySchema } from '../ruleset.ts';
import { binDocumentSchema, specialSchema } from './bins.ts';
import { reasonBaselines } from './reasons.ts';

/** How the bad rate may run from bin to bin; `auto`: rising or falling, whichever tells more. */
export const trends = ['auto', 'ascending', 'descending', 'peak', 'valley', 'none'] as const;
export type Trend = (typeof trends)[number];

const share = z.number().min(0).max(0.5);

/** How bins are found where a variable does not say otherwise. */
const binningSchema = z.strictObject({
  trend: z.enum(trends).exactOptional(),
  /** Regular bins at most; special and missing ones come beside them. */
  maxBins: z.int().min(1).max(20).exactOptional(),
  /** Least share of the training orders with a value in a regular bin. */
  minShare: share.exactOptional(),
  /** Pieces that values are cut to before the best bins are put together of them. */
  prebins: z.int().min(2).max(60).exactOptional(),
  /** Least difference of the bad rates of neighbours, where there is a trend. */
  minDifference: z.number().min(0).max(1).exactOptional(),
});

const names = z.strictObject({ ja: z.string().max(200), en: z.string().max(200) });

const variableSchema = z.strictObject({
  ...binningSchema.shape,
  /** As rules name it: `order.amount`, `custom.x`, `velocity.<id>`. */
  field: z.string().min(1).max(200),
  /** Numbers are cut by size unless they are called codes of categories. */
  kind: z.enum(['numeric', 'categorical']).exactOptional(),
  special: z.array(specialSchema).max(20).exactOptional(),
  /** Bins that were found before, with what a person changed; the data do not change them. */
  bins: binDocumentSchema.exactOptional(),
  /** What is told to those whose score it lowers. */
  reason: z.strictObject({ code: z.string().min(1).max(40), names }).exactOptional(),
});
export type VariableSpec = z.infer<typeof variableSchema>;

/** What a scorecard is to be built of, and how. */
export const scorecardSpecSchema = z.strictObject({
  format: z.literal('shinsa-scorecard'),
  formatVersion: z.literal(1),
  name: z.string().min(1).max(200),
  /** The project's where absent, as is the zone. */
  currency: currencySchema.exactOptional(),
  timezone: z.string().min(1).max(64).exactOptional(),
  features: featuresSchema.exactOptional(),
  /** First day (ISO, project zone) of the orders held out of time, whose outcomes training does not know. Absent: nothing is validated. */
  outOfTime: z.iso.date().exactOptional(),
  variables: z
    .array(variableSchema)
    .min(1)
    .max(100)
    .refine((all) => new Set(all.map(({ field }) => field)).size === all.length),
  binning: binningSchema.exactOptional(),
  /** Added to both classes of every bin; one half unless given. */
  smoothing: z.number().min(0).max(10).exactOptional(),
  selection: z
    .strictObject({
      /** Variables of less information are left out. */
      minIv: z.number().min(0).max(10).exactOptional(),
      /** Variables whose coefficient turns their evidence round are left out, the most turned first. */
      dropWrongSign: z.boolean().exactOptional(),
    })
    .exactOptional(),
  /** λ of ½·λ·Σβ², the intercept left out. 0: plain maximum likelihood. */
  ridge: z.number().min(0).max(1e6).exactOptional(),
  scaling: z
    .strictObject({
      score: z.number().min(-10_000).max(10_000).exactOptional(),
      odds: z.number().positive().max(1e6).exactOptional(),
      pdo: z.number().positive().max(1000).exactOptional(),
      decimals: z.int().min(0).max(3).exactOptional(),
    })
    .exactOptional(),
  reasons: z
    .strictObject({ count: z.int().min(1).max(20).exactOptional(), against: z.enum(reasonBaselines).exactOptional() })
    .exactOptional(),
  /** Assumptions on refused orders: how many times as bad as accepted ones of their score, and the probability they are cut at. */
  rejects: z
    .strictObject({
      uplift: z
        .tuple([z.number().min(1).max(100), z.number().min(1).max(100)])
        .refine(([low, high]) => low <= high)
        .exactOptional(),
      cutoff: z.number().gt(0).lt(1).exactOptional(),
    })
    .exactOptional(),
  /** Fields by whose values the score is looked at apart. */
  segments: z.array(z.string().min(1).max(200)).max(10).exactOptional(),
});
export type ScorecardSpec = z.infer<typeof scorecardSpecSchema>;

export interface BinningRules {
  readonly trend: Trend;
  readonly maxBins: number;
  readonly minShare: number;
  readonly prebins: number;
  readonly minDifference: number;
}

const usualBinning: BinningRules = { trend: 'auto', maxBins: 6, minShare: 0.05, prebins: 50, minDifference: 0 };

/** How the bins of a variable are found: what it says, then what the whole says, then what is usual. */
export function binningOf(
  variable: Partial<BinningRules>,
  { binning = {} }: Pick<ScorecardSpec, 'binning'>,
): BinningRules {
  const of = <K extends keyof BinningRules>(key: K): BinningRules[K] =>
    variable[key] ?? binning[key] ?? usualBinning[key];
  return {
    ...{ trend: of('trend'), maxBins: of('maxBins'), minShare: of('minShare') },
    ...{ prebins: of('prebins'), minDifference: of('minDifference') },
  };
}

/** Everything else with what is usual where nothing was said. */
export const settled = (spec: ScorecardSpec) => ({
  smoothing: spec.smoothing ?? 0.5,
  minIv: spec.selection?.minIv ?? 0.02,
  dropWrongSign: spec.selection?.dropWrongSign ?? true,
  ridge: spec.ridge ?? 0,
  scaling: { score: 600, odds: 19, pdo: 50, decimals: 0, ...spec.scaling },
  reasons: { count: 4, against: 'best' as const, ...spec.reasons },
  rejects: { uplift: [1, 3] as const, cutoff: 0.5, ...spec.rejects },
});
export type Settled = ReturnType<typeof settled>;
