import fc from 'fast-check';
import type { PlainRows } from '../../analysis/kernels/matrix/plain.ts';
import type {
  Atom,
  Block,
  ColumnKind,
  Combination,
  Instruction,
  Program,
} from '../../analysis/kernels/matrix/shapes.ts';

type Codes = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** A history in codes: columns of every kind, some with NULL, and weeks of uneven length. */
export interface Coded extends PlainRows {
  readonly kinds: ReadonlyMap<string, ColumnKind>;
  readonly blocks: readonly Block[];
}

/** How a column's codes come about: their most, and how often one is NULL. */
interface Drawn {
  readonly kind: ColumnKind;
  readonly most: number;
  readonly nulls: number;
}

const columns: Readonly<Record<string, Drawn>> = {
  bytes: { kind: 'u8', most: 255, nulls: 0.1 },
  few: { kind: 'u8', most: 3, nulls: 0.3 },
  halves: { kind: 'u16', most: 65_535, nulls: 0.05 },
  words: { kind: 'u32', most: 4_294_967_295, nulls: 0.1 },
  doubles: { kind: 'f64', most: 5, nulls: 0.2 },
};

/** Numbers that are the same for the same seed; good enough to fill tables. */
export function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

export function codedRows(rows: number, weeks: number, seed: number): Coded {
  const draw = drawing(seed);
  const made = new Map<string, Codes>();
  for (const [name, { kind, most, nulls }] of Object.entries(columns)) {
    const codes =
      kind === 'f64'
        ? new Float64Array(rows)
        : kind === 'u8'
          ? new Uint8Array(rows)
          : kind === 'u16'
            ? new Uint16Array(rows)
            : new Uint32Array(rows);
    for (let row = 0; row < rows; row += 1) {
      const value =
        kind === 'f64' ? (specials[Math.floor(draw() * specials.length)] ?? 0) : 1 + Math.floor(draw() * most);
      codes[row] = draw() < nulls ? (kind === 'f64' ? NaN : 0) : value;
    }
    made.set(name, codes);
  }
  made.set(
    'states',
    Uint8Array.from({ length: rows }, () => Math.floor(draw() * 6)),
  );
  made.set(
    'amounts',
    Uint32Array.from({ length: rows }, () => Math.floor(draw() * 4_294_967_296)),
  );
  const ends = Array.from({ length: weeks }, (_, week) => (week === weeks - 1 ? rows : Math.floor(draw() * rows))).sort(
    (a, b) => a - b,
  );
  const week = (row: number): number => ends.findIndex((end) => row < end);
  const kinds = new Map<string, ColumnKind>(Object.entries(columns).map(([name, { kind }]) => [name, kind]));
  return {
    rows,
    weeks,
    week,
    columns: made,
    kinds: new Map([...kinds, ['states', 'u8'], ['amounts', 'u32']]),
    blocks: ends.flatMap((end, w) => blocksOf(ends[w - 1] ?? 0, end, w)),
  };
}

const specials = [-Infinity, -1.5, -0, 0, 0.1, 1, 1.5, 2 ** 53, Infinity];

function blocksOf(from: number, to: number, week: number): Block[] {
  const found: Block[] = [];
  for (let row = from; row < to; row += 4096) found.push({ row, count: Math.min(4096, to - row), week });
  return found;
}

const code = (most: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(0, 1, most), fc.integer({ min: 0, max: most }));

const ranged = (column: string, value: fc.Arbitrary<number>): fc.Arbitrary<Atom> =>
  fc.tuple(value, value).map(([a, b]) => ({ column, low: Math.min(a, b), high: Math.max(a, b) }));

const listed = (column: string, size: number): fc.Arbitrary<Atom> =>
  fc.integer().map((seed) => {
    const draw = drawing(seed);
    return { column, table: Uint8Array.from({ length: size }, () => (draw() < 0.5 ? 1 : 0)) };
  });

const atom: fc.Arbitrary<Atom> = fc.oneof(
  ranged('bytes', code(255)),
  ranged('few', code(3)),
  ranged('halves', code(65_535)),
  ranged('words', code(4_294_967_295)),
  ranged('doubles', fc.constantFrom(...specials)),
  listed('few', 256),
  listed('halves', 65_536),
);

/** Programs that keep every slot they write, some of them written again later. */
export const programs: fc.Arbitrary<Program> = fc
  .array(
    fc.record({
      atom,
      kind: fc.constantFrom('atom', 'atom', 'and', 'or', 'and-not'),
      to: fc.integer({ min: 2, max: 6 }),
      a: fc.integer({ min: 0, max: 6 }),
      b: fc.integer({ min: 0, max: 6 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((drawn) => {
    // A slot nobody has written yet is read as the empty one.
    const written = new Set([0, 1]);
    const instructions = drawn.flatMap(({ kind, to, a, b, atom: own }, i): Instruction[] => {
      const [left, right] = [a, b].map((slot) => (written.has(slot) ? slot : 0));
      written.add(to);
      const step: Instruction = kind === 'atom' ? { kind, to, atom: own } : { kind, to, a: left ?? 0, b: right ?? 0 };
      return [step, { kind: 'keep', slot: to, name: `r${i}` }];
    });
    return { slots: 7, instructions: [...instructions, { kind: 'keep', slot: 1, name: 'all' }] };
  });

/** Policies over some of these rules. */
export const policies = (names: readonly string[]): fc.Arbitrary<Pick<Combination, 'steps' | 'rest'>> => {
  const result = fc.integer({ min: 0, max: 3 });
  const weight = fc.nat({ max: 100 });
  const triple = fc.tuple(weight, weight, weight);
  return fc.record({
    steps: fc.array(
      fc.record({
        result,
        needs: fc.constantFrom('any', 'all'),
        conditions: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }),
      }),
      { maxLength: 5 },
    ),
    rest: fc.oneof(
      fc.record({ kind: fc.constant('otherwise' as const), result }),
      fc.record({
        kind: fc.constant('scores' as const),
        rules: fc.uniqueArray(fc.record({ name: fc.constantFrom(...names), weights: triple }), {
          selector: ({ name }) => name,
          maxLength: 4,
        }),
        thresholds: triple,
        results: fc.array(result, { minLength: 8, maxLength: 8 }),
      }),
    ),
  });
};
