import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../property-seed.ts';
import { VelocityPart } from '../../analysis/kernels/velocity/part.ts';
import { plainAnswers, type PlainRow } from '../../analysis/kernels/velocity/plain.ts';
import {
  columnsOf,
  featureKinds,
  none,
  Refused,
  tooLarge,
  type KernelFeature,
  type KernelPlan,
} from '../../analysis/kernels/velocity/shapes.ts';

const limit = 2n ** 53n - 1n;

/** Answers of a group by seq, as `parts` parts of `partitions` partitions each make them. */
function answered(
  plan: KernelPlan,
  rows: readonly PlainRow[],
  { parts = 1, partitions = 3, batch = 5, room = 7, bytes = 2 ** 32 } = {},
): Map<bigint, bigint[]>[] {
  const all = parts * partitions;
  const made = Array.from(
    { length: parts },
    (_, part) => new VelocityPart(plan, { first: part * partitions, count: partitions, all, bytes }, batch, room),
  );
  for (let at = 0; at < rows.length; at += batch) {
    const some = rows.slice(at, at + batch);
    const columns = new BigInt64Array(columnsOf(plan) * batch);
    some.forEach(({ time, seq, place, keys, values }, row) =>
      [time, seq, place, ...keys, ...values].forEach((value, column) => (columns[column * batch + row] = value)),
    );
    for (const part of made) part.take(new Uint8Array(columns.buffer), some.length);
  }
  return plan.groups.map(({ features }, group) => {
    const found = new Map<bigint, bigint[]>();
    for (const part of made) {
      const into = new BigInt64Array((1 + features.length) * room);
      for (;;) {
        const count = part.answer(group, new Uint8Array(into.buffer));
        if (count === 0) break;
        for (let row = 0; row < count; row += 1)
          found.set(
            into[row] ?? none,
            features.map((_, f) => into[(1 + f) * room + row] ?? none),
          );
      }
    }
    return found;
  });
}

const inOrder = (rows: readonly PlainRow[]): PlainRow[] =>
  rows
    .toSorted((a, b) => Number(a.time - b.time || a.place - b.place))
    .map((row, at) => ({ ...row, seq: row.seq < 0n ? -1n : BigInt(at) }));

const value = fc.oneof(
  fc.constantFrom(none, none, 0n, 1n, -1n, limit, -limit, 2n ** 62n, -(2n ** 62n), 2n ** 63n - 1n),
  fc.bigInt({ min: -1000n, max: 1000n }),
);
const row: fc.Arbitrary<PlainRow> = fc.record({
  time: fc.bigInt({ min: -20n, max: 60n }).map((second) => second * 500_000n),
  seq: fc.constantFrom(0n, 0n, 0n, -1n),
  place: fc.constantFrom(0n, 0n, 1n, 2n),
  keys: fc.tuple(...[0, 1].map(() => fc.constantFrom(0n, 1n, 2n, 3n, 2n ** 40n, -(2n ** 63n), -1n))),
  values: fc.tuple(
    value,
    fc.constantFrom(none, 5n, 6n, -7n),
    fc.bigInt({ min: -9n, max: 9n }).map((n) => n * 10n ** 13n),
  ),
});
const window = fc.constantFrom(null, 0n, 500_000n, 1_000_000n, 5_000_000n, 3_660n * 86_400_000_000n);
const feature: fc.Arbitrary<KernelFeature> = fc
  .record({
    kind: fc.constantFrom(...featureKinds),
    value: fc.integer({ min: 0, max: 2 }),
    none: fc.boolean(),
    window,
    own: fc.boolean(),
  })
  .map(({ none: absent, ...rest }) => {
    const { kind } = rest;
    const plain = kind === 'count' || kind.includes('first') || kind.includes('last');
    const mean = kind === 'mean' || kind === 'money-mean';
    // Means of numbers that do not fit are refused, see below.
    const of = plain && absent ? null : mean ? 1 : rest.value;
    return { ...rest, value: of, limit: kind === 'sum' ? limit : null };
  });
const cases = fc.record({
  rows: fc.array(row, { maxLength: 120 }).map(inOrder),
  groups: fc.tuple(
    fc.array(feature, { minLength: 1, maxLength: 8 }).map((features) => ({ values: [0, 1, 2], features })),
    fc.array(feature, { minLength: 1, maxLength: 4 }).map((features) => ({ values: [2, 1, 2], features })),
  ),
  shape: fc.record({
    parts: fc.integer({ min: 1, max: 3 }),
    partitions: fc.integer({ min: 1, max: 5 }),
    batch: fc.constantFrom(1, 5, 64),
    room: fc.constantFrom(1, 7, 200),
  }),
});

describe('windows over the past of keys', () => {
  test('are those of a plain look at every row, whatever the partitions', () => {
    fc.assert(
      fc.property(cases, ({ rows, groups, shape }) => {
        const found = answered({ groups, values: 3 }, rows, shape);
        groups.forEach((group, at) => expect(found[at]).toEqual(plainAnswers(rows, at, group)));
      }),
      { numRuns: 300 },
    );
  });

  test('hold for one key with many rows, and for very many keys', () => {
    const features = featureKinds
      .filter((kind) => kind !== 'mean')
      .flatMap((kind) =>
        [1_000_000n, null].map((length): KernelFeature => ({
          kind,
          value: 0,
          window: length,
          own: false,
          limit: null,
        })),
      );
    const rows = Array.from({ length: 1500 }, (_, at): PlainRow => ({
      time: BigInt(Math.floor(at / 3)) * 100_000n,
      seq: BigInt(at),
      place: 0n,
      keys: [7n, BigInt(at % 1000) * 2n ** 50n + 1n],
      values: [at % 5 === 0 ? none : BigInt((at * 7919) % 101)],
    }));
    const groups = [0, 1].map(() => ({ values: [0], features }));
    const found = answered({ groups, values: 1 }, rows, { parts: 2, partitions: 2, batch: 400, room: 1000 });
    groups.forEach((group, at) => expect(found[at]).toEqual(plainAnswers(rows, at, group)));
  });

  test('an event exactly as old as the window counts, one of the same instant does not', () => {
    const at = (time: bigint, seq: bigint): PlainRow => ({ time, seq, place: 0n, keys: [1n], values: [] });
    const plan: KernelPlan = {
      groups: [{ values: [], features: [{ kind: 'count', value: null, window: 10n, own: false, limit: null }] }],
      values: 0,
    };
    const [counts] = answered(plan, [at(0n, 0n), at(10n, 1n), at(10n, 2n), at(20n, 3n), at(21n, 4n)]);
    expect([...(counts ?? [])]).toEqual([
      [0n, [0n]],
      [1n, [1n]],
      [2n, [1n]],
      [3n, [2n]],
      [4n, [1n]],
    ]);
  });

  test('sums are exact to the limit and NULL beyond it', () => {
    const at = (seq: bigint, amount: bigint): PlainRow => ({
      ...{ time: seq, seq, place: 0n, keys: [1n] },
      values: [amount],
    });
    const features: KernelFeature[] = [{ kind: 'sum', value: 0, window: null, own: false, limit }];
    const amounts = [limit, 1n, -2n, 2n ** 63n - 1n, -(2n ** 63n) + 2n, 2n ** 62n, 2n ** 62n, 2n ** 62n, 0n];
    const [sums] = answered(
      { groups: [{ values: [0], features }], values: 1 },
      amounts.map((amount, n) => at(BigInt(n), amount)),
    );
    expect([...(sums ?? [])].map(([, [sum]]) => sum)).toEqual([
      0n,
      limit,
      none,
      limit - 1n,
      none,
      limit,
      none,
      none,
      none,
    ]);
  });

  test('what is later leaves what was before as it was', () => {
    fc.assert(
      fc.property(cases, fc.bigInt({ min: 0n, max: 60n }), ({ rows, groups, shape }, cut) => {
        const past = rows.filter(({ time }) => time <= cut * 500_000n);
        const then = answered({ groups, values: 3 }, past, shape);
        const now = answered({ groups, values: 3 }, rows, shape);
        then.forEach((group, at) => group.forEach((values, seq) => expect(now[at]?.get(seq)).toEqual(values)));
      }),
      { numRuns: 60 },
    );
  });

  test('nothing is answered where there is nothing', () => {
    const features: KernelFeature[] = [{ kind: 'count', value: null, window: null, own: true, limit: null }];
    expect(answered({ groups: [{ values: [], features }], values: 0 }, [])).toEqual([new Map()]);
  });
});

describe('what the loops cannot do is refused', () => {
  const features: KernelFeature[] = [{ kind: 'mean', value: 0, window: null, own: false, limit: null }];
  const plan = { groups: [{ values: [0], features }], values: 1 };
  const rowsOf = (...amounts: readonly bigint[]): PlainRow[] =>
    amounts.map((amount, n) => ({ time: BigInt(n), seq: BigInt(n), place: 0n, keys: [1n], values: [amount] }));

  test('more than there is memory for', () => {
    const many = rowsOf(...Array.from({ length: 20_000 }, () => 1n));
    expect(() => answered(plan, many, { batch: 1000, bytes: 2 ** 20 })).toThrow(new Refused('memory'));
    expect(answered(plan, many, { batch: 1000, room: 1000 })[0]?.size).toBe(many.length);
  });

  test.each([
    ['unordered', rowsOf(1n, 2n).toReversed()],
    ['unfit', rowsOf(1n, tooLarge)],
    ['unfit', rowsOf(2n ** 53n, 1n, 1n)],
    ['unfit', rowsOf(2n ** 62n, 1n)],
  ])('%s', (why, rows) => {
    expect(() => answered(plan, rows)).toThrow(new Refused(why as Refused['why']));
  });
});
