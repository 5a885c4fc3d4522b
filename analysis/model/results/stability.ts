import { chiSquareQuantile } from './distributions.ts';

/** Conventions of the trade without a derivation: up to the first stable, from the second on another population. */
export const psiConventions = { some: 0.1, much: 0.25 } as const;
/** Shares below it are raised to it, so that a bin that was empty on one side has a finite part. */
export const psiFloor = 1e-4;
const level = 0.95;

/** What changed between a reference and the orders compared with it, over the same bins. */
export interface Stability {
  readonly psi: number;
  /** What PSI passes in one case of twenty when nothing has changed: (1/N + 1/M) · χ² (95 %, bins − 1); orders as independent. */
  readonly limit: number;
  /** Bins raised to `psiFloor`, of how many that any order is in. */
  readonly floored: number;
  readonly bins: number;
  /** `unmeasured`: so few orders that chance alone passes 0.1. `chance`: below the limit. */
  readonly says: 'unmeasured' | 'chance' | 'little' | 'some' | 'much';
}

/**
 * PSI = Σ (a − e) · ln(a ÷ e) over the shares of bins, e of the reference and a of what is compared. Null without
 * orders on one of the sides, or in fewer than two bins.
 */
export function stabilityOf(reference: readonly number[], current: readonly number[]): Stability | null {
  const pairs = reference
    .map((orders, bin) => [orders, current[bin] ?? 0] as const)
    .filter(([before, after]) => before + after > 0);
  const [n, m] = [0, 1].map((side) => pairs.reduce((sum, pair) => sum + (pair[side] ?? 0), 0));
  if (n === undefined || m === undefined || n === 0 || m === 0 || pairs.length < 2) return null;
  const shares = pairs.map(([before, after]) => ({ e: before / n, a: after / m }));
  const psi = psiOf(shares);
  const limit = (1 / n + 1 / m) * chiSquareQuantile(level, pairs.length - 1);
  const floored = shares.filter(({ a, e }) => Math.min(a, e) < psiFloor).length;
  return { psi, limit, floored, bins: pairs.length, says: saysOf(psi, limit) };
}

export const psiOf = (shares: readonly { readonly a: number; readonly e: number }[]): number =>
  shares.reduce((sum, one) => {
    const [a, e] = [Math.max(psiFloor, one.a), Math.max(psiFloor, one.e)];
    return sum + (a - e) * Math.log(a / e);
  }, 0);

function saysOf(psi: number, limit: number): Stability['says'] {
  if (limit > psiConventions.some) return 'unmeasured';
  if (psi <= limit) return 'chance';
  if (psi < psiConventions.some) return 'little';
  return psi < psiConventions.much ? 'some' : 'much';
}
