import { z } from 'zod';
import type { ProcessEntry } from '../analysis/process.ts';
import { failureSchema } from '../analysis/model/failure.ts';
import { maskedClassesSchema } from '../analysis/model/personal-roles.ts';

const grantSchema = z.strictObject({
  token: z.string(),
  file: z.strictObject({ path: z.string(), inode: z.number(), size: z.number(), mtimeMs: z.number() }),
  expiresAt: z.number(),
});

const child = z.int().min(1);

/** From the shell to the engine process. `port` carries a MessagePort of the page. */
export const toEngineSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('open'),
    projectPath: z.string(),
    mode: z.enum(['open', 'create']),
    cacheDir: z.string(),
    masked: maskedClassesSchema,
  }),
  /** Classes of personal data that are masked from here on. */
  z.strictObject({ kind: z.literal('mask'), masked: maskedClassesSchema }),
  z.strictObject({ kind: z.literal('port') }),
  z.strictObject({ kind: z.literal('grant'), grant: grantSchema }),
  z.strictObject({ kind: z.literal('child-started'), child }),
  z.strictObject({ kind: z.literal('child-message'), child, message: z.unknown() }),
  z.strictObject({ kind: z.literal('child-exit'), child, code: z.number().nullable() }),
  z.strictObject({ kind: z.literal('close') }),
]);
export type ToEngine = z.infer<typeof toEngineSchema>;

const entries = ['import-process', 'engine-proof-process', 'sql-process'] as const satisfies readonly ProcessEntry[];

/** From the engine process to the shell; checked there, because the engine reads what strangers wrote. */
export const fromEngineSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready'), stagingDir: z.string() }),
  /** The file was put in the place of another, and staged files are elsewhere. */
  z.strictObject({ kind: z.literal('renewed'), stagingDir: z.string() }),
  z.strictObject({ kind: z.literal('open-failed'), failure: failureSchema }),
  z.strictObject({ kind: z.literal('granted'), token: z.string() }),
  z.strictObject({ kind: z.literal('taken'), token: z.string() }),
  z.strictObject({ kind: z.literal('start-child'), child, entry: z.enum(entries) }),
  z.strictObject({ kind: z.literal('child-post'), child, message: z.unknown() }),
  z.strictObject({ kind: z.literal('child-kill'), child }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;

/** What the sample process says once the files are there: their paths. */
export const sampleReadySchema = z.strictObject({
  kind: z.literal('sample-ready'),
  orders: z.string(),
  chargebacks: z.string(),
  mapping: z.string(),
  ruleset: z.string(),
});
export type SampleReady = z.infer<typeof sampleReadySchema>;

/** Argument that makes the engine's bundle write the sample into a folder instead of opening a project. */
export const sampleArgument = '--sample';
