/** How the values of a numeric column lie: smallest, largest, and the 2 %, 50 % and 98 % points. */
export interface Spread {
  readonly lo: number;
  readonly hi: number;
  readonly q02: number;
  readonly q50: number;
  readonly q98: number;
}

const wanted = 20;
/** From this ratio of the largest value to the middle one the axis grows in decades. */
const skewed = 50;
/** A tail is cut into one bin when the whole range is this many times the middle 96 %. */
const longTail = 3;
/** A tail of up to this many steps is shown in steps like the rest. */
const nearTail = 4;

/**
 * Strictly increasing edges e0 <= lo < ... <= hi < en of about twenty half-open bins at round numbers (1, 2 or 5 times
 * a power of ten). `unit` is the smallest step: 1 for whole numbers, one major unit for money, 0 for none.
 */
export function niceEdges(spread: Spread, unit: number): readonly number[] {
  const { lo, hi, q02, q50, q98 } = spread;
  const middle = Math.max(q50, unit > 0 ? unit : Math.max(q98 / 10, hi / 1000));
  if (lo >= 0 && hi > skewed * middle) return decades(spread, unit);
  if (q98 > q02 && hi - lo > longTail * (q98 - q02)) return withTails(spread, unit);
  return ladder(lo, hi, stepFor(hi - lo, lo, unit));
}

interface Step {
  readonly digit: number;
  readonly exponent: number;
}

/** k steps, without the error of multiplying by 0.1, 0.01 … */
const times = (step: Step, k: number): number =>
  step.exponent < 0 ? (k * step.digit) / 10 ** -step.exponent : k * step.digit * 10 ** step.exponent;

/** The smallest 1-2-5 number not below `value` (> 0). */
function niceStep(value: number): Step {
  const exponent = Math.max(-300, Math.floor(Math.log10(value)));
  const found = [
    { digit: 1, exponent },
    { digit: 2, exponent },
    { digit: 5, exponent },
  ].find((step) => times(step, 1) >= value * (1 - 1e-12));
  return found ?? { digit: 1, exponent: exponent + 1 };
}

function stepFor(width: number, around: number, unit: number): Step {
  const least = width > 0 ? width / wanted : Math.abs(around) / wanted;
  return niceStep(Math.max(least, unit) || 1);
}

/** Multiples of the step from at or below `lo` to above `hi`; one open bin where doubles lie too close for a step. */
function ladder(lo: number, hi: number, step: Step): readonly number[] {
  const start = Math.floor(lo / times(step, 1));
  if (!Number.isSafeInteger(start * 10)) return [lo, Infinity];
  const first = times(step, start) > lo ? start - 1 : start;
  const edges = [times(step, first)];
  for (let k = first + 1; (edges.at(-1) ?? Infinity) <= hi; k += 1) edges.push(times(step, k));
  return edges;
}

function withTails({ lo, hi, q02, q98 }: Spread, unit: number): readonly number[] {
  const step = stepFor(q98 - q02, q02, unit);
  const near = nearTail * times(step, 1);
  const inner = ladder(q02 - lo <= near ? lo : q02, hi - q98 <= near ? hi : q98, step);
  const below = ladder(lo, lo, step)[0] ?? lo;
  const above = ladder(hi, hi, step)[1] ?? Infinity;
  const first = inner[0] ?? lo;
  const last = inner.at(-1) ?? hi;
  return [...(below < first ? [below] : []), ...inner, ...(above > last ? [above] : [])];
}

function decades({ lo, hi, q02 }: Spread, unit: number): readonly number[] {
  const start = niceStep(Math.max(q02, unit, hi / 1e7));
  const edges: number[] = [];
  for (let step = start; (edges.at(-1) ?? 0) <= hi; step = next(step)) edges.push(times(step, 1));
  return lo < (edges[0] ?? 0) ? [0, ...edges] : edges;
}

const next = ({ digit, exponent }: Step): Step =>
  digit === 1 ? { digit: 2, exponent } : digit === 2 ? { digit: 5, exponent } : { digit: 1, exponent: exponent + 1 };

/**
 * Edges between bands, at 1, 2, 3 or 5 times a power of ten as price lists have them: those within the middle 96 % of the values, and
 * at least one. What lies below the first and above the last belongs to a band of its own.
 */
export function bandEdges({ lo, hi, q02, q98 }: Spread, unit: number): readonly number[] {
  const least = Math.max(unit, 1);
  const steps = Array.from({ length: 16 }, (_, exponent) => [1, 2, 3, 5].map((digit) => digit * 10 ** exponent)).flat();
  const round = steps.filter((step) => step >= least);
  const inner = round.filter((step) => step > q02 && step <= q98);
  if (inner.length > 0) return inner;
  return round
    .filter((step) => step > lo && step <= hi)
    .slice(0, 1)
    .concat(least)
    .slice(0, 1);
}
