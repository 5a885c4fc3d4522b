import type { PackageReading } from '../../analysis/engine-api.ts';
import type { RuleSetHere } from '../../analysis/model/package-report.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import type { Beside } from './package-store.ts';

type Proof = Pick<PackageReading, 'ruleSet' | 'here' | 'mismatches'>;

/** The rule set of a package; null of one that does not decide as it says. */
export const provenSet = ({ ruleSet, mismatches }: Proof): RuleSet | null => (mismatches === 0 ? ruleSet : null);

/** Two rule sets whose words and decisions are compared; the latter as the project decides by them. */
export interface ComparedSets {
  readonly before: RuleSet;
  readonly after: RuleSet;
  readonly here: { readonly before: RuleSet; readonly after: RuleSet } & Pick<RuleSetHere, 'standIns' | 'otherLists'>;
}

/**
 * The package `first` beside another one or, where none is chosen, beside a rule set of the project. Null while that is not
 * there, and where either package does not decide as it says: of such a one nothing is compared.
 */
export function comparedSets(first: Proof, other: Beside, own: RuleSet | null): ComparedSets | null {
  const after = provenHere(first);
  const before = other.kind === 'none' ? ownHere(own) : other.kind === 'read' ? provenHere(other.of) : null;
  if (before === null || after === null) return null;
  const sides = [before.here, after.here];
  return {
    before: before.ruleSet,
    after: after.ruleSet,
    here: {
      before: before.here.ruleSet,
      after: after.here.ruleSet,
      standIns: sides.reduce((sum, { standIns }) => sum + standIns, 0),
      otherLists: [...new Set(sides.flatMap(({ otherLists }) => otherLists))],
    },
  };
}

type Side = Pick<PackageReading, 'ruleSet' | 'here'>;

const provenHere = (of: Proof): Side | null => (provenSet(of) === null ? null : of);

const ownHere = (ruleSet: RuleSet | null): Side | null =>
  ruleSet === null ? null : { ruleSet, here: { ruleSet, standIns: 0, otherLists: [] } };
