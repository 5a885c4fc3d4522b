import { checkRuleSet, type CheckedRule, type CheckedRuleSet, type Issue, type Scope } from '../expression/index.ts';
import { packageFiles } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { unreadable, type CheckedEntry } from './cel-file.ts';
import { scopeOfPackage } from './oplux-file.ts';
import { fieldsRead } from './package-rules.ts';
import { refused } from './package-source.ts';
import { featuresRead, type ReadFeature } from './read-features.ts';
import type { ReadPackage } from './read-package.ts';

/** A package's rule set as checked over the fields that every project has and those of the client's own it names. */
export interface CheckedPackage {
  readonly scope: Scope;
  readonly entries: readonly CheckedEntry[];
  readonly exceptions: readonly CheckedRule[];
  /** Those that rules read. */
  readonly features: readonly ReadFeature[];
}

/** Null for a package of version 1, which does not tell its inputs. Throws 'package-invalid' with the rule or feature. */
export function checkedPackage({ ruleSet, proof }: ReadPackage): CheckedPackage | null {
  if (proof === null) return null;
  const scope = scopeOfPackage(ruleSet, proof.oplux.inputs);
  const feature = scope.features?.find((one) => !one.ok);
  if (feature !== undefined) throw refused(packageFiles.ruleSet, 'feature', { feature: feature.feature.id });
  const checked = checkRuleSet(ruleSet, scope);
  refuseIssues(ruleSet, checked);
  const entries = ruleSet.rules.flatMap(({ code }): CheckedEntry[] => {
    const one = checked.rules.get(code);
    return one?.ok === true ? [{ code, checked: one }] : [];
  });
  const exceptions = checked.exceptions.flatMap((one): CheckedRule[] => (one.ok ? [one] : []));
  const fields = fieldsRead([...entries.map((entry) => entry.checked), ...exceptions]);
  return { scope, entries, exceptions, features: featuresRead(fields, ruleSet, scope) };
}

function refuseIssues({ rules }: RuleSet, checked: CheckedRuleSet): void {
  if (checked.ok) return;
  for (const { code } of rules) {
    const found = checked.issues.get(code)?.find(isError);
    if (found !== undefined) throw unreadable(code, found);
  }
  const found = checked.setIssues.find(isError) ?? checked.exceptions.flatMap(({ issues }) => issues).find(isError);
  throw refused(packageFiles.ruleSet, 'set', found === undefined ? {} : { ...found.params, issue: found.code });
}

const isError = ({ severity }: Issue): boolean => severity === 'error';
