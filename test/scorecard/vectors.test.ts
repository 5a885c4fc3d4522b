import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delongError, rankingOf } from '../../analysis/model/scorecard/ranking.ts';
import { driftOf } from '../../analysis/model/scorecard/psi.ts';
import { baselinesOf, reasonsOf } from '../../analysis/model/scorecard/reasons.ts';
import { pointsOf, probabilityOfScore, scaleTerms, type Scaling } from '../../analysis/model/scorecard/scaling.ts';
import { evidenceOf, informationValue, ivStrength, type Counts } from '../../analysis/model/scorecard/woe.ts';

const cells = (good: readonly number[], bad: readonly number[]): Counts[] =>
  good.map((one, i) => ({ good: one, bad: bad[i] ?? 0 }));
const three = cells([400, 350, 250], [10, 20, 70]);

describe('weights of evidence', () => {
  it('are positive where a bin is better than the whole, and add up to the information value', () => {
    const found = evidenceOf(three, 0);
    [1.386294, 0.559616, -1.029619].forEach((woe, i) => expect(found[i]?.woe).toBeCloseTo(woe, 6));
    [0.415888, 0.083942, 0.463329].forEach((iv, i) => expect(found[i]?.iv).toBeCloseTo(iv, 6));
    expect(informationValue(found)).toBeCloseTo(0.963159, 6);
    expect(ivStrength(informationValue(found))).toBe('suspicious');
  });

  it('say nothing in a bin without a class or without orders, and keep shares that add up to 1 with smoothing', () => {
    const empty = cells([5, 0, 0, 5], [0, 5, 0, 5]);
    expect(evidenceOf(empty, 0).map(({ woe }) => woe)).toEqual([0, 0, 0, 0]);
    const smoothed = evidenceOf(empty, 0.5);
    // 5.5, 0.5 and 5.5 of 11.5 on each side.
    expect(smoothed[0]?.woe).toBeCloseTo(Math.log(11), 12);
    expect(smoothed[1]?.woe).toBeCloseTo(-Math.log(11), 12);
    expect([smoothed[2]?.woe, smoothed[3]?.woe]).toEqual([0, 0]);
  });
});

it('weights of evidence of any bins give back their shares, whatever is added to classes', () => {
  const bin = fc.record({ good: fc.integer({ min: 1, max: 500 }), bad: fc.integer({ min: 1, max: 90 }) });
  fc.assert(
    fc.property(fc.array(bin, { minLength: 1, maxLength: 8 }), fc.constantFrom(0, 0.5, 1), (bins, smoothing) => {
      const found = evidenceOf(bins, smoothing);
      const bad = bins.reduce((sum, one) => sum + one.bad + smoothing, 0);
      // Σ b ÷ B · e^WoE is Σ g ÷ G, which is 1.
      const shares = bins.reduce(
        (sum, one, i) => sum + ((one.bad + smoothing) / bad) * Math.exp(found[i]?.woe ?? 0),
        0,
      );
      expect(shares).toBeCloseTo(1, 9);
      expect(informationValue(found)).toBeGreaterThanOrEqual(-1e-12);
      expect(found.every(({ iv }) => iv >= -1e-12)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

describe('Gini and KS', () => {
  it('of bins, riskiest first, ties counting half', () => {
    const found = rankingOf([...three].reverse());
    expect(found?.gini).toBeCloseTo(0.495, 12);
    expect(found?.ks).toBeCloseTo(0.45, 12);
  });

  it('find the published figures of optbinning for the mean radius of the breast-cancer data', () => {
    const bins = cells([3, 3, 7, 10, 28, 44, 117], [115, 76, 61, 39, 55, 10, 1]);
    expect(informationValue(evidenceOf(bins, 0))).toBeCloseTo(5.043925, 6);
    expect(rankingOf(bins)?.gini).toBeCloseTo(0.8754162, 7);
    expect(rankingOf(bins)?.ks).toBeCloseTo(0.72862164, 7);
  });

  it('are none of one class, and DeLong of placements by hand', () => {
    expect(rankingOf(cells([3], [0]))).toBeNull();
    // Bad scores 1, 2; good scores 2, 3, 4: placements of bad 1, 5/6; of good 3/4, 1, 1; AUC 11/12.
    const hand = cells([0, 1, 1, 1], [1, 1, 0, 0]);
    expect(rankingOf(hand)?.auc).toBeCloseTo(11 / 12, 12);
    const ofBad = ((1 - 11 / 12) ** 2 + (5 / 6 - 11 / 12) ** 2) / 1 / 2;
    const ofGood = ((3 / 4 - 11 / 12) ** 2 + 2 * (1 - 11 / 12) ** 2) / 2 / 3;
    expect(delongError(hand)).toBeCloseTo(Math.sqrt(ofBad + ofGood), 12);
  });
});

describe('stability', () => {
  it('of shares by the vector, and 0 of equal ones', () => {
    expect(driftOf([40, 35, 25], [30, 40, 30])?.psi).toBeCloseTo(0.0445609, 7);
    expect(driftOf([4, 6], [40, 60])?.psi).toBe(0);
  });

  it('raises empty shares to the floor and says so; its limit is by the sizes', () => {
    const found = driftOf([50, 50], [100, 0]);
    // (1 − .5) · ln(1 ÷ .5) + (.0001 − .5) · ln(.0001 ÷ .5)
    expect(found?.psi).toBeCloseTo(0.5 * Math.LN2 + (1e-4 - 0.5) * Math.log(1e-4 / 0.5), 12);
    expect(found?.floored).toBe(1);
    // χ² of one degree of freedom at 95 % is 3.841459.
    expect(found?.byChance).toBeCloseTo(0.02 * 3.841459, 6);
    expect(driftOf([0, 0], [1, 1])).toBeNull();
  });
});

describe('scaling', () => {
  const scaling: Scaling = { score: 600, odds: 19, pdo: 50, decimals: 6 };
  const terms = scaleTerms(scaling);
  const scoreOf = (p: number): number => terms.offset + terms.factor * Math.log((1 - p) / p);

  it('follows the vector', () => {
    expect(terms.factor).toBeCloseTo(72.134752, 6);
    expect(terms.offset).toBeCloseTo(387.603624, 6);
    const scores = [0.05, 1 / 39, 0.1, 0.02].map(scoreOf);
    [600, 650, 546.1, 668.34].forEach((score, i) => expect(scores[i]).toBeCloseTo(score, 2));
    for (const p of [0.001, 0.05, 0.5, 0.99]) expect(probabilityOfScore(scoreOf(p), terms)).toBeCloseTo(p, 12);
  });

  it('puts the score of a probability together of the points of bins', () => {
    const fitted = { intercept: -2.5, coefficients: [-0.9, -0.4] };
    const woes = [
      [1.2, -0.7],
      [0.3, 0, -2],
    ];
    const points = pointsOf(fitted, woes, scaling);
    for (const [i, a] of (woes[0] ?? []).entries())
      for (const [j, b] of (woes[1] ?? []).entries()) {
        const p = 1 / (1 + Math.exp(-(-2.5 - 0.9 * a - 0.4 * b)));
        expect((points[0]?.[i] ?? 0) + (points[1]?.[j] ?? 0)).toBeCloseTo(scoreOf(p), 5);
      }
    expect(
      pointsOf(fitted, woes, { ...scaling, decimals: 0 })
        .flat()
        .every(Number.isInteger),
    ).toBe(true);
  });
});

describe('reasons', () => {
  const points = [
    [10, 40, 25],
    [5, 30],
    [12, 12],
  ];
  const shares = [
    [0.5, 0, 0.5],
    [0.2, 0.8],
    [0.5, 0.5],
  ];

  it('are the variables that lost most, against the best bin that anybody is in or the average', () => {
    // The bin of 40 points has no orders.
    expect(baselinesOf(points, shares, 'best')).toEqual([25, 30, 12]);
    expect(baselinesOf(points, shares, 'neutral')).toEqual([17.5, 25, 12]);
    expect(reasonsOf([10, 5, 12], [25, 30, 12], 4)).toEqual([
      { variable: 1, lost: 25 },
      { variable: 0, lost: 15 },
    ]);
    expect(reasonsOf([10, 15, 12], [25, 30, 12], 1)).toEqual([{ variable: 0, lost: 15 }]);
  });
});
