import { expect, test } from 'vitest';
import { psiFloor, psiOf, stabilityOf } from '../../analysis/model/results/stability.ts';

test('PSI is the published one', () => {
  const shares = [
    { a: 0.3, e: 0.4 },
    { a: 0.4, e: 0.35 },
    { a: 0.3, e: 0.25 },
  ];
  expect(psiOf(shares)).toBeCloseTo(0.0445609, 7);
  const found = stabilityOf([4000, 3500, 2500], [3000, 4000, 3000]);
  expect(found?.psi).toBeCloseTo(0.0445609, 7);
  // (1/10,000 + 1/10,000) · 5.991465
  expect(found?.limit).toBeCloseTo(0.001198293, 9);
  expect(found).toMatchObject({ bins: 3, floored: 0, says: 'little' });
});

test('a bin that is empty on one side is raised to the floor and told; one that is empty on both is no bin', () => {
  const found = stabilityOf([500, 500, 0, 0], [400, 400, 200, 0]);
  const part = (a: number, e: number): number => (a - e) * Math.log(a / e);
  expect(found?.psi).toBeCloseTo(2 * part(0.4, 0.5) + part(0.2, psiFloor), 10);
  expect(found).toMatchObject({ bins: 3, floored: 1, says: 'much' });
});

test('small samples are unmeasured, and what chance does is not called a change', () => {
  // 2 · 0.05 · 3.841 passes 0.1 with nothing changed.
  expect(stabilityOf([10, 10], [4, 16])?.says).toBe('unmeasured');
  expect(stabilityOf([5000, 5000], [5010, 4990])?.says).toBe('chance');
  expect(stabilityOf([5000, 5000], [6000, 4000])?.says).toBe('little');
  expect(stabilityOf([5000, 5000], [6800, 3200])?.says).toBe('some');
  expect(stabilityOf([5000, 5000], [8000, 2000])?.says).toBe('much');
});

test('without orders on a side, or in one bin alone, nothing is said', () => {
  expect(stabilityOf([0, 0], [5, 5])).toBeNull();
  expect(stabilityOf([5, 5], [0, 0])).toBeNull();
  expect(stabilityOf([5, 0], [7, 0])).toBeNull();
});
