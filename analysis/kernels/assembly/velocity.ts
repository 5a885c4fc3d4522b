/**
 * Windows over the past of a key. Rows come in order of time, each with the hash of its key: those of this part are laid
 * down by partitions of the hash as they come; then the rows of one partition after the other are put together by key, and
 * two pointers run over the times of each key. Every row with a number (`seq`) is asked for the values of features over the
 * rows of its key before it, [t − w, t). All numbers have 64 bits; NONE is NULL. Whoever loads this writes plans and reads
 * answers, see ../velocity/part.ts. AssemblyScript.
 */

const NONE: i64 = i64.MIN_VALUE;
/** A number too large for what follows: then none of it is computed here. */
const TOO_LARGE: i64 = i64.MIN_VALUE + 1;

/** Answers besides sizes. */
const UNORDERED: i32 = -1;
const UNFIT: i32 = -2;
const NO_MEMORY: i32 = -3;

const COUNT: u32 = 0;
const SUM: u32 = 1;
const FIRST: u32 = 2;
const LAST: u32 = 3;
const SINCE_FIRST: u32 = 4;
const SINCE_LAST: u32 = 5;
const MEAN: u32 = 6;
const MONEY_MEAN: u32 = 7;
const LEAST: u32 = 8;
const GREATEST: u32 = 9;
const DISTINCT: u32 = 10;

/** Rows in a block of a partition; a block begins with the address of the next. */
const BLOCK_ROWS: u32 = 64;
const BLOCK_HEAD: u32 = 8;
/** Time, hash, seq and place of a row; its values stand behind. */
const ROW: u32 = 24;
/** Of a group: partitions, values, columns of values, features, how many, windows, how many. */
const GROUP: usize = 32;
const MOST_GROUPS: usize = 64;
/** Of a partition: where the next row goes, where its block ends, its first block, its rows. */
const PARTITION: usize = 16;
/** Of a feature: kind, value or −1, whether the row itself counts, window, limit of sums or 0, address of what is made. */
const FEATURE: usize = 32;
/** Of a value while a partition is at work: values, counts, sums, sums of the high halves or 0, the next ones, the last ones. */
const VALUE: usize = 24;
/** What features need of a value. */
const COUNTS: u32 = 1;
const SUMS: u32 = 2;
const NEIGHBOURS: u32 = 4;

const GOLDEN: u64 = 0x9e3779b97f4a7c15;

let top: usize = 0;
let groups: usize = 0;
let groupCount: u32 = 0;
let partitions: u32 = 0;
let first: u32 = 0;
let all: u64 = 1;
let latest: i64 = i64.MIN_VALUE;
/** Memory ends here at the latest. */
let most: usize = 0;

// Of the partition at work.
let work: usize = 0;
let times: usize = 0;
let seqs: usize = 0;
let ends: usize = 0;
let starts: usize = 0;
let made: usize = 0;
let count: u32 = 0;

function fits(end: usize): bool {
  if (end > most) return false;
  const size = <usize>memory.size() << 16;
  if (end <= size) return true;
  // Grown by some megabytes at once: growing takes its time.
  const pages = <i32>((end - size + 0x3fffff) >> 22 << 6);
  return memory.grow(pages) >= 0 || memory.grow(<i32>((end - size + 0xffff) >> 16)) >= 0;
}

@inline
function aligned(at: usize): usize {
  return (at + 15) & ~15;
}

/** Begins anew: partitions `first` and following of `all`, in so many bytes. */
export function open(mine: u32, from: u32, total: u32, bytes: usize): void {
  most = bytes;
  top = aligned(__heap_base);
  partitions = mine;
  first = from;
  all = total;
  latest = i64.MIN_VALUE;
  groupCount = 0;
  groups = lend(MOST_GROUPS * GROUP);
}

/** A piece of memory, 0 where there is none. */
export function lend(bytes: usize): usize {
  const at = top;
  if (!fits(at + bytes)) return 0;
  top = aligned(at + bytes);
  return at;
}

/** Adds a group whose values are these columns, each with what is needed of it (numbers of 32 bits). */
export function group(columns: usize, values: u32, features: usize, featureCount: u32, windows: usize, windowCount: u32): i32 {
  const at = groups + groupCount * GROUP;
  const parts = lend(partitions * PARTITION);
  if (parts == 0) return NO_MEMORY;
  memory.fill(parts, 0, partitions * PARTITION);
  store<u32>(at, parts);
  store<u32>(at, values, 4);
  store<u32>(at, columns, 8);
  store<u32>(at, features, 12);
  store<u32>(at, featureCount, 16);
  store<u32>(at, windows, 20);
  store<u32>(at, windowCount, 24);
  groupCount += 1;
  return <i32>groupCount - 1;
}

/**
 * Takes rows: columns of `stride` numbers each, times, seqs (below 0: not asked), places among rows of the same time, a hash
 * of the key for every group (0: no key), values. UNORDERED where a time is before the last one.
 */
export function take(batch: usize, rows: u32, stride: u32, columns: u32): i32 {
  const width = <usize>stride << 3;
  let before = latest;
  for (let at = batch, end = batch + (<usize>rows << 3); at < end; at += 8) {
    const t = load<i64>(at);
    if (t < before) return UNORDERED;
    before = t;
  }
  latest = before;
  for (let column: u32 = 3 + groupCount; column < columns; column += 1) {
    const from = batch + column * width;
    for (let at = from, end = from + (<usize>rows << 3); at < end; at += 8) if (load<i64>(at) == TOO_LARGE) return UNFIT;
  }
  for (let g: u32 = 0; g < groupCount; g += 1) if (!lay(g, batch, rows, width)) return NO_MEMORY;
  return 0;
}

function lay(g: u32, batch: usize, rows: u32, width: usize): bool {
  const own = groups + g * GROUP;
  const parts = <usize>load<u32>(own);
  const values = load<u32>(own, 4);
  const list = <usize>load<u32>(own, 8);
  const hashes = batch + (3 + g) * width;
  const from = batch + (3 + groupCount) * width;
  const row = ROW + (values << 3);
  const block = BLOCK_HEAD + BLOCK_ROWS * row;
  for (let i: usize = 0, end = <usize>rows << 3; i < end; i += 8) {
    const h = load<u64>(hashes + i);
    if (h == 0) continue;
    const p = <u32>((((h * GOLDEN) >> 32) * all) >> 32) - first;
    if (p >= partitions) continue;
    const part = parts + p * PARTITION;
    let at = <usize>load<u32>(part);
    if (at == load<u32>(part, 4)) {
      const fresh = lend(block);
      if (fresh == 0) return false;
      store<u32>(fresh, 0);
      if (at == 0) store<u32>(part, fresh, 8);
      else store<u32>(at - block, fresh);
      at = fresh + BLOCK_HEAD;
      store<u32>(part, fresh + block, 4);
    }
    store<u64>(at, load<u64>(batch + i));
    store<u64>(at, h, 8);
    store<u32>(at, load<u32>(batch + width + i), 16);
    store<u32>(at, load<u32>(batch + 2 * width + i), 20);
    for (let v: usize = 0; v < values; v += 1)
      store<i64>(at + ROW + (v << 3), load<i64>(from + load<u32>(list + (v << 3)) * width + i));
    store<u32>(part, at + row);
    store<u32>(part, load<u32>(part, 12) + 1, 12);
  }
  return true;
}

@inline
function piece(bytes: usize): usize {
  const at = work;
  work = aligned(at + bytes);
  return at;
}

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
  work = aligned(top);
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
    work = room;
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

/** Makes of a value what is needed: for every row how many before it have one, what they come to, and its neighbours. */
function addUp(value: usize, needs: u32): void {
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

/** The smallest or largest value of every window: candidates in a queue, each better than all that came after. */
function extremes(next: usize, keys: u32, values: usize, starts: usize, out: usize, own: bool, least: bool): void {
  const queue = piece(<usize>count << 2);
  let i: usize = 0;
  for (let k: usize = 0; k < keys; k += 1) {
    const to = <usize>load<u32>(next + (k << 2));
    let head: usize = 0;
    let tail: usize = 0;
    let at = i;
    for (; i < to; i += 1) {
      const end = <usize>load<u32>(ends + (i << 2));
      const start = load<u32>(starts + (i << 2));
      for (; at < end; at += 1) {
        const v = load<i64>(values + (at << 3));
        if (v == NONE) continue;
        while (tail > head) {
          const other = load<i64>(values + (<usize>load<u32>(queue + ((tail - 1) << 2)) << 3));
          if (least ? other < v : other > v) break;
          tail -= 1;
        }
        store<u32>(queue + (tail << 2), <u32>at);
        tail += 1;
      }
      while (head < tail && load<u32>(queue + (head << 2)) < start) head += 1;
      let found = head < tail ? load<i64>(values + (<usize>load<u32>(queue + (head << 2)) << 3)) : NONE;
      const mine = load<i64>(values + (i << 3));
      if (own && mine != NONE) found = found == NONE ? mine : least ? min<i64>(found, mine) : max<i64>(found, mine);
      store<i64>(out + (i << 3), found);
    }
  }
}

/** How many different values stand in every window. */
function distinct(
  next: usize, keys: u32, table: usize, size: usize, value: usize, starts: usize, out: usize, own: bool,
): void {
  const values = <usize>load<u32>(value);
  const names = piece(<usize>count << 2);
  const seen = piece(<usize>count << 2);
  const mask = size - 1;
  memory.fill(seen, 0, <usize>count << 2);
  memory.fill(table, 0, size << 2);
  let i: usize = 0;
  for (let k: usize = 0; k < keys; k += 1) {
    const from = i;
    const to = <usize>load<u32>(next + (k << 2));
    // A value's name is the first row of the key that has it.
    for (let at = from; at < to; at += 1) {
      const v = load<i64>(values + (at << 3));
      if (v == NONE) continue;
      let slot = <usize>(((<u64>v + k) * GOLDEN) >> 32) & mask;
      for (;;) {
        const known = load<u32>(table + (slot << 2));
        if (known == 0) {
          store<u32>(table + (slot << 2), <u32>at + 1);
          store<u32>(names + (at << 2), <u32>at);
          break;
        }
        if (known > from && load<i64>(values + (<usize>(known - 1) << 3)) == v) {
          store<u32>(names + (at << 2), known - 1);
          break;
        }
        slot = (slot + 1) & mask;
      }
    }
    let different: i64 = 0;
    let start = from;
    let at = from;
    for (; i < to; i += 1) {
      const end = <usize>load<u32>(ends + (i << 2));
      const begin = <usize>load<u32>(starts + (i << 2));
      for (; at < end; at += 1) {
        if (load<i64>(values + (at << 3)) == NONE) continue;
        const name = seen + (<usize>load<u32>(names + (at << 2)) << 2);
        const rows = load<u32>(name);
        if (rows == 0) different += 1;
        store<u32>(name, rows + 1);
      }
      for (; start < begin; start += 1) {
        if (load<i64>(values + (start << 3)) == NONE) continue;
        const name = seen + (<usize>load<u32>(names + (start << 2)) << 2);
        const left = load<u32>(name) - 1;
        if (left == 0) different -= 1;
        store<u32>(name, left);
      }
      const fresh =
        own && load<i64>(values + (i << 3)) != NONE && load<u32>(seen + (<usize>load<u32>(names + (i << 2)) << 2)) == 0;
      store<i64>(out + (i << 3), different + (fresh ? 1 : 0));
    }
  }
}

/**
 * Writes what rows `from` to `to` of the partition that was readied ask for: seqs, then features, columns of `room` numbers
 * each, from row `at` on. Answers the row behind the last, or UNFIT.
 */
export function emit(g: u32, from: u32, to: u32, out: usize, room: u32, at: u32): i32 {
  const own = groups + g * GROUP;
  const features = <usize>load<u32>(own, 12);
  const featureCount = load<u32>(own, 16);
  const width = <usize>room << 3;
  const begin = out + (<usize>at << 3);
  let to8 = begin;
  for (let i: usize = from; i < to; i += 1) {
    const seq = load<i32>(seqs + (i << 2));
    store<i64>(to8, <i64>seq);
    to8 += seq < 0 ? 0 : 8;
  }
  const rows = <u32>((to8 - begin) >> 3);
  for (let f: u32 = 0; f < featureCount; f += 1)
    if (!write(features + f * FEATURE, from, to, begin + (1 + f) * width)) return UNFIT;
  return <i32>(at + rows);
}

function write(feature: usize, from: u32, to: u32, begin: usize): bool {
  const kind = load<u32>(feature);
  const number = load<i32>(feature, 4);
  const own = load<u32>(feature, 8) != 0;
  const limit = load<i64>(feature, 16);
  if (kind >= LEAST) {
    const found = <usize>load<u32>(feature, 24);
    let out = begin;
    for (let i: usize = from; i < to; i += 1) {
      store<i64>(out, load<i64>(found + (i << 3)));
      out += load<i32>(seqs + (i << 2)) < 0 ? 0 : 8;
    }
    return true;
  }
  const starting = <usize>load<u32>(starts + (load<u32>(feature, 12) << 2));
  if (kind == COUNT) return writeCounts(number, own, starting, from, to, begin);
  if (kind == SUM) return writeSums(made + number * VALUE, limit, own, starting, from, to, begin);
  if (kind == MEAN || kind == MONEY_MEAN) return writeMeans(made + number * VALUE, kind, own, starting, from, to, begin);
  return writeTimes(number, kind, own, starting, from, to, begin);
}

function writeCounts(number: i32, own: bool, starting: usize, from: u32, to: u32, begin: usize): bool {
  let out = begin;
  if (number < 0) {
    const more: i64 = own ? 1 : 0;
    for (let i: usize = from; i < to; i += 1) {
      const rows = load<u32>(ends + (i << 2)) - load<u32>(starting + (i << 2));
      store<i64>(out, <i64>rows + more);
      out += load<i32>(seqs + (i << 2)) < 0 ? 0 : 8;
    }
    return true;
  }
  const value = made + number * VALUE;
  const values = <usize>load<u32>(value);
  const counts = <usize>load<u32>(value, 4);
  for (let i: usize = from; i < to; i += 1) {
    const end = <usize>load<u32>(ends + (i << 2));
    const start = <usize>load<u32>(starting + (i << 2));
    let rows = load<u32>(counts + (end << 2)) - load<u32>(counts + (start << 2));
    if (own && load<i64>(values + (i << 3)) != NONE) rows += 1;
    store<i64>(out, <i64>rows);
    out += load<i32>(seqs + (i << 2)) < 0 ? 0 : 8;
  }
  return true;
}

function writeSums(value: usize, limit: i64, own: bool, starting: usize, from: u32, to: u32, begin: usize): bool {
  const values = <usize>load<u32>(value);
  const sums = <usize>load<u32>(value, 8);
  const highs = <usize>load<u32>(value, 12);
  let out = begin;
  for (let i: usize = from; i < to; i += 1) {
    const end = <usize>load<u32>(ends + (i << 2));
    const start = <usize>load<u32>(starting + (i << 2));
    const mine = own ? load<i64>(values + (i << 3)) : NONE;
    let sum = load<i64>(sums + (end << 3)) - load<i64>(sums + (start << 3));
    if (highs == 0) {
      if (mine != NONE) sum += mine;
    } else {
      let high = load<i64>(highs + (end << 3)) - load<i64>(highs + (start << 3));
      if (mine != NONE) {
        sum += mine & 0xffffffff;
        high += mine >> 32;
      }
      high += sum >> 32;
      if (high >= 0x40000000 || high < -0x40000000) {
        // Beyond every limit; without one there is no number for it.
        if (limit == 0) return false;
        sum = i64.MAX_VALUE;
      } else sum = (high << 32) + (sum & 0xffffffff);
    }
    if (limit != 0 && (sum > limit || sum < -limit)) sum = NONE;
    store<i64>(out, sum);
    out += load<i32>(seqs + (i << 2)) < 0 ? 0 : 8;
  }
  return true;
}

function writeMeans(value: usize, kind: u32, own: bool, starting: usize, from: u32, to: u32, begin: usize): bool {
  if (load<u32>(value, 12) != 0) return false;
  const values = <usize>load<u32>(value);
  const counts = <usize>load<u32>(value, 4);
  const sums = <usize>load<u32>(value, 8);
  let out = begin;
  for (let i: usize = from; i < to; i += 1) {
    const end = <usize>load<u32>(ends + (i << 2));
    const start = <usize>load<u32>(starting + (i << 2));
    const mine = own ? load<i64>(values + (i << 3)) : NONE;
    let rows = <i64>(load<u32>(counts + (end << 2)) - load<u32>(counts + (start << 2)));
    let sum = load<i64>(sums + (end << 3)) - load<i64>(sums + (start << 3));
    if (mine != NONE) {
      rows += 1;
      sum += mine;
    }
    // A double holds whole numbers up to here.
    if (kind == MEAN && (sum > 9007199254740992 || sum < -9007199254740992)) return false;
    let mean = NONE;
    if (rows != 0) {
      const size = sum < 0 ? -sum : sum;
      const whole = (2 * size + rows) / (2 * rows);
      mean = kind == MEAN ? reinterpret<i64>(<f64>sum / <f64>rows) : sum < 0 ? -whole : whole;
    }
    store<i64>(out, mean);
    out += load<i32>(seqs + (i << 2)) < 0 ? 0 : 8;
  }
  return true;
}

function writeTimes(number: i32, kind: u32, own: bool, starting: usize, from: u32, to: u32, begin: usize): bool {
  const value = made + number * VALUE;
  const values = number < 0 ? 0 : <usize>load<u32>(value);
  const after = number < 0 ? 0 : <usize>load<u32>(value, 16);
  const before = number < 0 ? 0 : <usize>load<u32>(value, 20);
  const earliest = kind == FIRST || kind == SINCE_FIRST;
  let out = begin;
  for (let i: usize = from; i < to; i += 1) {
    const end = load<u32>(ends + (i << 2));
    const start = load<u32>(starting + (i << 2));
    const now = load<i64>(times + (i << 3));
    const mine = own && (number < 0 || load<i64>(values + (i << 3)) != NONE);
    let found = NONE;
    if (start < end) {
      const next = number < 0 ? start : load<u32>(after + (<usize>start << 2));
      const last = number < 0 ? end - 1 : load<u32>(before + (<usize>end << 2));
      if (next < end) found = load<i64>(times + (<usize>(earliest ? next : last) << 3));
    }
    if (mine && (!earliest || found == NONE)) found = now;
    if (found != NONE && (kind == SINCE_FIRST || kind == SINCE_LAST)) found = (now - found) / 1000000;
    store<i64>(out, found);
    out += load<i32>(seqs + (i << 2)) < 0 ? 0 : 8;
  }
  return true;
}
