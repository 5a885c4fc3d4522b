import { describe, expect, test } from 'vitest';
import { headlinesOf, yenInterval } from '../../analysis/model/results/headline.ts';
import {
  carriersOf,
  groupCount,
  orderShare,
  pairedInterval,
  ratioInterval,
  sumInterval,
  tailOf,
  wilson,
  xorshift,
} from '../../analysis/model/results/intervals.ts';
import { cellNumbers, cellsOver, measureNames } from '../../analysis/model/results/tally.ts';
import { results } from '../../analysis/model/ruleset.ts';
import { outcomeStates } from '../../analysis/model/target.ts';

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

test('Wilson’s interval is the published one', () => {
  const rounded = (part: number, whole: number): (number | undefined)[] => {
    const found = wilson(part, whole);
    return [found?.low, found?.high].map((value) => (value === undefined ? value : Number(value.toFixed(4))));
  };
  expect(rounded(0, 10)).toEqual([0, 0.2775]);
  expect(rounded(5, 10)).toEqual([0.2366, 0.7634]);
  expect(rounded(10, 10)).toEqual([0.7225, 1]);
  expect(rounded(81, 263)).toEqual([0.2553, 0.3662]);
  expect(wilson(0, 0)).toBeNull();
});

/** A history of rings: every order of a ring is bad or good, and alerted or not, together. */
interface World {
  readonly tp: Float64Array;
  readonly alerts: Float64Array;
  readonly bad: Float64Array;
  readonly net: Float64Array;
}

const [badShare, caughtShare, wrongShare, ringShare, meanRing] = [0.3, 0.8, 0.2, 0.3, 7];
const truth = {
  precision: (badShare * caughtShare) / (badShare * caughtShare + (1 - badShare) * wrongShare),
  recall: caughtShare,
};

function world(draw: () => number, entities: number): World {
  const empty = (): Float64Array => new Float64Array(groupCount);
  const made = { tp: empty(), alerts: empty(), bad: empty(), net: empty() };
  const add = (to: Float64Array, group: number, value: number): void => void (to[group] = (to[group] ?? 0) + value);
  for (let i = 0; i < entities; i += 1) {
    const ring = draw() < ringShare;
    const size = ring ? 1 + Math.floor(Math.log(1 - draw()) / Math.log(1 - 1 / meanRing)) : 1;
    const isBad = draw() < badShare;
    const alerted = draw() < (isBad ? caughtShare : wrongShare);
    const group = Math.floor(draw() * groupCount);
    if (isBad) add(made.bad, group, size);
    if (!alerted) continue;
    add(made.alerts, group, size);
    if (isBad) add(made.tp, group, size);
    add(made.net, group, size * (isBad ? 1000 : -300));
  }
  return made;
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

describe('on rings whose orders end alike', () => {
  const draw = drawing(11);
  const entities = 900;
  const worlds = Array.from({ length: 250 }, () => world(draw, entities));
  const meanSize = 1 + ringShare * (meanRing - 1);
  const net = entities * meanSize * (badShare * caughtShare * 1000 - (1 - badShare) * wrongShare * 300);
  const covered = (of: (one: World) => { readonly low: number; readonly high: number } | null, value: number): number =>
    worlds.filter((one) => {
      const found = of(one);
      return found !== null && found.low <= value && value <= found.high;
    }).length / worlds.length;

  test('resampled groups hold the truth about as often as they say, for precision, recall and money', () => {
    const shares = {
      precision: covered(({ tp, alerts }) => ratioInterval(tp, alerts), truth.precision),
      recall: covered(({ tp, bad }) => ratioInterval(tp, bad), truth.recall),
      net: covered((one) => sumInterval(one.net), net),
    };
    for (const [name, share] of Object.entries(shares)) {
      expect(share, name).toBeGreaterThan(0.9);
      expect(share, name).toBeLessThanOrEqual(0.99);
    }
  });

  test('intervals of independent orders do not', () => {
    expect(covered(({ tp, alerts }) => wilson(total(tp), total(alerts)), truth.precision)).toBeLessThan(0.8);
    expect(covered(({ tp, bad }) => wilson(total(tp), total(bad)), truth.recall)).toBeLessThan(0.8);
  });

  test('the same figures always have the same interval', () => {
    const [one] = worlds;
    if (one === undefined) throw new Error('no world');
    expect(ratioInterval(one.tp, one.alerts)).toEqual(ratioInterval(one.tp.slice(), one.alerts.slice()));
  });
});

describe('losses, a few of which are most of what is lost', () => {
  const draw = drawing(5);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  function poisson(mean: number): number {
    let [k, p] = [0, Math.exp(-mean)];
    let sum = p;
    for (const u = draw(); u > sum; sum += p) p *= mean / (k += 1);
    return k;
  }
  /** As many entities as chance has it, each with a loss of its own. */
  function losses(mean: number, spread: number): Float64Array {
    const groups = new Float64Array(groupCount);
    for (let left = poisson(mean); left > 0; left -= 1) {
      const group = Math.floor(draw() * groupCount);
      groups[group] = (groups[group] ?? 0) + Math.exp(spread * normal());
    }
    return groups;
  }
  /** The middle 95 % of resampled sums, without looking at the spread of each. */
  function percentiles(groups: Float64Array): { readonly low: number; readonly high: number } {
    const own = groups.filter((value) => value > 0);
    const sums = Float64Array.from({ length: 400 }, () => {
      let sum = 0;
      for (let left = poisson(own.length); left > 0; left -= 1) sum += own[Math.floor(draw() * own.length)] ?? 0;
      return sum;
    }).sort();
    return { low: sums[10] ?? NaN, high: sums[389] ?? NaN };
  }

  test('have intervals that hold the truth about as often as they say, where percentiles are too narrow', () => {
    const truth = 20 * Math.exp(0.5);
    const worlds = Array.from({ length: 300 }, () => losses(20, 1));
    const holds = (found: { readonly low: number; readonly high: number }): boolean =>
      found.low <= truth && truth <= found.high;
    const told = worlds.map(sumInterval).filter((found) => found !== null);
    expect(told.length / worlds.length).toBeGreaterThan(0.9);
    expect(told.filter(holds).length / told.length).toBeGreaterThan(0.92);
    expect(worlds.map(percentiles).filter(holds).length / worlds.length).toBeLessThan(0.9);
  });

  test('are carried by as many entities as would say as much if all lost the same', () => {
    const groups = new Float64Array(groupCount);
    groups.fill(1000, 0, 12);
    expect(carriersOf(groups)).toBeCloseTo(12, 9);
    groups[0] = 1_000_000;
    // One is nearly all, however many others there are.
    expect(carriersOf(groups)).toBeCloseTo(1011 ** 2 / (1000 ** 2 + 11), 9);
    expect(sumInterval(groups)).toBeNull();
  });
});

describe('what one side has more than the other, by the same groups', () => {
  const draw = drawing(17);
  const [entities, more] = [600, 0.15];

  /** Entities of 1 to 6 orders that are alike; the later side stops a share more of the bad. */
  function sides(groups: number) {
    const empty = (): Float64Array => new Float64Array(groups);
    const made = { bad: empty(), before: empty(), after: empty() };
    for (let i = 0; i < entities; i += 1) {
      const size = 1 + Math.floor(6 * draw() ** 3);
      const group = Math.floor(draw() * groups);
      const add = (to: Float64Array): void => void (to[group] = (to[group] ?? 0) + size);
      if (draw() >= 0.4) continue;
      add(made.bad);
      const caught = draw();
      if (caught < 0.5) add(made.before);
      if (caught < 0.5 + more) add(made.after);
    }
    return made;
  }
  // Of sizes 1 + ⌊6u³⌋.
  const meanSize = 1 + [1, 2, 3, 4, 5].reduce((sum, k) => sum + 1 - Math.cbrt(k / 6), 0);

  test.each([32, groupCount])('holds the truth about as often as it says, of %s groups', (groups) => {
    const worlds = Array.from({ length: 250 }, () => sides(groups));
    const held = (truth: number, of: (one: ReturnType<typeof sides>) => ReturnType<typeof pairedInterval>): number =>
      worlds.filter((one) => {
        const found = of(one);
        return found !== null && found.low <= truth && truth <= found.high;
      }).length / worlds.length;
    const shares = held(more, ({ bad, before, after }) =>
      pairedInterval({ parts: before, wholes: bad }, { parts: after, wholes: bad }),
    );
    const sums = held(entities * meanSize * 0.4 * more, ({ before, after }) =>
      pairedInterval({ parts: before, wholes: null }, { parts: after, wholes: null }),
    );
    for (const share of [shares, sums]) {
      expect(share).toBeGreaterThan(0.91);
      expect(share).toBeLessThanOrEqual(0.99);
    }
  });

  test('is not told where few groups differ, or few make up the difference', () => {
    const [wholes, parts] = [new Float64Array(32).fill(10), new Float64Array(32).fill(5)];
    const other = (groups: number, by: number): Float64Array =>
      parts.map((value, group) => (group < groups ? value + by : value));
    expect(pairedInterval({ parts, wholes }, { parts: other(9, 1), wholes })).toBeNull();
    expect(pairedInterval({ parts, wholes }, { parts: other(10, 1), wholes })).not.toBeNull();
    expect(pairedInterval({ parts, wholes: null }, { parts: other(9, 1), wholes: null })).toBeNull();
    expect(pairedInterval({ parts, wholes: null }, { parts: other(12, 1), wholes: null })).not.toBeNull();
    // Twelve groups differ, and one of them is nearly all of it.
    const one = other(12, 1).map((value, group) => (group === 0 ? 1000 : value));
    expect(pairedInterval({ parts, wholes: null }, { parts: one, wholes: null })).toBeNull();
  });

  test('has the tails of Hesterberg’s expanded percentile interval', () => {
    // Φ(−√(32/31) · 2.0395) and Φ(−√(256/255) · 1.9693).
    expect(tailOf(32)).toBeCloseTo(0.0191, 4);
    expect(tailOf(256)).toBeCloseTo(0.0242, 4);
  });
});

test('a share of fewer than ten orders is not measured, of more it has Wilson’s interval', () => {
  expect(orderShare(4, 9)).toEqual({ value: null, interval: null });
  expect(orderShare(5, 10)).toEqual({ value: 0.5, interval: { ...wilson(5, 10), by: 'wilson' } });
});

/** Where the orders of a cell stand in a group. */
const placeOf = (result: (typeof results)[number], state: (typeof outcomeStates)[number]): number =>
  (results.indexOf(result) * outcomeStates.length + outcomeStates.indexOf(state)) * measureNames.length +
  measureNames.indexOf('orders');

/** Groups that all have the same orders in some cells. */
function groupsOf(
  groups: number,
  cells: readonly (readonly [
    result: (typeof results)[number],
    state: (typeof outcomeStates)[number],
    orders: number,
  ])[],
): Float64Array {
  const sums = new Float64Array(groupCount * cellNumbers);
  for (let group = 0; group < groups; group += 1)
    for (const [result, state, orders] of cells) sums[group * cellNumbers + placeOf(result, state)] = orders;
  return sums;
}

describe('figures', () => {
  const figure = (groups: Float64Array, by: 'entity' | 'order', count: number) =>
    headlinesOf(cellsOver(groups), { by, count, groups }, 1).find(({ name }) => name === 'precision');

  test('of fewer than ten groups are not measured', () => {
    const cells = [
      ['NG', 'bad', 50],
      ['NG', 'good', 50],
    ] as const;
    expect(figure(groupsOf(9, cells), 'entity', 9)).toMatchObject({
      value: null,
      interval: null,
      part: 450,
      whole: 900,
    });
    expect(figure(groupsOf(10, cells), 'entity', 10)).toMatchObject({ value: 0.5, interval: { by: 'bootstrap' } });
  });

  /** Entities of so many orders each, each in a group by chance. */
  function scattered(
    draw: () => number,
    entities: number,
    cells: (entity: number) => Parameters<typeof groupsOf>[1],
  ): Float64Array {
    const sums = new Float64Array(groupCount * cellNumbers);
    for (let entity = 0; entity < entities; entity += 1) {
      const at = Math.floor(draw() * groupCount) * cellNumbers;
      for (const [result, state, orders] of cells(entity)) {
        const place = at + placeOf(result, state);
        sums[place] = (sums[place] ?? 0) + orders;
      }
    }
    return sums;
  }

  test('of which everything was seen have Wilson’s interval over entities, not over orders', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const groups = scattered(drawing(seed), 100, () => [['NG', 'bad', 20]]);
      const told = figure(groups, 'entity', 100);
      expect(told).toMatchObject({ value: 1, interval: { by: 'wilson', high: 1 } });
      // 100 entities, as well as 256 groups can tell.
      expect(told?.interval?.low).toBeGreaterThan(wilson(65, 65)?.low ?? 1);
      expect(told?.interval?.low).toBeLessThan(wilson(150, 150)?.low ?? 0);
    }
  });

  /** OK判定の不正 of some good orders and some bad ones, each of an entity of its own. */
  const passedBad = (draw: () => number, bad: number) => {
    const groups = scattered(draw, 3000, (entity) => [['OK', entity < bad ? 'bad' : 'good', 1]]);
    return headlinesOf(cellsOver(groups), { by: 'entity', count: 3000, groups }, 1).find(
      ({ name }) => name === 'passedBad',
    );
  };

  test('of few bad orders are the wider the more of them were seen', () => {
    const highs = [0, 1, 2, 3, 5, 8].map((bad) => passedBad(drawing(7), bad)?.interval?.high ?? 0);
    expect(highs).toEqual([...highs].sort((a, b) => a - b));
    expect(new Set(highs).size).toBe(highs.length);
  });

  test('of few bad orders hold the truth as often as they say', () => {
    const draw = drawing(99);
    const rate = 4 / 3000;
    const held = Array.from({ length: 150 }, () => {
      let bad = 0;
      for (let order = 0; order < 3000; order += 1) if (draw() < rate) bad += 1;
      const { low = 1, high = 0 } = passedBad(draw, bad)?.interval ?? {};
      return low <= rate && rate <= high;
    });
    expect(held.filter(Boolean).length / held.length).toBeGreaterThan(0.9);
  }, 60_000);

  test('where every order stands for itself are Wilson’s', () => {
    const cells = [
      ['REVIEW', 'bad', 3],
      ['REVIEW', 'good', 1],
    ] as const;
    const told = figure(groupsOf(100, cells), 'order', 400);
    expect(told?.interval).toEqual({ ...wilson(300, 400), by: 'wilson' });
  });

  test('in money of too few groups have no interval', () => {
    const groups = groupsOf(9, [['NG', 'bad', 5]]);
    const linear = [{ results: ['NG'], states: ['bad'], measure: 'orders', weight: 100 }] as const;
    expect(yenInterval(linear, { by: 'entity', count: 9, groups })).toBeNull();
    expect(yenInterval(linear, null)).toBeNull();
  });
});

test('the interval of a share is that of two thousand resamples, added up one by one and sorted', () => {
  const draw = drawing(11);
  for (const [groups, some] of [
    [groupCount, 1],
    [groupCount, 0.1],
    [32, 0.9],
  ] as const) {
    const wholes = Float64Array.from({ length: groups }, () => (draw() < some ? Math.floor(draw() * 90) / 7 : 0));
    const parts = wholes.map((value) => value * draw());
    const next = xorshift(20_240_401);
    const shares = Array.from({ length: 2000 }, () => {
      const times = new Uint8Array(groups);
      for (let i = 0; i < groups; i += 1) {
        const group = next() % groups;
        times[group] = (times[group] ?? 0) + 1;
      }
      const total = (of: Float64Array) => of.reduce((sum, value, group) => sum + (times[group] ?? 0) * value, 0);
      return total(parts) / total(wholes);
    });
    const sorted = shares.sort((a, b) => a - b);
    const tail = (1 - 0.95) / 2;
    const at = (q: number) => sorted[Math.round(q * 1999)];
    expect(ratioInterval(parts, wholes)).toEqual({ low: at(tail), high: at(1 - tail), by: 'bootstrap' });
  }
});

test('figures under one assumption after the other are those of each alone: nothing of another one is kept', () => {
  const draw = drawing(5);
  const groups = Float64Array.from({ length: groupCount * cellNumbers }, () => Math.floor(draw() * 5));
  const cells = cellsOver(groups);
  const line = (weight: number) => [{ results: ['NG'], states: ['bad'], measure: 'lossShop', weight }] as const;
  for (const [beta, weight] of [
    [1, 0.3],
    [2, 0.3],
    [2, 0.7],
    [1, 0.3],
  ] as const) {
    const fresh = { by: 'entity' as const, count: 5000, groups: groups.slice() };
    const kept = { by: 'entity' as const, count: 5000, groups };
    expect(headlinesOf(cells, kept, beta)).toEqual(headlinesOf(cells, fresh, beta));
    expect(yenInterval(line(weight), kept)).toEqual(yenInterval(line(weight), fresh));
  }
});
