import { z } from 'zod';
import { hindsightReadings } from '../model/feature-preview.ts';
import { featureSchema } from '../model/features.ts';
import { count } from './backtest-schema-terms.ts';

const ordersBad = z.strictObject({ orders: count, bad: count });

const preview = z.strictObject({
  feature: featureSchema,
  type: z.enum(['int', 'money', 'double', 'timestamp', 'bool', 'string']),
  currency: z.string(),
  orders: count,
  filled: count.describe('Orders with a value; the others lack a key, or nothing came before them.'),
  distinct: count,
  ...{ min: z.number().nullable(), max: z.number().nullable() },
  mean: z.number().nullable().describe('Null for instants.'),
  distribution: z
    .array(z.strictObject({ from: z.number(), to: z.number(), orders: count, bad: count, good: count }))
    .describe('Orders by value, from low to high; `to` included.'),
  highest: z.array(z.strictObject({ seq: count, orderId: z.string(), value: z.number().nullable() })),
  cost: z
    .strictObject({ events: count, keys: count, most: count, milliseconds: z.number().nullable() })
    .describe(
      'Events with all keys, their keys, events of the most frequent one; null where the values were there already.',
    ),
  hindsight: z
    .array(
      z.discriminatedUnion('measured', [
        z.strictObject({ reading: z.enum(hindsightReadings), measured: z.literal(false) }),
        z.strictObject({
          ...{ reading: z.enum(hindsightReadings), measured: z.literal(true) },
          ...{ differ: count, higher: count, lower: count },
          atLeastOne: z.strictObject({ pointInTime: ordersBad, hindsight: ordersBad }).nullable(),
        }),
      ]),
    )
    .describe('What other ways to read the past would have said.'),
  warnings: z
    .array(z.strictObject({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }))
    .describe('What of it may not have been known at the orders.'),
});

export const featuresJsonSchema = z
  .strictObject({ features: z.array(preview) })
  .describe('What `shinsa features --json` prints. Times epoch ms, money minor units, spans of time seconds.');

/** Its JSON Schema. */
export const featuresJsonSchemaText = (): string => `${JSON.stringify(z.toJSONSchema(featuresJsonSchema), null, 2)}\n`;
