import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { movedMoney, type Comparison, type HeadlineDifference } from '../../analysis/model/results/comparison.ts';
import { crossedOf, movedSum, sidesOf } from '../../analysis/model/results/crossed.ts';
import { headlinesOf, yenInterval, type HeadlineName } from '../../analysis/model/results/headline.ts';
import type { Interval } from '../../analysis/model/results/intervals.ts';
import { moneyOf } from '../../analysis/model/results/money.ts';
import { cellsOver, measureNames, pickedFrom } from '../../analysis/model/results/tally.ts';
import { results } from '../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import '../property-seed.ts';
import { compared, partsOf, side, type Both } from './compared.ts';

/** Two runs of which both sides are, as far as money asks. */
const run = {
  assumptions: side.assumptions,
  queue: { reviewed: side.reviewed },
  money: { days: side.days, cohort: 1 },
};
const runs = { champion: run, challenger: run, target: side.target, perMajor: side.perMajor };

const turned = (orders: readonly Both[]): Both[] =>
  orders.map((order) => ({ ...order, before: order.after, after: order.before }));

const anyOrder: fc.Arbitrary<Both> = fc.record({
  before: fc.constantFrom(...results),
  after: fc.constantFrom(...results),
  state: fc.constantFrom(...outcomeStates),
  amount: fc.integer({ min: 0, max: 100_000 }),
  entity: fc.integer({ min: 0, max: 40 }),
});

/** Figures whose least and most are those of whole orders. */
const exactly = (name: HeadlineName): boolean => !name.startsWith('falsePerBad') && !name.startsWith('fBeta');
const rounded = (value: number): number => Math.round(value * 1e9) / 1e9 + 0;

const headline = ({ headlines }: Comparison, name: HeadlineName): HeadlineDifference => {
  const found = headlines.find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

test('rows and columns of the matrix add up to what each side decides', () => {
  fc.assert(
    fc.property(fc.array(anyOrder, { maxLength: 200 }), (orders) => {
      const { crossed } = compared(orders);
      const { before, after } = sidesOf(crossed);
      for (const result of results)
        for (const state of outcomeStates) {
          const ended = orders.filter((order) => order.state === state);
          const rows = ended.filter((order) => order.before === result);
          const columns = ended.filter((order) => order.after === result);
          const picked = { results: [result], states: [state], measure: 'orders' as const };
          expect(pickedFrom(before.cells, picked)).toBe(rows.length);
          expect(pickedFrom(after.cells, picked)).toBe(columns.length);
          const row = { from: [result], to: results, states: [state] };
          const column = { from: results, to: [result], states: [state] };
          const amount = (of: readonly Both[]): number => of.reduce((sum, one) => sum + one.amount, 0);
          expect(movedSum(crossed, row, 'amount')).toBe(amount(rows));
          expect(movedSum(crossed, column, 'amount')).toBe(amount(columns));
        }
      for (const measure of measureNames)
        expect(pickedFrom(before.cells, { results, states: outcomeStates, measure })).toBe(
          pickedFrom(after.cells, { results, states: outcomeStates, measure }),
        );
    }),
    { numRuns: 60 },
  );
});

test('with champion and challenger changed places everything is the other way round', () => {
  fc.assert(
    fc.property(fc.array(anyOrder, { minLength: 1, maxLength: 200 }), (orders) => {
      const [one, other] = [compared(orders), compared(turned(orders))];
      expect(other.swaps.in.orders).toBe(one.swaps.out.orders);
      expect(other.swaps.out.orders).toBe(one.swaps.in.orders);
      expect(other.swaps.in.byState).toEqual(one.swaps.out.byState);
      expect(other.swaps.in.badRate.band).toEqual(one.swaps.out.badRate.band);
      for (const there of one.headlines) {
        const back = headline(other, there.name);
        expect(back.before).toBe(there.after);
        expect(back.value ?? 0).toBeCloseTo(-(there.value ?? 0), 12);
        expect(back.band?.low ?? 0).toBeCloseTo(-(there.band?.high ?? 0), 12);
        expect(back.interval?.low ?? 0).toBeCloseTo(-(there.interval?.high ?? 0), 2);
      }
      const [net, opposite] = [one.money, other.money];
      expect(opposite?.net.value ?? 0).toBeCloseTo(-(net?.net.value ?? 0), 4);
      expect(opposite?.net.band?.low ?? 0).toBeCloseTo(-(net?.net.band?.high ?? 0), 4);
      expect(opposite?.ofNet.in ?? 0).toBeCloseTo(-(net?.ofNet.out ?? 0), 4);
      const parts = (net?.ofNet.in ?? 0) + (net?.ofNet.out ?? 0) + (net?.ofNet.between ?? 0);
      if (net !== null && net.net.value !== null) expect(parts).toBeCloseTo(net.net.value, 4);
      for (const way of ['in', 'out'] as const) {
        const worth = movedMoney(one.crossed, one.swaps[way].moved, runs);
        const measured = net !== null && net.net.value !== null;
        if (measured) expect(worth.after.net.value - worth.before.net.value).toBeCloseTo(net.ofNet[way], 4);
      }
    }),
    { numRuns: 60 },
  );
});

describe('where a side has none of what is counted', () => {
  const many = (count: number, order: Omit<Both, 'entity' | 'amount'>): Both[] =>
    Array.from({ length: count }, (_, i) => ({ ...order, amount: 1000, entity: i % 200 }));
  const passed = many(2500, { before: 'OK', after: 'OK', state: 'good' });

  test('both pass no bad order: that says no more of the difference than of each side', () => {
    const { interval, value } = headline(
      compared([...passed, ...many(500, { before: 'OK', after: 'NG', state: 'good' })]),
      'passedBad',
    );
    expect(value).toBe(0);
    // Wilson: 3.84 ÷ (n + 3.84) at most on each side, of 3,000 and of 2,500 orders that stand each for itself.
    const [before, after] = [3.8415 / 3003.8415, 3.8415 / 2503.8415];
    expect([interval?.low, interval?.high]).toEqual([expect.closeTo(-before, 6), expect.closeTo(after, 6)]);
    expect(interval?.by).toBe('wilson');
  });

  test('every alert of both is bad: no precision is certain', () => {
    const caught = many(40, { before: 'NG', after: 'NG', state: 'bad' });
    const more = many(40, { before: 'OK', after: 'NG', state: 'bad' });
    const { interval } = headline(compared([...passed, ...caught, ...more]), 'precision');
    expect(interval?.low).toBeLessThan(-0.04);
    expect(interval?.high).toBeGreaterThan(0.08);
  });

  test('sides that decide the same differ by nothing for certain', () => {
    const { interval } = headline(compared(passed), 'passedBad');
    expect([interval?.low, interval?.high]).toEqual([0, 0]);
  });
});

test('the band of a difference is what it is at least and at most, however each blocked order ended', () => {
  const few = fc.tuple(
    fc.array(fc.record({ ...fields(), state: fc.constantFrom('bad' as const, 'good' as const) }), { minLength: 4 }),
    fc.array(fc.record({ ...fields(), state: fc.constant('blocked' as const) }), { minLength: 1, maxLength: 5 }),
  );
  fc.assert(
    fc.property(few, ([known, blocked]) => {
      const found = compared([...known, ...blocked]);
      const names = found.headlines.map(({ name }) => name);
      const ends = new Map<string, number[]>();
      const note = (name: string, value: number): void => void ends.set(name, [...(ends.get(name) ?? []), value]);
      for (let ended = 0; ended < 2 ** blocked.length; ended += 1) {
        const told = blocked.map((order, i): Both => ({ ...order, state: ((ended >> i) & 1) === 1 ? 'bad' : 'good' }));
        const { before, after } = sidesOf(crossedOf(partsOf([...known, ...told]), results));
        for (const name of names) {
          const [was, is] = [before, after].map(({ cells }) => {
            const one = headlinesOf(cells, null, 1).find((each) => each.name === name);
            return one === undefined || one.whole === 0 ? NaN : one.part / one.whole;
          });
          if (!Number.isNaN((is ?? NaN) - (was ?? NaN))) note(name, (is ?? 0) - (was ?? 0));
        }
        note('net', moneyOf({ ...side, ...after }).net.value - moneyOf({ ...side, ...before }).net.value);
      }
      for (const name of names) {
        const { band } = headline(found, name);
        if (band === null) continue;
        const [least, most] = [Math.min(...(ends.get(name) ?? [])), Math.max(...(ends.get(name) ?? []))];
        expect(band.low, name).toBeLessThanOrEqual(least + 1e-10);
        expect(band.high, name).toBeGreaterThanOrEqual(most - 1e-10);
        // The least of a ratio may lie between whole orders.
        if (exactly(name)) expect([band.low, band.high].map(rounded), name).toEqual([least, most].map(rounded));
      }
      const net = found.money?.net;
      expect(net?.band?.low ?? net?.value).toBeCloseTo(Math.min(...(ends.get('net') ?? [])), 4);
      expect(net?.band?.high ?? net?.value).toBeCloseTo(Math.max(...(ends.get('net') ?? [])), 4);
    }),
    { numRuns: 25 },
  );
});

test('the band of a ratio or of a score holds what lies between all bad and all good, and that of a ratio is no wider', () => {
  const some = (of: Omit<Both, 'entity' | 'amount'>, orders: number): Both[] =>
    Array.from({ length: orders }, (_, entity) => ({ ...of, entity, amount: 1000 }));
  const four = (max: number) => fc.array(fc.integer({ min: 0, max }), { minLength: 4, maxLength: 4 });
  const moves = (['NG', 'OK'] as const).flatMap((before) =>
    (['NG', 'OK'] as const).map((after) => ({ before, after })),
  );
  const upTo = (orders: number, by = 1): number[] => Array.from({ length: orders * by + 1 }, (_, i) => i / by);
  type Four = readonly number[];
  /** Differences where so many of the blocked of each move were bad. */
  const differences = (bad: Four, good: Four, blocked: Four, wereBad: Four) => {
    const [tp, fp] = [
      bad.map((n, i) => n + (wereBad[i] ?? 0)),
      good.map((n, i) => n + (blocked[i] ?? 0) - (wereBad[i] ?? 0)),
    ];
    const of = (counts: Four, places: readonly number[]): number =>
      places.reduce((sum, at) => sum + (counts[at] ?? 0), 0);
    const [before, after] = [
      [0, 1],
      [0, 2],
    ].map((places) => {
      const [caught, wrong] = [of(tp, places), of(fp, places)];
      return { falsePerBad: wrong / caught, fBeta: (2 * caught) / (caught + wrong + of(tp, [0, 1, 2, 3])) };
    });
    return {
      falsePerBad: (after?.falsePerBad ?? NaN) - (before?.falsePerBad ?? NaN),
      fBeta: (after?.fBeta ?? NaN) - (before?.fBeta ?? NaN),
    };
  };
  let between = 0;
  const holds = (bad: Four, good: Four, blocked: Four): void => {
    const found = compared(
      moves.flatMap((move, i) => [
        ...some({ ...move, state: 'bad' }, bad[i] ?? 0),
        ...some({ ...move, state: 'good' }, good[i] ?? 0),
        ...some({ ...move, state: 'blocked' }, blocked[i] ?? 0),
      ]),
    );
    const [both = 0, champion = 0, challenger = 0, neither = 0] = blocked;
    const sides = [0, champion].flatMap((y) => [0, challenger].flatMap((z) => [0, neither].map((w) => [y, z, w])));
    // What only one side alerts on is worst and best at its ends; what both do, by tenths of an order.
    const finely = upTo(both, 10).flatMap((x) => sides.map((rest) => [x, ...rest]));
    const whole = upTo(both).flatMap((x) =>
      upTo(champion).flatMap((y) => upTo(challenger).flatMap((z) => upTo(neither).map((w) => [x, y, z, w]))),
    );
    for (const name of ['falsePerBad', 'fBeta'] as const) {
      const { band } = headline(found, name);
      if (band === null) continue;
      const told = (points: readonly Four[]): readonly [number, number] => {
        const values = points.map((point) => differences(bad, good, blocked, point)[name]).filter(Number.isFinite);
        return [Math.min(...values), Math.max(...values)];
      };
      const [low, high] = told([...finely, ...whole]);
      expect(band.low, name).toBeLessThanOrEqual(low + 1e-10);
      expect(band.high, name).toBeGreaterThanOrEqual(high - 1e-10);
      if (name === 'fBeta') continue;
      expect(low - band.low).toBeLessThan(0.002);
      expect(band.high - high).toBeLessThan(0.002);
      const [least, most] = told(sides.flatMap((rest) => [0, both].map((x) => [x, ...rest])));
      if (least - band.low > 0.01 || band.high - most > 0.01) between += 1;
    }
  };
  // Of four that were good the first: 7 ÷ 3 less 34 ÷ 6 is less than at both ends, 8 ÷ 2 − 35 ÷ 5 and 3 ÷ 7 − 30 ÷ 10.
  holds([2, 3, 0, 1], [3, 27, 0, 1], [5, 0, 0, 0]);
  expect(between).toBe(1);
  fc.assert(fc.property(four(12), four(12), four(5), holds), { numRuns: 40 });
});

test('what nothing bounds has no band: good orders per bad one where every bad one may have been good', () => {
  const order = (state: Both['state'], entity: number): Both => ({
    ...{ before: 'NG', after: 'NG', state, amount: 1000, entity },
  });
  const found = compared([order('good', 1), order('blocked', 2)]);
  expect(headline(found, 'falsePerBad').band).toBeNull();
});

test('blocked orders that both sides decide alike are none that make a difference unknown', () => {
  const blocked = (before: Both['before'], after: Both['after']): Both => ({
    ...{ entity: 1, amount: 1000, state: 'blocked', before, after },
  });
  const known: Both = { entity: 2, amount: 1000, state: 'good', before: 'OK', after: 'OK' };
  const netOf = (orders: readonly Both[]) => compared([known, ...orders]).money?.net;
  const same = netOf([blocked('NG', 'NG'), blocked('REVIEW', 'REVIEW'), blocked('OK', 'OK')]);
  expect(same?.band).toBeNull();
  const moved = netOf([blocked('NG', 'NG'), blocked('OK', 'NG')]);
  expect(moved?.band?.unknown).toBe(1);
  expect(moved?.band?.low).toBeLessThan(0);
  expect(moved?.band?.high).toBeGreaterThan(0);
});

function fields() {
  return {
    before: fc.constantFrom(...results),
    after: fc.constantFrom(...results),
    amount: fc.integer({ min: 1, max: 100 }).map((hundreds) => hundreds * 100),
    entity: fc.integer({ min: 0, max: 40 }),
  };
}

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const [badShare, caught, wrong, more, moreWrong, ringShare, meanRing] = [0.3, 0.6, 0.1, 0.3, 0.05, 0.3, 5];
const [entities, amount] = [1200, 1000];
const meanSize = 1 + ringShare * (meanRing - 1);

/** Rings that end alike; the challenger has one rule more, which stops a share of what the champion lets pass. */
function rings(draw: () => number): Both[] {
  return Array.from({ length: entities }, () => {
    const size = draw() < ringShare ? 1 + Math.floor(Math.log(1 - draw()) / Math.log(1 - 1 / meanRing)) : 1;
    const bad = draw() < badShare;
    const stopped = draw() < (bad ? caught : wrong);
    const added = draw() < (bad ? more : moreWrong);
    const entity = Math.floor(draw() * 4096);
    const order: Both = {
      ...{ before: stopped ? 'NG' : 'OK', after: stopped || added ? 'NG' : 'OK' },
      ...{ state: bad ? 'bad' : 'good', amount, entity },
    };
    return Array.from({ length: size }, () => order);
  }).flat();
}

describe('paired intervals on rings whose orders end alike', () => {
  const draw = drawing(5);
  const worlds = Array.from({ length: 200 }, () => compared(rings(draw)));
  const [newCaught, newWrong] = [caught + (1 - caught) * more, wrong + (1 - wrong) * moreWrong];
  const precision = (right: number, mistaken: number): number =>
    (badShare * right) / (badShare * right + (1 - badShare) * mistaken);
  const perBad = amount + side.assumptions.chargebackFee;
  const perGood = amount * side.assumptions.marginRate;
  const truth = {
    recall: newCaught - caught,
    precision: precision(newCaught, newWrong) - precision(caught, wrong),
    net:
      entities * meanSize * (badShare * (newCaught - caught) * perBad - (1 - badShare) * (newWrong - wrong) * perGood),
  };
  const intervalOf = (world: Comparison, name: keyof typeof truth): Interval | null =>
    (name === 'net' ? world.money?.net.interval : headline(world, name).interval) ?? null;
  /** A few large rings may make up nearly all that money differs by: that is not measured then. */
  const measured = (name: keyof typeof truth): readonly (readonly [Comparison, Interval])[] => {
    const told = worlds.flatMap((world) => {
      const found = intervalOf(world, name);
      return found === null ? [] : [[world, found] as const];
    });
    expect(told.length / worlds.length).toBeGreaterThan(0.95);
    return told;
  };
  const names = Object.keys(truth) as readonly (keyof typeof truth)[];

  test.each(names)('of %s hold the truth about as often as they say', (name) => {
    const told = measured(name);
    const held = told.filter(([, { low, high }]) => low <= truth[name] && truth[name] <= high);
    expect(held.length / told.length).toBeGreaterThan(0.91);
    expect(held.length / told.length).toBeLessThanOrEqual(0.99);
  });

  test.each(names)('of %s are narrower than those of two histories of their own', (name) => {
    const width = ({ low, high }: Interval): number => high - low;
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const alone = ({ crossed }: Comparison): number => {
      const sides = sidesOf(crossed);
      const widths = [sides.before, sides.after].map(({ cells, groups }) => {
        const clusters = { by: 'entity' as const, count: entities, groups };
        const found =
          name === 'net'
            ? yenInterval(moneyOf({ ...side, cells }).net.linear, clusters)
            : headlinesOf(cells, clusters, 1).find((one) => one.name === name)?.interval;
        return found === undefined || found === null ? NaN : width(found);
      });
      return Math.hypot(...widths);
    };
    const some = measured(name).slice(0, 25);
    const paired = mean(some.map(([, interval]) => width(interval)));
    expect(paired).toBeLessThan(0.8 * mean(some.map(([world]) => alone(world))));
  });
});

test('sides that differ in a few orders alone have no interval, and equal ones no difference', () => {
  const draw = drawing(1);
  const orders = rings(draw).map((order) => ({ ...order, after: order.before }));
  const same = compared(orders);
  for (const one of same.headlines) {
    expect(one.value ?? 0).toBe(0);
    expect(one.interval).toEqual(one.value === null ? null : { low: 0, high: 0, by: 'bootstrap' });
  }
  const few = compared(orders.map((order, i) => (i < 3 ? { ...order, after: 'REVIEW' as const } : order)));
  expect(headline(few, 'reviewRate').value).toBeGreaterThan(0);
  expect(headline(few, 'reviewRate').interval).toBeNull();
  expect(cellsOver(same.crossed[0]?.groups ?? []).OK.bad.orders).toBeGreaterThan(0);
});
