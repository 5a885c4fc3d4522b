import { share } from '../share.ts';

/**
 * Linked entities are put into this many groups, by a hash of their id, and stay whole: what is resampled are groups, so
 * that figures of any data cost the same.
 */
export const groupCount = 256;

/** Fewer groups than this with anything in the denominator and a share is not measured. */
export const leastGroups = 10;
export const confidence = 0.95;
const replicates = 2000;
const seed = 20_240_401;
/** Of the normal distribution for 95 %. */
const z = 1.959963984540054;

/** `bootstrap`: by groups of entities. `wilson`: as if every order, or entity, stood for itself. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly by: 'bootstrap' | 'wilson';
}

/** Wilson's interval of `part` out of `whole`; null for none. */
export function wilson(part: number, whole: number): Omit<Interval, 'by'> | null {
  if (whole <= 0) return null;
  const p = part / whole;
  const spread = 1 + (z * z) / whole;
  const middle = (p + (z * z) / (2 * whole)) / spread;
  const half = (z / spread) * Math.sqrt((p * (1 - p)) / whole + (z * z) / (4 * whole * whole));
  // Exactly 0 and 1 where they are, whatever rounding makes of them.
  return { low: part <= 0 ? 0 : Math.max(0, middle - half), high: part >= whole ? 1 : Math.min(1, middle + half) };
}

/** How often each of so many groups is in each replicate; the same in every session. */
const drawn = new Map<number, Uint8Array>();

function draws(groups: number): Uint8Array {
  const known = drawn.get(groups);
  if (known !== undefined) return known;
  const made = new Uint8Array(replicates * groups);
  const next = xorshift(seed);
  for (let r = 0; r < replicates; r += 1)
    for (let i = 0; i < groups; i += 1) {
      const at = r * groups + (next() % groups);
      made[at] = (made[at] ?? 0) + 1;
    }
  drawn.set(groups, made);
  return made;
}

/** Numbers of 32 bits, the same for the same seed (xorshift, Marsaglia 2003). */
function xorshift(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}

/** Totals of each replicate. */
function resampled(values: Float64Array): Float64Array {
  const groups = values.length;
  const weights = draws(groups);
  const totals = new Float64Array(replicates);
  const used = [...values.keys()].filter((group) => values[group] !== 0);
  for (let r = 0; r < replicates; r += 1) {
    let total = 0;
    for (const group of used) total += (weights[r * groups + group] ?? 0) * (values[group] ?? 0);
    totals[r] = total;
  }
  return totals;
}

/** Limits between which the middle 95 % of the replicates lie; null where fewer than half of them have a value. */
function middleOf(values: Float64Array, tail = (1 - confidence) / 2): Omit<Interval, 'by'> | null {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length * 2 < values.length) return null;
  const at = (q: number): number => sorted[Math.round(q * (sorted.length - 1))] ?? NaN;
  return { low: at(tail), high: at(1 - tail) };
}

/**
 * Orders of one entity, each entity as often as it has orders; at least 1. Entities fall into groups by chance, so the variance
 * of the groups' counts over their mean is Σm² ÷ Σm of the sizes m (a compound Poisson count): what n orders are worth as
 * independent ones is n divided by it (Kish's effective size).
 */
export function clusterSize(counts: Float64Array): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  if (!(mean > 0)) return 1;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1);
  return Math.max(1, variance / mean);
}

/** Groups with anything of it. */
export const groupsWith = (values: Float64Array): number => values.reduce((n, value) => (value === 0 ? n : n + 1), 0);

/** The interval of a sum, by the sums of its groups; null where too few groups have anything. */
export function sumInterval(values: Float64Array): Interval | null {
  if (groupsWith(values) < leastGroups) return null;
  const found = middleOf(resampled(values));
  return found === null ? null : { ...found, by: 'bootstrap' };
}

/** The interval of one sum divided by another. */
export function ratioInterval(parts: Float64Array, wholes: Float64Array): Interval | null {
  if (groupsWith(wholes) < leastGroups) return null;
  const [top, bottom] = [resampled(parts), resampled(wholes)];
  const found = middleOf(top.map((part, r) => share(part, bottom[r] ?? 0) ?? NaN));
  return found === null ? null : { ...found, by: 'bootstrap' };
}

/** One sum divided by another, by groups. */
export interface GroupedShare {
  readonly parts: Float64Array;
  readonly wholes: Float64Array;
}

/**
 * The tail that makes a percentile interval of 32 groups as wide as Student's t and the lost degree of freedom would
 * (Hesterberg 2015, expanded percentile): Φ(−√(32/31) · t₃₁).
 */
const tailOfFew = 0.0191;

/**
 * The interval of how much a share of one side is more than that of the other, both of the same orders: each replicate has the
 * same groups on both sides. Null where the sides differ in too few groups.
 */
export function shareDifferenceInterval(before: GroupedShare, after: GroupedShare): Interval | null {
  const differs = after.parts.map(
    (part, group) =>
      Math.abs(part - (before.parts[group] ?? 0)) + Math.abs((after.wholes[group] ?? 0) - (before.wholes[group] ?? 0)),
  );
  if (groupsWith(differs) < leastGroups) return null;
  const [a, b, c, d] = [before.parts, before.wholes, after.parts, after.wholes].map(resampled);
  const of = (top: Float64Array | undefined, bottom: Float64Array | undefined, r: number): number =>
    share(top?.[r] ?? 0, bottom?.[r] ?? 0) ?? NaN;
  const differences = Float64Array.from({ length: replicates }, (_, r) => of(c, d, r) - of(a, b, r));
  const found = middleOf(differences, tailOfFew);
  return found === null ? null : { ...found, by: 'bootstrap' };
}

/** The same of how much a sum is more: by the differences of the groups. */
export function sumDifferenceInterval(differences: Float64Array): Interval | null {
  if (groupsWith(differences) < leastGroups) return null;
  const found = middleOf(resampled(differences), tailOfFew);
  return found === null ? null : { ...found, by: 'bootstrap' };
}
