import { z } from 'zod';
import { answers, fileTokenSchema } from './call.ts';
import type { ConformReport } from './model/conform.ts';
import { emulationProfileSchema, type EmulationReport } from './model/emulation.ts';
import { ruleSetSchema } from './model/ruleset.ts';

/** The calls that compare a rule set with production, part of `calls` in engine-api.ts. */
export const conformCalls = {
  /**
   * Replays the orders in a package and compares with recorded results: of a file, else those that the orders themselves hold.
   * 'recorded-columns', 'recorded-invalid', 'recorded-unmatched' where nothing can be compared.
   */
  'export.conform': answers<ConformReport>()(
    z.strictObject({ package: fileTokenSchema, recorded: fileTokenSchema.exactOptional() }),
  ),
  /** Replays the orders as a production engine of this profile would decide them, beside the exact decisions. */
  'export.emulate': answers<EmulationReport>()(
    z.strictObject({ ruleSet: ruleSetSchema, profile: emulationProfileSchema }),
  ),
} as const;
