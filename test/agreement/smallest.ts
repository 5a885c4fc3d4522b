import type { Batch } from './batches.ts';

/** A batch from which no rule, order or exception can be left out without the difference going away. */
export async function smallest(batch: Batch, differs: (batch: Batch) => Promise<boolean>): Promise<Batch> {
  for (const less of withOneLess(batch)) if (await differs(less)) return smallest(less, differs);
  return batch;
}

function* withOneLess({ ruleSet, records }: Batch): Generator<Batch> {
  const { rules, exceptions = [] } = ruleSet;
  if (records.length > 1) for (const less of eachLeftOut(records)) yield { ruleSet, records: less };
  if (rules.length > 1) for (const less of eachLeftOut(rules)) yield { ruleSet: { ...ruleSet, rules: less }, records };
  for (const less of eachLeftOut(exceptions)) yield { ruleSet: { ...ruleSet, exceptions: less }, records };
}

const eachLeftOut = <T>(all: readonly T[]): T[][] => all.map((_, at) => all.filter((_one, n) => n !== at));
