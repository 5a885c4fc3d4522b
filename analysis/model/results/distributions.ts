/** Distributions that tests of many segments and stability stand on. Formulas: NIST Digital Library of Mathematical Functions. */

const epsilon = 1e-15;
const most = 10_000;

/** ln Γ(x) for x > 0: Stirling's series (5.11.1) from 8 on, brought there by Γ(x + 1) = x·Γ(x). */
export function lnGamma(x: number): number {
  let [at, shift] = [x, 0];
  for (; at < 8; at += 1) shift += Math.log(at);
  const [one, square] = [1 / at, 1 / (at * at)];
  const series = one * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))));
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - shift;
}

/** I_x(a, b), the regularised incomplete beta function, by its continued fraction (8.17.22), a, b > 0. */
export function betaShare(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // It converges fast below the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShare(1 - x, b, a);
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  const term = (n: number): number => {
    const m = Math.floor(n / 2);
    return n % 2 === 0
      ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
      : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
  };
  return front / continued(term);
}

/** 1 + t(1) ÷ (1 + t(2) ÷ (1 + …)), from its front (modified Lentz). */
function continued(term: (n: number) => number): number {
  const apart = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let [value, c, d] = [1, 1, 0];
  for (let n = 1; n <= most; n += 1) {
    const t = term(n);
    d = 1 / apart(1 + t * d);
    c = apart(1 + t / c);
    const step = c * d;
    value *= step;
    if (Math.abs(step - 1) < epsilon) break;
  }
  return value;
}

/**
 * Probability of at least so many hits, and of at most so many, in n tries at rate p. Hits and tries need not be whole:
 * the same functions of the incomplete beta (8.17.5) are taken between.
 */
export function binomialTails(hits: number, n: number, p: number): { readonly above: number; readonly below: number } {
  return {
    above: hits <= 0 ? 1 : betaShare(p, hits, n - hits + 1),
    below: hits >= n ? 1 : betaShare(1 - p, n - hits, hits + 1),
  };
}

/** Two-sided probability of Student's t with so many degrees of freedom. */
export const studentTwoSided = (t: number, df: number): number => betaShare(df / (df + t * t), df / 2, 0.5);

/** P(a, x), the regularised lower incomplete gamma function, by its series (8.7.1). */
function gammaShare(a: number, x: number): number {
  if (x <= 0) return 0;
  // So far out nothing is left that a double could tell from 1, and the terms of the series no longer fit one.
  if (x > a + 40 * Math.sqrt(a) + 650) return 1;
  let [term, sum] = [1 / a, 1 / a];
  for (let n = 1; n <= most; n += 1) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * epsilon) break;
  }
  return Math.min(1, sum * Math.exp(a * Math.log(x) - x - lnGamma(a)));
}

/** The value of χ² with so many degrees of freedom that is not passed with probability q. */
export function chiSquareQuantile(q: number, df: number): number {
  let [low, high] = [0, 10 * df + 100];
  while (high - low > 1e-10 * (1 + high)) {
    const middle = (low + high) / 2;
    if (gammaShare(df / 2, middle / 2) < q) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability of a value of χ² with so many degrees of freedom above x. */
export const chiSquareTail = (x: number, df: number): number => 1 - gammaShare(df / 2, x / 2);

/** Probability of a standard normal value above x, for x ≥ 0. */
export const normalTail = (x: number): number => (1 - gammaShare(0.5, (x * x) / 2)) / 2;
