import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Components, Linking } from '../../analysis/identity/components.ts';

interface Link {
  readonly order: number;
  readonly earlier: number;
  readonly then: number;
  readonly ever: number;
}

/** What may be reached from a start over links, walked anew every time. */
function reach(start: number, links: readonly Link[]): Set<number> {
  const seen = new Set([start]);
  for (let grown = true; grown;) {
    const before = seen.size;
    for (const { order, earlier } of links) {
      if (seen.has(order)) seen.add(earlier);
      if (seen.has(earlier)) seen.add(order);
    }
    grown = seen.size > before;
  }
  return seen;
}

const columns = (links: readonly Link[]): Parameters<Linking['add']>[0] => ({
  order: links.map(({ order }) => order),
  earlier: links.map(({ earlier }) => earlier),
  then: links.map(({ then }) => then),
  ever: links.map(({ ever }) => ever),
});

describe('sets of orders', () => {
  it('are named by their smallest order, whichever way they grow', () => {
    const sets = new Components(6);
    sets.join(5, 4);
    sets.join(3, 5);
    sets.join(4, 3);
    expect([0, 1, 2, 3, 4, 5].map((order) => sets.rootOf(order))).toEqual([0, 1, 2, 3, 3, 3]);
    expect([sets.sizeOf(3), sets.sizeOf(0)]).toEqual([3, 1]);
  });

  it('count for each order what was linked before it, by hand', () => {
    // 0-1 by phone, 2-3 by card, 4 joins both, 5 shares with 4 a value that had become a hub.
    const linking = new Linking(6);
    const known = { then: 1, ever: 1 };
    linking.add(
      columns([
        { order: 1, earlier: 0, ...known },
        { order: 3, earlier: 2, ...known },
        { order: 4, earlier: 0, ...known },
        { order: 4, earlier: 2, ...known },
        { order: 5, earlier: 4, then: 0, ever: 0 },
      ]),
    );
    const rootOf = linking.finish();
    expect([...linking.before]).toEqual([0, 1, 0, 1, 4, 0]);
    expect([0, 1, 2, 3, 4, 5].map(rootOf)).toEqual([0, 0, 0, 0, 0, 5]);
    expect(linking.sizeOf(0)).toBe(5);
  });

  it('are those a walk over the links finds, then and in the end, in whatever pieces the links come', () => {
    const link = (orders: number): fc.Arbitrary<Link> =>
      fc
        .tuple(fc.nat(orders - 1), fc.nat(orders - 1), fc.nat(1), fc.nat(1))
        .filter(([one, other]) => one !== other)
        .map(([one, other, then, ever]) => ({
          order: Math.max(one, other),
          earlier: Math.min(one, other),
          then,
          ever,
        }));
    const story = fc.integer({ min: 2, max: 25 }).chain((orders) =>
      fc.record({
        orders: fc.constant(orders),
        links: fc.array(link(orders), { maxLength: 40 }),
        piece: fc.integer({ min: 1, max: 7 }),
      }),
    );
    fc.assert(
      fc.property(story, ({ orders, links, piece }) => {
        const sorted = links.toSorted((one, other) => one.order - other.order);
        const linking = new Linking(orders);
        for (let from = 0; from < sorted.length; from += piece) linking.add(columns(sorted.slice(from, from + piece)));
        const rootOf = linking.finish();
        for (let order = 0; order < orders; order += 1) {
          const inTheEnd = reach(
            order,
            sorted.filter(({ ever }) => ever === 1),
          );
          expect(rootOf(order)).toBe(Math.min(...inTheEnd));
          expect(linking.sizeOf(rootOf(order))).toBe(inTheEnd.size);
          const then = sorted.filter((one) => one.then === 1 && one.order <= order);
          expect(linking.before[order]).toBe(reach(order, then).size - 1);
        }
      }),
    );
  });
});
