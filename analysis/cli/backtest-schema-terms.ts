import { z } from 'zod';
import type { results } from '../model/ruleset.ts';
import type { outcomeStates } from '../model/target.ts';

/** What parts of a backtest's JSON are made of. */
export const count = z.number();
export const minor = z.number().describe('Minor units.');
export const day = z.iso.date();
export const hash = z.string().describe('SHA-256, hex.');
export const period = z.strictObject({ from: day, to: day });
export const filter = z.strictObject({ clauses: z.array(z.looseObject({ kind: z.string() })) });

export const interval = z
  .strictObject({ low: z.number(), high: z.number(), by: z.enum(['bootstrap', 'wilson']) })
  .nullable()
  .describe(
    '95 %: bootstrap by groups of entities; wilson as if every order stood for itself. Null where too few tell.',
  );
export const band = z
  .strictObject({ low: z.number(), high: z.number(), unknown: z.number() })
  .nullable()
  .describe('Whatever became of the `unknown` orders that were blocked in history.');

export const byDecision = <T extends z.ZodType>(of: T) =>
  z.strictObject({ OK: of, REVIEW: of, HOLD: of, NG: of } satisfies Record<(typeof results)[number], T>);
export const byStateOf = <T extends z.ZodType>(of: T) =>
  z.strictObject({ bad: of, good: of, immature: of, blocked: of, excluded: of } satisfies Record<
    (typeof outcomeStates)[number],
    T
  >);
export const ordersAndAmount = z.strictObject({ orders: count, amount: minor });
export const confused = z.strictObject({ tp: z.number(), fp: z.number(), fn: z.number(), tn: z.number() });
export const causes = z.array(z.strictObject({ cause: z.string(), orders: count }));

export const figure = z.strictObject({
  unit: z.enum(['share', 'bp', 'ratio', 'score']),
  ...{ part: z.number(), whole: z.number(), value: z.number().nullable(), interval },
});

/** An orders factor names its cells; others the assumption, or what the queue or the clock says. */
const factor = z.looseObject({ from: z.enum(['orders', 'assumption', 'queue', 'unit']), value: z.number() });
export const yen = z.strictObject({
  ...{ name: z.string(), value: z.number().nullable(), sign: z.union([z.literal(1), z.literal(-1)]) },
  products: z.array(z.array(factor)).describe('The value is the sum of these products.'),
  ...{ interval, carriers: z.number().nullable() },
});
