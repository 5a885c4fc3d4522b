/** A score that stands for some odds good : bad, and the points that double them. */
export interface Scaling {
  readonly score: number;
  readonly odds: number;
  readonly pdo: number;
  /** Decimals of the points of a bin. */
  readonly decimals: number;
}

export interface ScaleTerms {
  readonly factor: number;
  readonly offset: number;
}

/** factor = pdo ÷ ln 2, offset = score − factor · ln(odds). */
export function scaleTerms({ score, odds, pdo }: Scaling): ScaleTerms {
  const factor = pdo / Math.LN2;
  return { factor, offset: score - factor * Math.log(odds) };
}

/** The probability of bad that a score stands for: score = offset + factor · ln((1 − p) ÷ p). */
export const probabilityOfScore = (score: number, { factor, offset }: ScaleTerms): number =>
  1 / (1 + Math.exp((score - offset) / factor));

/** A regression on weights of evidence (+good) of the probability of bad. */
export interface Fitted {
  readonly intercept: number;
  readonly coefficients: readonly number[];
}

/**
 * Points of every bin of every variable: −(β·WoE + α ÷ n) · factor + offset ÷ n, rounded, so that the score of an order is the
 * sum of its bins' points. Without variables there are none.
 */
export function pointsOf(fitted: Fitted, woes: readonly (readonly number[])[], scaling: Scaling): number[][] {
  const { factor, offset } = scaleTerms(scaling);
  const n = fitted.coefficients.length;
  const unit = 10 ** scaling.decimals;
  return fitted.coefficients.map((beta, j) =>
    (woes[j] ?? []).map(
      (woe) => Math.round((-(beta * woe + fitted.intercept / n) * factor + offset / n) * unit) / unit + 0,
    ),
  );
}
