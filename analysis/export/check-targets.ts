import { DerivedInputs } from '../expression/index.ts';
import { packageFiles } from '../model/package.ts';
import type { Comparing } from './comparing.ts';
import type { CheckedPackage } from './package-checked.ts';
import { schemaText } from './package-files.ts';
import { refused } from './package-source.ts';
import { madeTargets, type MadeTarget } from './prove-targets.ts';
import type { ReadPackage } from './read-package.ts';

/**
 * The formats of a package as it holds them. Makes their files again of its rule set: hashes can be redone, so only this ties
 * what runs elsewhere, and what people sign, to the rules, before any engine reads it. A format that this program knows must be
 * there; one that it does not know is not run. Throws 'package-invalid' at the first file that differs, is missing, or is of no
 * format.
 */
export function checkTargets(
  { ruleSet, lists, manifest, texts }: ReadPackage,
  { entries, exceptions, features }: CheckedPackage,
  comparing: Comparing,
): MadeTarget[] {
  if (manifest.formatVersion === 1) return [];
  const { data, labels, ruleSetHash: hash, targets } = manifest;
  refuseUnowned(texts, targets, lists !== null);
  for (const name of [packageFiles.schema, packageFiles.opluxSchema] as const)
    comparing.same(name, texts.get(name) === schemaText(name), 'target-differs');
  const facts = { hash, orders: data.orders, from: data.from, to: data.to, asOf: labels.asOf };
  const made = madeTargets({ ruleSet, entries, exceptions, features, lists, facts, derived: new DerivedInputs() });
  for (const { id, files } of targets)
    if (!made.some((one) => one.id === id)) for (const name of files) comparing.same(name, false, 'not-owned');
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
    const held = files.flatMap((name) => {
      const text = texts.get(name);
      return text === undefined ? [] : [{ name, text }];
    });
    return held.length === 0 ? [] : [{ id, files: held, fed }];
  });
}

type Targets = Extract<ReadPackage['manifest'], { formatVersion: 2 }>['targets'];

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
