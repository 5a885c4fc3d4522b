/** Decimal places beyond which no round value is looked for. */
const finest = -9;

/** 1, 5 and 2 of every power of ten from the largest on: what people round to, the roundest first. */
function* units(largest: number): Generator<number> {
  for (let exponent = largest; exponent >= finest; exponent -= 1) {
    yield power(exponent);
    yield 5 * power(exponent - 1);
    yield 2 * power(exponent - 1);
  }
}

const power = (exponent: number): number => Number(`1e${exponent}`);

/** Without the error of multiplying by 0.1, 0.01 … */
const tidy = (value: number): number => Number(value.toPrecision(12));

/** The roundest number above `low` up to `high` that is a multiple of `step` (0: any); `high` where there is none. */
export function roundestIn(low: number, high: number, step: number): number {
  if (low < 0 && high >= 0) return 0;
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size === 0 || !Number.isFinite(size)) return high;
  for (const unit of units(Math.floor(Math.log10(size)))) {
    if (unit < step) break;
    const found = tidy(Math.floor(tidy(high / unit)) * unit);
    if (found > low && found <= high) return found;
  }
  return high;
}

/**
 * The largest such unit that a value is a multiple of, as a share of the value's own power of ten: 1 for 30,000, 0.5 for
 * 25,000. The larger, the rounder; Infinity for 0.
 */
export function roundness(value: number): number {
  if (value === 0) return Infinity;
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  for (const unit of units(exponent)) {
    if (Number.isInteger(tidy(value / unit))) return tidy(unit / power(exponent));
  }
  return 0;
}

/**
 * Values worth trying: the roundest between every two neighbouring quantiles, and one above all values. Rising, without
 * repeats.
 */
export function triedValues(quantiles: readonly number[], step: number): readonly number[] {
  const rising = [...new Set(quantiles)].sort((a, b) => a - b);
  const [first, last] = [rising[0], rising.at(-1)];
  if (first === undefined || last === undefined) return [];
  const between = rising.slice(1).map((high, i) => roundestIn(rising[i] ?? high, high, step));
  return [...new Set([first, ...between, aboveAll(last, step)])].sort((a, b) => a - b);
}

/** A round value that no value up to `last` reaches. */
export const aboveAll = (last: number, step: number): number =>
  roundestIn(last, last + Math.max(Math.abs(last) / 2, step, 1), step);
