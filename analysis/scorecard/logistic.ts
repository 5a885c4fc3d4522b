import { pauseRows } from './patterns.ts';

/** Rows as bins, what each bin of each variable is worth, and how many orders of each class a row stands for; shares of orders, too. */
export interface Design {
  /** Value of a variable in a row. */
  readonly variables: readonly { readonly places: Uint8Array; readonly worth: Float64Array }[];
  readonly good: Float64Array;
  readonly bad: Float64Array;
}

/** Log odds of bad = intercept + Σ coefficient · value. */
export interface Logistic {
  readonly intercept: number;
  readonly coefficients: readonly number[];
  /** Standard errors by the inverse of the information, intercept first; null where it has none. */
  readonly errors: readonly number[] | null;
  readonly logLikelihood: number;
  readonly iterations: number;
  /** False where the likelihood has no maximum (classes that are told apart entirely) or was not reached. */
  readonly converged: boolean;
}

const mostSteps = 50;
/** Beyond this a coefficient is on its way to infinity: evidence moves log odds by less. */
const farthest = 100;

/**
 * Logistic regression by maximum likelihood (Newton's steps, halved while they make it worse), `ridge` as λ of ½·λ·Σβ² without
 * the intercept. `pause` is waited for every so many rows and may throw. No npm package gives the maximum itself: they descend for a
 * number of rounds.
 */
export async function fitLogistic(design: Design, ridge = 0, pause: () => Promise<void> = ready): Promise<Logistic> {
  const n = design.variables.length + 1;
  let beta = new Float64Array(n);
  let at = await stepAt(design, beta, ridge, pause);
  let [iterations, converged] = [0, false];
  while (iterations < mostSteps && !converged) {
    iterations += 1;
    const step = solved(at.hessian, at.gradient, n);
    if (step === null) break;
    let scale = 1;
    for (; scale > 1e-6; scale /= 2) {
      const next = beta.map((value, i) => value + scale * (step[i] ?? 0));
      const tried = await stepAt(design, next, ridge, pause);
      if (tried.value < at.value - 1e-9 * Math.abs(at.value)) continue;
      const moved = step.reduce((most, value) => Math.max(most, Math.abs(scale * value)), 0);
      converged = moved < 1e-9;
      [beta, at] = [next, tried];
      break;
    }
    if (scale <= 1e-6 || beta.some((value) => Math.abs(value) > farthest)) break;
  }
  const inverse = inverseDiagonal(at.hessian, n);
  const [intercept = 0, ...coefficients] = beta;
  return {
    ...{ intercept, coefficients, iterations, logLikelihood: at.likelihood },
    errors: inverse?.map(Math.sqrt) ?? null,
    converged,
  };
}

const ready = (): Promise<void> => Promise.resolve();

/** The probability of bad of log odds. */
export const logistic = (odds: number): number => 1 / (1 + Math.exp(-odds));

async function stepAt(design: Design, beta: Float64Array, ridge: number, pause: () => Promise<void>) {
  const n = beta.length;
  const [gradient, hessian] = [new Float64Array(n), new Float64Array(n * n)];
  let likelihood = 0;
  for (let from = 0; from < design.bad.length; from += pauseRows) {
    likelihood += added(design, from, Math.min(from + pauseRows, design.bad.length), { beta, gradient, hessian });
    await pause();
  }
  let value = likelihood;
  for (let i = 1; i < n; i += 1) {
    const own = beta[i] ?? 0;
    gradient[i] = (gradient[i] ?? 0) - ridge * own;
    hessian[i * n + i] = (hessian[i * n + i] ?? 0) + ridge;
    value -= (ridge * own * own) / 2;
  }
  return { gradient, hessian, likelihood, value };
}

/** Adds what rows give to gradient and (lower half of the) information, and returns their likelihood. */
function added(
  { variables, good, bad }: Design,
  from: number,
  to: number,
  { beta, gradient, hessian }: Readonly<Record<'beta' | 'gradient' | 'hessian', Float64Array>>,
): number {
  const n = beta.length;
  const x = new Float64Array(n);
  x[0] = 1;
  let likelihood = 0;
  for (let row = from; row < to; row += 1) {
    const is = bad[row] ?? 0;
    const all = is + (good[row] ?? 0);
    if (all === 0) continue;
    let odds = beta[0] ?? 0;
    for (let j = 1; j < n; j += 1) {
      const variable = variables[j - 1];
      const value = variable?.worth[variable.places[row] ?? 0] ?? 0;
      x[j] = value;
      odds += value * (beta[j] ?? 0);
    }
    const p = logistic(odds);
    // ln(1 + e^odds) without overflow.
    likelihood += is * odds - all * (odds > 0 ? odds + Math.log1p(Math.exp(-odds)) : Math.log1p(Math.exp(odds)));
    const [off, curve] = [is - all * p, all * p * (1 - p)];
    for (let i = 0; i < n; i += 1) {
      const own = x[i] ?? 0;
      gradient[i] = (gradient[i] ?? 0) + off * own;
      const by = curve * own;
      for (let j = 0; j <= i; j += 1) hessian[i * n + j] = (hessian[i * n + j] ?? 0) + by * (x[j] ?? 0);
    }
  }
  return likelihood;
}

/** Lower factor of a positive definite matrix of which the lower half is given (Cholesky); null where it is none. */
function factorOf(matrix: Float64Array, n: number): Float64Array | null {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * n + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (factor[i * n + k] ?? 0) * (factor[j * n + k] ?? 0);
      if (i !== j) factor[i * n + j] = sum / (factor[j * n + j] ?? 1);
      else if (sum > 1e-12 * Math.abs(matrix[i * n + i] ?? 0) && sum > 0) factor[i * n + i] = Math.sqrt(sum);
      else return null;
    }
  return factor;
}

function solved(matrix: Float64Array, right: Float64Array, n: number): Float64Array | null {
  const factor = factorOf(matrix, n);
  if (factor === null) return null;
  const x = right.slice();
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] = (x[i] ?? 0) - (factor[i * n + k] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (factor[i * n + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) x[i] = (x[i] ?? 0) - (factor[k * n + i] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (factor[i * n + i] ?? 1);
  }
  return x;
}

function inverseDiagonal(matrix: Float64Array, n: number): number[] | null {
  const columns = Array.from({ length: n }, (_, i) => {
    const unit = new Float64Array(n);
    unit[i] = 1;
    return solved(matrix, unit, n)?.[i] ?? null;
  });
  return columns.some((value) => value === null) ? null : columns.map((value) => value ?? 0);
}
