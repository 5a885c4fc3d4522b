import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KernelMemory, type Kernel } from '../../analysis/kernels/matrix/memory.ts';
import { Partition } from '../../analysis/kernels/matrix/partition.ts';
import { plainBits, plainCombined, type PlainBits } from '../../analysis/kernels/matrix/plain.ts';
import type { Combination, Instruction, Program, Step, TallyAsk } from '../../analysis/kernels/matrix/shapes.ts';
import { codedRows, type Coded } from './rows.ts';

const go = (): void => undefined;

/** Rules that hit from nothing to everything. */
const names = ['none', 'rare', 'some', 'other', 'half', 'late', 'most', 'all'] as const;
const ranges = { rare: [1, 3], some: [40, 90], other: [80, 110], half: [1, 120], late: [200, 254], most: [3, 254] };

const programOf = (shift: number): Program => ({
  slots: 3,
  instructions: names.flatMap((name): Instruction[] => {
    if (name === 'all' || name === 'none') return [{ kind: 'keep', slot: name === 'all' ? 1 : 0, name }];
    const [low = 0, high = 0] = ranges[name];
    const atom = { column: 'bytes', low: low + shift, high: high + shift };
    return [
      { kind: 'atom', to: 2, atom },
      { kind: 'keep', slot: 2, name },
    ];
  }),
});

const measures: TallyAsk['measures'] = [
  { adds: 'one', of: 0 },
  { adds: 'amount', of: 1 },
  { adds: 'value', of: 2 },
];
const told = { marks: 'few', values: 'words', measures };
/** What may be asked of the rows that are decided. */
const asks: readonly Pick<Combination, 'tallies' | 'gather' | 'count'>[] = [
  {
    tallies: [{ codes: 'few', count: 4, only: [1, 2, 3], ...told }],
    gather: { marks: 'few', of: 2 },
    count: { codes: 'halves', count: 500, only: [1, 2] },
  },
  {
    tallies: [
      { codes: 'halves', count: 40, ...told },
      { codes: 'few', count: 3, among: 'half', ...told },
    ],
    gather: { marks: 'few', of: 1, among: ['some', 'late'] },
  },
  { tallies: [{ codes: 'few', count: 2, ...told }] },
];

/** Memory that says which loops were asked. */
class Watched {
  readonly memory = new KernelMemory();
  readonly called: string[] = [];

  constructor() {
    const { kernel } = this.memory;
    const watched =
      (name: 'decide' | 'decideChanged' | 'beside' | 'besideChanged') =>
      (...given: readonly number[]): void => {
        this.called.push(name);
        kernel[name](...given);
      };
    const own: Kernel = {
      ...kernel,
      ...{ decide: watched('decide'), decideChanged: watched('decideChanged') },
      ...{ beside: watched('beside'), besideChanged: watched('besideChanged') },
    };
    Object.defineProperty(this.memory, 'kernel', { value: own });
  }
}

/** A part of the rows with every rule, its plain rows beside. */
function madeOf(rows: Coded, memory: KernelMemory): { readonly part: Partition; readonly bits: PlainBits } {
  const part = new Partition(rows.rows, rows.blocks, rows.weeks, memory);
  for (const [name, codes] of rows.columns)
    part.setColumn(name, rows.kinds.get(name) ?? 'u8', (target) => target.set(new Uint8Array(codes.buffer)));
  part.setBase({ states: 'states', amounts: 'amounts' }, go);
  part.evaluate(programOf(0), go);
  return { part, bits: plainBits(rows, programOf(0)) };
}

const baseOf = ({ columns }: Coded) => {
  const [states, amounts] = [columns.get('states'), columns.get('amounts')];
  if (!(states instanceof Uint8Array) || !(amounts instanceof Uint32Array)) throw new Error('no base');
  return { states, amounts };
};

const plainly = (rows: Coded, combination: Combination, bits: PlainBits) => {
  const found = plainCombined(rows, baseOf(rows), combination, bits);
  return combination.omitFirst === true ? { ...found, first: new BigInt64Array() } : found;
};

const step: fc.Arbitrary<Step> = fc.record({
  result: fc.nat({ max: 3 }),
  needs: fc.constantFrom('any' as const, 'all' as const),
  conditions: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
});

interface Policy {
  readonly rules: readonly string[];
  readonly steps: readonly Step[];
}

type Edit = (policy: Policy) => Policy;

const place = fc.nat({ max: 30 });
const putIn = <T>(list: readonly T[], at: number, one: T): T[] => list.toSpliced(at % (list.length + 1), 0, one);
const takenOut = <T>(list: readonly T[], at: number): T[] => list.filter((_, i) => i !== at % list.length);

/** What a person does to a set while trying it. */
const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...names), step).map(([at, name, one]): Edit => ({ rules, steps }) => ({
    rules: putIn(rules, at, name),
    steps: putIn(steps, at, one),
  })),
  fc.tuple(place).map(([at]): Edit => ({ rules, steps }) => ({
    rules: takenOut(rules, at),
    steps: takenOut(steps, at),
  })),
  fc.tuple(place, place).map(
    ([from, to]): Edit =>
      ({ rules, steps }) =>
        ({
          rules: rules.toReversed(),
          steps: steps.length === 0 ? steps : putIn(takenOut(steps, from), to, steps[from % steps.length] ?? steps[0]),
        }) as Policy,
  ),
  fc.tuple(place, fc.nat({ max: 3 })).map(([at, result]): Edit => ({ rules, steps }) => ({
    rules,
    steps: steps.map((one, i) => (i === at % steps.length ? { ...one, result } : one)),
  })),
  fc.tuple(place, place, fc.constantFrom(...names)).map(([from, to, name]): Edit => ({ rules, steps }) => ({
    rules,
    steps: steps.map(({ conditions, ...one }, i) => {
      const left = i === from % steps.length && conditions.length > 1 ? conditions.slice(1) : conditions;
      return { ...one, conditions: i === to % steps.length && !left.includes(name) ? [...left, name] : left };
    }),
  })),
  fc
    .record({ rules: fc.array(fc.constantFrom(...names), { maxLength: 10 }), steps: fc.array(step, { maxLength: 8 }) })
    .map(
      (anew): Edit =>
        () =>
          anew,
    ),
);

/** What else happens between two questions. */
const between = fc.constantFrom('nothing', 'nothing', 'nothing', 'base', 'bitmaps', 'dropped', 'stopped', 'otherwise');

describe('what rules come to by what a set before came to', () => {
  it('is what it is by itself, however a set was changed and whatever happened meanwhile', () => {
    const was = new Watched();
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.integer({ min: 0, max: 5000 }),
          weeks: fc.integer({ min: 1, max: 4 }),
          seed: fc.integer(),
        }),
        fc.array(fc.tuple(edits, fc.nat({ max: asks.length - 1 }), between), { minLength: 3, maxLength: 14 }),
        ({ rows, weeks, seed }, all) => {
          const coded = codedRows(rows, weeks, seed);
          was.memory.clear();
          const made = madeOf(coded, was.memory);
          const { part } = made;
          let { bits } = made;
          let policy: Policy = { rules: [], steps: [] };
          let otherwise = 0;
          for (const [edit, asked, event] of all) {
            policy = edit(policy);
            if (event === 'otherwise') otherwise = (otherwise + 1) % 4;
            if (event === 'base') part.setBase({ states: 'states', amounts: 'amounts' }, go);
            if (event === 'bitmaps') {
              part.evaluate(programOf(1), go);
              bits = plainBits(coded, programOf(1));
            }
            if (event === 'dropped') {
              for (const name of names) part.dropBitmap(name);
              part.evaluate(programOf(0), go);
              bits = plainBits(coded, programOf(0));
            }
            const rest = { kind: 'otherwise' as const, result: otherwise };
            const combination = { ...policy, rest, omitFirst: true, ...asks[asked] };
            if (event === 'stopped') {
              let left = 1;
              const stop = (): void => {
                if ((left -= 1) < 0) throw new Error('stopped');
              };
              try {
                part.combine(combination, stop);
              } catch (error) {
                expect(error).toEqual(new Error('stopped'));
              }
            }
            expect(part.combine(combination, go)).toEqual(plainly(coded, combination, bits));
          }
        },
      ),
      { numRuns: 20 },
    );
    expect(new Set(was.called)).toEqual(new Set(['decide', 'decideChanged', 'beside', 'besideChanged']));
  });

  it('costs the loops over all rows only where more than half of them may change', () => {
    const was = new Watched();
    const { part } = madeOf(codedRows(3000, 2, 1), was.memory);
    const any = (name: string, result: number): Step => ({ result, needs: 'any', conditions: [name] });
    const asked = (rules: readonly string[], steps: readonly Step[]): readonly string[] => {
      was.called.length = 0;
      part.combine({ rules, steps, rest: { kind: 'otherwise', result: 0 }, omitFirst: true, ...asks[0] }, go);
      return was.called;
    };
    const [rare, some, late, most] = [any('rare', 1), any('some', 2), any('late', 3), any('most', 3)];
    const [whole, less] = [
      ['beside', 'decide'],
      ['besideChanged', 'decideChanged'],
    ];
    expect(asked(['rare', 'some', 'late'], [rare, some, late])).toEqual(whole);
    expect(asked(['rare', 'late'], [rare, late])).toEqual(less);
    expect(asked(['rare', 'some', 'late'], [rare, some, late])).toEqual(less);
    // In another order, and with another result, no rule is worth more or less beside the others.
    expect(asked(['rare', 'some', 'late'], [late, rare, some])).toEqual(['decideChanged']);
    expect(asked(['rare', 'some', 'late'], [late, any('rare', 3), some])).toEqual(['decideChanged']);
    // All conditions of one step hit few rows.
    const both: Step = { result: 1, needs: 'all', conditions: ['most', 'rare'] };
    expect(asked(['rare', 'some', 'late'], [both, late, any('rare', 3), some])).toEqual(['decideChanged']);
    expect(asked(['rare', 'some', 'late', 'most'], [late, rare, some, most])).toEqual(whole);
  });
});
