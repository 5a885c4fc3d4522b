import { DerivedInputs } from '../expression/index.ts';
import { packageFiles } from '../model/package.ts';
import type { Comparing } from './comparing.ts';
import type { CheckedPackage } from './package-checked.ts';
import { schemaText } from './package-files.ts';
import { refused } from './package-source.ts';
import { madeDocuments, madeTargets, type MadeTarget } from './prove-targets.ts';
import type { ReadPackage } from './read-package.ts';
import { documents } from './targets/index.ts';
import type { TargetInput } from './targets/target.ts';

/**
 * The formats of a package as it holds them. Makes their files again of its rule set: hashes can be redone, so only this ties
 * what runs elsewhere to the rules, before any engine reads it. A format that this program knows must be
 * there; one that it does not know is not run. Throws 'package-invalid' at the first file that differs, is missing, or is of no
 * format.
 */
export function checkTargets(read: ReadPackage, checked: CheckedPackage, comparing: Comparing): MadeTarget[] {
  const { lists, manifest, texts } = read;
  if (manifest.formatVersion === 1) return [];
  const { targets } = manifest;
  refuseUnowned(texts, targets, lists !== null);
  for (const name of [packageFiles.schema, packageFiles.opluxSchema] as const)
    comparing.same(name, texts.get(name) === schemaText(name), 'target-differs');
  const made = madeTargets(inputOf(read, checked, manifest));
  const known = new Set([...made, ...documents].map(({ id }) => id));
  for (const { id, files } of targets)
    if (!known.has(id)) for (const name of files) comparing.same(name, false, 'not-owned');
  return held(made, texts, targets, comparing);
}

/**
 * The same of what tells of the proof: made again with the figures of a certificate that `checkStatements` found to follow from
 * what the engines said.
 */
export function checkDocuments(read: ReadPackage, checked: CheckedPackage, comparing: Comparing): void {
  const { manifest, proof, texts } = read;
  if (manifest.formatVersion === 1 || proof === null) return;
  const { engines, notProven = [] } = proof.certificate;
  const made = madeDocuments(inputOf(read, checked, manifest), { engines, notProven });
  held(made, texts, manifest.targets, comparing);
}

type Manifest = Extract<ReadPackage['manifest'], { formatVersion: 2 }>;
type Targets = Manifest['targets'];

function inputOf(
  { ruleSet, lists }: ReadPackage,
  { entries, exceptions, features }: CheckedPackage,
  { data, labels, ruleSetHash: hash }: Manifest,
): TargetInput {
  const facts = { hash, orders: data.orders, from: data.from, to: data.to, asOf: labels.asOf };
  return { ruleSet, entries, exceptions, features, lists, facts, derived: new DerivedInputs() };
}

/** Files as the package holds them, compared with those that were made. */
function held(
  made: readonly MadeTarget[],
  texts: ReadPackage['texts'],
  targets: Targets,
  comparing: Comparing,
): MadeTarget[] {
  return made.flatMap(({ id, files: own, fed }) => {
    const files = targets.find((target) => target.id === id)?.files ?? [];
    for (const { name, text } of own) {
      comparing.same(name, files.includes(name), 'missing');
      comparing.same(name, texts.get(name) === text, 'target-differs');
    }
    for (const name of files)
      comparing.same(
        name,
        own.some((one) => one.name === name),
        'not-owned',
      );
    const found = files.flatMap((name) => {
      const text = texts.get(name);
      return text === undefined ? [] : [{ name, text }];
    });
    return found.length === 0 ? [] : [{ id, files: found, fed }];
  });
}

/** A file that no format and no part of every package owns says what nobody compares; two owners contradict each other. */
function refuseUnowned(texts: ReadonlyMap<string, string>, targets: Targets, hasLists: boolean): void {
  const { ruleSet, schema, oplux, opluxSchema, vectors, certificate, lists } = packageFiles;
  const own = new Set<string>([
    ruleSet,
    schema,
    oplux,
    opluxSchema,
    vectors,
    certificate,
    ...(hasLists ? [lists] : []),
  ]);
  for (const { files } of targets)
    for (const name of files) {
      if (own.has(name)) throw refused(name, 'twice');
      own.add(name);
      if (!texts.has(name)) throw refused(name, 'missing');
    }
  for (const name of texts.keys()) if (!own.has(name)) throw refused(name, 'not-owned');
}
