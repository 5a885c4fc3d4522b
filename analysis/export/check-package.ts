import { failureOf } from '../model/failure.ts';
import { packageFiles } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { checkCel } from './cel-file.ts';
import { checkStatements, checkVectors } from './check-statements.ts';
import { checkDocuments, checkTargets } from './check-targets.ts';
import { Comparing } from './comparing.ts';
import { celProof, disproof, type EngineProof } from './engine-proof.ts';
import { withFeatureCases } from './feature-cases.ts';
import { proveListCases } from './list-cases.ts';
import { featureOfFeatures } from './oplux-file.ts';
import { checkedPackage, type CheckedPackage } from './package-checked.ts';
import { refused } from './package-source.ts';
import { proveTargets } from './prove-targets.ts';
import type { ReadPackage } from './read-package.ts';
import { replayInTurns, type ProofOptions } from './replay-in-turns.ts';
import { proveRuntime } from './runtime-vectors.ts';

/** What became of a package that was proven again. */
export interface ProvenAgain {
  readonly engines: readonly EngineProof[];
  /** Files of a package of another version that this program would write otherwise: what could be run of them was. */
  readonly notCompared: readonly string[];
}

/**
 * Proves a package again: rules and features check over what it says it reads, the files of its formats are made anew, every
 * vector is replayed by every engine that runs one of them and by the reference runtime, which is also asked what stood on its
 * lists, and oplux.json, the certificate and the manifest say what follows from all that. Throws 'package-invalid' (rule or
 * feature, and the file); what an engine says otherwise is answered, because the reader wants to see it.
 */
export async function provePackage(read: ReadPackage, watch: ProofOptions): Promise<ProvenAgain> {
  const { ruleSet, cel, vectors, lists } = read;
  const comparing = new Comparing(read.manifest);
  checkFeatures(ruleSet);
  const checked = checkedPackage(read);
  const entries = checkCel(ruleSet, cel, vectors, comparing);
  if (checked !== null) checkVectors(read, checked, comparing);
  const first = celProof(await replayInTurns(cel, vectors, ruleSet, watch), read, entries);
  const onLists = proveListCases(lists, vectors.listCases ?? []);
  const own = [first, ...runtimeProof(read, checked), ...(onLists === null ? [] : [onLists])];
  if (checked === null || disproof(own) !== null) return { engines: own, notCompared: comparing.left };
  const codes = ruleSet.rules.map(({ code }) => code);
  const made = checkTargets(read, checked, comparing);
  const engines = [...own, ...(await proveTargets(made, vectors, codes, watch.ask, watch.signal))];
  if (disproof(engines) === null) {
    checkStatements(read, checked, engines, comparing);
    checkDocuments(read, checked, comparing);
  }
  return { engines, notCompared: comparing.left };
}

/** Packages of version 1 may hold what the runtime does not read. */
function runtimeProof({ ruleSet, vectors, manifest }: ReadPackage, checked: CheckedPackage | null): EngineProof[] {
  try {
    const proof = proveRuntime(ruleSet, vectors);
    const cases = vectors.featureCases ?? [];
    return [checked === null ? proof : withFeatureCases(proof, ruleSet, checked.features, cases)];
  } catch (error) {
    if (manifest.formatVersion === 1 && failureOf(error).code === 'runtime-refused') return [];
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
