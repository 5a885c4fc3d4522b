import { canonicalJson } from '../canonical-json.ts';
import type { BacktestResult } from '../backtest.ts';
import type { TallySums } from './tally.ts';

/** A run made again from what was kept of it: its rule set, filter and assumptions, on the project as it is. */
export interface Repeated {
  /** What it stands on, and whether that is the same. */
  readonly hashes: readonly { readonly name: keyof BacktestResult['hashes']; readonly same: boolean }[];
  /** The day up to which outcomes count, then and now. */
  readonly asOf: { readonly then: string | null; readonly now: string | null };
  readonly engine: { readonly then: BacktestResult['engine']; readonly now: BacktestResult['engine'] };
  /** Parts of the result that come out otherwise; none where every figure is identical. */
  readonly differs: readonly string[];
}

export interface RepeatedRun {
  readonly result: BacktestResult;
  /** Null where the run keeps none. */
  readonly groups: TallySums | null;
}

/** What else is told of by itself. */
const apart: ReadonlySet<string> = new Set(['hashes', 'engine', 'asOf']);

export function repeatedOf(then: RepeatedRun, now: RepeatedRun): Repeated {
  const [old, own] = [plainly(then.result), plainly(now.result)];
  const parts = [...old.keys()].filter((name) => !apart.has(name) && old.get(name) !== own.get(name));
  const groups = then.groups === null || same(then.groups, now.groups ?? []) ? [] : ['groups'];
  const names = ['ruleSet', 'data', 'target', 'assumptions'] as const;
  return {
    hashes: names.flatMap((name) => {
      const hash = then.result.hashes[name];
      return hash === undefined ? [] : [{ name, same: hash === now.result.hashes[name] }];
    }),
    asOf: { then: then.result.asOf, now: now.result.asOf },
    engine: { then: then.result.engine, now: now.result.engine },
    differs: [...parts, ...groups],
  };
}

/** As both are when they have been kept and read: numbers as JSON writes them. */
function plainly(result: BacktestResult): ReadonlyMap<string, string> {
  const kept: unknown = JSON.parse(JSON.stringify(result));
  return new Map(Object.entries(kept ?? {}).map(([name, value]) => [name, canonicalJson(value)]));
}

const same = (one: TallySums, other: TallySums): boolean =>
  one.length === other.length && Array.from(one).every((value, at) => value === other[at]);
