import { z } from 'zod';
import { vectorTypeSchema, vectorValueSchema } from '../../model/package.ts';
import { answerSchema, engineNames } from './engine.ts';

/** What a process that runs one engine is told, once. */
export const askSchema = z.strictObject({
  engine: z.enum(engineNames),
  /** The text of the target's file. */
  text: z.string(),
  types: z.record(z.string(), vectorTypeSchema),
  records: z.array(
    z.strictObject({
      record: z.record(z.string(), vectorValueSchema),
      lists: z.record(z.string(), z.array(z.string())).exactOptional(),
      derived: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
    }),
  ),
});
export type EngineAsk = z.infer<typeof askSchema>;

/** What it says: an answer for one record after the other, then its end. */
export const sayingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answer'), answer: answerSchema }),
  /** A record, or the file, on which the engine failed without ending. */
  z.strictObject({ kind: z.literal('failed'), error: z.string() }),
  z.strictObject({ kind: z.literal('done') }),
]);
export type EngineSaying = z.infer<typeof sayingSchema>;
