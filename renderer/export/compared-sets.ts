import type { PackageReading } from '../../analysis/engine-api.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import type { Beside } from './package-store.ts';

type Proof = Pick<PackageReading, 'ruleSet' | 'mismatches'>;

/** The rule set of a package; null of one that does not decide as it says. */
export const provenSet = ({ ruleSet, mismatches }: Proof): RuleSet | null => (mismatches === 0 ? ruleSet : null);

/** Two rule sets whose words and decisions are compared. */
export interface ComparedSets {
  readonly before: RuleSet;
  readonly after: RuleSet;
}

/**
 * The package `first` beside another one or, where none is chosen, beside a rule set of the project. Null while that is not
 * there, and where either package does not decide as it says: of such a one nothing is compared.
 */
export function comparedSets(first: Proof, other: Beside, own: RuleSet | null): ComparedSets | null {
  const after = provenSet(first);
  const before = other.kind === 'none' ? own : other.kind === 'read' ? provenSet(other.of) : null;
  return before === null || after === null ? null : { before, after };
}
