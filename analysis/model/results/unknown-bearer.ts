import type { BacktestResult } from '../backtest.ts';
import { results } from '../ruleset.ts';
import type { Assumptions } from './assumptions.ts';
import { linesOf } from './money.ts';
import type { RunFigures } from './of-run.ts';
import { pickedFrom } from './tally.ts';

/** Assumptions that a figure cannot be told without, where a person has not given them. */
export const requirable = ['unknownBorne'] as const;

/** Losses of which nothing tells who bears them (no 3-D Secure, no word of a liability shift), and nobody has said what share the shop does. */
export interface UnknownBearer {
  /** Minor units of loss, stopped and passed. */
  readonly loss: number;
  /** The net where the shop bears none of them, or all; minor units. */
  readonly net: { readonly low: number; readonly high: number };
}

/** Null where there are none such, or a person has given the share. */
export function unknownBearer(
  { cells, assumptions, queue, money }: Pick<RunFigures, 'cells' | 'assumptions' | 'queue' | 'money'>,
  given: Assumptions,
  { target }: Pick<BacktestResult, 'target'>,
  perMajor: number,
): UnknownBearer | null {
  const loss = pickedFrom(cells, { results, states: ['bad'], measure: 'lossUnknown' });
  if (given.unknownBorne !== undefined || loss === 0 || money.cohort === 0) return null;
  const [none = 0, all = 0] = [0, 1].map((unknownBorne) => {
    const input = { cells, target, perMajor, reviewed: queue.reviewed, measured: true };
    return linesOf({ ...input, assumptions: { ...assumptions, unknownBorne } }).net.value;
  });
  return { loss, net: { low: Math.min(none, all), high: Math.max(none, all) } };
}
