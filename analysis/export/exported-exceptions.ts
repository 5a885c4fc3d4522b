import type { CheckedRule } from '../expression/index.ts';
import type { RuleSetException } from '../model/policy.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { KeptDomain } from './domain-surrogate.ts';
import type { RuleLiterals } from './rule-literals.ts';
import { Surrogates, type Salt } from './surrogate.ts';

/** A rule set as it leaves, and what its exceptions' personal values were replaced by. */
export interface ExportedExceptions {
  readonly ruleSet: RuleSet;
  readonly replaced: ReadonlyMap<string, string>;
}

/** What surrogates are made with: salts, and the domains that stay. */
export interface Replacing {
  readonly salt: Salt;
  readonly isPublic: KeptDomain;
}

/** So often another salt is tried where two values would become one, or one would stay. */
export const tries = 12;

/**
 * The rule set without what its exceptions tell of persons: their notes are left out, and values of personal columns are
 * replaced by one surrogate each, marked as such, as they are in the vectors. What the rules name themselves stays.
 */
export function exportedExceptions(
  ruleSet: RuleSet,
  checked: readonly CheckedRule[],
  personal: ReadonlySet<string>,
  named: RuleLiterals,
  { salt, isPublic }: Replacing,
): ExportedExceptions {
  const { exceptions } = ruleSet;
  if (exceptions === undefined) return { ruleSet, replaced: new Map() };
  const told = exceptions.map((_, index) =>
    (checked[index]?.fields ?? []).some(
      ({ path, column }) => path === exceptions[index]?.field && personal.has(column),
    ),
  );
  const values = new Map(exceptions.flatMap((one, index) => (told[index] === true ? [[one.value, one.field]] : [])));
  const replaced = replacements(values, named, { salt, isPublic });
  return {
    ruleSet: { ...ruleSet, exceptions: exceptions.map((one, index) => leaving(one, told[index] === true, replaced)) },
    replaced,
  };
}

function leaving(
  { note: _note, ...exception }: RuleSetException,
  personal: boolean,
  replaced: ReadonlyMap<string, string>,
): RuleSetException {
  const value = personal ? replaced.get(exception.value) : undefined;
  if (value === undefined || value === exception.value) return exception;
  return { ...exception, value, surrogate: true };
}

/** Fields by the values of exceptions on them. */
type Values = ReadonlyMap<string, string>;

function replacements(values: Values, named: RuleLiterals, { salt, isPublic }: Replacing): ReadonlyMap<string, string> {
  let best = new Map<string, string>();
  let fewest = Infinity;
  for (let round = 0; round < tries && fewest > 0; round += 1) {
    const surrogates = new Surrogates(salt('exception', round), named, new Map(), isPublic);
    const drawn = new Map([...values].map(([value, path]) => [value, surrogates.of(value, path)]));
    const kept = [...drawn].filter(([value, own]) => own === value && !named.texts.includes(value)).length;
    const lost = kept + values.size - new Set(drawn.values()).size;
    if (lost < fewest) [best, fewest] = [drawn, lost];
  }
  return best;
}

/** Names of the rules an exception snoozes; none for one that allows. */
export const snoozedBy = (exception: RuleSetException): readonly string[] =>
  exception.kind === 'snooze' ? exception.rules : [];

/** Exceptions of a rule set that leaves, and how many of them hold a stand-in. */
export const exceptionCounts = ({
  exceptions = [],
}: RuleSet): { readonly total: number; readonly surrogates: number } => ({
  total: exceptions.length,
  surrogates: exceptions.filter(({ surrogate }) => surrogate === true).length,
});
