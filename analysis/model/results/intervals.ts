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

/** How often each group is in each replicate; the same in every session. */
let drawn: Uint8Array | undefined;

function draws(): Uint8Array {
  if (drawn !== undefined) return drawn;
  const made = new Uint8Array(replicates * groupCount);
  const next = xorshift(seed);
  for (let r = 0; r < replicates; r += 1)
    for (let i = 0; i < groupCount; i += 1) {
      const at = r * groupCount + (next() % groupCount);
      made[at] = (made[at] ?? 0) + 1;
    }
  return (drawn = made);
}

/** Numbers of 32 bits, the same for the same seed (xorshift, Marsaglia 2003). */
export function xorshift(from: number): () => number {
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
  const weights = draws();
  const totals = new Float64Array(replicates);
  const used = [...values.keys()].filter((group) => values[group] !== 0);
  for (let r = 0; r < replicates; r += 1) {
    let total = 0;
    for (const group of used) total += (weights[r * groupCount + group] ?? 0) * (values[group] ?? 0);
    totals[r] = total;
  }
  return totals;
}

/** Limits between which the middle 95 % of the replicates lie; null where fewer than half of them have a value. */
function middleOf(values: Float64Array): Omit<Interval, 'by'> | null {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length * 2 < values.length) return null;
  const at = (q: number): number => sorted[Math.round(q * (sorted.length - 1))] ?? NaN;
  return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) };
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
