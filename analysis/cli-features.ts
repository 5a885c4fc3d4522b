import { basename } from 'node:path';
import { z } from 'zod';
import type { Command } from './cli/args.ts';
import { withSession, type SessionOptions } from './cli-session.ts';
import type { FeaturePreview } from './model/feature-preview.ts';
import { featuresSchema, type Feature } from './model/features.ts';
import { everything } from './model/filter.ts';
import { readJson, readRuleSet } from './model/json-file.ts';
import { currencySchema } from './model/ruleset.ts';
import { textOfFile } from './project-handlers.ts';

/** Features to be looked at: with the currency and the zone they are read in, where not the project's. */
const specSchema = z.strictObject({
  currency: currencySchema.exactOptional(),
  timezone: z.string().min(1).max(64).exactOptional(),
  features: featuresSchema.min(1),
});

interface Spec {
  readonly currency?: string;
  readonly timezone?: string;
  readonly features: readonly Feature[];
}

/** A file of features, or a rule set with some. */
function specFile(path: string): Spec {
  const json = { text: textOfFile(path), file: basename(path) };
  if (!/"format"\s*:\s*"shinsa-ruleset"/.test(json.text)) return readJson(json, specSchema, 'feature-invalid');
  const { currency, timezone, features = [] } = readRuleSet(json);
  return { currency, timezone, features };
}

/** What each feature of a file says of all orders. */
export function featuresCommand(
  command: Extract<Command, { kind: 'features' }>,
  given: Pick<SessionOptions, 'signal' | 'progress' | 'masked' | 'processes'>,
): Promise<FeaturePreview[]> {
  const spec = specFile(command.spec);
  return withSession({ ...given, projectPath: command.project, mode: 'open' }, async ({ ask }) => {
    const info = await ask('project.info', {});
    const { currency = info.currency, timezone = info.timezone } = spec;
    const previews: FeaturePreview[] = [];
    for (const feature of spec.features)
      previews.push(
        await ask('features.preview', { feature, currency, timezone, filter: everything, hindsight: true }),
      );
    return previews;
  });
}
