import { factsOf, keyColumns, type KeyColumn } from '../model/columns.ts';
import type { FrequentValue, IdentityKey, PickedKey } from '../model/identity.ts';
import { hidden } from '../store/redact.ts';
import type { Masks } from './masks.ts';

/** A value with the masks of the last column it is made of, what stands beside it with those of its own. */
export function frequentValue(one: FrequentValue, { mask }: Masks): FrequentValue {
  const { written, beside } = columnsOfKey(one.column);
  return {
    ...one,
    value: String(mask(written, one.value)),
    beside: one.beside === null ? null : String(mask(beside, one.beside)),
  };
}

/** What a stored value folds to: the way tells the value, so that nothing of it is told where its column is masked. */
export function pickedKey(answer: PickedKey, masks: Masks): PickedKey {
  const { column, key, then } = answer;
  if (!masks.masked(columnsOfKey(column).written) && !masks.masked(column)) return answer;
  return {
    ...answer,
    key: maskedKey(column, key, masks),
    ...(then === undefined ? {} : { then: maskedKey(column, then, masks) }),
  };
}

function maskedKey(column: string, key: IdentityKey, { mask, masked }: Masks): IdentityKey {
  const open = new Set(factsOf(column).flatMap(({ name, fact }) => (masked(name) ? [] : [fact])));
  return {
    ...key,
    raw: String(mask(columnsOfKey(column).written, key.raw)),
    key: key.key === null ? null : masked(column) ? String(mask(column, key.key)) : hidden,
    steps: key.steps.map(({ step }) => ({ step, value: hidden })),
    facts: Object.fromEntries(Object.entries(key.facts).filter(([name]) => open.has(name))),
  };
}

function columnsOfKey(column: string): { readonly written: string; readonly beside: string } {
  const key: KeyColumn | undefined = keyColumns.find(({ name }) => name === column);
  const written = key?.from[key.from.length - 1] ?? column;
  return { written, beside: key?.beside ?? written };
}
