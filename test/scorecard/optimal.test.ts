import fc from 'fast-check';
import { expect, it } from 'vitest';
import { optimalBins } from '../../analysis/scorecard/optimal.ts';
import { trends, type Trend } from '../../analysis/model/scorecard/spec.ts';
import type { Counts } from '../../analysis/model/scorecard/woe.ts';

type Way = Exclude<Trend, 'auto'>;

/** Whether rates run so, `least` apart. */
function runs(rates: readonly number[], trend: Way, least: number): boolean {
  const rising = (some: readonly number[]): boolean =>
    some.slice(1).every((rate, i) => rate - (some[i] ?? 0) >= least - 1e-12);
  const falling = (some: readonly number[]): boolean => rising(some.map((rate) => -rate));
  const turning = (first: typeof rising, then: typeof rising): boolean =>
    rates.some((_, at) => first(rates.slice(0, at + 1)) && then(rates.slice(at)));
  switch (trend) {
    case 'none':
      return true;
    case 'ascending':
      return rising(rates);
    case 'descending':
      return falling(rates);
    case 'peak':
      return turning(rising, falling);
    case 'valley':
      return turning(falling, rising);
  }
}

/** Every partition there is: the best information value among those that may be, or null. */
function bruteForce(
  pieces: readonly Counts[],
  {
    trend,
    maxBins,
    minShare,
    minDifference,
  }: { trend: Trend; maxBins: number; minShare: number; minDifference: number },
): number | null {
  const sumOf = (of: keyof Counts): number => pieces.reduce((sum, one) => sum + one[of], 0);
  const [good, bad] = [sumOf('good'), sumOf('bad')];
  let best: number | null = null;
  for (let mask = 0; mask < 2 ** (pieces.length - 1); mask += 1) {
    const blocks: { good: number; bad: number }[] = [];
    pieces.forEach((piece, i) => {
      const open = i > 0 && (mask & (1 << (i - 1))) === 0 ? blocks.at(-1) : undefined;
      if (open === undefined) blocks.push({ ...piece });
      else [open.good, open.bad] = [open.good + piece.good, open.bad + piece.bad];
    });
    const may =
      blocks.length <= maxBins &&
      blocks.every((one) => one.good > 0 && one.bad > 0 && one.good + one.bad >= minShare * (good + bad) - 1e-12);
    const rates = blocks.map((one) => one.bad / (one.good + one.bad));
    const ways: readonly Way[] = trend === 'auto' ? ['ascending', 'descending'] : [trend];
    if (!may || !ways.some((way) => runs(rates, way, minDifference))) continue;
    const iv = blocks.reduce((sum, one) => {
      const [g, b] = [one.good / good, one.bad / bad];
      return sum + (g - b) * Math.log(g / b);
    }, 0);
    if (best === null || iv > best) best = iv;
  }
  return best;
}

it('finds what trying every partition finds, under every trend and limit', () => {
  const piece = fc.record({ good: fc.nat(40), bad: fc.nat(12) });
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 10 }).filter((all) => all.some((one) => one.good + one.bad > 0)),
      fc.record({
        trend: fc.constantFrom(...trends),
        maxBins: fc.integer({ min: 1, max: 6 }),
        minShare: fc.constantFrom(0, 0.03, 0.1, 0.3),
        minDifference: fc.constantFrom(0, 0.002, 0.05),
      }),
      (pieces, rules) => {
        const [found, best] = [optimalBins(pieces, rules), bruteForce(pieces, rules)];
        expect(found === null).toBe(best === null);
        if (found === null || best === null) return;
        expect(found.iv).toBeCloseTo(best, 9);
        expect(found.starts[0]).toBe(0);
        // What it answers is such a partition itself.
        const blocks = found.starts.map((start, i) => pieces.slice(start, found.starts[i + 1]));
        const rates = blocks.map((some) => {
          const bad = some.reduce((sum, one) => sum + one.bad, 0);
          return bad / some.reduce((sum, one) => sum + one.bad + one.good, 0);
        });
        expect(blocks.length).toBeLessThanOrEqual(rules.maxBins);
        expect(runs(rates, found.trend, rules.minDifference)).toBe(true);
      },
    ),
    { numRuns: 400 },
  );
});

it('joins neighbours that run the wrong way, by hand', () => {
  // Rates .1, .3, .2, .4: rising needs the middle two together.
  const pieces = [90, 70, 80, 60].map((good) => ({ good, bad: 100 - good }));
  const rules = { trend: 'ascending', maxBins: 4, minShare: 0, minDifference: 0 } as const;
  expect(optimalBins(pieces, rules)?.starts).toEqual([0, 1, 3]);
  expect(optimalBins(pieces, { ...rules, trend: 'none' })?.starts).toEqual([0, 1, 2, 3]);
  expect(optimalBins(pieces, { ...rules, maxBins: 1 })?.starts).toEqual([0]);
  expect(optimalBins([{ good: 5, bad: 0 }], rules)).toBeNull();
});
