import { z } from 'zod';
import { resultSchema } from '../model/ruleset.ts';
import { band, byStateOf, count, day, interval, minor, ordersAndAmount, period } from './backtest-schema-terms.ts';

const change = z.strictObject({
  ...{ net: z.number().optional(), interval: interval.optional(), band: band.optional() },
  ...{
    prevented: z.number().optional(),
    goodLost: z.number().optional(),
    review: z.number().optional(),
    alerts: count,
  },
});
const by = z.enum(['entity', 'customer', 'order']);
const on = { name: z.string(), orders: count, period: period.nullable(), asOf: day.nullable() };

const addition = z.strictObject({
  source: z.strictObject({ kind: z.enum(['set', 'library', 'ruleSet']), name: z.string().optional() }),
  ...{ code: z.string(), when: z.string(), result: resultSchema.optional(), hits: count, change },
  measurable: z.enum(['measured', 'blocked', 'few', 'idle']),
  observable: z.strictObject({ known: count, hits: count, blocked: count }),
  offered: z.boolean(),
  heldOut: z.array(z.strictObject({ ...on, change: change.nullable() })).optional(),
});

export const contributionParts = {
  ruleContributions: z
    .strictObject({
      ...{ by, sampledOrders: count },
      combinations: z.strictObject({ all: count, orders: count, rest: count }),
      intersections: z.array(
        z.strictObject({
          ...{ codes: z.array(z.string()), orders: count, bad: count, good: count, blocked: count },
          ...{ amount: minor, badAmount: minor },
        }),
      ),
      rules: z.array(
        z.strictObject({
          code: z.string(),
          moves: z.array(
            z.strictObject({ from: resultSchema, to: resultSchema, orders: count, known: count, blocked: count }),
          ),
          inOrder: z.number().nullable(),
          shapley: z.strictObject({ value: z.number().nullable(), error: z.number().nullable() }),
          without: change.optional(),
          measurable: z.enum(['measured', 'blocked', 'few', 'idle']).optional(),
          observable: z.strictObject({ known: count, hits: count, blocked: count }).optional(),
          least: z.number().nullable().optional(),
          safeAlone: z.boolean().optional().describe('While all other rules stay.'),
          safe: z.boolean().optional().describe('With those before it in `retire` gone.'),
          badElsewhere: z.strictObject({ target: z.string(), bad: count }).nullable(),
        }),
      ),
      ...{ retire: z.array(z.string()), safeLoss: z.number().nullable() },
    })
    .optional()
    .describe('With --contributions.'),
  additions: z
    .strictObject({
      tried: count,
      left: z.strictObject({ unchecked: count, same: count, clash: count }),
      inSample: z.boolean(),
      chosenOn: z.strictObject(on).optional(),
      rules: z.array(addition),
    })
    .optional()
    .describe('With --additions.'),
};

const difference = {
  ...{ name: z.string(), before: z.number().nullable(), after: z.number().nullable(), value: z.number().nullable() },
  ...{ interval, band },
};
const fraction = z.strictObject({ part: z.number(), whole: z.number() });
const swap = z.strictObject({
  ...{ orders: count, amount: minor, byState: byStateOf(ordersAndAmount) },
  badRate: z.strictObject({ value: z.number().nullable(), interval, band }),
});

export const championPart = z.strictObject({
  ...{ name: z.string(), modelId: z.string(), ruleSetHash: z.string() },
  transitions: z.array(
    z.strictObject({ champion: z.string(), challenger: resultSchema, byState: byStateOf(ordersAndAmount) }),
  ),
  swaps: z.strictObject({ in: swap, out: swap }),
  headlines: z.array(
    z.strictObject({
      ...{ ...difference, unit: z.enum(['share', 'bp', 'ratio', 'score']) },
      of: z.strictObject({ before: fraction, after: fraction }),
    }),
  ),
  money: z
    .strictObject({
      ...{ lines: z.array(z.looseObject(difference)), net: z.looseObject(difference) },
      ofNet: z.strictObject({ in: z.number(), out: z.number(), between: z.number() }),
    })
    .nullable(),
});
