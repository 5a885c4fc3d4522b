import {
  policyOf,
  type Checked,
  type CheckedRuleSet,
  type FeatureCheck,
  type Issue,
  type Scope,
} from '../../expression/index.ts';
import { velocityPath } from '../../model/features.ts';
import type { RuleFinding } from '../../model/rule-findings.ts';
import { firstStep, ofRule, type LookedAt } from './set.ts';

/** What the set tells without any order: rules that no group names, and what rules read that they should not. */
export function findingsBySet(
  set: LookedAt,
  checked: CheckedRuleSet,
  { features = [] }: Pick<Scope, 'features'>,
): readonly RuleFinding[] {
  const grouped = policyOf(set.ruleSet) === 'groups';
  return [...checked.rules].flatMap(([code, rule]) => {
    const named = namedIn(rule, features);
    const leaks = unique([...refusedIn(rule.issues), ...named.flatMap(({ issues }) => refusedIn(issues))]);
    const unsure = unique([...ownUnsure(rule), ...named.flatMap(unsureIn)]);
    return [
      ...(leaks.length > 0 ? [ofRule(code, { code: 'leak', basis: 'set', fields: leaks })] : []),
      ...(grouped && rule.ok && firstStep(set, code) < 0 ? [ofRule(code, { code: 'ungrouped', basis: 'set' })] : []),
      ...(rule.ok && unsure.length > 0 ? [ofRule(code, { code: 'unsure', basis: 'set', fields: unsure })] : []),
    ];
  });
}

const unique = (paths: readonly string[]): readonly string[] => [...new Set(paths)];

const pathsOf = (issues: readonly Issue[], codes: readonly string[]): readonly string[] =>
  issues.flatMap(({ code, params }) => (codes.includes(code) && 'path' in params ? [String(params.path)] : []));

const refusedIn = (issues: readonly Issue[]): readonly string[] =>
  pathsOf(issues, ['refused-outcome', 'refused-after', 'feature-field-refused']);

/** Features that a rule names; one that cannot be computed is unknown to it. */
function namedIn(rule: Checked, features: readonly FeatureCheck[]): readonly FeatureCheck[] {
  const read = rule.ok ? rule.fields.map(({ path }) => path) : [];
  const names = new Set([...read, ...pathsOf(rule.issues, ['unknown-feature'])]);
  return features.filter(({ feature }) => names.has(velocityPath(feature.id)));
}

/** What a feature reads of which nobody said when it is known. */
function unsureIn(checked: FeatureCheck): readonly string[] {
  if (!checked.ok) return [];
  const { keys, of, where } = checked;
  const read = [...keys.map(({ event }) => event), ...(of === null ? [] : [of]), ...(where?.fields ?? [])];
  return read.flatMap(({ path, unsure }) => (unsure === true ? [path] : []));
}

/** The same of a rule; what features read is told by their columns. */
const ownUnsure = ({ issues }: Checked): readonly string[] =>
  pathsOf(issues, ['unsure-field']).filter((path) => !path.startsWith(velocityPath('')));
