import { checkRuleSet, DerivedInputs, type CheckedRule, type Scope } from '../expression/index.ts';
import type { CheckedEntry } from './cel-file.ts';
import { fieldsRead } from './package-rules.ts';
import { refused } from './package-source.ts';
import { madeTargets, type MadeTarget } from './prove-targets.ts';
import { featuresRead } from './read-features.ts';
import type { ReadPackage } from './read-package.ts';
import { ruleBookTarget } from './targets/rule-book/index.ts';

/**
 * The formats of a package as it holds them. Makes their files again of its rule set and throws 'package-invalid' at the first
 * that differs: hashes can be redone, so only this ties what runs elsewhere to the rules, before any engine reads it. The
 * rule book alone is not compared: it names fields as the project does, which packages do not tell.
 */
export function checkTargets({ ruleSet, lists, manifest, texts }: ReadPackage, scope: Scope): MadeTarget[] {
  if (manifest.formatVersion === 1) return [];
  const { rules, exceptions: checked } = checkRuleSet(ruleSet, scope);
  const entries = ruleSet.rules.flatMap(({ code }): CheckedEntry[] => {
    const one = rules.get(code);
    return one?.ok === true ? [{ code, checked: one }] : [];
  });
  const exceptions = checked.flatMap((one): CheckedRule[] => (one.ok ? [one] : []));
  const fields = fieldsRead([...entries.map((entry) => entry.checked), ...exceptions]);
  const { data, labels, ruleSetHash: hash, targets } = manifest;
  const facts = { hash, orders: data.orders, from: data.from, to: data.to, asOf: labels.asOf };
  const features = featuresRead(fields, ruleSet, scope);
  const made = madeTargets({ ruleSet, entries, exceptions, features, lists, facts, derived: new DerivedInputs() });
  // A format that this program does not know is not run.
  return targets.flatMap(({ id, files }) => {
    const own = made.find((one) => one.id === id)?.files;
    if (own === undefined || id === ruleBookTarget.id) return [];
    const differs = files.find((name, at) => own[at]?.name !== name || own[at].text !== texts.get(name));
    if (differs !== undefined) throw refused(differs, 'target-differs');
    if (own.length !== files.length) throw refused(own[files.length]?.name ?? '', 'missing');
    return [{ id, files: own }];
  });
}
