import { expect, it } from 'vitest';
import { fitLogistic, logistic, type Design } from '../../analysis/scorecard/logistic.ts';

/** Columns of values as a design: each different value is a bin. */
function designOf(
  columns: readonly (readonly number[])[],
  bad: readonly number[],
  weights: readonly number[] | null = null,
): Design {
  return {
    bad: Float64Array.from(bad, (one, i) => one * (weights?.[i] ?? 1)),
    good: Float64Array.from(bad, (one, i) => (1 - one) * (weights?.[i] ?? 1)),
    variables: columns.map((column) => {
      const worth = [...new Set(column)];
      return { worth: Float64Array.from(worth), places: Uint8Array.from(column, (value) => worth.indexOf(value)) };
    }),
  };
}

/** Spector and Mazzeo (1980): effects of a teaching method on grades, 32 students (GPA, TUCE, PSI, GRADE). */
// A table is read by its rows.
// oxfmt-ignore
const spector = [
  [2.66, 20, 0, 0], [2.89, 22, 0, 0], [3.28, 24, 0, 0], [2.92, 12, 0, 0], [4.0, 21, 0, 1], [2.86, 17, 0, 0],
  [2.76, 17, 0, 0], [2.87, 21, 0, 0], [3.03, 25, 0, 0], [3.92, 29, 0, 1], [2.63, 20, 0, 0], [3.32, 23, 0, 0],
  [3.57, 23, 0, 0], [3.26, 25, 0, 1], [3.53, 26, 0, 0], [2.74, 19, 0, 0], [2.75, 25, 0, 0], [2.83, 19, 0, 0],
  [3.12, 23, 1, 0], [3.16, 25, 1, 1], [2.06, 22, 1, 0], [3.62, 28, 1, 1], [2.89, 14, 1, 0], [3.51, 26, 1, 0],
  [3.54, 24, 1, 1], [2.83, 27, 1, 1], [3.39, 17, 1, 1], [2.67, 24, 1, 0], [3.65, 21, 1, 1], [4.0, 23, 1, 1],
  [3.1, 21, 1, 0], [2.39, 19, 1, 1],
] as const;
const column = (at: 0 | 1 | 2 | 3): number[] => spector.map((row) => row[at]);

it('finds the published estimates of Spector and Mazzeo (Greene, statsmodels): coefficients, errors, likelihood', async () => {
  const found = await fitLogistic(designOf([column(0), column(1), column(2)], column(3)));
  const [gpa = 0, tuce = 0, psi = 0] = found.coefficients;
  expect(found.intercept).toBeCloseTo(-13.0213, 4);
  expect(gpa).toBeCloseTo(2.8261, 4);
  expect(tuce).toBeCloseTo(0.0952, 4);
  expect(psi).toBeCloseTo(2.3787, 4);
  const [e0 = 0, e1 = 0, e2 = 0, e3 = 0] = found.errors ?? [];
  expect(e0).toBeCloseTo(4.931, 3);
  expect(e1).toBeCloseTo(1.263, 3);
  expect(e2).toBeCloseTo(0.142, 3);
  expect(e3).toBeCloseTo(1.065, 3);
  expect(found.logLikelihood).toBeCloseTo(-12.89, 3);
  expect(found.converged).toBe(true);
});

it('of one yes/no variable gives the log odds of a table, counted once or by weights', async () => {
  // 10 bad of 40 without it, 30 of 50 with it.
  const rows = [...repeat([0, 0], 30), ...repeat([0, 1], 10), ...repeat([1, 0], 20), ...repeat([1, 1], 30)];
  const plain = await fitLogistic(
    designOf(
      [rows.map(([x = 0]) => x)],
      rows.map(([, y = 0]) => y),
    ),
  );
  expect(plain.intercept).toBeCloseTo(Math.log(10 / 30), 9);
  expect(plain.coefficients[0]).toBeCloseTo(Math.log(30 / 20) - Math.log(10 / 30), 9);
  const weighted = await fitLogistic(designOf([[0, 0, 1, 1]], [0, 1, 0, 1], [30, 10, 20, 30]));
  expect(weighted.intercept).toBeCloseTo(plain.intercept, 9);
  expect(weighted.coefficients[0]).toBeCloseTo(plain.coefficients[0] ?? 0, 9);
});

const repeat = (row: readonly number[], times: number): (readonly number[])[] =>
  Array.from({ length: times }, () => row);

it('meets the equation of the ridge: Σ (y − p)·x = λ·β, the intercept free', async () => {
  const columns = [column(0), column(2)];
  const found = await fitLogistic(designOf(columns, column(3)), 3);
  const p = spector.map((row) =>
    logistic(found.intercept + (found.coefficients[0] ?? 0) * row[0] + (found.coefficients[1] ?? 0) * row[2]),
  );
  const off = (x: readonly number[]): number =>
    x.reduce((sum, value, i) => sum + value * ((column(3)[i] ?? 0) - (p[i] ?? 0)), 0);
  expect(off(spector.map(() => 1))).toBeCloseTo(0, 7);
  columns.forEach((x, j) => expect(off(x)).toBeCloseTo(3 * (found.coefficients[j] ?? 0), 7));
});

it('says where there is no maximum, or two variables are one', async () => {
  expect((await fitLogistic(designOf([[0, 0, 1, 1]], [0, 0, 1, 1]))).converged).toBe(false);
  const twice = await fitLogistic(
    designOf(
      [
        [0, 0, 1, 1, 1],
        [0, 0, 1, 1, 1],
      ],
      [0, 1, 1, 0, 1],
    ),
  );
  expect(twice.converged).toBe(false);
  expect(twice.errors).toBeNull();
});

it('waits every 65,536 rows, so that nobody waits for it: whoever cancels is heard within a step', async () => {
  const rows = 3 * 65_536;
  const x = Array.from({ length: rows }, (_, i) => i % 2);
  let pauses = 0;
  const stop = (): Promise<void> => ((pauses += 1) === 2 ? Promise.reject(new Error('stopped')) : Promise.resolve());
  const design = designOf(
    [x],
    Array.from(x, (one, i) => (i % 5 === 0 ? 1 - one : one)),
  );
  await expect(fitLogistic(design, 0, stop)).rejects.toThrow('stopped');
  const found = await fitLogistic(design, 0, () => ((pauses += 1), Promise.resolve()));
  // The first look at the likelihood, and one for each step.
  expect(pauses - 2).toBe(3 * (1 + found.iterations));
});

it('can be stopped between steps', async () => {
  const stop = (): Promise<void> => Promise.reject(new Error('stopped'));
  await expect(fitLogistic(designOf([column(0)], column(3)), 0, stop)).rejects.toThrow('stopped');
});
