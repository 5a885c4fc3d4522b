import { z } from 'zod';
import { recordedResults } from '../model/filter.ts';
import { assumptionNames, assumptionsSchema } from '../model/results/assumptions.ts';
import { chosenNames } from '../model/results/by-rule.ts';
import { headlineNames } from '../model/results/headline.ts';
import { measureNames } from '../model/results/tally.ts';
import { requirable } from '../model/results/unknown-bearer.ts';
import { resultSchema } from '../model/ruleset.ts';
import { outcomeStates, targetSchema } from '../model/target.ts';
import { besideParts, championPart, contributionParts } from './backtest-schema-beside.ts';
import {
  band,
  byDecision,
  byStateOf,
  causes,
  confused,
  count,
  day,
  figure,
  filter,
  hash,
  interval,
  minor,
  ordersAndAmount,
  period,
  yen,
} from './backtest-schema-terms.ts';

const told = {
  confusion: z
    .strictObject({ orders: confused, amount: confused })
    .describe(
      'Known, matured orders that these orders have (tp bad, fp good) and that all others have (fn bad, tn good).',
    ),
  figures: z
    .strictObject(Object.fromEntries(chosenNames.map((name) => [name, figure])))
    .describe('As if these orders alone were the alerts.'),
  unmeasured: z.array(z.enum(chosenNames)).describe('Figures that too few entities tell of; their value is null.'),
};

const rule = z.strictObject({
  ...{ code: z.string(), hits: count, tp: count, fp: count },
  ...{ hitsImmature: count, hitsBlocked: count, hitsExcluded: count },
  unevaluable: count.describe('Orders on which the rule is neither true nor false.'),
  causes,
  hindsight: z.literal(true).optional().describe('It asks a list or a table that does not say since when.'),
  amount: z.strictObject({ hit: minor, caught: minor }),
  decided: byDecision(count).describe('What the set decides of its hits.'),
  ...told,
});

const contribution = z.strictObject({ hits: count, tp: count, fp: count, caught: minor.nullable(), goodHit: minor });

const headline = z.strictObject({
  name: z.enum(headlineNames),
  unit: z.enum(['share', 'bp', 'ratio', 'score']),
  ...{ part: z.number(), whole: z.number(), value: z.number().nullable(), interval, band },
  opens: z.strictObject({
    ...{ results: z.array(resultSchema), states: z.array(z.enum(outcomeStates)) },
    byPerson: z.array(z.enum(recordedResults)).exactOptional().describe('What a person decided of them in the end.'),
  }),
});

const queue = z.strictObject({
  ...{ capacity: z.number().nullable(), orders: count, days: count, perDay: z.number().nullable() },
  busiest: z.strictObject({ day, orders: count }).nullable(),
  byHour: z.array(z.number()).nullable(),
  ...{ daysOver: count, unreviewed: z.number(), reviewed: z.number(), longest: z.number() },
  late: z.strictObject({ orders: z.number(), mean: z.number(), most: z.number(), waiting: z.number() }),
  reviewersNeeded: z.strictObject({ mean: z.number(), busy: z.number() }).nullable(),
});

/** What a backtest of all orders, or of a part of a split, says. */
const result = {
  target: targetSchema.describe('The target the orders were judged by.'),
  filter: filter.describe('The orders it ran on; no clause for all.'),
  asOf: day.nullable().describe('Up to the end of which day reports are known; null where outcomes carry no dates.'),
  maturity: z
    .enum(['measured', 'not measured'])
    .describe('Whether outcomes are dated, so that young orders are told apart.'),
  currency: z.string().describe('Of every amount, in minor units.'),
  rows: count.describe('Orders; bad + good + immature + blocked + excluded.'),
  amount: minor,
  ...{ bad: count, good: count, immature: count, blocked: count, excluded: count },
  immatureBad: count.describe('Bad already reported among the immature: in no precision or recall.'),
  period: period.nullable().describe('Days of the first and the last order.'),
  decisions: byDecision(count),
  decisionsByState: byDecision(byStateOf(ordersAndAmount)),
  policy: z.enum(['groups', 'classes', 'scores']),
  decidedBy: z
    .array(
      z.strictObject({
        by: z.string(),
        result: resultSchema,
        orders: count,
        byState: byStateOf(ordersAndAmount),
        ...told,
      }),
    )
    .describe('Orders by what decided them, the most first; together all orders.'),
  exceptions: z.array(z.strictObject({ orders: count, snoozed: count.nullable() })),
  total: z
    .strictObject({
      ...{ alerts: count, alertRate: z.number().nullable(), tp: count, fp: count, fn: count, tn: count },
      ...{ precision: z.number().nullable(), recall: z.number().nullable() },
      ...{ caught: minor, missed: minor, goodAlerted: minor },
    })
    .describe('Of the whole set, as counted; figures.headlines has the same with intervals.'),
  rules: z.array(rule).describe('Each rule by itself, in the order of the set.'),
  contributions: z.array(z.strictObject({ code: z.string(), first: contribution, unique: contribution })),
  overlap: z
    .array(z.strictObject({ a: z.string(), b: z.string(), orders: count, bad: count }))
    .optional()
    .describe('With --overlap.'),
  weekly: z
    .array(
      z.strictObject({ week: z.number(), OK: count, REVIEW: count, HOLD: count, NG: count, immature: z.boolean() }),
    )
    .describe('By week from Monday (epoch ms); immature: its orders are too young to be judged.'),
  assumptions: assumptionsSchema.describe('As given; the rest are presets, see figures.assumptions.'),
  cells: byDecision(byStateOf(z.strictObject(Object.fromEntries(measureNames.map((name) => [name, z.number()]))))),
  unmeasured: z
    .array(z.enum(['precision', 'recall']))
    .describe('Those of the whole set that too few entities tell of.'),
  entities: z
    .strictObject({ by: z.enum(['entity', 'customer', 'order']), count })
    .describe('What intervals take as one.'),
  reviews: z.strictObject({
    byDay: z.array(z.strictObject({ day, orders: count, hours: z.array(count).optional() })),
    byHour: z.array(count),
  }),
  warnings: z
    .array(z.strictObject({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }))
    .describe('What to know before the figures are believed.'),
  lists: z
    .array(z.strictObject({ id: z.string(), entries: count, hash }))
    .optional()
    .describe('Lists the rules ask, as they were.'),
  hashes: z
    .strictObject({ ruleSet: hash, data: hash, target: hash, assumptions: hash })
    .describe('SHA-256 of what the run stands on: the same hashes, the same figures.'),
  engine: z.strictObject({
    ...{ version: z.string(), duckdb: z.string(), rules: z.enum(['matrix', 'duckdb']) },
    slower: z
      .array(z.strictObject({ what: z.enum(['rules', 'features']), why: z.enum(['simd', 'memory']) }))
      .optional()
      .describe('What took the slow way, with the same figures.'),
  }),
  figures: z.strictObject({
    assumptions: z.array(
      z.strictObject({
        name: z.enum(assumptionNames),
        value: z.union([z.number(), z.string()]),
        basis: z.enum(['given', 'source', 'assumed', 'missing']),
      }),
    ),
    required: z
      .array(z.enum(requirable))
      .describe(
        'Assumptions that nobody has given and that the net cannot be told without; figures take their presets.',
      ),
    headlines: z.array(headline),
    money: z.strictObject({
      ...{
        lines: z.array(yen),
        net: yen,
        beside: z.array(yen),
        cohort: count,
        purchases: count,
        days: count.nullable(),
      },
      ...{ perMonth: z.number().nullable(), perThousand: z.number().nullable(), band },
      bearer: z
        .strictObject({ loss: z.number(), net: z.strictObject({ low: z.number(), high: z.number() }) })
        .nullable()
        .describe(
          'Losses of which nothing tells who bears them, and the net where the shop bears none of them, or all.',
        ),
    }),
    queue,
  }),
};

const part = z.strictObject({
  label: z.string(),
  ...{ first: day.optional(), last: day.optional(), days: count.optional(), covered: count.optional(), filter },
  maturity: z.strictObject({
    matured: count,
    purchases: count,
    kind: z.enum(['matured', 'partly', 'immature', 'empty', 'notMeasured']),
  }),
  figures: z.record(
    z.string(),
    z.strictObject({
      unit: z.enum(['share', 'bp', 'ratio', 'score', 'orders', 'money']),
      ...{ part: z.number(), whole: z.number().nullable(), value: z.number().nullable(), interval },
      settled: z.boolean(),
    }),
  ),
});

const point = z.strictObject({
  ...{ value: z.number(), net: z.number().nullable(), change: z.number().nullable(), interval },
  ...{ band, likeBest: z.boolean().nullable(), alerts: count, bad: count, good: count },
});

const threshold = z.strictObject({
  ...{
    score: z.string().optional(),
    code: z.string().optional(),
    path: z.string().optional().describe('What is compared: a field or feature, or the text of what is computed.'),
    relation: z.string().optional(),
  },
  ...{ present: z.number(), best: z.number(), offered: z.array(z.number()) },
  plateau: z.strictObject({ from: z.number(), to: z.number() }),
  ...{
    tried: count,
    orders: count,
    valued: z.number().nullable().describe('Orders with a value; null for a score.'),
    period: period.nullable(),
    asOf: day.nullable(),
  },
  points: z.array(point),
  heldOut: z
    .array(
      z.strictObject({
        ...{ name: z.string(), orders: count, period: period.nullable(), asOf: day.nullable() },
        ...{ best: point.nullable(), offered: point.nullable() },
      }),
    )
    .optional(),
});

/** What `backtest --json` prints. */
export const backtestJsonSchema = z
  .strictObject({
    ...result,
    parts: z
      .strictObject({ by: z.string(), parts: z.array(part) })
      .optional()
      .describe('With --by.'),
    split: z
      .array(z.strictObject({ name: z.enum(['train', 'validation', 'outOfTime']), ...result }))
      .optional()
      .describe('With --split: the same for each part.'),
    thresholds: z.array(threshold).optional().describe('With --thresholds.'),
    notStudied: z
      .array(z.strictObject({ code: z.string(), text: z.string() }))
      .optional()
      .describe(
        'Beside thresholds: comparisons with a number inside of macros over order lines, whose threshold was not studied.',
      ),
    ...besideParts,
    ...contributionParts,
    champion: championPart.optional().describe('With --champion.'),
  })
  .describe('What `shinsa backtest --json` prints. Amounts are minor units, shares 0 to 1, weeks epoch ms.');

/** Its JSON Schema. */
export const backtestJsonSchemaText = (): string => `${JSON.stringify(z.toJSONSchema(backtestJsonSchema), null, 2)}\n`;
