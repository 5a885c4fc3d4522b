import { share } from '../share.ts';
import { normalTail, studentTwoSided } from './distributions.ts';

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

/** A share of orders, each of which is taken to stand for itself; not measured of fewer than `leastGroups`. */
export interface OrderShare {
  readonly value: number | null;
  readonly interval: Interval | null;
}

export function orderShare(part: number, whole: number): OrderShare {
  const found = whole < leastGroups ? null : wilson(part, whole);
  return found === null
    ? { value: null, interval: null }
    : { value: part / whole, interval: { ...found, by: 'wilson' } };
}

/** Replicates that are added up side by side, each in its own sum; divides their number. */
const abreast = 4;

/** How often each of so many groups is in each replicate: by replicates that are abreast, group and replicate; the same in every session. */
const drawn = new Map<number, Float32Array>();

function draws(groups: number): Float32Array {
  const known = drawn.get(groups);
  if (known !== undefined) return known;
  const made = new Float32Array(replicates * groups);
  const next = xorshift(seed);
  for (let r = 0; r < replicates; r += 1)
    for (let i = 0; i < groups; i += 1) {
      const at = (Math.floor(r / abreast) * groups + (next() % groups)) * abreast + (r % abreast);
      made[at] = (made[at] ?? 0) + 1;
    }
  drawn.set(groups, made);
  return made;
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

/** Totals that were resampled last, by a number that the same values have; most of a run's sums are those of the run before. */
const resampledLast = new Map<number, { readonly values: Float64Array; readonly totals: Float64Array }>();
const mostResampled = 256;

/** Totals of each replicate, its groups one after the other; not to be changed. */
function resampled(values: Float64Array): Float64Array {
  const mark = values.reduce((sum, value, group) => sum + value * (group + 1), values.length);
  const known = resampledLast.get(mark);
  const same = known?.values.length === values.length && known.values.every((value, group) => value === values[group]);
  const totals = same ? known.totals : resampledAnew(values);
  resampledLast.delete(mark);
  resampledLast.set(mark, { values: same ? known.values : values.slice(), totals });
  if (resampledLast.size > mostResampled)
    for (const oldest of resampledLast.keys()) {
      resampledLast.delete(oldest);
      break;
    }
  return totals;
}

function resampledAnew(values: Float64Array): Float64Array {
  const weights = draws(values.length);
  const totals = new Float64Array(replicates);
  const used = Uint32Array.from([...values.keys()].filter((group) => values[group] !== 0));
  // Where most groups have something, passing the others by costs more than adding nothing of them.
  const add = used.length * 2 > values.length ? addEvery : addUsed;
  const own = add === addEvery ? values : Float64Array.from(used, (group) => values[group] ?? 0);
  for (let r = 0; r < replicates; r += abreast) add(totals, r, weights, r * values.length, own, used);
  return totals;
}

type Add = (
  totals: Float64Array,
  replicate: number,
  weights: Float32Array,
  from: number,
  own: Float64Array,
  used: Uint32Array,
) => void;

const addEvery: Add = (totals, replicate, weights, from, own) => {
  let [a, b, c, d] = [0, 0, 0, 0];
  let at = from;
  for (let i = 0; i < own.length; i += 1) {
    const value = own[i] ?? 0;
    a += (weights[at] ?? 0) * value;
    b += (weights[at + 1] ?? 0) * value;
    c += (weights[at + 2] ?? 0) * value;
    d += (weights[at + 3] ?? 0) * value;
    at += abreast;
  }
  totals.set([a, b, c, d], replicate);
};

const addUsed: Add = (totals, replicate, weights, from, own, used) => {
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < own.length; i += 1) {
    const at = from + (used[i] ?? 0) * abreast;
    const value = own[i] ?? 0;
    a += (weights[at] ?? 0) * value;
    b += (weights[at + 1] ?? 0) * value;
    c += (weights[at + 2] ?? 0) * value;
    d += (weights[at + 3] ?? 0) * value;
  }
  totals.set([a, b, c, d], replicate);
};

/** Limits between which the middle 95 % of the replicates lie; null where fewer than half of them have a value. */
function middleOf(values: Float64Array, tail = (1 - confidence) / 2): Omit<Interval, 'by'> | null {
  const told = values.filter(Number.isFinite);
  if (told.length * 2 < values.length) return null;
  const at = (q: number): number => placed(told, Math.round(q * (told.length - 1)));
  return { low: at(tail), high: at(1 - tail) };
}

/** The value that would stand at a place if they were sorted (Hoare's selection, which sorts no more than it needs); moves them. */
function placed(values: Float64Array, place: number): number {
  let [from, to] = [0, values.length - 1];
  while (from < to) {
    const pivot = values[Math.floor((from + to) / 2)] ?? 0;
    let [low, high] = [from, to];
    while (low <= high) {
      while ((values[low] ?? 0) < pivot) low += 1;
      while ((values[high] ?? 0) > pivot) high -= 1;
      if (low > high) break;
      const moved = values[low] ?? 0;
      values[low] = values[high] ?? 0;
      values[high] = moved;
      low += 1;
      high -= 1;
    }
    if (place <= high) to = high;
    else if (place >= low) from = low;
    else break;
  }
  return values[place] ?? NaN;
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

/**
 * How many groups of equal size would say as much as these (Kish): about the number of entities that carry a sum. A sum that
 * one group makes up is carried by 1, however many others add a little.
 */
export function carriersOf(values: Float64Array): number {
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum += Math.abs(value);
    squares += value * value;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}

/** Sums that fewer carry vary by more than resampling them can tell. */
export const leastCarriers = 5;

/** Whether groups tell how much their sum varies. */
export const tellsSum = (values: Float64Array): boolean =>
  groupsWith(values) >= leastGroups && carriersOf(values) >= leastCarriers;

/** The interval of a sum, by the sums of its groups; null where they cannot tell. */
export function sumInterval(values: Float64Array): Interval | null {
  if (!tellsSum(values)) return null;
  const found = studentised(values, null);
  return found === null ? null : { ...found, by: 'bootstrap' };
}

/** The interval of one sum divided by another. */
export function ratioInterval(parts: Float64Array, wholes: Float64Array): Interval | null {
  if (groupsWith(wholes) < leastGroups) return null;
  const [top, bottom] = [resampled(parts), resampled(wholes)];
  const found = middleOf(top.map((part, r) => share(part, bottom[r] ?? 0) ?? NaN));
  return found === null ? null : { ...found, by: 'bootstrap' };
}

/** The same of amounts, a few of which may be most of what there is; null where groups cannot tell how much it varies. */
export function amountRatioInterval(parts: Float64Array, wholes: Float64Array): Interval | null {
  if (!tellsSum(wholes)) return null;
  const found = studentised(parts, wholes);
  return found === null ? null : { ...found, by: 'bootstrap' };
}

/**
 * Bootstrap-t (Efron 1981) of a sum, or of one divided by another: each replicate is measured by its own spread, so that those
 * which missed the few large groups say how far off they may be. Percentiles alone are too narrow there.
 */
function studentised(parts: Float64Array, wholes: Float64Array | null): Omit<Interval, 'by'> | null {
  const times = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, group) => value * (b[group] ?? 0));
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  const n = parts.length;
  /** A figure and its spread, of sums and sums of squares. */
  const told = (part: number, squares: number, whole: number, products: number, wholeSquares: number) => {
    if (wholes === null)
      return { value: part, spread: Math.sqrt(Math.max(0, (squares - (part * part) / n) * (n / (n - 1)))) };
    const value = part / whole;
    const rest = squares - 2 * value * products + value * value * wholeSquares;
    return { value, spread: Math.sqrt(Math.max(0, rest * (n / (n - 1)))) / whole };
  };
  const beside = wholes === null ? [] : [wholes, times(parts, wholes), times(wholes, wholes)];
  const sums = [parts, times(parts, parts), ...beside];
  const [part = 0, squares = 0, whole = 1, products = 0, wholeSquares = 0] = sums.map(total);
  const own = told(part, squares, whole, products, wholeSquares);
  if (!(own.spread > 0)) return { low: own.value, high: own.value };
  const [p = new Float64Array(), s = p, w = p, x = p, y = p] = sums.map(resampled);
  const off = p.map((of, r) => {
    const one = told(of, s[r] ?? 0, w[r] ?? 0, x[r] ?? 0, y[r] ?? 0);
    return one.spread > 0 ? (one.value - own.value) / one.spread : NaN;
  });
  const found = middleOf(off);
  return found === null ? null : { low: own.value - found.high * own.spread, high: own.value - found.low * own.spread };
}

/** Sums of groups, divided by others where there are any. */
export interface GroupSums {
  readonly parts: Float64Array;
  readonly wholes: Float64Array | null;
}

/**
 * The interval of what `after` has more than `before`, the same groups of entities resampled on both sides, so that entities
 * on both do not count as two. Null where too few groups tell: sums by the differences of their groups; shares where few have
 * anything to divide by, or differ. What differs in none of enough groups is the same for certain.
 */
export function pairedInterval(before: GroupSums, after: GroupSums): Interval | null {
  const more = differenceOf(after.parts, before.parts);
  if (before.wholes === null || after.wholes === null)
    return groupsWith(more) === 0 && groupsWith(before.parts) >= leastGroups
      ? { low: 0, high: 0, by: 'bootstrap' }
      : sumInterval(more);
  const others = differenceOf(after.wholes, before.wholes);
  const differs = more.map((value, group) => Math.abs(value) + Math.abs(others[group] ?? 0));
  const few = [before.wholes, after.wholes].some((values) => groupsWith(values) < leastGroups);
  const differing = groupsWith(differs);
  if (few || (differing > 0 && differing < leastGroups)) return null;
  const [from, to] = [before, after].map(({ parts, wholes }) => {
    const bottom = resampled(wholes ?? parts);
    return resampled(parts).map((part, r) => share(part, bottom[r] ?? 0) ?? NaN);
  });
  const differences = Float64Array.from({ length: replicates }, (_, r) => (to?.[r] ?? NaN) - (from?.[r] ?? NaN));
  const found = middleOf(differences, tailOf(more.length));
  return found === null ? null : { ...found, by: 'bootstrap' };
}

const differenceOf = (one: Float64Array, other: Float64Array): Float64Array =>
  one.map((value, group) => value - (other[group] ?? 0));

const tails = new Map<number, number>();

/**
 * The tail that makes a percentile interval of n groups as wide as Student's t and the lost degree of freedom would
 * (Hesterberg 2015, expanded percentile): Φ(−√(n ÷ (n − 1)) · t), t of n − 1 degrees of freedom at 95 %.
 */
export function tailOf(groups: number): number {
  const known = tails.get(groups);
  if (known !== undefined) return known;
  let [low, high] = [0, 1000];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (studentTwoSided(middle, groups - 1) > 1 - confidence) low = middle;
    else high = middle;
  }
  const tail = normalTail(Math.sqrt(groups / (groups - 1)) * low);
  tails.set(groups, tail);
  return tail;
}
