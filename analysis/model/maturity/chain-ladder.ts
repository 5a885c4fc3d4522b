/** Chain ladder on a triangle of cumulative numbers: what each age still adds, and how much of the end it shows. */
export interface ChainLadder {
  /** Growth from age k to k + 1; Infinity where the first reports come only then, 1 where nothing ever comes. */
  readonly factors: readonly number[];
  /** Share of the last age that age k shows, 0..1, never falling, 1 at the last age. */
  readonly maturity: readonly number[];
  /** What each cohort comes to at the last age; null where nothing it shows yet tells it. */
  readonly ultimates: readonly (number | null)[];
}

/**
 * f_k = sum of C(i, k+1) / sum of C(i, k) over the cohorts that have both; maturity_k = 1 / product of f from k on;
 * ultimate = latest * product of f from its age on. `triangle` holds a row per cohort with its cumulative numbers by
 * age, each as long as the cohort is old.
 */
export function chainLadder(triangle: readonly (readonly number[])[]): ChainLadder {
  const ages = triangle.reduce((most, row) => Math.max(most, row.length), 0);
  const factors = Array.from({ length: Math.max(0, ages - 1) }, (_, age) => factor(triangle, age));
  const maturity = Array.from({ length: ages }, () => 1);
  for (let age = ages - 2; age >= 0; age--) maturity[age] = (maturity[age + 1] ?? 1) / (factors[age] ?? 1);
  const ultimates = triangle.map((row) => {
    const latest = row.at(-1);
    const shown = maturity[row.length - 1];
    return latest === undefined || shown === undefined || shown === 0 ? null : latest / shown;
  });
  return { factors, maturity, ultimates };
}

function factor(triangle: readonly (readonly number[])[], age: number): number {
  let [now, next] = [0, 0];
  for (const row of triangle) {
    const [from, to] = [row[age], row[age + 1]];
    if (from === undefined || to === undefined) continue;
    now += from;
    next += to;
  }
  if (now > 0) return next / now;
  return next > 0 ? Infinity : 1;
}
