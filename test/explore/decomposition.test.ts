import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ComparedView } from '../../analysis/model/compare.ts';
import { decomposed, rankedViews, type RateBy } from '../../analysis/model/decomposition.ts';
import type { LinkedBin } from '../../analysis/model/linked.ts';
import { outcomeStates, type OutcomeState } from '../../analysis/model/target.ts';

/** Orders, or their amount, of one group on both sides. */
interface Group {
  readonly a: Partial<Record<OutcomeState, number>>;
  readonly b: Partial<Record<OutcomeState, number>>;
}

const binOf = (label: string): LinkedBin => ({
  ...{ kind: 'value', label, min: null, max: null },
  clause: { kind: 'in', column: 'shop', values: [label] },
});

function viewOf(groups: readonly Group[], amounts: readonly Group[] = groups): ComparedView {
  const flat = (of: readonly Group[], side: 'a' | 'b') =>
    of.flatMap((group) => outcomeStates.map((state) => group[side][state] ?? 0));
  const figures = (side: 'a' | 'b') => ({ orders: flat(groups, side), amounts: flat(amounts, side) });
  return {
    axis: { kind: 'column', column: 'shop' },
    ...{ type: 'text', distinct: groups.length, bins: groups.map((_, at) => binOf(`g${at}`)) },
    ...{ a: figures('a'), b: figures('b') },
  };
}

const given = (groups: readonly Group[], by: RateBy = 'orders') => {
  const found = decomposed(viewOf(groups), by);
  if (found === null) throw new Error('nothing known');
  return found;
};

test('a table worked out by hand', () => {
  // 12 of 200 are bad before, 19 of 200 after; the mean of both rates is 7.75 %.
  const found = given([
    // Half of all, then a quarter; 2 % bad all along: (0.25 − 0.5) · (2 % − 7.75 %).
    { a: { bad: 2, good: 98, immature: 7 }, b: { bad: 1, good: 49, blocked: 3, excluded: 2 } },
    // Half, then three quarters; 10 %, then 12 %: 0.25 · (11 % − 7.75 %), and 2 % · 0.625.
    { a: { bad: 10, good: 90 }, b: { bad: 18, good: 132 } },
  ]);
  expect([found.a.rate, found.b.rate, found.change].map(rounded)).toEqual([0.06, 0.095, 0.035]);
  expect(found.groups.map(({ mix, inner }) => [mix, inner].map(rounded))).toEqual([
    [0.014375, 0],
    [0.008125, 0.0125],
  ]);
  expect([found.mix, found.inner, found.moved].map(rounded)).toEqual([0.0225, 0.0125, 0.035]);
  const [first] = found.groups;
  expect([first?.a.all.immature, first?.b.all.blocked, first?.b.all.excluded]).toEqual([7, 3, 2]);
  expect(first?.a.all.orders).toBe(107);
});

const rounded = (value: number): number => Number(value.toFixed(12));

test('a group that one side does not know is mix alone, and one that nobody knows is nothing', () => {
  const found = given([
    { a: { bad: 10, good: 90 }, b: { bad: 10, good: 90 } },
    { a: {}, b: { bad: 30, good: 70 } },
    { a: { immature: 5 }, b: { immature: 9 } },
  ]);
  // 10 % becomes 20 %, of which the mean is 15 %: the new half at 30 % gives half of 15 points, the shrunk one half of 5.
  expect(found.groups.map(({ mix, inner, only }) => [rounded(mix), inner, only])).toEqual([
    [0.025, 0, null],
    [0.075, 0, 'b'],
    [0, 0, 'neither'],
  ]);
  expect(rounded(found.change)).toBe(0.1);
  const back = given([
    { a: { bad: 1, good: 9 }, b: { bad: 1, good: 9 } },
    { a: { bad: 3, good: 7 }, b: {} },
  ]);
  expect(back.groups[1]).toMatchObject({ only: 'a', inner: 0 });
});

test('without a known outcome on a side nothing is compared', () => {
  expect(decomposed(viewOf([{ a: { bad: 1 }, b: { immature: 5, blocked: 1 } }]), 'orders')).toBeNull();
  expect(decomposed(viewOf([{ a: {}, b: { good: 1 } }]), 'amount')).toBeNull();
});

test("the change's interval is Newcombe's", () => {
  // Newcombe 1998, table II: 56/70 − 48/80 by method 10 is 0.0524 to 0.3339.
  const { interval } = given([{ a: { bad: 48, good: 32 }, b: { bad: 56, good: 14 } }]);
  expect([interval?.low.toFixed(4), interval?.high.toFixed(4)]).toEqual(['0.0524', '0.3339']);
});

/** An exact fraction. */
interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}
const ratio = (n: number, d: number): Ratio => ({ n: BigInt(n), d: BigInt(d) });
const plus = (x: Ratio, y: Ratio): Ratio => ({ n: x.n * y.d + y.n * x.d, d: x.d * y.d });
const less = (x: Ratio, y: Ratio): Ratio => plus(x, { n: -y.n, d: y.d });
const times = (x: Ratio, y: Ratio): Ratio => ({ n: x.n * y.n, d: x.d * y.d });
const half = ratio(1, 2);
const number = ({ n, d }: Ratio): number => {
  const scale = 10n ** 18n;
  return Number((n * scale) / d) / 1e18;
};

const anySide = fc.record({ bad: fc.nat({ max: 60 }), good: fc.nat({ max: 2000 }), immature: fc.nat({ max: 9 }) });
const anyGroups = fc.array(fc.record({ a: anySide, b: anySide }), { minLength: 1, maxLength: 9 });

test('mix and inner of all groups add up to the change, and are what exact fractions make of them', () => {
  fc.assert(
    fc.property(anyGroups, (groups) => {
      const known = (side: 'a' | 'b', of: Group): number => (of[side].bad ?? 0) + (of[side].good ?? 0);
      const whole = (side: 'a' | 'b'): number => groups.reduce((sum, one) => sum + known(side, one), 0);
      const bad = (side: 'a' | 'b'): number => groups.reduce((sum, one) => sum + one[side].bad, 0);
      fc.pre(whole('a') > 0 && whole('b') > 0);
      for (const by of ['orders', 'amount'] as const) {
        const found = given(groups, by);
        const [ra, rb] = [ratio(bad('a'), whole('a')), ratio(bad('b'), whole('b'))];
        const mean = times(half, plus(ra, rb));
        let sum = ratio(0, 1);
        groups.forEach((group, at) => {
          const own = (side: 'a' | 'b') =>
            known(side, group) === 0 ? null : ratio(group[side].bad, known(side, group));
          const [x, y] = [own('a') ?? own('b') ?? mean, own('b') ?? own('a') ?? mean];
          const [s, t] = [ratio(known('a', group), whole('a')), ratio(known('b', group), whole('b'))];
          const mix = times(less(t, s), less(times(half, plus(x, y)), mean));
          const inner = times(less(y, x), times(half, plus(s, t)));
          sum = plus(sum, plus(mix, inner));
          expect(found.groups[at]?.mix).toBeCloseTo(number(mix), 12);
          expect(found.groups[at]?.inner).toBeCloseTo(number(inner), 12);
        });
        const change = less(rb, ra);
        expect(sum.n * change.d).toBe(change.n * sum.d);
        expect(found.mix + found.inner).toBeCloseTo(found.change, 12);
        expect(found.change).toBeCloseTo(number(change), 12);
      }
    }),
    { numRuns: 300 },
  );
});

test('amounts that refunds cancel leave the sum what it is', () => {
  const amounts: Group[] = [
    { a: { bad: 100, good: -100 }, b: { bad: 50, good: 450 } },
    { a: { bad: 10, good: 990 }, b: { bad: 30, good: 470 } },
  ];
  const found = decomposed(viewOf(amounts, amounts), 'amount');
  expect(rounded((found?.mix ?? NaN) + (found?.inner ?? NaN))).toBe(rounded(80 / 1000 - 110 / 1000));
});

/** The same numbers every time. */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('a column of many small groups does not come before the one that moved; chance is what two draws of the same orders make', () => {
  const next = drawing(7);
  const drawn = (groups: number, rate: (group: number, side: 'a' | 'b') => number): ComparedView => {
    const sums = Array.from({ length: groups }, () => ({ a: { bad: 0, good: 0 }, b: { bad: 0, good: 0 } }));
    for (const side of ['a', 'b'] as const)
      for (let i = 0; i < 6000; i += 1) {
        const group = Math.floor(next() * groups);
        const own = sums[group]?.[side];
        if (own !== undefined) own[next() < rate(group, side) ? 'bad' : 'good'] += 1;
      }
    return viewOf(sums);
  };
  const noise = Array.from({ length: 20 }, () => drawn(50, () => 0.05));
  const ratios = noise.map((view) => {
    const { moved, chance } = decomposed(view, 'orders') ?? { moved: NaN, chance: NaN };
    return moved / (chance ?? NaN);
  });
  const mean = ratios.reduce((sum, one) => sum + one, 0) / ratios.length;
  expect(mean).toBeGreaterThan(0.9);
  expect(mean).toBeLessThan(1.1);
  const moved = drawn(4, (group, side) => (group === 0 && side === 'b' ? 0.1 : 0.05));
  const still = noise[0] ?? moved;
  expect(rankedViews([still, moved], 'orders').map(({ view }) => view)).toEqual([moved, still]);
});
