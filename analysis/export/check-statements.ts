import { canonicalJson, canonicalText } from '../model/canonical-json.ts';
import type { ProvenEngine, UnreachedThreshold } from '../model/package-certificate.ts';
import { packageFiles } from '../model/package.ts';
import { certificateOf, coverageOf } from './certificate.ts';
import type { Comparing } from './comparing.ts';
import { certified, proofOf, type EngineProof } from './engine-proof.ts';
import { runtimeEngine } from './evaluator-name.ts';
import { askedOfFeatures, featureSqlProof } from './feature-cases.ts';
import { askedOfLists } from './list-cases.ts';
import { computable, inputsOf, opluxOf } from './oplux-file.ts';
import type { CheckedPackage } from './package-checked.ts';
import { sha256 } from './package-files.ts';
import { countsOf } from './package-manifest.ts';
import { fieldTypes } from './package-rules.ts';
import { refused } from './package-source.ts';
import { notProven, proven } from './prove-targets.ts';
import type { ReadPackage } from './read-package.ts';
import { comparisonsIn } from './vector-thresholds.ts';

/** What the vectors say beside their records: types that follow from the rules, and cases for the ends of the lists' entries. */
export function checkVectors(
  { vectors, lists }: ReadPackage,
  { scope, entries, exceptions, features }: CheckedPackage,
  comparing: Comparing,
): void {
  const types = fieldTypes([...entries.map(({ checked }) => checked), ...exceptions], scope);
  comparing.same(packageFiles.vectors, canonicalJson(types) === canonicalJson(vectors.fields), 'setting-differs');
  const asked = askedOfLists(lists);
  const told = (vectors.listCases ?? []).map(({ list, value, at }) => ({ list, value, at }));
  comparing.same(packageFiles.vectors, canonicalJson(asked) === canonicalJson(told), 'counts-differ');
  const cases = (vectors.featureCases ?? []).map(({ values: _values, ...asked }) => asked);
  const tried = canonicalJson(askedOfFeatures(features));
  comparing.same(packageFiles.vectors, tried === canonicalJson(cases), 'counts-differ');
}

/** What is said again elsewhere must follow from the rule set, the vectors and what the engines said. */
export function checkStatements(
  read: ReadPackage,
  { scope, entries, exceptions, features }: CheckedPackage,
  engines: readonly EngineProof[],
  comparing: Comparing,
): void {
  const { ruleSet, proof, vectors, manifest, lists } = read;
  if (proof === null || manifest.formatVersion === 1) return;
  const { oplux, certificate } = proof;
  const replaced = new Set(oplux.inputs.flatMap((input) => (input.replaced ? [input.column] : [])));
  const rules = [...entries.map(({ checked }) => checked), ...exceptions];
  const inputs = inputsOf(rules, computable(scope), replaced);
  const words = opluxOf(ruleSet, { features: computable(scope), inputs, lists });
  comparing.same(packageFiles.oplux, canonicalJson(words) === canonicalJson(oplux), 'setting-differs');

  const vectorsHash = sha256(canonicalText(vectors));
  const follows = { rules: coverageOf(ruleSet, vectors), vectors: vectorsHash, set: manifest.ruleSetHash };
  const { rules: covered, vectors: counted, ruleSet: set } = certificate;
  if (canonicalJson(follows) !== canonicalJson({ rules: covered, vectors: counted.hash, set: set.hash }))
    throw refused(packageFiles.certificate, 'counts-differ');
  const { files: _files, ...said } = manifest;
  const cases = vectors.featureCases ?? [];
  const all = [...engines, shippedProof(read), ...featureSqlProof(manifest.tool.duckdb, features, cases, [])];
  const unreached = certificate.thresholdsNotReached ?? [];
  comparing.same(packageFiles.certificate, areComparisons(unreached, ruleSet, entries), 'counts-differ');
  const statement = { ruleSet, vectors, vectorsHash, engines: certificate.engines, unreached };
  const whole = certificateOf(said, { ...statement, notProven: notProven(manifest.targets, all) });
  comparing.same(packageFiles.certificate, canonicalJson(whole) === canonicalJson(certificate), 'counts-differ');
  const told = certificate.engines.map((one) => canonicalJson(one)).sort();
  const expected = [...historyOf(read), ...certified(all)].map((one) => canonicalJson(one)).sort();
  comparing.same(packageFiles.certificate, canonicalJson(expected) === canonicalJson(told), 'counts-differ');
  const targets = proven(manifest.targets, all);
  const counts = { ...said, ...countsOf({ ruleSet, features, vectors }), targets };
  comparing.same(packageFiles.manifest, canonicalJson(counts) === canonicalJson(said), 'counts-differ');
}

/** Which of them no record stands on all sides of only the making of the records tells; that they are comparisons of these rules, the set. */
function areComparisons(
  unreached: readonly UnreachedThreshold[],
  { rules }: ReadPackage['ruleSet'],
  entries: CheckedPackage['entries'],
): boolean {
  const texts = new Map(rules.map(({ code, when }) => [code, when]));
  const known = new Map(entries.map(({ code, checked }) => [code, comparisonsIn(checked, texts.get(code) ?? '')]));
  return unreached.every(({ rule, clause }) => known.get(rule)?.has(clause) === true);
}

/** DuckDB needs the project that a package was proven in: what it said is taken from the certificate's own version of it. */
const shippedProof = ({ ruleSet, vectors, manifest }: ReadPackage): EngineProof =>
  proofOf(
    { engine: 'duckdb', version: manifest.tool.duckdb, target: 'duckdb', file: packageFiles.duckdb },
    ruleSet,
    vectors,
    [],
  );

/** What the certificate must say of the history: as many answers as its orders, rules, features and exceptions make. */
function historyOf({ ruleSet, manifest, proof }: ReadPackage): ProvenEngine[] {
  const { rules, features = [], exceptions = [] } = ruleSet;
  const { orders } = manifest.data;
  const found = proof?.certificate.engines.find(({ subject }) => subject === 'history');
  const counts = {
    ...{ subject: 'history' as const, orders, rules: rules.length, features: features.length, mismatches: 0 as const },
    compared: orders * (rules.length + features.length + exceptions.length + 2),
  };
  return [
    found?.subject === 'history' ? { ...found, ...counts } : { ...runtimeEngine, ...counts, events: 0, outcomes: 0 },
  ];
}
