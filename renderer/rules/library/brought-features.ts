import type { Feature } from '../../../analysis/model/features.ts';
import type { LibraryRule } from '../../../analysis/model/rule-library/index.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';

/** The features a rule of the library brings into a set: those whose id the set has not. */
export function broughtFeatures({ features = [] }: RuleSet, rule: Pick<LibraryRule, 'features'>): readonly Feature[] {
  const own = new Set(features.map(({ id }) => id));
  return (rule.features ?? []).filter(({ id }) => !own.has(id));
}
