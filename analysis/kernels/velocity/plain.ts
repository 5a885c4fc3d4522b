import { none, type KernelFeature, type KernelGroup } from './shapes.ts';

/** One row of the stream that the loops read, in the order of `time` and `place`. */
export interface PlainRow {
  readonly time: bigint;
  /** −1 where nothing is asked for it. */
  readonly seq: bigint;
  readonly place: bigint;
  /** Hash of the key of each group, 0n for none. */
  readonly keys: readonly bigint[];
  readonly values: readonly bigint[];
}

/** Values of a group’s features by seq, looked up row by row: what the loops are compared with. */
export function plainAnswers(
  rows: readonly PlainRow[],
  group: number,
  { values, features }: KernelGroup,
): Map<bigint, bigint[]> {
  const mine = rows.filter(({ keys }) => (keys[group] ?? 0n) !== 0n);
  return new Map(
    mine
      .filter(({ seq }) => seq >= 0n)
      .map((row) => [
        row.seq,
        features.map((feature) => {
          const column = feature.value === null ? null : (values[feature.value] ?? 0);
          const seen = mine.filter((other) => inWindow(other, row, group, feature));
          return answer(feature, column, feature.own ? [...seen, row] : seen, row.time);
        }),
      ]),
  );
}

function inWindow(other: PlainRow, row: PlainRow, group: number, { window }: KernelFeature): boolean {
  const before = other.time < row.time || (other.time === row.time && other.place < row.place);
  return before && other.keys[group] === row.keys[group] && (window === null || other.time >= row.time - window);
}

function answer(feature: KernelFeature, column: number | null, seen: readonly PlainRow[], now: bigint): bigint {
  const found = seen.filter(({ values }) => column === null || values[column] !== none);
  const numbers = found.map(({ values }) => values[column ?? -1] ?? 0n);
  const sum = numbers.reduce((total, value) => total + value, 0n);
  const times = found.map(({ time }) => time);
  const [first, last] = [times[0], times.at(-1)];
  const { limit } = feature;
  switch (feature.kind) {
    case 'count':
      return BigInt(found.length);
    case 'sum':
      return limit !== null && (sum > limit || sum < -limit) ? none : sum;
    case 'first':
      return first ?? none;
    case 'last':
      return last ?? none;
    case 'since-first':
      return first === undefined ? none : (now - first) / 1_000_000n;
    case 'since-last':
      return last === undefined ? none : (now - last) / 1_000_000n;
    case 'mean':
      return found.length === 0 ? none : bitsOf(Number(sum) / found.length);
    case 'money-mean':
      return found.length === 0 ? none : rounded(sum, BigInt(found.length));
    case 'least':
      return numbers.reduce((least, value) => (value < least ? value : least), numbers[0] ?? none);
    case 'greatest':
      return numbers.reduce((greatest, value) => (value > greatest ? value : greatest), numbers[0] ?? none);
    case 'distinct':
      return BigInt(new Set(numbers).size);
  }
}

const bitsOf = (value: number): bigint => new BigInt64Array(Float64Array.of(value).buffer)[0] ?? 0n;

function rounded(sum: bigint, count: bigint): bigint {
  const whole = (2n * (sum < 0n ? -sum : sum) + count) / (2n * count);
  return sum < 0n ? -whole : whole;
}
