import { checkRuleSet, type CheckedRuleSet, type Issue, type Scope } from '../expression/index.ts';
import { canonicalJson, canonicalText } from '../model/canonical-json.ts';
import { failureOf } from '../model/failure.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { checkCel, unreadable } from './cel-file.ts';
import { coverageOf } from './certificate.ts';
import { computable, featureOfFeatures, opluxOf, saysTheSame, scopeOfPackage } from './oplux-file.ts';
import { packageFiles } from '../model/package.ts';
import { sha256 } from './package-files.ts';
import { refused } from './package-source.ts';
import type { ReadPackage } from './read-package.ts';
import { replayInTurns, type ProofOptions } from './replay-in-turns.ts';
import { checkTargets } from './check-targets.ts';
import { celProof, disproof, type EngineProof } from './engine-proof.ts';
import { askHere } from './engines/ask-engine.ts';
import { proveTargets } from './prove-targets.ts';
import { proveRuntime } from './runtime-vectors.ts';

/**
 * Proves a package again: rules and features check over what it says it reads, the files of its formats are made anew, every
 * vector is replayed by every engine that runs one of them and by the reference runtime where it can, and oplux.json and the
 * certificate say what follows from all that. Throws 'package-invalid' (rule or feature, and the file); what an engine says
 * otherwise is answered, because the reader wants to see it.
 */
export async function provePackage(read: ReadPackage, watch: ProofOptions = {}): Promise<readonly EngineProof[]> {
  const { ruleSet, cel, vectors } = read;
  checkFeatures(ruleSet);
  const scope = checkedScope(read);
  checkCel(ruleSet, cel, vectors);
  const first = celProof(await replayInTurns(cel, vectors, ruleSet, watch), read);
  const own = [first, ...runtimeProof(read)];
  if (scope === null || disproof(own) !== null) return own;
  const codes = ruleSet.rules.map(({ code }) => code);
  const made = checkTargets(read, scope);
  const engines = [...own, ...(await proveTargets(made, vectors, codes, watch.ask ?? askHere, watch.signal))];
  if (disproof(engines) === null) checkStatements(read, scope);
  return engines;
}

/** Packages made before may hold what the runtime does not read. */
function runtimeProof({ ruleSet, vectors }: ReadPackage): EngineProof[] {
  try {
    return [proveRuntime(ruleSet, vectors)];
  } catch (error) {
    if (failureOf(error).code === 'runtime-refused') return [];
    throw error;
  }
}

/** Features are never made of each other: whatever is cyclic is refused before anything is computed of it. */
function checkFeatures({ features = [] }: RuleSet): void {
  const reading = featureOfFeatures(features);
  if (reading !== null) throw refused(packageFiles.ruleSet, 'feature-circle', { feature: reading.id });
  const ids = features.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) throw refused(packageFiles.ruleSet, 'feature', { feature: twice });
}

/** What a package of version 2 says it reads, rules and features checked over it; null for version 1, which does not say. */
function checkedScope({ ruleSet, proof }: ReadPackage): Scope | null {
  if (proof === null) return null;
  const scope = scopeOfPackage(ruleSet, proof.oplux.inputs);
  const feature = scope.features?.find((one) => !one.ok);
  if (feature !== undefined) throw refused(packageFiles.ruleSet, 'feature', { feature: feature.feature.id });
  refuseIssues(ruleSet, checkRuleSet(ruleSet, scope));
  return scope;
}

/** What is said again elsewhere must follow from the rule set and the vectors. */
function checkStatements({ ruleSet, proof, vectors, manifest, lists }: ReadPackage, scope: Scope): void {
  if (proof === null || manifest.formatVersion === 1) return;
  const { oplux, certificate } = proof;
  if (!saysTheSame(oplux, opluxOf(ruleSet, { features: computable(scope), inputs: oplux.inputs, lists })))
    throw refused(packageFiles.oplux, 'setting-differs');
  const follows = {
    rules: coverageOf(ruleSet, vectors),
    vectors: sha256(canonicalText(vectors)),
    set: manifest.ruleSetHash,
    surrogates: !manifest.rawValues,
  };
  const { rules, vectors: counted, ruleSet: set, surrogates } = certificate;
  if (canonicalJson(follows) !== canonicalJson({ rules, vectors: counted.hash, set: set.hash, surrogates }))
    throw refused(packageFiles.certificate, 'counts-differ');
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
