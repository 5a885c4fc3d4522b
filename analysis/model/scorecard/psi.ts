import { chiSquareQuantile } from '../results/distributions.ts';

/** Least share of a bin, so that an empty one does not make the index infinite; told with it. */
export const psiFloor = 1e-4;

/** How far shares have moved, and how far chance alone moves them. */
export interface Drift {
  readonly psi: number;
  /** Bins whose share was raised to the floor. */
  readonly floored: number;
  /** What chance alone passes in one of twenty samples of these sizes: (1 ÷ n_a + 1 ÷ n_e) · χ²₀.₉₅ of one less than bins. Null without bins to compare. */
  readonly byChance: number | null;
}

/** Population stability index Σ (a − e) · ln(a ÷ e) of counts in the bins of the expected sample; null where a side is empty. */
export function driftOf(expected: readonly number[], actual: readonly number[]): Drift | null {
  const [e, a] = [sumOf(expected), sumOf(actual)];
  if (!(e > 0 && a > 0)) return null;
  let [psi, floored, used] = [0, 0, 0];
  expected.forEach((count, i) => {
    const shares = [count / e, (actual[i] ?? 0) / a] as const;
    if (shares[0] === 0 && shares[1] === 0) return;
    used += 1;
    if (shares[0] < psiFloor || shares[1] < psiFloor) floored += 1;
    const [was, is] = [Math.max(shares[0], psiFloor), Math.max(shares[1], psiFloor)];
    psi += (is - was) * Math.log(is / was);
  });
  return { psi, floored, byChance: used < 2 ? null : (1 / a + 1 / e) * chiSquareQuantile(0.95, used - 1) };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
