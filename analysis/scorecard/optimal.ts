import type { Counts } from '../model/scorecard/woe.ts';
import type { BinningRules, Trend } from '../model/scorecard/spec.ts';

/** The best bins of a row of pieces: the first piece of each bin, and their information value (nothing added to classes). */
export interface Optimal {
  readonly starts: readonly number[];
  readonly iv: number;
  /** The trend they have; `none` where none was asked for. */
  readonly trend: Exclude<Trend, 'auto'>;
}

/** Slack for rates that are equal but for rounding. */
const slack = 1e-12;

/**
 * The exact best partition of neighbouring pieces into bins by a dynamic programme over F(i, j), the best total whose last bin
 * is pieces i..j (information is additive and constraints are between neighbours): every bin has both classes and its share of
 * the orders, and bad rates run as asked, `minDifference` apart. O(m³) for each number of bins. Null where not even one bin
 * of all pieces may be.
 */
export function optimalBins(
  pieces: readonly Counts[],
  { trend, maxBins, minShare, minDifference }: Omit<BinningRules, 'prebins'>,
): Optimal | null {
  const asked = trend === 'auto' ? (['ascending', 'descending'] as const) : [trend];
  let best: Optimal | null = null;
  for (const one of asked) {
    const found = bestOf(new Pieces(pieces, minShare), one, maxBins, minDifference);
    if (found !== null && (best === null || found.iv > best.iv + slack)) best = found;
  }
  return best;
}

/** Sums of pieces from..to. */
class Pieces {
  readonly count: number;
  readonly #good: Float64Array;
  readonly #bad: Float64Array;
  readonly #least: number;

  constructor(pieces: readonly Counts[], minShare: number) {
    this.count = pieces.length;
    this.#good = new Float64Array(this.count + 1);
    this.#bad = new Float64Array(this.count + 1);
    pieces.forEach(({ good, bad }, i) => {
      this.#good[i + 1] = (this.#good[i] ?? 0) + good;
      this.#bad[i + 1] = (this.#bad[i] ?? 0) + bad;
    });
    this.#least = minShare * this.#orders(0, this.count - 1) - slack;
  }

  #of(sums: Float64Array, from: number, to: number): number {
    return (sums[to + 1] ?? 0) - (sums[from] ?? 0);
  }

  #orders(from: number, to: number): number {
    return this.#of(this.#good, from, to) + this.#of(this.#bad, from, to);
  }

  rate(from: number, to: number): number {
    return this.#of(this.#bad, from, to) / this.#orders(from, to);
  }

  /** The term of the information value of one bin; −∞ for what may be none. */
  score(from: number, to: number): number {
    const [good, bad] = [this.#of(this.#good, from, to), this.#of(this.#bad, from, to)];
    if (good <= 0 || bad <= 0 || good + bad < this.#least) return -Infinity;
    const [g, b] = [good / (this.#good[this.count] ?? 0), bad / (this.#bad[this.count] ?? 0)];
    return (g - b) * Math.log(g / b);
  }
}

/** Rates may go up in phase 0 and down in phase 1; a peak goes through both, a valley the other way round. */
const phasesOf: Readonly<Record<Exclude<Trend, 'auto'>, readonly (1 | -1 | 0)[]>> = {
  ascending: [1],
  descending: [-1],
  peak: [1, -1],
  valley: [-1, 1],
  none: [0],
};

function bestOf(pieces: Pieces, trend: Exclude<Trend, 'auto'>, maxBins: number, minDifference: number): Optimal | null {
  const m = pieces.count;
  const phases = phasesOf[trend];
  const [scores, rates] = [new Float64Array(m * m), new Float64Array(m * m)];
  for (let i = 0; i < m; i += 1)
    for (let j = i; j < m; j += 1) {
      scores[i * m + j] = pieces.score(i, j);
      rates[i * m + j] = pieces.rate(i, j);
    }
  const bins = Math.min(maxBins, m);
  const size = m * m;
  // By number of bins, phase, first and last piece of the last bin.
  const total = new Float64Array(bins * phases.length * size).fill(-Infinity);
  const before = new Int32Array(total.length).fill(-1);
  const place = (k: number, phase: number, i: number, j: number): number =>
    ((k * phases.length + phase) * m + i) * m + j;
  let [end, most] = [-1, -Infinity];
  for (let k = 0; k < bins; k += 1)
    for (let phase = 0; phase < phases.length; phase += 1)
      for (let i = k; i < m; i += 1)
        for (let j = i; j < m; j += 1) {
          const own = scores[i * m + j] ?? -Infinity;
          if (own === -Infinity || (k === 0 && (i > 0 || phase > 0))) continue;
          const at = place(k, phase, i, j);
          const [so, from] = k === 0 ? [0, -1] : bestBefore(k, phase, i, rates[i * m + j] ?? 0);
          if (so === -Infinity) continue;
          total[at] = so + own;
          before[at] = from;
          if (j === m - 1 && so + own > most + slack) [end, most] = [at, so + own];
        }
  if (end < 0) return null;
  const starts: number[] = [];
  for (let at = end; at >= 0; at = before[at] ?? -1) starts.push(Math.floor((at % size) / m));
  return { starts: starts.reverse(), iv: most, trend };

  function bestBefore(k: number, phase: number, i: number, rate: number): readonly [number, number] {
    const way = phases[phase] ?? 0;
    let [best, from] = [-Infinity, -1];
    for (let h = k - 1; h < i; h += 1) {
      if (way !== 0 && way * (rate - (rates[h * m + i - 1] ?? 0)) < Math.max(minDifference, 0) - slack) continue;
      for (let earlier = 0; earlier <= phase; earlier += 1) {
        const at = place(k - 1, earlier, h, i - 1);
        const value = total[at] ?? -Infinity;
        if (value > best + slack) [best, from] = [value, at];
      }
    }
    return [best, from];
  }
}
