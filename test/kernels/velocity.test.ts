import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../property-seed.ts';
import { kernelOver } from '../../analysis/kernels/velocity/kernel.ts';
import type { Opening } from '../../analysis/kernels/velocity/messages.ts';
import { plainAnswers, type PlainRow } from '../../analysis/kernels/velocity/plain.ts';
import { openVelocity, type CodedValues } from '../../analysis/kernels/velocity/run.ts';
import {
  columnsOf,
  featureKinds,
  none,
  Refused,
  tooLarge,
  type KernelFeature,
  type KernelGroup,
  type KernelPlan,
} from '../../analysis/kernels/velocity/shapes.ts';
import { startThread, whyOf, type Thread } from '../../analysis/kernels/velocity/thread.ts';

const limit = 2n ** 53n - 1n;

/** A thread that is none: it answers at once. */
function atOnce(opening: Opening): Thread {
  const answer = kernelOver(opening);
  return {
    ask: async (call, ...given) => {
      const reply = answer({ call, given });
      if (!reply.ok) throw whyOf(reply);
      return reply.value;
    },
    end: async () => undefined,
  };
}

/** Answers of a group by seq; NULL for rows without a key, which have an answer too. */
async function answered(
  plan: KernelPlan,
  rows: readonly PlainRow[],
  { threads = 1, batch = 5, memory = 2 ** 32, start = atOnce } = {},
): Promise<Map<bigint, bigint[]>[]> {
  const asked = rows.filter(({ seq }) => seq >= 0n).length;
  const run = openVelocity(plan, { asked, threads, memory }, start);
  if (run === null) throw new Error('no loops');
  try {
    for (let at = 0; at < rows.length; at += batch) {
      const some = rows.slice(at, at + batch);
      const columns = Array.from({ length: columnsOf(plan) }, () => new BigInt64Array(some.length));
      some.forEach(({ time, seq, place, keys, values }, row) =>
        [time, (place << 32n) | BigInt.asUintN(32, seq), ...keys, ...values].forEach((value, column) =>
          columns[column]?.fill(value, row, row + 1),
        ),
      );
      run.take(columns, some.length);
    }
    const found: Map<bigint, bigint[]>[] = [];
    for (const group of plan.groups.keys()) {
      const columns = (await run.answers(group, Promise.resolve())).map((column, f) =>
        valuesOf(column, plan.groups[group]?.features[f]?.kind === 'mean'),
      );
      const seqs = Array.from({ length: asked }, (_, seq) => BigInt(seq));
      found.push(new Map(seqs.map((seq) => [seq, columns.map((values) => values[Number(seq)] ?? none)])));
    }
    return found;
  } finally {
    await run.close();
  }
}

/** Codes as the numbers they stand for, doubles by their bits. */
function valuesOf({ kind, bytes, offset = 0, nulls }: CodedValues, double: boolean): bigint[] {
  const own = bytes.slice().buffer;
  const found =
    kind === 'f64'
      ? [...new Float64Array(own)].map((value, at) =>
          Number.isNaN(value) ? none : double ? (new BigInt64Array(own)[at] ?? none) : BigInt(value),
        )
      : [...new { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array }[kind](own)].map((code) =>
          code === 0 ? none : BigInt(code + offset),
        );
  expect(nulls).toBe(found.includes(none));
  return found;
}

/** What a plain look at every row says. */
function plainly(rows: readonly PlainRow[], group: number, plan: KernelGroup): Map<bigint, bigint[]> {
  const found = plainAnswers(rows, group, plan);
  const asked = rows.filter(({ seq }) => seq >= 0n).map(({ seq }) => seq);
  return new Map(asked.map((seq) => [seq, found.get(seq) ?? plan.features.map(() => none)]));
}

/** In the order of time; those that are asked are numbered. */
function inOrder(rows: readonly PlainRow[]): PlainRow[] {
  let next = 0n;
  return rows
    .toSorted((a, b) => Number(a.time - b.time || a.place - b.place))
    .map((one) => ({ ...one, seq: one.seq < 0n ? -1n : next++ }));
}

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
    // Means of numbers that do not fit are refused, and values that a number does not hold, see below.
    const extreme = kind === 'least' || kind === 'greatest';
    const of = plain && absent ? null : mean ? 1 : extreme ? Math.max(1, rest.value) : rest.value;
    return { ...rest, value: of, limit: kind === 'sum' ? limit : null };
  });
const cases = fc.record({
  rows: fc.array(row, { maxLength: 120 }).map(inOrder),
  groups: fc.tuple(
    fc.array(feature, { minLength: 1, maxLength: 8 }).map((features) => ({ values: [0, 1, 2], features })),
    fc.array(feature, { minLength: 1, maxLength: 4 }).map((features) => ({ values: [2, 1, 2], features })),
  ),
  shape: fc.record({
    threads: fc.integer({ min: 1, max: 3 }),
    batch: fc.constantFrom(1, 5, 64),
  }),
});

describe('windows over the past of keys', () => {
  test('are those of a plain look at every row, however many threads', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ rows, groups, shape }) => {
        const found = await answered({ groups, values: 3 }, rows, shape);
        groups.forEach((group, at) => expect(found[at]).toEqual(plainly(rows, at, group)));
      }),
      { numRuns: 300 },
    );
  });

  test('hold for one key with many rows, for very many keys, and in threads', async () => {
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
    const count = 1500;
    const rows = Array.from({ length: count }, (_, at): PlainRow => ({
      time: BigInt(Math.floor(at / 3)) * 100_000n,
      seq: BigInt(at),
      place: 0n,
      keys: [7n, BigInt(at % 1000) * 2n ** 50n + 1n],
      values: [at % 5 === 0 ? none : BigInt((at * 7919) % 101)],
    }));
    const groups = [0, 1].map(() => ({ values: [0], features }));
    const found = await answered({ groups, values: 1 }, rows, { threads: 2, batch: 400, start: startThread });
    groups.forEach((group, at) => expect(found[at]).toEqual(plainly(rows, at, group)));
  });

  test('an event exactly as old as the window counts, one of the same instant does not', async () => {
    const at = (time: bigint, seq: bigint): PlainRow => ({ time, seq, place: 0n, keys: [1n], values: [] });
    const plan: KernelPlan = {
      groups: [{ values: [], features: [{ kind: 'count', value: null, window: 10n, own: false, limit: null }] }],
      values: 0,
    };
    const [counts] = await answered(plan, [at(0n, 0n), at(10n, 1n), at(10n, 2n), at(20n, 3n), at(21n, 4n)]);
    expect([...(counts ?? [])]).toEqual([
      [0n, [0n]],
      [1n, [1n]],
      [2n, [1n]],
      [3n, [2n]],
      [4n, [1n]],
    ]);
  });

  test('sums are exact to the limit and NULL beyond it', async () => {
    const at = (seq: bigint, amount: bigint): PlainRow => ({
      ...{ time: seq, seq, place: 0n, keys: [1n] },
      values: [amount],
    });
    const features: KernelFeature[] = [{ kind: 'sum', value: 0, window: null, own: false, limit }];
    const amounts = [limit, 1n, -2n, 2n ** 63n - 1n, -(2n ** 63n) + 2n, 2n ** 62n, 2n ** 62n, 2n ** 62n, 0n];
    const [sums] = await answered(
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

  test('what is later leaves what was before as it was', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.bigInt({ min: 0n, max: 60n }), async ({ rows, groups, shape }, cut) => {
        const past = rows.filter(({ time }) => time <= cut * 500_000n);
        const then = await answered({ groups, values: 3 }, past, shape);
        const now = await answered({ groups, values: 3 }, rows, shape);
        then.forEach((group, at) => group.forEach((values, seq) => expect(now[at]?.get(seq)).toEqual(values)));
      }),
      { numRuns: 60 },
    );
  });

  test('nothing is answered where there is nothing', async () => {
    const features: KernelFeature[] = [{ kind: 'count', value: null, window: null, own: true, limit: null }];
    expect(await answered({ groups: [{ values: [], features }], values: 0 }, [])).toEqual([new Map()]);
  });
});

describe('what the loops cannot do is refused', () => {
  const features: KernelFeature[] = [{ kind: 'mean', value: 0, window: null, own: false, limit: null }];
  const plan = { groups: [{ values: [0], features }], values: 1 };
  const rowsOf = (...amounts: readonly bigint[]): PlainRow[] =>
    amounts.map((amount, n) => ({ time: BigInt(n), seq: BigInt(n), place: 0n, keys: [1n], values: [amount] }));

  test('more than there is memory for', async () => {
    const many = rowsOf(...Array.from({ length: 20_000 }, () => 1n));
    await expect(answered(plan, many, { batch: 1000, memory: 2 ** 20 })).rejects.toThrow(new Refused('memory'));
    expect((await answered(plan, many, { batch: 1000 }))[0]?.size).toBe(many.length);
  });

  test.each([
    ['unordered', rowsOf(1n, 2n).toReversed()],
    ['unfit', rowsOf(1n, tooLarge)],
    ['unfit', rowsOf(2n ** 53n, 1n, 1n)],
    ['unfit', rowsOf(2n ** 62n, 1n)],
  ])('%s', async (why, rows) => {
    await expect(answered(plan, rows)).rejects.toThrow(new Refused(why as Refused['why']));
  });

  test('values that a number does not hold', async () => {
    const greatest = {
      groups: [{ values: [0], features: [{ ...features[0], kind: 'greatest' } as KernelFeature] }],
      values: 1,
    };
    await expect(answered(greatest, rowsOf(2n ** 53n, 1n))).rejects.toThrow(new Refused('unfit'));
    expect(await answered(greatest, rowsOf(2n ** 53n - 1n, 1n))).toEqual([
      new Map([
        [0n, [none]],
        [1n, [2n ** 53n - 1n]],
      ]),
    ]);
  });
});
