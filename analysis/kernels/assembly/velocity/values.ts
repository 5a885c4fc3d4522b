import { COUNTS, NEIGHBOURS, NONE, SUMS } from './layout';
import { count } from './partition';
import { piece } from './room';

/** Makes of a value what is needed: for every row how many before it have one, what they come to, and its neighbours. */
export function addUp(value: usize, needs: u32): void {
  const values = <usize>load<u32>(value);
  if ((needs & COUNTS) != 0) {
    const counts = piece((<usize>count + 1) << 2);
    store<u32>(value, counts, 4);
    let rows: u32 = 0;
    for (let i: usize = 0; i < count; i += 1) {
      store<u32>(counts + (i << 2), rows);
      rows += load<i64>(values + (i << 3)) == NONE ? 0 : 1;
    }
    store<u32>(counts + (<usize>count << 2), rows);
  }
  if ((needs & SUMS) != 0) sumUp(value, values);
  if ((needs & NEIGHBOURS) != 0) findNeighbours(value, values);
}

/** Sums modulo 2^64: differences of two are exact where what they differ by has 64 bits. */
function sumUp(value: usize, values: usize): void {
  const sums = piece((<usize>count + 1) << 3);
  store<u32>(value, sums, 8);
  store<u32>(value, 0, 12);
  let sum: i64 = 0;
  let largest: u64 = 0;
  for (let i: usize = 0; i < count; i += 1) {
    store<i64>(sums + (i << 3), sum);
    let v = load<i64>(values + (i << 3));
    if (v == NONE) v = 0;
    sum += v;
    largest = max<u64>(largest, <u64>(v < 0 ? -v : v));
  }
  store<i64>(sums + (<usize>count << 3), sum);
  if (<f64>largest * <f64>count < 2305843009213693952.0) return;
  // They could leave 64 bits: low halves and high halves apart.
  const highs = piece((<usize>count + 1) << 3);
  store<u32>(value, highs, 12);
  let low: i64 = 0;
  let high: i64 = 0;
  for (let i: usize = 0; i <= count; i += 1) {
    store<i64>(sums + (i << 3), low);
    store<i64>(highs + (i << 3), high);
    const v = i < count ? load<i64>(values + (i << 3)) : NONE;
    if (v == NONE) continue;
    low += v & 0xffffffff;
    high += v >> 32;
  }
}

/** For every row the first one with a value from it on, and the last one before it. */
function findNeighbours(value: usize, values: usize): void {
  const after = piece((<usize>count + 1) << 2);
  const before = piece((<usize>count + 1) << 2);
  store<u32>(value, after, 16);
  store<u32>(value, before, 20);
  let last: u32 = 0;
  for (let i: usize = 0; i <= count; i += 1) {
    store<u32>(before + (i << 2), last);
    if (i < count && load<i64>(values + (i << 3)) != NONE) last = <u32>i;
  }
  let following = count;
  store<u32>(after + (<usize>count << 2), following);
  for (let i: usize = count; i > 0; i -= 1) {
    if (load<i64>(values + ((i - 1) << 3)) != NONE) following = <u32>i - 1;
    store<u32>(after + ((i - 1) << 2), following);
  }
}
