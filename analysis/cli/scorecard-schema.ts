import { z } from 'zod';
import { rejectMethods } from '../model/scorecard/report.ts';
import { binDocumentSchema } from '../model/scorecard/bins.ts';
import { reasonBaselines } from '../model/scorecard/reasons.ts';
import { scorecardSpecSchema, trends } from '../model/scorecard/spec.ts';
import { targetSchema } from '../model/target.ts';
import { count } from './backtest-schema-terms.ts';

const number = z.number();
const maybe = z.number().nullable();

const measured = z
  .strictObject({
    value: number,
    interval: z
      .strictObject({ low: number, high: number, by: z.enum(['bootstrap', 'delong', 'wilson']) })
      .nullable()
      .describe('95 %. bootstrap: by groups of entities or customers; delong, wilson: orders taken as independent.'),
  })
  .nullable();

const drift = z
  .strictObject({
    psi: number,
    floored: count.describe('Bins whose share was raised to .0001.'),
    byChance: maybe.describe('What one of twenty pairs of samples of these sizes passes by chance.'),
  })
  .nullable();

const bin = z.strictObject({
  kind: z.enum(['range', 'categories', 'special', 'missing']),
  from: maybe.optional().describe('Included; null: no such end.'),
  to: maybe.optional().describe('Excluded.'),
  values: z.array(z.string()).optional(),
  other: z.literal(true).optional().describe('Takes every category that no bin names.'),
  name: z.string().optional(),
  ...{ good: count, bad: count, badRate: maybe, woe: number, iv: number },
  points: maybe.describe('Null for a variable that was left out.'),
});

const rules = z.strictObject({
  trend: z.enum(trends),
  ...{ maxBins: count, minShare: number, prebins: count, minDifference: number },
});

const variable = z.strictObject({
  field: z.string(),
  column: z.string(),
  type: z.enum(['number', 'money', 'category']).describe('Money in minor units.'),
  bins: binDocumentSchema
    .nullable()
    .describe(
      'What was found, with what was changed; may be put into the specification as it is. Null for numbers whose cuts are masked.',
    ),
  rules,
  trend: z.enum(['ascending', 'descending', 'peak', 'valley', 'none']).nullable(),
  table: z.array(bin).describe('Regular bins, then special ones, then the missing one; orders of training.'),
  missingIn: count.nullable(),
  iv: number,
  strength: z.enum(['none', 'weak', 'medium', 'strong', 'suspicious']),
  left: z.enum(['iv', 'sign', 'one-bin']).nullable().describe('Why it is not in the scorecard.'),
  ...{ coefficient: maybe, error: maybe },
  drift: drift.describe('Training beside held out orders (CSI).'),
});

const calibration = z.strictObject({
  bands: z.array(
    z.strictObject({ from: maybe, to: maybe, orders: count, bad: count, expected: maybe, observed: measured }),
  ),
  chiSquare: maybe.describe(
    'Hosmer–Lemeshow; bands are taken together until 5 bad and 5 good orders are expected; takes orders as independent.',
  ),
  ...{ degrees: count, p: maybe },
});

const performance = z.strictObject({
  ...{ orders: count, good: count, bad: count, gini: measured, ks: measured, calibration },
  period: z.strictObject({
    ...{ orders: count, bad: count, good: count, immature: count, blocked: count, excluded: count },
  }),
});

const segment = z.strictObject({
  ...{ field: z.string(), column: z.string(), of: z.enum(['training', 'outOfTime']), others: count },
  values: z.array(
    z.strictObject({
      ...{ value: z.string().nullable(), orders: count, good: count, bad: count },
      ...{ badRate: measured, expected: maybe, gini: measured, drift },
    }),
  ),
});

const band = z.strictObject({ low: number, high: number });

const rejects = z
  .strictObject({
    ...{ accepted: count, rejects: count },
    scenarios: z.array(
      z.strictObject({
        method: z.enum(rejectMethods),
        uplift: maybe,
        ...{ badRejects: number, rejectRate: number, throughTheDoor: number },
        ...{ intercept: number, coefficients: z.array(number) },
        gini: maybe.describe('On accepted orders only.'),
      }),
    ),
    band: z.strictObject({ rejectRate: band, throughTheDoor: band, gini: band.nullable() }),
  })
  .nullable()
  .describe('Assumptions on refused orders of training; null where there are none.');

export const scorecardJsonSchema = z
  .strictObject({
    spec: scorecardSpecSchema,
    target: targetSchema,
    ...{ currency: z.string(), timezone: z.string() },
    trainedAsOf: z.string().nullable().describe('Last day of reports that training knows; null where none is dated.'),
    asOf: z.string().nullable(),
    maturity: z.enum(['measured', 'not measured']),
    cluster: z.enum(['entity', 'customer', 'order']),
    woe: z.strictObject({ sign: z.literal('good'), smoothing: number }),
    scaling: z.strictObject({
      ...{ score: number, odds: number, pdo: number, decimals: count, factor: number, offset: number },
    }),
    reasonsAgainst: z.enum(reasonBaselines),
    variables: z.array(variable),
    regression: z.strictObject({
      ...{ intercept: number, error: maybe, ridge: number, logLikelihood: number, iterations: count },
      converged: z.boolean(),
    }),
    training: performance,
    outOfTime: performance.nullable(),
    drift: drift.describe('Of scores, training beside held out.'),
    segments: z.array(segment),
    rejects,
    firstReasons: z.array(z.strictObject({ field: z.string(), orders: count })),
    scored: z.array(
      z.strictObject({
        ...{ asked: count, score: number, probability: number },
        parts: z.array(z.strictObject({ field: z.string(), bin: count, points: number })),
        reasons: z.array(z.strictObject({ field: z.string(), code: z.string().nullable(), lost: number })),
      }),
    ),
    warnings: z.array(
      z.strictObject({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
    ),
  })
  .describe('What `shinsa scorecard --json` prints. Shares from 0 to 1, money in minor units.');

const written = (schema: z.ZodType): string => `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`;

/** Its JSON Schema, and that of the specification. */
export const scorecardJsonSchemaText = (): string => written(scorecardJsonSchema);
export const scorecardSpecSchemaText = (): string => written(scorecardSpecSchema);
