import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../../analysis/model/random-numbers.ts';
import { groupCount } from '../../analysis/model/results/intervals.ts';
import { rankingOf } from '../../analysis/model/scorecard/ranking.ts';
import { scaleTerms } from '../../analysis/model/scorecard/scaling.ts';
import type { BinDocument } from '../../analysis/model/scorecard/bins.ts';
import type { ScorecardSpec, VariableSpec } from '../../analysis/model/scorecard/spec.ts';
import type { Values } from '../../analysis/scorecard/assign.ts';
import { calibrationOf, rankedWith, type Clusters } from '../../analysis/scorecard/performance.ts';
import { unlabelled, type Categories } from '../../analysis/scorecard/prebin.ts';
import { assumptionsOf, rejectInference, type Accepted } from '../../analysis/scorecard/rejects.ts';
import { buildScorecard, parts, type Built, type Material } from '../../analysis/scorecard/report.ts';
import { bandEdges, cellsOf, scoresOf } from '../../analysis/scorecard/scores.ts';

const rows = 12_000;
const next = randomNumbers(11);
const numbers = Array.from({ length: rows }, () => next());
const colours = ['red', 'green', 'blue'];
const colourCodes = Uint16Array.from({ length: rows }, () => 1 + Math.floor(next() * 3));
const noise = Float64Array.from({ length: rows }, () => next());
/** Log odds −2.5 + 3·number, and one more for red. */
const bad = Uint8Array.from(numbers, (value, row) => {
  const odds = -2.5 + 3 * value + (colourCodes[row] === 1 ? 1 : 0);
  return next() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
});
const columns: readonly Values[] = [
  { kind: 'numeric', values: Float64Array.from(numbers) },
  { kind: 'categories', codes: colourCodes, names: colours },
  { kind: 'numeric', values: noise },
];
const part = Uint8Array.from(numbers, (_, row) => (row % 3 === 0 ? parts.outOfTime : parts.training));
/** Every tenth order of training was refused. */
const rejected = part.map((one, row) => (one === parts.training && row % 10 === 1 ? 1 : 0));
const only = (which: number): Uint8Array =>
  bad.map((one, row) => (part[row] === which && rejected[row] !== 1 ? one : unlabelled));
const byOrder: Clusters = { by: 'order', groups: bad.map((_, row) => row % groupCount) };

const material = (more: Partial<Material> = {}): Material => ({
  ...{ rows, part, training: only(parts.training), outOfTime: only(parts.outOfTime), rejected, clusters: byOrder },
  column: (index) => Promise.resolve(columns[index] ?? { kind: 'numeric', values: noise }),
  about: [],
  segment: () => Promise.resolve({ codes: colourCodes, names: colours, column: 'colour' }),
  asked: [0, 1],
  pause: () => Promise.resolve(),
  tell: () => undefined,
  ...more,
});
const spec: ScorecardSpec = {
  ...{ format: 'shinsa-scorecard', formatVersion: 1, name: '検証', segments: ['colour'] },
  variables: [
    { field: 'number', reason: { code: 'R1', names: { ja: '数', en: 'Number' } } },
    { field: 'colour' },
    { field: 'noise' },
  ],
};

const withBins = (
  one: VariableSpec,
  bins: BinDocument | null | undefined,
): VariableSpec & { readonly bins: BinDocument } => {
  if (bins === undefined || bins === null) throw new Error(one.field);
  return { ...one, bins };
};

describe('a scorecard of planted odds', () => {
  let built: Built;

  it('leaves noise out, finds both variables with the sign they have, and what orders are worth out of time', async () => {
    built = await buildScorecard(spec, material());
    const [number, colour, nothing] = built.variables;
    expect(number).toMatchObject({ left: null, trend: 'ascending' });
    expect(colour).toMatchObject({ left: null });
    expect(colour?.table.at(-2)?.values).toEqual(['red']);
    expect(nothing).toMatchObject({ left: 'iv', coefficient: null });
    expect(nothing?.table.every(({ points }) => points === null)).toBe(true);
    for (const one of [number, colour]) expect(one?.coefficient).toBeLessThan(-0.8);
    // Bins of orders are a byte for each order and variable: they are kept of what is in the scorecard.
    expect(built.binned.some((one) => 'places' in one)).toBe(false);
    expect(built.fitted.used.map(({ places }) => places.length)).toEqual([rows, rows]);
    // The planted odds themselves rank no better.
    const odds = numbers.map((value, row) => 3 * value + (colourCodes[row] === 1 ? 1 : 0));
    const order = odds.map((_, row) => row).filter((row) => part[row] === parts.outOfTime);
    const cells = order
      .sort((a, b) => (odds[b] ?? 0) - (odds[a] ?? 0))
      .map((row) => ({ good: 1 - (bad[row] ?? 0), bad: bad[row] ?? 0 }));
    const most = rankingOf(cells)?.gini ?? NaN;
    const { gini } = built.outOfTime ?? {};
    expect(gini?.value).toBeGreaterThan(most - 0.03);
    expect(gini?.value).toBeLessThanOrEqual(most);
    expect(gini?.interval).toMatchObject({ by: 'delong' });
    expect(gini?.interval?.low).toBeLessThan(gini?.value ?? 0);
  });

  it('adds its points up to the score, whose probabilities come true', () => {
    const { calibration } = built.outOfTime ?? built.training;
    expect(calibration.bands).toHaveLength(10);
    expect(calibration.bands.reduce((sum, { orders }) => sum + orders, 0)).toBe(4000);
    expect(calibration.p).toBeGreaterThan(0.001);
    for (const { expected, observed } of calibration.bands) {
      expect(observed?.interval?.by).toBe('wilson');
      expect(Math.abs((expected ?? 0) - (observed?.value ?? 0))).toBeLessThan(0.08);
    }
    for (const { score, parts: own, reasons } of built.scored) {
      expect(own.reduce((sum, { points }) => sum + points, 0)).toBe(score);
      expect(reasons.every(({ lost }) => lost > 0)).toBe(true);
      expect(reasons.find(({ field }) => field === 'number')?.code ?? 'R1').toBe('R1');
    }
    expect(built.firstReasons.reduce((sum, { orders }) => sum + orders, 0)).toBeLessThanOrEqual(4000);
  });

  it('is the same from the bins it found, and another when two of them are merged', async () => {
    const fixed = { ...spec, variables: spec.variables.map((one, i) => withBins(one, built.variables[i]?.bins)) };
    const again = await buildScorecard(fixed, material());
    expect(again.variables.map(({ table }) => table)).toEqual(built.variables.map(({ table }) => table));
    expect(again.outOfTime).toEqual(built.outOfTime);
    const merged = fixed.variables.map((one, i) =>
      i === 0
        ? {
            ...one,
            bins: {
              ...one.bins,
              operations: [{ do: 'merge' as const, bins: [0, 1] as [number, number], reason: '少' }],
            },
          }
        : one,
    );
    const after = await buildScorecard({ ...spec, variables: merged }, material());
    const [a, b] = built.variables[0]?.table ?? [];
    expect(after.variables[0]?.table[0]).toMatchObject({
      good: (a?.good ?? 0) + (b?.good ?? 0),
      bad: (a?.bad ?? 0) + (b?.bad ?? 0),
    });
  });

  it('waits on the way and tells how far it is, never less than before', async () => {
    const shares: number[] = [];
    let [pauses, ofSegments] = [0, 0];
    const segment = (): Promise<Categories & { readonly column: string }> => {
      ofSegments = pauses;
      return Promise.resolve({ codes: colourCodes, names: colours, column: 'colour' });
    };
    const pause = (): Promise<void> => ((pauses += 1), Promise.resolve());
    await buildScorecard(
      spec,
      material({ pause, segment, rejected: new Uint8Array(rows), tell: (share) => void shares.push(share) }),
    );
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.filter((share) => share > 0.7 && share < 0.8).length).toBeGreaterThan(5);
    // Three colours.
    expect(pauses - ofSegments).toBeGreaterThanOrEqual(3);
  });

  it('looks at segments apart and finds nothing moved', () => {
    const [segment] = built.segments;
    expect(segment?.values.map(({ value }) => value).sort()).toEqual(['blue', 'green', 'red']);
    expect(segment?.values.reduce((sum, { orders }) => sum + orders, 0)).toBe(4000);
    for (const { gini, drift } of segment?.values ?? []) {
      expect(gini?.value).toBeGreaterThan(0.2);
      expect(drift?.psi).toBeLessThan(0.05);
    }
    expect(built.drift?.psi).toBeLessThan(0.02);
  });

  it('tells a band of what refused orders may have been, and never training’s labels of them', () => {
    const { rejects } = built;
    expect(rejects?.rejects).toBe(rejected.reduce((sum, one) => sum + one, 0));
    expect(rejects?.scenarios.map(({ method, uplift }) => [method, uplift])).toEqual([
      ['fuzzy', 1],
      ['parcelling', 1],
      ['parcelling', 3],
      ['cutoff', null],
    ]);
    const { low, high } = rejects?.band.rejectRate ?? { low: 0, high: 0 };
    expect(low).toBeLessThan(high);
    for (const { rejectRate } of rejects?.scenarios ?? []) {
      expect(rejectRate).toBeGreaterThanOrEqual(low);
      expect(rejectRate).toBeLessThanOrEqual(high);
    }
    // Refused at random here, so what they were lies in it.
    const truth = bad.reduce((sum, one, row) => sum + (rejected[row] === 1 ? one : 0), 0) / (rejects?.rejects ?? 1);
    expect(low - 0.03).toBeLessThan(truth);
    expect(high).toBeGreaterThan(truth);
  });

  it('knows what moved between training and held out orders', async () => {
    const moved = columns.map((one, i): Values =>
      i > 0 || one.kind !== 'numeric'
        ? one
        : {
            kind: 'numeric',
            values: one.values.map((value, row) => (part[row] === parts.outOfTime ? value / 3 : value)),
          },
    );
    const found = await buildScorecard(
      spec,
      material({ column: (index) => Promise.resolve(moved[index] ?? { kind: 'numeric', values: noise }) }),
    );
    expect(found.drift?.psi).toBeGreaterThan(0.25);
    expect(found.variables[0]?.drift?.psi).toBeGreaterThan(0.25);
    expect(found.variables[1]?.drift?.psi).toBeLessThan(0.01);
  });

  it('drops what turns its evidence round, unless it is to be seen', async () => {
    // The second says the same as the first and a little less: beside it, what is left of it points the other way or nowhere.
    const echo = Float64Array.from(numbers, (value, row) => value + (bad[row] === 1 ? -0.15 : 0.05) * (row % 2));
    const column = (index: number): Promise<Values> =>
      Promise.resolve({ kind: 'numeric', values: index === 0 ? Float64Array.from(numbers) : echo });
    const two = { ...spec, segments: [], variables: [{ field: 'number' }, { field: 'echo' }] };
    const seen = await buildScorecard({ ...two, selection: { dropWrongSign: false } }, material({ column }));
    expect(seen.variables.some(({ coefficient }) => (coefficient ?? 0) > 0)).toBe(true);
    const kept = await buildScorecard(two, material({ column }));
    expect(kept.variables.map(({ left }) => left).filter((left) => left === 'sign')).toHaveLength(1);
    expect(kept.variables.every(({ coefficient }) => coefficient === null || coefficient < 0)).toBe(true);
  });

  it('refuses what cannot be built, and stops where it is told to', async () => {
    const codeOf = (work: Promise<unknown>) =>
      work.then(
        () => 'none',
        (error: { code?: string; message: string }) => error.code ?? error.message,
      );
    expect(await codeOf(buildScorecard(spec, material({ training: bad.map(() => 0) })))).toBe('scorecard-few');
    expect(await codeOf(buildScorecard({ ...spec, selection: { minIv: 9 } }, material()))).toBe(
      'scorecard-no-variable',
    );
    const wrong = { start: { kind: 'numeric' as const, cuts: [1] }, operations: [] };
    const variables = [{ field: 'number' }, { field: 'colour', bins: wrong }];
    expect(await codeOf(buildScorecard({ ...spec, variables }, material()))).toBe('scorecard-wrong-kind');
    let pauses = 0;
    const pause = (): Promise<void> => ((pauses += 1) > 5 ? Promise.reject(new Error('stopped')) : Promise.resolve());
    expect(await codeOf(buildScorecard(spec, material({ pause })))).toBe('stopped');
  });
});

const ready = (): Promise<void> => Promise.resolve();
const acceptedOf = (p: readonly number[], good: readonly number[], isBad: readonly number[]): Accepted => ({
  ...{ probability: Float64Array.from(p), good: Float64Array.from(good), bad: Float64Array.from(isBad) },
});

describe('what is measured, by hand', () => {
  // Scores 600, 650 and 650 − as 2, 4 and 4 orders.
  const places = [Uint8Array.from([0, 0, 1, 1, 1, 1])];
  const scores = scoresOf({ points: [[600, 650]], places, decimals: 0 }, 6);
  const labels = Uint8Array.from([1, 0, 0, 0, 1, unlabelled]);

  it('counts cells by score and puts probabilities beside what happened', () => {
    expect([...scores.levels]).toEqual([600, 650]);
    expect(cellsOf(scores, labels)).toEqual([
      { good: 1, bad: 1 },
      { good: 2, bad: 1 },
    ]);
    const terms = scaleTerms({ score: 600, odds: 19, pdo: 50, decimals: 0 });
    const clusters: Clusters = { by: 'order', groups: new Uint8Array(6) };
    const found = calibrationOf(scores, labels, clusters, terms, { edges: [1], estimated: 0 });
    // 600 is .05 and 650 is 1 ÷ 39.
    expect(found.bands.map(({ orders, bad: b }) => [orders, b])).toEqual([
      [2, 1],
      [3, 1],
    ]);
    expect(found.bands[0]?.expected).toBeCloseTo(0.05, 12);
    expect(found.bands[1]?.expected).toBeCloseTo(1 / 39, 12);
    // Of five orders nothing can be tested.
    expect(found).toMatchObject({ chiSquare: null, degrees: 0, p: null });
  });

  it('tests bands of five expected bad and good orders or more, taking smaller ones together', () => {
    // Score 600 is .05, and doubling the odds 1 ÷ 39. Expected bad: 10, 2, 4, 10, .5.
    const orders = [200, 40, 156, 390, 10];
    const isBad = [14, 4, 1, 12, 1];
    const place = Uint8Array.from(orders.flatMap((n, i) => new Array<number>(n).fill(i)));
    const outcome = Uint8Array.from(
      orders.flatMap((n, i) => Array.from({ length: n }, (_, k) => (k < (isBad[i] ?? 0) ? 1 : 0))),
    );
    const levels = [600, 600, 650, 650, 600];
    const at = { levels: Float64Array.from(levels), places: Uint32Array.from(place) };
    const terms = scaleTerms({ score: 600, odds: 19, pdo: 50, decimals: 0 });
    const clusters: Clusters = { by: 'order', groups: new Uint8Array(place.length) };
    const found = calibrationOf(at, outcome, clusters, terms, { edges: [1, 2, 3, 4], estimated: 1 });
    expect(found.bands.map((one) => one.orders)).toEqual(orders);
    const term = (n: number, b: number, e: number): number => (b - e) ** 2 / (e * (1 - e / n));
    // The second and third together, the last with the one before it.
    expect(found.chiSquare).toBeCloseTo(term(200, 14, 10) + term(196, 5, 6) + term(400, 13, 10.5), 9);
    expect(found.degrees).toBe(2);
    // P(χ² of 2 > x) is exp(−x ÷ 2).
    expect(found.p).toBeCloseTo(Math.exp(-(found.chiSquare ?? 0) / 2), 9);
  });

  it('cuts bands by counts, whole again after a score that many share', () => {
    const edgesOf = (counts: readonly number[]): number[] => {
      const at = Uint32Array.from(counts.flatMap((n, i) => new Array<number>(n).fill(i)));
      return bandEdges({ levels: Float64Array.from(counts, (_, i) => i), places: at }, () => true, 10);
    };
    expect(edgesOf(new Array<number>(20).fill(5))).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18]);
    expect(edgesOf([50_000, 20, 20, 20, 20, 9000, 9000, 9000, 9000, 10_000])).toEqual([1, 6, 7, 8]);
    // A score that only one order has before the next tenth is no band, nor is one after the last.
    expect(edgesOf([1999, 1, 2000, 2000, 2000, 2000])).toEqual([1, 3, 4, 5]);
    expect(edgesOf([5000, 4999, 1])).toEqual([1]);
    expect(edgesOf([7])).toEqual([]);
  });

  it('makes intervals wider where customers repeat, and none of too few', async () => {
    const big = scoresOf(
      { points: [[600, 650, 700]], places: [Uint8Array.from({ length: 3000 }, (_, i) => (i % 100) % 3)], decimals: 0 },
      3000,
    );
    const random = randomNumbers(3);
    // A customer's 30 orders score and end alike.
    const ends = Array.from({ length: 100 }, () => (random() < 0.3 ? 1 : 0));
    const outcome = Uint8Array.from({ length: 3000 }, (_, i) => ends[i % 100] ?? 0);
    const single: Clusters = { by: 'order', groups: Uint8Array.from({ length: 3000 }, (_, i) => i % groupCount) };
    const grouped: Clusters = { by: 'customer', groups: Uint8Array.from({ length: 3000 }, (_, i) => i % 100) };
    const alone = await rankedWith(big, outcome, single, ready);
    const together = await rankedWith(big, outcome, grouped, ready);
    const width = (found: typeof alone): number => (found?.gini.interval?.high ?? 0) - (found?.gini.interval?.low ?? 0);
    expect(together?.gini.interval?.by).toBe('bootstrap');
    expect(alone?.gini.interval?.by).toBe('delong');
    expect(width(alone)).toBeGreaterThan(0);
    expect(width(together)).toBeGreaterThan(2 * width(alone));
    expect(together?.gini.value).toBe(alone?.gini.value);
    const few: Clusters = { by: 'customer', groups: Uint8Array.from({ length: 3000 }, (_, i) => i % 5) };
    expect((await rankedWith(big, outcome, few, ready))?.gini.interval).toBeNull();
  });

  it('draws customers on whole points where there are many scores, waits on the way and can be stopped', async () => {
    // 20,000 scores of three decimals from 600 on, 4000 points apart at most; twice as many points are taken two by two.
    const random = randomNumbers(9);
    const fine = Float64Array.from({ length: 20_000 }, (_, i) => 600 + i / 5 + 0.001 * (i % 3));
    const outcome = Uint8Array.from(fine, (_, i) => (random() < 0.5 - i / 50_000 ? 1 : 0));
    const clusters: Clusters = { by: 'customer', groups: Uint8Array.from(fine, () => Math.floor(random() * 200)) };
    const places = Uint32Array.from(fine.keys());
    let pauses = 0;
    const pause = (): Promise<void> => ((pauses += 1), Promise.resolve());
    const found = await rankedWith({ levels: fine, places }, outcome, clusters, pause);
    // 20,000 counts at most are read in each of 500 draws.
    expect(pauses).toBeGreaterThan(100);
    const points = {
      levels: Float64Array.from({ length: 4000 }, (_, i) => 600 + i),
      places: places.map((i) => Math.floor(i / 5)),
    };
    const whole = await rankedWith(points, outcome, clusters, ready);
    expect(found?.gini.interval).toEqual(whole?.gini.interval);
    expect(found?.ks.interval).toEqual(whole?.ks.interval);
    // What is told beside it is of the scores as they are.
    expect(found?.gini.value).not.toBe(whole?.gini.value);
    const wide = await rankedWith({ levels: fine.map((level) => 2 * level), places }, outcome, clusters, ready);
    expect(wide?.gini.interval?.low).toBeCloseTo(whole?.gini.interval?.low ?? 0, 3);
    const stop = (): Promise<void> => Promise.reject(new Error('stopped'));
    await expect(rankedWith({ levels: fine, places }, outcome, clusters, stop)).rejects.toThrow('stopped');
  });

  it('counts rejects under each assumption, 6.10 by hand', async () => {
    // Ten accepted orders of probability .1 (one bad) and ten of .6 (five bad), two rejects of each.
    const p = [...new Array<number>(10).fill(0.1), ...new Array<number>(10).fill(0.6), 0.1, 0.1, 0.6, 0.6];
    const labelled = Uint8Array.from(p, (_, i) => (i >= 20 ? unlabelled : i === 0 || (i >= 10 && i < 15) ? 1 : 0));
    const refused = Uint8Array.from(p, (_, i) => (i >= 20 ? 1 : 0));
    const of = { labels: labelled, rejected: refused, probability: (row: number) => p[row] ?? 0 };
    const groups = acceptedOf([0.1, 0.6], [9, 5], [1, 5]);
    const shares = assumptionsOf(groups, { uplift: [1, 3], cutoff: 0.5 }).map(({ share }) => [0, 1].map(share));
    const [fuzzy, , , cut] = shares;
    expect(fuzzy).toEqual([0.1, 0.6]);
    expect(cut).toEqual([0, 1]);
    const inference = await rejectInference(
      {
        ...{ ...of, woes: [[0.9, -0.9]], places: [Uint8Array.from(p, (one) => (one < 0.5 ? 0 : 1))], tested: labelled },
        ...{ scaling: { score: 600, odds: 19, pdo: 50, decimals: 0 }, ridge: 0, pause: () => Promise.resolve() },
      },
      { uplift: [1, 3], cutoff: 0.5 },
    );
    const [first, , , last] = inference?.scenarios ?? [];
    expect(first?.badRejects).toBeCloseTo(1.4, 12);
    expect(first?.throughTheDoor).toBeCloseTo(7.4 / 24, 12);
    expect(last?.badRejects).toBe(2);
    // One variable of two bins: the regression gives each bin its rate, rejects counted in.
    const rate = (bin: number): number =>
      1 / (1 + Math.exp(-((last?.intercept ?? 0) + (last?.coefficients[0] ?? 0) * (bin === 0 ? 0.9 : -0.9))));
    expect(rate(0)).toBeCloseTo(1 / 12, 6);
    expect(rate(1)).toBeCloseTo(7 / 12, 6);
  });

  it('parcels by the accepted orders’ bad rate in the band of a score', () => {
    // Two hundred accepted orders, probabilities .001 to .2; bad rate of the tenth band .5, of others 0.
    const p = Array.from({ length: 201 }, (_, i) => (i < 200 ? (i + 1) / 1000 : 0.19));
    const isBad = p.map((_, i) => (i < 200 && i >= 180 && i % 2 === 0 ? 1 : 0));
    const isGood = p.map((_, i) => (i < 200 ? 1 - (isBad[i] ?? 0) : 0));
    const found = assumptionsOf(acceptedOf(p, isGood, isBad), { uplift: [1, 1.5], cutoff: 0.5 });
    expect(found.map(({ share }) => share(200))).toEqual([0.19, 0.5, 0.75, 0]);
  });

  it('parcels by bands that no score is split between, however many orders share it', () => {
    // 95 accepted of .02, two of them bad, in however many groups; five of .9, all bad; rejects of each, below all, and between.
    const first = acceptedOf([0.02, 0.9, 0.001, 0.5], [93, 0, 0, 0], [2, 5, 0, 0]);
    const parted = acceptedOf([0.02, 0.9, 0.001, 0.5, 0.02, 0.02], [1, 0, 0, 0, 92, 0], [0, 5, 0, 0, 0, 2]);
    for (const accepted of [first, parted]) {
      const [, parcelled] = assumptionsOf(accepted, { uplift: [1, 1], cutoff: 0.5 });
      expect([0, 1, 2, 3].map((group) => parcelled?.share(group))).toEqual([2 / 95, 1, 2 / 95, 2 / 95]);
    }
  });
});
