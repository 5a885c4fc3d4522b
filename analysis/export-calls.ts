import { z } from 'zod';
import { answers, fileTokenSchema } from './call.ts';
import type { PackageReading, PackageReport, Staged, TakenPackage } from './model/package-report.ts';
import { signerSchema, type Signer } from './model/package-signature.ts';
import { resultFileSchema } from './model/results/result-file.ts';
import { ruleSetSchema } from './model/ruleset.ts';

const none = z.strictObject({});

/** The calls of packages and results that leave, part of `calls` in engine-api.ts. */
export const exportCalls = {
  /** Writes and proves a package in staging; fails with 'package-mismatch' rather than leave an unproven one. */
  'export.package': answers<PackageReport>()(
    z.strictObject({
      ruleSet: ruleSetSchema,
      /** Without it the same project and rule set make the same bytes. */
      createdAt: z.iso.datetime().exactOptional(),
      /** Personal values as they are; the manifest says so. */
      rawValues: z.boolean().exactOptional(),
    }),
  ),
  /** Puts a staged package folder into one zip; the same files make the same bytes. */
  'export.zip': answers<Staged & { readonly sha256: string }>()(
    z.strictObject({ staged: z.string().min(1).max(300), suggestedName: z.string().min(1).max(200) }),
  ),
  /** Takes a proven package in: its rule set as a new one, and the lists that the project does not have. */
  'export.takeIn': answers<TakenPackage>()(z.strictObject({ file: fileTokenSchema })),
  /** Names kept for fingerprints of signing keys; `keepSigner` with no name forgets one. */
  'export.signers': answers<readonly Signer[]>()(none),
  'export.keepSigner': answers<readonly Signer[]>()(signerSchema.extend({ name: signerSchema.shape.name.nullable() })),
  /** Writes a table or a picture of a result, staged; `replaced`: characters of it that its encoding lacks. */
  'export.result': answers<Staged & { readonly replaced: number }>()(resultFileSchema),
  /** Writes every order as an O-PLUX event, a JSON object a line, staged; names and mail accounts as SHA-256 only. */
  'export.events': answers<Staged & { readonly events: number }>()(none),
  /** The history as the events that a package reads. */
  'export.runtimeEvents': answers<Staged & { readonly events: number }>()(z.strictObject({ file: fileTokenSchema })),
  /** Reads a package, a folder or a zip, back: hashes and signature checked, vectors replayed with the independent evaluator. */
  'export.readPackage': answers<PackageReading>()(z.strictObject({ file: fileTokenSchema })),
} as const;
