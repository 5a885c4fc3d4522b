import type { RuleSet } from '../model/ruleset.ts';
import type { RuntimePackage } from '../runtime/index.ts';
import { readPackage } from './package-files.ts';

export interface PackageContent {
  readonly ruleSet: RuleSet;
  readonly content: RuntimePackage;
}

/** What a runtime is given of a package, every hash compared; throws as reading a package does. */
export async function packageContent(path: string): Promise<PackageContent> {
  const { ruleSet, vectors, lists } = await Promise.resolve(readPackage(path));
  return { ruleSet, content: { ruleSet, fields: vectors.fields, ...(lists === null ? {} : { lists: lists.lists }) } };
}
