import type { VectorRecord } from './vector-records.ts';

/** What the rules say of a record; two records with equal answers are alike to every rule. */
export interface Answers {
  readonly fired: readonly string[];
  readonly unevaluable: readonly string[];
  /** Exceptions that hold, by their place. */
  readonly exceptions?: readonly number[];
}

/** How often other replacements are tried for the records that the rules see with other eyes. */
const rounds = 12;

/**
 * The records with personal values replaced so that, where twelve draws allow it, each rule says of a record what it
 * said of the order behind it: a chance equality or a chance pattern is drawn again under another salt. Where no draw
 * agrees in all rules, the one that loses the fewest firing rules stays. `wanted` is what was said of the orders,
 * `replace` answers all records under a new salt, `answers` asks the tested engine. An exception counts like a rule.
 */
export async function replacedRecords(
  wanted: readonly Answers[],
  replace: () => readonly VectorRecord[],
  answers: (records: readonly VectorRecord[]) => Promise<readonly Answers[]>,
): Promise<VectorRecord[]> {
  const best = wanted.map((): { record: VectorRecord; loss: number } | null => null);
  for (let round = 0; round < rounds; round += 1) {
    const open = best.flatMap((found, index) => (found?.loss === 0 ? [] : [index]));
    if (open.length === 0) break;
    const all = replace();
    const tried = open.flatMap((index) => all[index] ?? []);
    const got = await answers(tried);
    open.forEach((index, at) => {
      const [record, own, other] = [tried[at], wanted[index], got[at]];
      if (record === undefined || own === undefined || other === undefined) return;
      const loss = lossOf(own, other);
      if (loss < (best[index]?.loss ?? Infinity)) best[index] = { record, loss };
    });
  }
  return best.flatMap((found) => (found === null ? [] : [found.record]));
}

/** 0 when every rule says the same; a rule that no longer fires weighs more than any that now says something else. */
function lossOf(wanted: Answers, got: Answers): number {
  const [held, holds] = [wanted.exceptions ?? [], got.exceptions ?? []];
  const lost = missing(wanted.fired, got.fired) + missing(held, holds);
  const others =
    missing(got.fired, wanted.fired) +
    missing(holds, held) +
    missing(wanted.unevaluable, got.unevaluable) +
    missing(got.unevaluable, wanted.unevaluable);
  return lost * 1000 + others;
}

function missing<T>(of: readonly T[], from: readonly T[]): number {
  const there = new Set(from);
  return of.filter((one) => !there.has(one)).length;
}
