import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Partition } from '../../analysis/kernels/matrix/partition.ts';
import {
  plainBits,
  plainChanging,
  plainCombined,
  plainCubes,
  plainFigures,
  plainOverlap,
} from '../../analysis/kernels/matrix/plain.ts';
import { addingPatterns } from '../../analysis/kernels/matrix/patterns.ts';
import { atOnce } from '../../analysis/kernels/pieces.ts';
import { gatheredRow, type Patterns } from '../../analysis/kernels/matrix/shapes.ts';
import { codedRows, policies, programs, type Coded } from './rows.ts';

const go = (): void => undefined;

function partitionOf(rows: Coded): Partition {
  const made = new Partition(rows.rows, rows.blocks, rows.weeks);
  for (const [name, codes] of rows.columns) {
    const kind = rows.kinds.get(name) ?? 'u8';
    made.setColumn(name, kind, (target) => target.set(new Uint8Array(codes.buffer)));
  }
  made.setBase({ states: 'states', amounts: 'amounts' }, go);
  return made;
}

const histories = fc.record({
  rows: fc.oneof(fc.constantFrom(0, 1, 63, 64, 4095, 4096, 4097), fc.integer({ min: 0, max: 20_000 })),
  weeks: fc.integer({ min: 1, max: 6 }),
  seed: fc.integer(),
});

/** By codes of one and of two bytes, of which those beyond the count are left out. */
const tallies = [
  { codes: 'few', count: 4 },
  { codes: 'halves', count: 40 },
  { codes: 'few', count: 40, only: [0, 2] },
  { codes: 'few', count: 4, among: 'r0' },
].map((by) => ({
  ...by,
  ...{ marks: 'bytes', values: 'words' },
  measures: [
    { adds: 'one', of: 0 },
    { adds: 'amount', of: 0 },
    { adds: 'amount', of: 3 },
    { adds: 'value', of: 4 },
    { adds: 'one', of: 64 },
  ] as const,
}));

/** Sums by the rules of a pattern, code and state. */
function cellsOf({ ends, members, patterns, codes, sums, measures }: Patterns): Map<string, number[]> {
  const found = new Map<string, number[]>();
  patterns.forEach((pattern, cell) => {
    const rules = members.subarray(pattern === 0 ? 0 : ends[pattern - 1], ends[pattern]);
    found.set(`${rules.join()} ${codes[cell]}`, [...sums.subarray(cell * measures, (cell + 1) * measures)]);
  });
  expect(found.size).toBe(patterns.length);
  return found;
}

/** Row by row, those of the bitmap `all` left out. */
function plainPatterns(
  rows: Coded,
  names: readonly string[],
  bits: ReadonlyMap<string, Uint8Array>,
): Map<string, number[]> {
  const found = new Map<string, number[]>();
  const at = (name: string, row: number): number => rows.columns.get(name)?.[row] ?? 0;
  for (let row = 0; row < rows.rows; row += 1) {
    const rules = names.flatMap((name, i) => (bits.get(name)?.[row] === 1 ? [i] : []));
    const state = at('states', row);
    if (rules.length === 0 || state === 0 || bits.get('all')?.[row] === 1) continue;
    const key = `${rules.join()} ${(at('few', row) % 3) * 5 + state - 1}`;
    const sums = found.get(key) ?? [];
    found.set(key, sums);
    for (const [m, { adds, of }] of (tallies[0]?.measures ?? []).entries()) {
      const value = adds === 'one' ? 1 : at(adds === 'amount' ? 'amounts' : 'words', row);
      sums[m] = (sums[m] ?? 0) + ((at('bytes', row) & of) === of ? value : 0);
    }
  }
  return found;
}

/** What is told of single rows, in words. */
function gatheredOf({ ends, members, gathered }: Patterns): string[] {
  return Array.from(gathered, (told) => {
    if (told < gatheredRow.first) return ['outside', 'except', 'none'][told] ?? '';
    const pattern = told - gatheredRow.first;
    return members.subarray(pattern === 0 ? 0 : ends[pattern - 1], ends[pattern]).join();
  });
}

function plainGathered(
  rows: Coded,
  names: readonly string[],
  bits: ReadonlyMap<string, Uint8Array>,
  of: number,
): string[] {
  return Array.from({ length: rows.rows }, (_, row) => row).flatMap((row) => {
    if (((rows.columns.get('bytes')?.[row] ?? 0) & of) !== of) return [];
    if (rows.columns.get('states')?.[row] === 0) return ['outside'];
    if (bits.get('all')?.[row] === 1) return ['except'];
    return [names.flatMap((name, i) => (bits.get(name)?.[row] === 1 ? [i] : [])).join() || 'none'];
  });
}

/** Codes of one, of two and of four bytes. */
const codesOf = (rows: number): string => ['few', 'halves', 'words'][rows % 3] ?? '';

describe('the loops of the trigger matrix', () => {
  it('hit the rows that the plain reference hits, and come to the same figures', () => {
    fc.assert(
      fc.property(histories, programs, policies(['r0', 'all']), ({ rows, weeks, seed }, program, policy) => {
        const coded = codedRows(rows, weeks, seed);
        const partition = partitionOf(coded);
        partition.evaluate(program, go);
        const plain = plainBits(coded, program);
        const names = [...plain.keys()];
        const bits = [...plain.values()];
        expect(names.map((name) => partition.rowsOf(name))).toEqual(bits);

        const states = coded.columns.get('states');
        const amounts = coded.columns.get('amounts');
        if (!(states instanceof Uint8Array) || !(amounts instanceof Uint32Array)) throw new Error('no base');
        const base = { states, amounts };
        const figures = plainFigures(coded, base, bits);
        expect(partition.figures(names, true, go)).toEqual(figures);
        const counted = partition.figures(names, false, go);
        expect(counted.weekly).toEqual(figures.weekly);
        expect(counted.sums).toEqual(figures.sums.map((sum, i) => (i % 2 === 0 ? sum : 0n)));
        const asked = {
          gather: { marks: 'bytes', of: 5, among: ['r0', 'r1', 'all'].filter((name) => plain.has(name)) },
          count: { codes: codesOf(rows), count: 300, only: [1, 3] },
        };
        const combination = { rules: names, ...policy, tallies, ...asked };
        const together = plainCombined(coded, base, combination, plain);
        expect(partition.combine(combination, go)).toEqual(together);
        const less = { ...together, first: new BigInt64Array() };
        expect(partition.combine({ ...combination, omitFirst: true }, go)).toEqual(less);
        const { rest } = policy;
        if (rest.kind === 'scores')
          for (const among of ['r0', 'all'])
            expect(partition.changing({ ...rest, among }, go)).toEqual(plainChanging(base, { ...rest, among }, plain));
        expect(partition.overlap(names, go)).toEqual(plainOverlap(base, bits));
        const few = { column: 'few', count: 4 };
        const cubes = [
          { among: 'all', first: few, second: null },
          { among: 'r0', first: { column: 'bytes', count: 256 }, second: few },
        ];
        expect(partition.cubes(cubes, go)).toEqual(plainCubes(coded, base, cubes, plain));
        const telling = { rules: names, except: 'all', codes: 'few', count: 3, marks: 'bytes', values: 'words' };
        const told = partition.patterns({ ...telling, measures: tallies[0]?.measures ?? [], gather: 4 }, go);
        expect(cellsOf(told)).toEqual(plainPatterns(coded, names, plain));
        expect(gatheredOf(told)).toEqual(plainGathered(coded, names, plain, 4));
        // Parts whose patterns stand in different orders.
        const other = partition.patterns({ ...telling, rules: names.toReversed(), measures: [], gather: 4 }, go);
        const both = atOnce(addingPatterns([other, { ...told, measures: 0, sums: new Float64Array() }]));
        expect(gatheredOf(both)).toEqual([...gatheredOf(other), ...gatheredOf(told)]);
        const within = bits.map((hits) => hits.reduce((sum, hit, row) => sum + (states[row] === 0 ? 0 : hit), 0));
        expect(partition.counts(names, go)).toEqual(within);
      }),
      { numRuns: 40 },
    );
  });

  it('add amounts beyond 2^53 exactly, and doubles as the whole numbers they are', () => {
    const rows = 4096;
    const most = 2 ** 52 + 1;
    const partition = new Partition(rows, [{ row: 0, count: rows, week: 0 }], 1);
    partition.setColumn('states', 'u8', (target) => target.fill(2));
    partition.setColumn('amounts', 'f64', (target) =>
      new Float64Array(target.buffer, target.byteOffset, rows).fill(most),
    );
    partition.setBase({ states: 'states', amounts: 'amounts' }, go);
    partition.evaluate({ slots: 2, instructions: [{ kind: 'keep' as const, slot: 1, name: 'all' }] }, go);
    expect(partition.figures(['all'], true, go).sums.slice(2, 4)).toEqual(
      BigInt64Array.from([BigInt(rows), BigInt(rows) * BigInt(most)]),
    );
  });

  it('tally amounts and values in doubles as the whole numbers they are', () => {
    const rows = 3;
    const partition = new Partition(rows, [{ row: 0, count: rows, week: 0 }], 1);
    const doubles = (values: readonly number[]) => (target: Uint8Array<ArrayBuffer>) =>
      new Float64Array(target.buffer, target.byteOffset, rows).set(values);
    partition.setColumn('states', 'u8', (target) => target.set([1, 0, 2]));
    partition.setColumn('amounts', 'f64', doubles([2 ** 40, 7, 3]));
    partition.setColumn('values', 'f64', doubles([2 ** 41, 7, 0]));
    partition.setColumn('marks', 'u8', (target) => target.set([1, 1, 3]));
    partition.setColumn('codes', 'u8', (target) => target.set([0, 0, 1]));
    partition.setBase({ states: 'states', amounts: 'amounts' }, go);
    const measures = [
      { adds: 'amount', of: 1 },
      { adds: 'value', of: 1 },
      { adds: 'one', of: 2 },
    ] as const;
    const ask = { codes: 'codes', count: 2, marks: 'marks', values: 'values', measures };
    const { tallies: found } = partition.combine(
      { rules: [], steps: [], rest: { kind: 'otherwise', result: 3 }, tallies: [ask] },
      go,
    );
    const expected = new Float64Array(2 * 4 * 5 * 3);
    expected.set([2 ** 40, 2 ** 41, 0], 3 * 5 * 3);
    expected.set([3, 0, 1], (4 + 3) * 5 * 3 + 3);
    expect(found).toEqual([expected]);
  });

  it('stop between slices, and leave no half bitmap', () => {
    const coded = codedRows(300_000, 1, 7);
    const partition = partitionOf(coded);
    let asked = 0;
    const stop = (): void => {
      asked += 1;
      if (asked === 2) throw new Error('stopped');
    };
    const program = { slots: 2, instructions: [{ kind: 'keep' as const, slot: 1, name: 'all' }] };
    expect(() => partition.evaluate(program, stop)).toThrow('stopped');
    expect(partition.hasBitmap('all')).toBe(false);
  });

  it('use memory that was given back again', () => {
    const coded = codedRows(100_000, 3, 5);
    const partition = partitionOf(coded);
    const program = { slots: 2, instructions: [{ kind: 'keep' as const, slot: 1, name: 'all' }] };
    partition.evaluate(program, go);
    const { size } = partition;
    for (let i = 0; i < 20; i += 1) {
      partition.dropBitmap('all');
      partition.evaluate(program, go);
      partition.figures(['all'], true, go);
      partition.combine({ rules: ['all'], steps: [], rest: { kind: 'otherwise', result: 0 } }, go);
    }
    expect(partition.size - size).toBeLessThan(size / 2);
  });

  it('use it again too when the next work is a little larger', () => {
    const partition = partitionOf(codedRows(10_000, 3, 5));
    partition.evaluate({ slots: 2, instructions: [{ kind: 'keep', slot: 1, name: 'all' }] }, go);
    const figures = (rules: number): void =>
      void partition.figures(
        Array.from({ length: rules }, () => 'all'),
        true,
        go,
      );
    figures(300);
    const { size } = partition;
    for (let rules = 1; rules < 300; rules += 1) figures(rules);
    // As much as they take together would be 5 MB.
    expect(partition.size - size).toBeLessThan(200_000);
  });
});
