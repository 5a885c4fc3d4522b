import { BLOCK_HEAD, BLOCK_ROWS, DISTINCT, FEATURE, GROUP, LEAST, NO_MEMORY, PARTITION, ROW, VALUE } from './layout';
import { distinct, extremes } from './queues';
import { fits, piece, top, work, workFrom } from './room';
import { groups } from './rows';
import { addUp } from './values';

/** The rows of one partition, put together by key. */

export let times: usize = 0;
export let seqs: usize = 0;
export let ends: usize = 0;
export let starts: usize = 0;
export let made: usize = 0;
export let count: u32 = 0;

/** Readies a partition of a group for `emit`, and answers its rows. */
export function prepare(g: u32, p: u32): i32 {
  const own = groups + g * GROUP;
  const part = <usize>load<u32>(own) + p * PARTITION;
  const values = load<u32>(own, 4);
  const features = <usize>load<u32>(own, 12);
  const featureCount = load<u32>(own, 16);
  const windows = <usize>load<u32>(own, 20);
  const windowCount = load<u32>(own, 24);
  const n = load<u32>(part, 12);
  count = n;
  if (n == 0) return 0;
  let size: usize = 2;
  while (size < (<usize>n << 1)) size <<= 1;
  // What the pieces below come to at most, with what features make of their own.
  const each: u64 = 64 + <u64>values * 40 + <u64>featureCount * 12 + <u64>windowCount * 4;
  const needed: u64 = <u64>(top + 4096) + <u64>n * each + (<u64>size << 3) + <u64>(values + featureCount + windowCount) * 128;
  if (needed > 0xffff0000 || !fits(<usize>needed)) return NO_MEMORY;
  workFrom(top);
  const keyOf = piece(<usize>n << 2);
  const table = piece(size << 2);
  const hashes = piece(<usize>n << 3);
  const next = piece((<usize>n + 1) << 2);
  const keys = gathered(part, values, keyOf, table, size, hashes, next);
  times = piece(<usize>n << 3);
  seqs = piece(<usize>n << 2);
  const places = piece(<usize>n << 2);
  made = piece(values * VALUE);
  for (let v: u32 = 0; v < values; v += 1) store<u32>(made + v * VALUE, piece(<usize>n << 3));
  spread(part, values, keyOf, next, places);
  // Now `next` of a key is its end.
  ends = piece(<usize>n << 2);
  starts = piece(windowCount * 4);
  findEnds(next, keys, places);
  for (let w: u32 = 0; w < windowCount; w += 1) {
    const at = piece(<usize>n << 2);
    store<u32>(starts + (w << 2), at);
    findStarts(next, keys, load<i64>(windows + (w << 3)), at);
  }
  for (let v: u32 = 0; v < values; v += 1) addUp(made + v * VALUE, load<u32>(load<u32>(own, 8) + (v << 3), 4));
  for (let f: u32 = 0; f < featureCount; f += 1) {
    const feature = features + f * FEATURE;
    const kind = load<u32>(feature);
    if (kind < LEAST) continue;
    const out = piece(<usize>n << 3);
    store<u32>(feature, out, 24);
    const value = made + load<u32>(feature, 4) * VALUE;
    const own = load<u32>(feature, 8) != 0;
    const from = <usize>load<u32>(starts + (load<u32>(feature, 12) << 2));
    // What one feature needs on the way is room for the next.
    const room = work;
    if (kind == DISTINCT) distinct(next, keys, table, size, value, from, out, own);
    else extremes(next, keys, <usize>load<u32>(value), from, out, own, kind == LEAST);
    workFrom(room);
  }
  return <i32>n;
}

/** Names the keys 0, 1, …, counts the rows of each into `next` as places where they begin, and answers how many there are. */
function gathered(part: usize, values: u32, keyOf: usize, table: usize, size: usize, hashes: usize, next: usize): u32 {
  const row = ROW + (values << 3);
  const mask = size - 1;
  memory.fill(table, 0, size << 2);
  let keys: u32 = 0;
  let i: u32 = 0;
  for (let block = <usize>load<u32>(part, 8); block != 0; block = <usize>load<u32>(block)) {
    const end = block + BLOCK_HEAD + min<u32>(BLOCK_ROWS, count - i) * row;
    for (let at = block + BLOCK_HEAD; at < end; at += row) {
      const h = load<u64>(at, 8);
      let slot = <usize>((h ^ (h >> 29)) & mask);
      let key: u32 = 0;
      for (;;) {
        key = load<u32>(table + (slot << 2));
        if (key == 0) {
          store<u64>(hashes + (<usize>keys << 3), h);
          store<u32>(next + (<usize>keys << 2), 0);
          keys += 1;
          key = keys;
          store<u32>(table + (slot << 2), key);
          break;
        }
        if (load<u64>(hashes + (<usize>(key - 1) << 3)) == h) break;
        slot = (slot + 1) & mask;
      }
      const place = next + (<usize>(key - 1) << 2);
      store<u32>(place, load<u32>(place) + 1);
      store<u32>(keyOf + (<usize>i << 2), key - 1);
      i += 1;
    }
  }
  let sum: u32 = 0;
  for (let at = next, end = next + (<usize>keys << 2); at < end; at += 4) {
    const rows = load<u32>(at);
    store<u32>(at, sum);
    sum += rows;
  }
  return keys;
}

/** Puts the rows of each key together, in their order. */
function spread(part: usize, values: u32, keyOf: usize, next: usize, places: usize): void {
  const row = ROW + (values << 3);
  let i: u32 = 0;
  for (let block = <usize>load<u32>(part, 8); block != 0; block = <usize>load<u32>(block)) {
    const end = block + BLOCK_HEAD + min<u32>(BLOCK_ROWS, count - i) * row;
    for (let at = block + BLOCK_HEAD; at < end; at += row) {
      const own = next + (<usize>load<u32>(keyOf + (<usize>i << 2)) << 2);
      const to = <usize>load<u32>(own);
      store<u32>(own, <u32>to + 1);
      store<i64>(times + (to << 3), load<i64>(at));
      store<u32>(seqs + (to << 2), load<u32>(at, 16));
      store<u32>(places + (to << 2), load<u32>(at, 20));
      for (let v: usize = 0; v < values; v += 1)
        store<i64>(<usize>load<u32>(made + v * VALUE) + (to << 3), load<i64>(at + ROW + (v << 3)));
      i += 1;
    }
  }
}

/** For every row the first one of its key that has its time and its place. */
function findEnds(next: usize, keys: u32, places: usize): void {
  let i: usize = 0;
  for (let k: usize = 0; k < keys; k += 1) {
    const to = <usize>load<u32>(next + (k << 2));
    let end = i;
    for (; i < to; i += 1) {
      const same =
        load<i64>(times + (i << 3)) == load<i64>(times + (end << 3)) &&
        load<u32>(places + (i << 2)) == load<u32>(places + (end << 2));
      if (!same) end = i;
      store<u32>(ends + (i << 2), end);
    }
  }
}

/** For every row the first one of its key that is no longer before it than the window; below 0 it has no length. */
function findStarts(next: usize, keys: u32, length: i64, out: usize): void {
  let i: usize = 0;
  for (let k: usize = 0; k < keys; k += 1) {
    const to = <usize>load<u32>(next + (k << 2));
    let start = i;
    if (length < 0) for (; i < to; i += 1) store<u32>(out + (i << 2), start);
    else
      for (; i < to; i += 1) {
        const from = load<i64>(times + (i << 3)) - length;
        while (load<i64>(times + (start << 3)) < from) start += 1;
        store<u32>(out + (i << 2), start);
      }
  }
}
