import {
  checkRuleSet,
  guardedCel,
  plainCel,
  type CheckedRule,
  type Issue,
  type Scope,
  type ScopeField,
  type ScopeList,
} from '../expression/index.ts';
import { columnOfPath } from '../model/columns.ts';
import { ShinsaError } from '../model/failure.ts';
import type { CelFile, VectorsFile } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { packageFiles } from '../model/package.ts';
import type { Comparing } from './comparing.ts';

/** A rule of the set as checked. */
export interface CheckedEntry {
  readonly code: string;
  readonly checked: CheckedRule;
}

/** The CEL texts of a rule set and of its exceptions, in its order. */
export function celFileOf(
  ruleSet: RuleSet,
  entries: readonly CheckedEntry[],
  exceptions: readonly CheckedRule[],
): CelFile {
  return {
    format: 'shinsa-cel',
    formatVersion: 1,
    profile: ruleSet.profile,
    currency: ruleSet.currency,
    timezone: ruleSet.timezone,
    rules: entries.map(({ code, checked }) => ({ code, guarded: guardedCel(checked), plain: plainCel(checked) })),
    ...(exceptions.length === 0
      ? {}
      : { exceptions: exceptions.map((one) => ({ guarded: guardedCel(one), plain: plainCel(one) })) }),
  };
}

/**
 * Makes the CEL of a package's rule set again, over the fields its vectors hold, and compares it with the package's
 * own. Throws 'package-invalid' at the first rule (or setting of the set) that differs, in a package of another version only where
 * rules are missing: hashes can be redone, so only this ties the texts that run to the rules that people read. Returns the rules.
 */
export function checkCel(
  ruleSet: RuleSet,
  cel: CelFile,
  vectors: VectorsFile,
  comparing: Comparing,
): readonly CheckedEntry[] {
  const { rules, exceptions } = checkRuleSet(ruleSet, scopeOfVectors(ruleSet, vectors));
  const entries = ruleSet.rules.map(({ code }): CheckedEntry => {
    const checked = rules.get(code);
    if (checked?.ok !== true)
      throw unreadable(
        code,
        checked?.issues.find(({ severity }) => severity === 'error'),
      );
    return { code, checked };
  });
  const holding = exceptions.map((checked, index) => {
    if (!checked.ok) throw differs('rule', `exception ${index + 1}`);
    return checked;
  });
  const made = celFileOf(ruleSet, entries, holding);
  const settings = (['profile', 'currency', 'timezone'] as const).find((name) => made[name] !== cel[name]);
  if (settings !== undefined || vectors.currency !== ruleSet.currency) throw differs('setting', settings ?? 'currency');
  for (let at = 0; at < Math.max(made.rules.length, cel.rules.length); at += 1) {
    const [own, given] = [made.rules[at], cel.rules[at]];
    if (own?.code !== given?.code) throw differs('rule', own?.code ?? given?.code ?? '');
    const same = own?.guarded === given?.guarded && own?.plain === given?.plain;
    comparing.same(packageFiles.cel, same, 'cel-differs', { rule: own?.code ?? '' });
  }
  if (made.exceptions?.length !== cel.exceptions?.length)
    throw differs('rule', `exception ${(cel.exceptions?.length ?? 0) + 1}`);
  (made.exceptions ?? []).forEach(({ guarded, plain }, index) => {
    const given = cel.exceptions?.[index];
    const same = given?.guarded === guarded && given.plain === plain;
    comparing.same(packageFiles.cel, same, 'cel-differs', { rule: `exception ${index + 1}` });
  });
  return entries;
}

function differs(what: 'rule' | 'setting', name: string): ShinsaError {
  const params = what === 'rule' ? { problem: 'cel-differs', rule: name } : { problem: 'setting-differs' };
  return new ShinsaError('package-invalid', params, { place: { file: packageFiles.cel, field: name } });
}

/** A rule of the set that does not check, with what is wrong with it as 'rule-invalid' tells it. */
export function unreadable(rule: string, found: Issue | undefined): ShinsaError {
  const told = found === undefined ? {} : { ...found.params, at: found.from + 1, issue: found.code };
  return new ShinsaError(
    'package-invalid',
    { problem: 'rule', rule, ...told },
    { place: { file: packageFiles.ruleSet } },
  );
}

function scopeOfVectors(ruleSet: RuleSet, vectors: VectorsFile): Scope {
  const fields = Object.entries(vectors.fields).map(([path, type]): [string, ScopeField] => [
    path,
    { path, type, column: columnOfPath(path) },
  ]);
  const lists = (ruleSet.lists ?? []).map(({ id, match, snapshotAt }): [string, ScopeList] => [
    id,
    snapshotAt === null ? { id, match } : { id, match, snapshotAt },
  ]);
  return { fields: new Map(fields), lists: new Map(lists), currency: ruleSet.currency, timezone: ruleSet.timezone };
}
