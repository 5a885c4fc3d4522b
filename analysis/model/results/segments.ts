import type { Part } from './breakdown.ts';
import { binomialTails, studentTwoSided } from './distributions.ts';
import { clusterSize, groupsWith, leastGroups } from './intervals.ts';
import type { Measured, PartFigure } from './part-figures.ts';
import { cellsOver, linearByCode } from './tally.ts';

/**
 * Where a figure is worst for certain: by the end of its interval that speaks for the segment (the lower end where more is
 * worse), so that one of few orders, whose interval is wide, does not lead. What is counted is its own end; what is not
 * measured, or has no interval, comes last.
 */
export function worstFirst<T extends { readonly measured: Measured }>(
  of: PartFigure,
  segments: readonly T[],
): readonly T[] {
  const certain = ({ measured: { value, interval } }: T): number | null => {
    if (value === null) return null;
    if (interval === null) return of.outcome || of.whole !== null ? null : of.worse === 'more' ? value : -value;
    return of.worse === 'more' ? interval.low : -interval.high;
  };
  return segments
    .map((segment, place) => ({ segment, place, by: certain(segment) }))
    .sort((a, b) => (b.by ?? -Infinity) - (a.by ?? -Infinity) || a.place - b.place)
    .map(({ segment }) => segment);
}

/** The sums of several parts together. */
export function together(parts: readonly Part[]): Part {
  const groups = new Float64Array(Math.max(0, ...parts.map((part) => part.groups.length)));
  for (const part of parts)
    for (let i = 0; i < groups.length; i += 1) groups[i] = (groups[i] ?? 0) + (part.groups[i] ?? 0);
  return { groups, cells: cellsOver(groups) };
}

/**
 * Probability of a figure so far from the ratio of all where the segment is like all others; null where that cannot be told.
 * A share is tested by the binomial at the ratio of all, over as many independent orders as those of its entities are worth
 * (Kish); anything else by Student's t of its groups' residuals from that ratio. Sums are not tested: they differ because
 * segments differ in size.
 */
export function chanceOf(figure: PartFigure, segment: Part, ratio: number): number | null {
  if (figure.whole === null) return null;
  const [parts, wholes] = [linearByCode(segment.groups, figure.part), linearByCode(segment.groups, figure.whole)];
  if (groupsWith(wholes) < leastGroups) return null;
  const counts = (figure.unit === 'share' || figure.unit === 'bp') && !figure.name.endsWith('Amount');
  return counts ? byCounts(parts, wholes, ratio) : byGroups(parts, wholes, ratio);
}

function byCounts(parts: Float64Array, wholes: Float64Array, rate: number): number {
  const rest = wholes.map((value, group) => value - (parts[group] ?? 0));
  const size = Math.max(...[parts, rest, wholes].map(clusterSize));
  const { above, below } = binomialTails(total(parts) / size, total(wholes) / size, rate);
  return Math.min(1, 2 * Math.min(above, below));
}

function byGroups(parts: Float64Array, wholes: Float64Array, ratio: number): number | null {
  const used = [...wholes.keys()].filter((group) => wholes[group] !== 0 || parts[group] !== 0);
  if (used.length < leastGroups || groupsWith(parts) < leastGroups) return null;
  const residuals = used.map((group) => (parts[group] ?? 0) - ratio * (wholes[group] ?? 0));
  const n = residuals.length;
  const mean = residuals.reduce((sum, value) => sum + value, 0) / n;
  const variance = residuals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return variance === 0 ? null : studentTwoSided(mean / Math.sqrt(variance / n), n - 1);
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/**
 * What p-values are worth after looking at so many: of those below q, a share of q is expected to be there by chance, however
 * the segments depend on each other, as they do where the same orders are in one of every column (Benjamini and Yekutieli,
 * Annals of Statistics 29, 2001). `tests`: how many were looked at, where those not given are as if their p were 1.
 */
export function adjusted(p: readonly number[], tests = p.length): readonly number[] {
  const m = p.length;
  let harmonic = 0;
  for (let i = 1; i <= tests; i += 1) harmonic += 1 / i;
  const order = [...p.keys()].sort((a, b) => (p[b] ?? 1) - (p[a] ?? 1));
  const found = Array.from({ length: m }, () => 1);
  let least = 1;
  order.forEach((at, place) => {
    least = Math.min(least, ((p[at] ?? 1) * tests * harmonic) / (m - place));
    found[at] = least;
  });
  return found;
}
