import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  binDocumentSchema,
  regularCount,
  replay,
  undone,
  type BinDocument,
  type BinOperation,
  type Bins,
} from '../../analysis/model/scorecard/bins.ts';
import { binsOf, countsOf } from '../../analysis/scorecard/assign.ts';
import { categoryStart, numericStart, placeIn, quantileCuts, unlabelled } from '../../analysis/scorecard/prebin.ts';

const reason = '件数が少ない';
const numbers = (cuts: number[], ...operations: BinOperation[]): BinDocument => ({
  start: { kind: 'numeric', cuts, special: [{ name: '未回答', values: [-1, -9] }] },
  operations,
});
const words = (groups: string[][], other: number | null, ...operations: BinOperation[]): BinDocument => ({
  start: { kind: 'categories', groups, other },
  operations,
});
const binsIn = (document: BinDocument): Bins => {
  const found = replay(document);
  if (!found.ok) throw new Error(`${found.operation} ${found.problem}`);
  return found.bins;
};

describe('a document of bins', () => {
  it('merges neighbours, splits at a value, and puts the missing ones somewhere', () => {
    const merge: BinOperation = { do: 'merge', bins: [1, 2], reason };
    expect(binsIn(numbers([10, 20, 30], merge))).toMatchObject({ cuts: [10, 30] });
    const split: BinOperation = { do: 'split', bin: 1, at: 12, reason };
    expect(binsIn(numbers([10, 20, 30], merge, split))).toMatchObject({ cuts: [10, 12, 30] });
    const missing: BinOperation = { do: 'merge', bins: [2, 'missing'], reason };
    // The bin moves with what is done before it.
    expect(binsIn(numbers([10, 20, 30], missing, { do: 'merge', bins: [1, 0], reason }))).toMatchObject({
      cuts: [20, 30],
      missingIn: 1,
    });
    expect(binsIn(numbers([10, 20, 30], missing, split))).toMatchObject({ cuts: [10, 12, 20, 30], missingIn: 3 });
  });

  it('merges any two of categories and lets values leave', () => {
    const merge: BinOperation = { do: 'merge', bins: [2, 0], reason };
    expect(binsIn(words([['a'], ['b'], ['c', 'd']], 2, merge))).toMatchObject({
      groups: [['a', 'c', 'd'], ['b']],
      other: 0,
    });
    const leave: BinOperation = { do: 'separate', bin: 0, values: ['d'], reason };
    expect(binsIn(words([['a'], ['b'], ['c', 'd']], 2, merge, leave))).toMatchObject({
      groups: [['a', 'c'], ['d'], ['b']],
      other: 0,
    });
  });

  it('says which operation cannot be done and why', () => {
    const of = (document: BinDocument) => {
      const found = replay(document);
      return found.ok ? null : [found.operation, found.problem];
    };
    const ok: BinOperation = { do: 'merge', bins: [0, 1], reason };
    expect(of(numbers([10, 20, 30], ok, { do: 'merge', bins: [0, 2], reason }))).toEqual([1, 'not-neighbours']);
    expect(of(numbers([10], { do: 'merge', bins: [0, 5], reason }))).toEqual([0, 'no-bin']);
    expect(of(numbers([10], { do: 'split', bin: 1, at: 10, reason }))).toEqual([0, 'cuts-nothing']);
    expect(of(numbers([10], { do: 'separate', bin: 0, values: ['a'], reason }))).toEqual([0, 'wrong-kind']);
    expect(of(words([['a'], ['b']], null, { do: 'separate', bin: 0, values: ['a'], reason }))).toEqual([
      0,
      'cuts-nothing',
    ]);
    expect(of(words([['a']], 3))).toEqual([-1, 'no-bin']);
    // 201 regular ones, the special one, the missing one; 52 more are 255.
    const cuts = Array.from({ length: 200 }, (_, i) => i);
    const splits = Array.from({ length: 53 }, (_, i): BinOperation => ({ do: 'split', bin: 0, at: -1 - i, reason }));
    expect(regularCount(binsIn(numbers(cuts, ...splits.slice(0, 52))))).toBe(253);
    expect(of(numbers(cuts, ...splits))).toEqual([52, 'too-many']);
    expect(of(numbers(cuts, ...splits.slice(0, 52), ok, ...splits.slice(52)))).toBeNull();
  });

  it('is undone by its last operation, whatever that was, and is its own after JSON', () => {
    const operation = fc.oneof(
      fc.record({ at: fc.nat(5) }).map(({ at }): BinOperation => ({ do: 'merge', bins: [at, at + 1], reason })),
      fc.record({ bin: fc.nat(5), at: fc.integer({ min: 0, max: 60 }) }).map(({ bin, at }): BinOperation => ({
        ...{ do: 'split', bin, at: at + 0.5, reason },
      })),
      fc.nat(5).map((at): BinOperation => ({ do: 'merge', bins: [at, 'missing'], reason })),
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), operation, (before, last) => {
        const possible = before.reduce<BinDocument>(
          (document, one) => {
            const next = { ...document, operations: [...document.operations, one] };
            return replay(next).ok ? next : document;
          },
          numbers([10, 20, 30, 40]),
        );
        const more = { ...possible, operations: [...possible.operations, last] };
        expect(undone(more)).toEqual(possible);
        expect(binsIn(undone(more))).toEqual(binsIn(possible));
        expect(binsIn(binDocumentSchema.parse(JSON.parse(JSON.stringify(possible))))).toEqual(binsIn(possible));
      }),
      { numRuns: 200 },
    );
  });

  it('needs a reason for every change, ascending cuts and categories named once', () => {
    const bad = (document: unknown) => binDocumentSchema.safeParse(document).success;
    expect(bad(numbers([10], { do: 'merge', bins: [0, 1], reason: ' ' }))).toBe(false);
    expect(bad(numbers([10, 10]))).toBe(false);
    expect(bad(words([['a'], ['a']], null))).toBe(false);
    expect(bad(words([['a'], []], 1))).toBe(true);
  });
});

const usual = { trend: 'auto', maxBins: 6, minShare: 0.05, prebins: 50, minDifference: 0 } as const;

describe('bins of values', () => {
  it('cuts pieces of about as many values, and what many share by itself', () => {
    const sorted = Float64Array.from({ length: 100 }, (_, i) => i);
    expect(quantileCuts(sorted, 4)).toEqual([25, 50, 75]);
    // 60 zeros are one piece, the first other value begins the next.
    const zeros = Float64Array.from([...new Array<number>(60).fill(0), ...Array.from({ length: 40 }, (_, i) => i + 1)]);
    expect(quantileCuts(zeros, 4)).toEqual([1, 26]);
    expect(quantileCuts(Float64Array.from([-5, ...zeros]), 4)[0]).toBe(0);
    expect(quantileCuts(new Float64Array(), 4)).toEqual([]);
    const cuts = Float64Array.from([1, 26]);
    expect([0, 1, 25.9, 26, 99].map((value) => placeIn(cuts, value))).toEqual([0, 1, 1, 2, 2]);
  });

  it('finds the step that was planted, and leaves special, missing and unknown labels out of it', () => {
    // Bad rate .1 below 50 and .5 from 50 on; what is −1, missing or unlabelled would blur it.
    const values: number[] = [];
    const labels: number[] = [];
    for (let i = 0; i < 1000; i += 1) {
      values.push(i % 100);
      labels.push(i % 100 < 50 ? (i % 10 === 0 ? 1 : 0) : i % 2);
    }
    values.push(
      ...new Array<number>(200).fill(-1),
      ...new Array<number>(100).fill(NaN),
      ...new Array<number>(100).fill(99),
    );
    labels.push(
      ...new Array<number>(200).fill(1),
      ...new Array<number>(100).fill(1),
      ...new Array<number>(100).fill(unlabelled),
    );
    const special = [{ name: '未回答', values: [-1] }];
    const [column, known] = [Float64Array.from(values), Uint8Array.from(labels)];
    const start = numericStart(column, known, special, { ...usual, maxBins: 2 });
    expect(start).toEqual({ kind: 'numeric', cuts: [50], special });
    const bins = binsIn({ start, operations: [] });
    const places = binsOf({ kind: 'numeric', values: column }, bins);
    expect(countsOf(places, bins, known)).toEqual([
      { good: 450, bad: 50 },
      { good: 250, bad: 250 },
      { good: 0, bad: 200 },
      { good: 0, bad: 100 },
    ]);
  });

  it('has one bin where one class is known only, and none to cut where all is missing', () => {
    const values = Float64Array.from([1, 2, 3, 4]);
    expect(numericStart(values, new Uint8Array(4), [], usual)).toEqual({ kind: 'numeric', cuts: [] });
    const none = Float64Array.from([NaN, NaN]);
    const start = numericStart(none, Uint8Array.from([0, 1]), [], usual);
    expect(binsOf({ kind: 'numeric', values: none }, binsIn({ start, operations: [] }))).toEqual(
      Uint8Array.from([1, 1]),
    );
  });

  it('sorts categories by bad rate, and puts the rare and the unseen together', () => {
    const names = ['low', 'high', 'middle', 'rare', 'later'];
    // 400 of each with bad rates .1, .5, .25; one rare one, bad; `later` never in training; the last code has no name.
    const codes: number[] = [];
    const labels: number[] = [];
    for (let i = 0; i < 1200; i += 1) {
      codes.push((i % 3) + 1);
      labels.push(Math.floor(i / 3) % ([10, 2, 4][i % 3] ?? 1) === 0 ? 1 : 0);
    }
    codes.push(4, 5, 6, 0);
    labels.push(1, unlabelled, unlabelled, unlabelled);
    const column = { codes: Uint16Array.from(codes), names };
    const start = categoryStart(column, Uint8Array.from(labels), { ...usual, minShare: 0 });
    expect(start).toEqual({ kind: 'categories', groups: [['low'], ['middle'], ['high']], other: 2 });
    const bins = binsIn({ start, operations: [] });
    const places = binsOf({ kind: 'categories', ...column }, bins);
    expect([...places.slice(-4)]).toEqual([2, 2, 2, regularCount(bins)]);
  });
});
