import { DISTINCT, FEATURE, LEAST, ROW, VALUE } from './layout';
import { distinct, extremes } from './queues';
import { piece, work, workFrom } from './room';
import { addUp } from './values';

/** The rows of one partition, put together by key. */

export let times: usize = 0;
export let seqs: usize = 0;
export let ends: usize = 0;
export let starts: usize = 0;
export let made: usize = 0;
/** For every feature where its values stand that `prepare` has made. */
export let found: usize = 0;
export let count: u32 = 0;

/** What the pieces for so many rows of a group come to at most, with what features make of their own. */
export function needed(own: usize, n: u32): u64 {
  const values = <u64>load<u32>(own, 4);
  const features = <u64>load<u32>(own, 16);
  const windows = <u64>load<u32>(own, 24);
  const each = 64 + values * 40 + features * 12 + windows * 4;
  return 4096 + <u64>n * each + (<u64>tableSize(n) << 3) + (values + features + windows) * 128;
}

function tableSize(n: u32): usize {
  let size: usize = 2;
  while (size < (<usize>n << 1)) size <<= 1;
  return size;
}

/** Readies the rows of one partition, those from `begin` to `end`, for `emit`; pieces are taken from `room` on. */
export function prepare(own: usize, begin: usize, end: usize, room: usize): void {
  const values = load<u32>(own, 4);
  const features = <usize>load<u32>(own, 12);
  const featureCount = load<u32>(own, 16);
  const windows = <usize>load<u32>(own, 20);
  const windowCount = load<u32>(own, 24);
  const row = ROW + (values << 3);
  const n = <u32>((end - begin) / row);
  count = n;
  const size = tableSize(n);
  workFrom(room);
  const keyOf = piece(<usize>n << 2);
  const table = piece(size << 2);
  const hashes = piece(<usize>n << 3);
  const next = piece((<usize>n + 1) << 2);
  const keys = gathered(begin, end, row, keyOf, table, size, hashes, next);
  times = piece(<usize>n << 3);
  seqs = piece(<usize>n << 2);
  const places = piece(<usize>n << 2);
  made = piece(values * VALUE);
  found = piece(featureCount << 2);
  for (let v: u32 = 0; v < values; v += 1) store<u32>(made + v * VALUE, piece(<usize>n << 3));
  spread(begin, end, row, values, keyOf, next, places);
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
    // The plan is shared with other threads: what is made here stands beside it.
    store<u32>(found + (f << 2), out);
    const value = made + load<u32>(feature, 4) * VALUE;
    const own = load<u32>(feature, 8) != 0;
    const from = <usize>load<u32>(starts + (load<u32>(feature, 12) << 2));
    // What one feature needs on the way is room for the next.
    const room = work;
    if (kind == DISTINCT) distinct(next, keys, table, size, value, from, out, own);
    else extremes(next, keys, <usize>load<u32>(value), from, out, own, kind == LEAST);
    workFrom(room);
  }
}

/** Names the keys 0, 1, …, counts the rows of each into `next` as places where they begin, and answers how many there are. */
function gathered(begin: usize, end: usize, row: u32, keyOf: usize, table: usize, size: usize, hashes: usize, next: usize): u32 {
  const mask = size - 1;
  memory.fill(table, 0, size << 2);
  let keys: u32 = 0;
  let to = keyOf;
  for (let at = begin; at < end; at += row) {
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
    store<u32>(to, key - 1);
    to += 4;
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
function spread(begin: usize, end: usize, row: u32, values: u32, keyOf: usize, next: usize, places: usize): void {
  let key = keyOf;
  for (let at = begin; at < end; at += row) {
    const own = next + (<usize>load<u32>(key) << 2);
    key += 4;
    const to = <usize>load<u32>(own);
    store<u32>(own, <u32>to + 1);
    store<i64>(times + (to << 3), load<i64>(at));
    store<u32>(seqs + (to << 2), load<u32>(at, 16));
    store<u32>(places + (to << 2), load<u32>(at, 20));
    for (let v: usize = 0; v < values; v += 1)
      store<i64>(<usize>load<u32>(made + v * VALUE) + (to << 3), load<i64>(at + ROW + (v << 3)));
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
