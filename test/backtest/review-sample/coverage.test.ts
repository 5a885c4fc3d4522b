import { describe, expect, test } from 'vitest';
import { partOf, shareOf, type Cell } from '../../../analysis/backtest/review-sample/intervals.ts';

/** A stratum with planted truth, and how many are drawn of it. */
interface Planted {
  readonly orders: number;
  readonly bad: number;
  readonly drawn: number;
}

const draws = 2000;
/** Wilson's interval dips below its level at some shares, never far; three standard errors of so many draws are 1.5 points. */
const least = 0.93;

const histories: readonly (readonly [string, readonly Planted[]])[] = [
  [
    'precision of middling rules',
    [
      { orders: 400, bad: 160, drawn: 40 },
      { orders: 2500, bad: 500, drawn: 40 },
    ],
  ],
  [
    'a tiny stratum beside large ones',
    [
      { orders: 6, bad: 3, drawn: 2 },
      { orders: 800, bad: 500, drawn: 30 },
      { orders: 90, bad: 80, drawn: 30 },
    ],
  ],
  [
    'rates near 1',
    [
      { orders: 300, bad: 288, drawn: 30 },
      { orders: 900, bad: 873, drawn: 30 },
    ],
  ],
  [
    'rates near 0',
    [
      { orders: 5000, bad: 150, drawn: 80 },
      { orders: 3000, bad: 60, drawn: 80 },
    ],
  ],
  [
    'many strata of few verdicts',
    Array.from({ length: 12 }, (_, n) => ({ orders: 50 + 30 * n, bad: 10 + 9 * n, drawn: 5 })),
  ],
  [
    'many strata of two verdicts',
    Array.from({ length: 20 }, (_, n) => ({ orders: 50 + 30 * n, bad: 10 + 9 * n, drawn: 2 })),
  ],
  [
    'a heavy stratum that mostly shows no bad order',
    [
      { orders: 9000, bad: 45, drawn: 20 },
      { orders: 1000, bad: 300, drawn: 60 },
    ],
  ],
  [
    'everything and what no rule hits',
    [
      { orders: 60_000, bad: 600, drawn: 150 },
      { orders: 1500, bad: 450, drawn: 60 },
      { orders: 300, bad: 210, drawn: 40 },
    ],
  ],
];

describe.each(histories)('%s', (_, strata) => {
  test('95 % intervals hold the planted share about that often, and the estimate has no bias', () => {
    const random = generator(20_260_501);
    const truth = total(strata, ({ bad }) => bad) / total(strata, ({ orders }) => orders);
    let held = 0;
    let sum = 0;
    for (let n = 0; n < draws; n += 1) {
      const found = shareOf(strata.map((stratum) => drawnFrom(stratum, random)));
      if (found === null) throw new Error('nothing drawn');
      sum += found.value;
      if (found.low <= truth + 1e-12 && found.high >= truth - 1e-12) held += 1;
    }
    expect(held / draws).toBeGreaterThan(least);
    // Four standard errors of the mean of so many draws.
    const spread = Math.sqrt(
      total(strata, ({ orders, bad, drawn }) => {
        const [w, p] = [orders / total(strata, (one) => one.orders), bad / orders];
        return (w * w * p * (1 - p) * (orders - drawn)) / (drawn * (orders - 1));
      }) / draws,
    );
    expect(Math.abs(sum / draws - truth)).toBeLessThan(4 * spread);
  });
});

test('the intervals are no wider than they must be where samples are large', () => {
  const random = generator(7);
  const strata = [
    { orders: 4000, bad: 1600, drawn: 200 },
    { orders: 2500, bad: 500, drawn: 200 },
  ];
  let held = 0;
  for (let n = 0; n < draws; n += 1) {
    const found = shareOf(strata.map((stratum) => drawnFrom(stratum, random)));
    if (found !== null && found.low <= 2100 / 6500 && found.high >= 2100 / 6500) held += 1;
  }
  expect(held / draws).toBeGreaterThan(0.935);
  expect(held / draws).toBeLessThan(0.965);
});

test('recall is held about as often as it says', () => {
  const random = generator(11);
  const [alerts, passed] = [
    { orders: 1200, bad: 480, drawn: 100 },
    { orders: 20_000, bad: 300, drawn: 400 },
  ];
  let held = 0;
  for (let n = 0; n < draws; n += 1) {
    const [a, p] = [alerts, passed].map((one) => times(shareOf([drawnFrom(one, random)]), one.orders));
    const found = a === undefined || p === undefined ? null : partOf(a, p);
    if (found !== null && found.low <= 480 / 780 && found.high >= 480 / 780) held += 1;
  }
  expect(held / draws).toBeGreaterThan(least);
});

/** Draws without replacement: each next order is bad with the share of bad ones left. */
function drawnFrom({ orders, bad, drawn }: Planted, random: () => number): Cell {
  let found = 0;
  for (let n = 0; n < drawn; n += 1) if (random() < (bad - found) / (orders - n)) found += 1;
  return { orders, decided: drawn, bad: found };
}

function total<T>(of: readonly T[], value: (one: T) => number): number {
  return of.reduce((all, one) => all + value(one), 0);
}

function times(share: ReturnType<typeof shareOf>, by: number): { value: number; low: number; high: number } {
  if (share === null) throw new Error('nothing drawn');
  return { value: share.value * by, low: share.low * by, high: share.high * by };
}

/** mulberry32; another PROPERTY_SEED looks elsewhere. */
function generator(seed: number): () => number {
  let state = (Number(process.env['PROPERTY_SEED'] ?? 0) + seed) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
