/** What points of a variable are measured against: the most any bin of it gives, or what its orders have on average. */
export const reasonBaselines = ['best', 'neutral'] as const;
export type ReasonBaseline = (typeof reasonBaselines)[number];

/** A variable that lowered a score, by its place in the scorecard, and the points it lost. */
export interface Reason {
  readonly variable: number;
  readonly lost: number;
}

/** The points of each variable that nothing is lost against; `shares`: of the training orders in its bins. */
export const baselinesOf = (
  points: readonly (readonly number[])[],
  shares: readonly (readonly number[])[],
  against: ReasonBaseline,
): number[] =>
  points.map((bins, j) =>
    against === 'best'
      ? Math.max(...bins.filter((_, i) => (shares[j]?.[i] ?? 0) > 0))
      : bins.reduce((sum, one, i) => sum + one * (shares[j]?.[i] ?? 0), 0),
  );

/** The variables that lost most points, the most first and of as many the one that stands first; none that lost nothing. */
export function reasonsOf(points: readonly number[], baselines: readonly number[], count: number): readonly Reason[] {
  return points
    .map((one, variable) => ({ variable, lost: (baselines[variable] ?? 0) - one }))
    .filter(({ lost }) => lost > 1e-9)
    .sort((a, b) => b.lost - a.lost || a.variable - b.variable)
    .slice(0, count);
}
