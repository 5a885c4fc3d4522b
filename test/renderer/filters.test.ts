import { describe, expect, it } from 'vitest';
import { everything, type Clause } from '../../analysis/model/filter.ts';
import type { Bin } from '../../analysis/model/explore.ts';
import { isTail } from '../../renderer/explore/bin-words.ts';
import { isChosen, picked, withoutSubject } from '../../renderer/explore/bin-filter.ts';
import { parseAddress, printAddress } from '../../renderer/state/address.ts';

const card: Clause = { kind: 'in', column: 'payment_method', values: ['02'] };
const invoice: Clause = { kind: 'in', column: 'payment_method', values: ['01', null] };
const range = (min: number | null, max: number | null): Clause => ({ kind: 'range', column: 'amount', min, max });

describe('bars of a numeric column', () => {
  const bins = (edges: readonly number[]): Bin[] =>
    edges.slice(1).map((max, i) => {
      const min = edges[i] ?? 0;
      return {
        label: null,
        min,
        max,
        orders: 1,
        amount: 1,
        bad: 0,
        good: 1,
        badRate: 0,
        clause: range(min, max),
        kind: 'range',
      };
    });
  const tails = (all: readonly Bin[]) => all.map((_, index) => isTail(all, index));

  it('are a tail where one at an end is many times as wide as its neighbour, not where widths grow in decades', () => {
    expect(tails(bins([0, 10, 20, 30, 900]))).toEqual([false, false, false, true]);
    expect(tails(bins([-500, 10, 20, 30]))).toEqual([true, false, false]);
    expect(tails(bins([0, 1, 2, 5, 10, 20, 50, 100]))).toEqual(Array.from({ length: 7 }, () => false));
  });
});

describe('choosing bars', () => {
  it('replaces the choice of the same column, adds with Shift, and lets go on a second click', () => {
    const one = picked(everything, card, false);
    expect(one.clauses).toEqual([card]);
    expect(picked(one, invoice, false).clauses).toEqual([invoice]);
    const both = picked(one, invoice, true);
    expect(both.clauses).toEqual([{ kind: 'in', column: 'payment_method', values: ['02', '01', null] }]);
    expect(picked(both, invoice, true).clauses).toEqual([card]);
    expect(picked(one, card, true).clauses).toEqual([]);
  });

  it('spans ranges from the lower to the higher, open ends staying open', () => {
    const low = picked(everything, range(null, 1000), false);
    expect(picked(low, range(5000, 10_000), true).clauses).toEqual([range(null, 10_000)]);
  });

  it('tells which bars a filter keeps', () => {
    const filter = { clauses: [range(1000, 5000)] };
    expect(isChosen(filter, range(1000, 2000))).toBe(true);
    expect(isChosen(filter, range(0, 1000))).toBe(false);
    expect(isChosen(filter, card)).toBeNull();
  });

  it('leaves a chart its own bars', () => {
    const filter = { clauses: [card, range(0, 10)] };
    expect(withoutSubject(filter, ['column:payment_method']).clauses).toEqual([range(0, 10)]);
    expect(withoutSubject(filter, ['hour'])).toBe(filter);
  });
});

describe('addresses', () => {
  it('carry room, filter and selection there and back', () => {
    const address = {
      room: 'explore',
      path: ['run 1'],
      filter: { clauses: [card, range(null, 10)] },
      params: { order: '12' },
    };
    expect(parseAddress(printAddress(address))).toEqual(address);
  });

  it('with a filter nobody can read show everything', () => {
    expect(parseAddress('#/explore?filter=%7B').filter).toEqual(everything);
    expect(parseAddress('#/explore?filter=%5B%7B%22kind%22%3A%22sql%22%7D%5D').filter).toEqual(everything);
  });
});
