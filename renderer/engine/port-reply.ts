import { z } from 'zod';
import type { PortReply } from '../../analysis/engine-api.ts';
import { progressSchema } from '../../analysis/model/progress.ts';
import { failureSchema, type Result } from '../../analysis/model/failure.ts';

// The page's CSP forbids the code generation that zod would otherwise try.
z.config({ jitless: true });

const result: z.ZodType<Result<unknown>> = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), failure: failureSchema }),
]);

// Cells are not looked at one by one: the engine is our own, and a page of the grid has a hundred thousand.
const texts = z.custom<readonly (string | null)[]>(Array.isArray);
const bools = z.custom<readonly (boolean | null)[]>(Array.isArray);

const batch = z.strictObject({
  names: z.array(z.string()),
  columns: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('numbers'), values: z.instanceof(Float64Array) }),
      z.strictObject({ kind: z.literal('texts'), values: texts }),
      z.strictObject({ kind: z.literal('bools'), values: bools }),
    ]),
  ),
  rowCount: z.int().min(0),
});

const id = z.int().min(0);

/** What may come back over the engine's port; anything else is not acted on. */
export const portReplySchema: z.ZodType<PortReply> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reply'), id, result }),
  z.strictObject({ kind: z.literal('progress'), id, progress: progressSchema }),
  z.strictObject({ kind: z.literal('batch'), id, batch }),
]);
