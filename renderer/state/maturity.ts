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

export interface Matured {
  /** Bad and good orders: the denominator of every rate. */
  readonly known: number;
  readonly orders: number;
  /** known ÷ orders; null where maturity is not measured or there is no order. */
  readonly share: number | null;
  readonly mark: MaturityMarkKind;
}

/** How many of the orders in view have a settled outcome that rates are made of. */
export function matured({ orders, bad, good, immature }: OutcomeCounts, maturity: Maturity): Matured {
  const known = bad + good;
  if (maturity === 'not measured' || orders === 0) return { known, orders, share: null, mark: 'unknown' };
  const mark = immature === 0 ? 'full' : known === 0 ? 'none' : 'partly';
  return { known, orders, share: known / orders, mark };
}
