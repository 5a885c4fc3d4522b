import type { Maturity } from '../../analysis/model/project.ts';

/** Full: every outcome is known that can be; partly, none: some or all are still open; unknown: not measured. */
export type MaturityMarkKind = 'full' | 'partly' | 'none' | 'unknown';

/** Orders of a view by what their outcome is. */
export interface OutcomeCounts {
  readonly orders: number;
  readonly bad: number;
  readonly good: number;
  readonly immature: number;
}

export interface Known {
  /** Bad and good orders: the denominator of every rate. */
  readonly known: number;
  readonly mark: MaturityMarkKind;
}

/** How many of the orders in view have a settled outcome that rates are made of, and whether more will have one. */
export function knownOf({ orders, bad, good, immature }: OutcomeCounts, maturity: Maturity): Known {
  const known = bad + good;
  if (maturity === 'not measured' || orders === 0) return { known, mark: 'unknown' };
  return { known, mark: immature === 0 ? 'full' : known === 0 ? 'none' : 'partly' };
}

/** Maturity, which belongs to age: how many are old enough for their outcome to be known, whatever became of them. */
export interface Aged {
  readonly old: number;
  readonly all: number;
}

/** old ÷ all; null where there are none. */
export const agedShare = ({ old, all }: Aged): number | null => (all === 0 ? null : old / all);
