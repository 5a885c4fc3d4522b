import type { Batch } from './batches.ts';

/** A batch of which nothing can be left out without the difference going away. */
export async function smallest(batch: Batch, differs: (batch: Batch) => Promise<boolean>): Promise<Batch> {
  for (const less of withLess(batch)) if (await differs(less)) return smallest(less, differs);
  return batch;
}

/** What takes longest to ask goes first. */
function* withLess(batch: Batch): Generator<Batch> {
  const { ruleSet, orders, facts, events } = batch;
  const { rules, exceptions = [], features = [] } = ruleSet;
  for (const less of leftOut(features)) yield { ...batch, ruleSet: { ...ruleSet, features: less } };
  for (const less of leftOut(rules))
    if (less.length > 0 || features.length > 0) yield { ...batch, ruleSet: { ...ruleSet, rules: less } };
  for (const less of leftOut(exceptions)) yield { ...batch, ruleSet: { ...ruleSet, exceptions: less } };
  for (const less of leftOut(facts)) yield { ...batch, facts: less };
  for (const less of leftOut(events)) yield { ...batch, events: less };
  for (const less of leftOut(orders)) if (less.length > 0) yield { ...batch, orders: less };
}

/** All of a part is left out first, then half of it, then one at a time. */
function* leftOut<T>(all: readonly T[]): Generator<T[]> {
  const half = all.length >> 1;
  if (half > 0) yield* [[], all.slice(half), all.slice(0, half)];
  for (const at of all.keys()) yield all.filter((_, n) => n !== at);
}
