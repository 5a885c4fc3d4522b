import { z } from 'zod';
import { recordedResults } from '../model/filter.ts';
import { ripeningNames } from '../model/results/matured-series.ts';
import { resultSchema } from '../model/ruleset.ts';
import { outcomeStates } from '../model/target.ts';
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

const headlineDifferences = z.array(
  z.strictObject({
    ...{ ...difference, unit: z.enum(['share', 'bp', 'ratio', 'score']) },
    of: z.strictObject({ before: fraction, after: fraction }),
  }),
);
const swaps = z.strictObject({ in: swap, out: swap });

export const championPart = z.strictObject({
  ...{ name: z.string(), modelId: z.string(), ruleSetHash: z.string() },
  transitions: z.array(
    z.strictObject({ champion: z.string(), challenger: resultSchema, byState: byStateOf(ordersAndAmount) }),
  ),
  swaps,
  headlines: headlineDifferences,
  money: z
    .strictObject({
      ...{ lines: z.array(z.looseObject(difference)), net: z.looseObject(difference) },
      ofNet: z.strictObject({ in: z.number(), out: z.number(), between: z.number() }),
    })
    .nullable(),
});

const share = z.strictObject({
  ...{ part: count, whole: count },
  value: z.number().nullable().describe('Null where the whole is of fewer than ten orders.'),
});
const ripe = {
  raw: share.describe('Of all orders and every report so far: what is not reported yet counts as good.'),
  matured: share.describe('Of the orders that are old enough.'),
  adjusted: z
    .strictObject({
      ...{ part: count, whole: count, value: z.number() },
      ...{ low: z.number().nullable(), high: z.number().nullable(), maturity: z.number() },
    })
    .nullable()
    .describe(
      'What it comes to: reported so far (part of whole) divided by the share of reports that have come (maturity), of recall both sides by their own; low and high are a 95 % band. In a total of the weeks of which at least half of the reports have come. Null where too little has come or nothing is dated.',
    ),
};
const reviewShare = z.strictObject({
  ...{ part: count, whole: count },
  value: z
    .number()
    .nullable()
    .describe('Null where fewer than 20 orders or ten entities tell, or what became of some nobody knows.'),
  ...{ interval, band },
});

const person = z.enum(['OK', 'NG', 'none']);
const recordedResult = z.enum(recordedResults);

/** What stands beside the figures of all orders. */
export const besideParts = {
  ripening: z
    .strictObject({
      curve: z
        .strictObject({ end: count, reports: count })
        .nullable()
        .describe('What is adjusted by: days until all reports have come, and of how many it is. Null of too few.'),
      every: count.describe('Weeks that stand together in a series.'),
      shares: z.array(
        z.strictObject({
          name: z.enum(ripeningNames),
          total: z.strictObject(ripe),
          series: z.array(z.strictObject({ from: z.number().describe('Epoch ms.'), weeks: count, ...ripe })),
        }),
      ),
    })
    .nullable()
    .describe('Shares as reports come in, raw, of matured orders and adjusted. Null where outcomes are not dated.'),
  personReview: z
    .strictObject({
      of: z
        .enum(['waiting', 'decided'])
        .describe(
          'Orders that were REVIEW or HOLD; or all that a person decided, where no automatic result is recorded.',
        ),
      ...{ waited: count, decided: count.describe('OK or NG by a person; the others of `waited` never were.') },
      passed: reviewShare.describe('Passed ÷ decided.'),
      caught: reviewShare.describe('Catch rate: bad ones stopped ÷ bad ones decided.'),
      wrong: reviewShare.describe('Good ones stopped ÷ good ones decided.'),
      overridden: z
        .strictObject({ orders: count, bad: count, good: count })
        .describe('Refused automatically and passed by a person, all and by how they ended.'),
      time: z
        .strictObject({ orders: count, median: z.number(), ninth: z.number() })
        .nullable()
        .describe('Hours from the order to the first dated decision: the median, and what 90 % are within.'),
      cells: z
        .array(
          z.strictObject({
            ...{ auto: recordedResult, person, state: z.enum(outcomeStates) },
            proved: z.boolean().describe('An outcome confirms that they were good, whatever their state.'),
            orders: count,
          }),
        )
        .describe('Automatic × human, by how they ended; together all orders.'),
    })
    .nullable()
    .describe('What persons decided in history. Null where nobody decided anything.'),
  recorded: z
    .strictObject({
      all: count,
      known: count.describe('Orders with a recorded automatic result: swaps and headlines are of these.'),
      transitions: z
        .array(z.strictObject({ recorded: recordedResult, run: resultSchema, byState: byStateOf(ordersAndAmount) }))
        .describe('Together all orders; what was blocked is of unknown outcome.'),
      swaps,
      headlines: headlineDifferences.describe('`before` as decided in history, `after` as this set decides.'),
    })
    .nullable()
    .describe('Against what was decided automatically in history. Null where nothing of it is recorded.'),
  stability: z
    .strictObject({
      ...{ reference: period, current: period },
      watched: z
        .array(
          z.strictObject({
            kind: z.enum(['rule', 'decisions', 'column']),
            name: z.string().describe('Code of a rule, or a column; empty for decisions.'),
            orders: z.strictObject({ before: count, after: count }),
            psi: z.number().nullable().describe('Null where chance alone passes 0.1.'),
            limit: z.number().nullable().describe('What PSI passes in one case of twenty when nothing changed.'),
            says: z.enum(['unmeasured', 'chance', 'little', 'some', 'much']),
            ...{ bins: count.nullable(), floored: count.nullable().describe('Bins raised to a share of 0.0001.') },
            shares: z
              .array(z.strictObject({ label: z.string(), before: count, after: count }))
              .describe('Orders by bar; `new`: in none of the bars of the reference.'),
          }),
        )
        .describe('The most changed first.'),
    })
    .nullable()
    .optional()
    .describe('With --stability. Null where there are no two periods with orders to compare.'),
};
