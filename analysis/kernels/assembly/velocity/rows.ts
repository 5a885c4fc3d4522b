import { GOLDEN, GROUP, PIECE_ROWS, ROW, TOO_LARGE, UNFIT, UNORDERED, emitBytes } from './layout';
import { needed } from './partition';

/** Rows of the stream, and how they are laid down by partitions of the hash of their key. */

export let groups: usize = 0;
let pieces: usize = 0;
let rows: u32 = 0;
let first: u32 = 0;
let mine: u32 = 0;
let all: u64 = 1;

/**
 * The stream: addresses of its pieces, and its rows. A piece has columns of `PIECE_ROWS` numbers: times, marks (the seq, below 0
 * where nothing is asked, and above it in the upper half the place among rows of the same time), hashes of keys (0: no key),
 * values. Groups stand one behind the other as `GROUP` says.
 */
export function open(list: usize, count: u32, given: usize): void {
  pieces = list;
  rows = count;
  groups = given;
}

/** From now on partitions `from` and following of `total` are meant. */
export function share(from: u32, some: u32, total: u32): void {
  first = from;
  mine = some;
  all = total;
}

@inline
function column(piece: u32, at: u32): usize {
  return <usize>load<u32>(pieces + (piece << 2)) + at * (PIECE_ROWS << 3);
}

@inline
function rowsIn(piece: u32): u32 {
  return min<u32>(PIECE_ROWS, rows - piece * PIECE_ROWS);
}

/** UNORDERED where in these pieces a time is before the last one, UNFIT where one of these columns says so of a number. */
export function check(from: u32, to: u32, values: u32, columns: u32): i32 {
  for (let piece = from; piece < to; piece += 1) {
    const length = <usize>rowsIn(piece) << 3;
    const times = column(piece, 0);
    let before = piece == 0 ? i64.MIN_VALUE : load<i64>(column(piece - 1, 0) + ((PIECE_ROWS - 1) << 3));
    for (let at = times, end = times + length; at < end; at += 8) {
      const t = load<i64>(at);
      if (t < before) return UNORDERED;
      before = t;
    }
    for (let c = values; c < columns; c += 1)
      for (let at = column(piece, c), end = at + length; at < end; at += 8) if (load<i64>(at) == TOO_LARGE) return UNFIT;
  }
  return 0;
}

@inline
function partitionOf(hash: u64): u32 {
  return <u32>((((hash * GOLDEN) >> 32) * all) >> 32) - first;
}

/** Counts the rows of each partition of a group into `parts`, and answers how many bytes `compute` needs. */
export function count(g: u32, parts: usize): f64 {
  const own = groups + g * GROUP;
  const hashes = load<u32>(own);
  memory.fill(parts, 0, mine << 2);
  for (let piece: u32 = 0, done: u32 = 0; done < rows; piece += 1, done += PIECE_ROWS) {
    const from = column(piece, hashes);
    for (let at = from, end = from + (<usize>rowsIn(piece) << 3); at < end; at += 8) {
      const h = load<u64>(at);
      const p = partitionOf(h);
      if (h == 0 || p >= mine) continue;
      const place = parts + (p << 2);
      store<u32>(place, load<u32>(place) + 1);
    }
  }
  let sum: u64 = 0;
  let most: u32 = 0;
  for (let at = parts, end = parts + (mine << 2); at < end; at += 4) {
    sum += load<u32>(at);
    most = max<u32>(most, load<u32>(at));
  }
  return <f64>sum * <f64>rowBytes(own) + <f64>emitBytes(load<u32>(own, 16)) + <f64>needed(own, most);
}

@inline
export function rowBytes(own: usize): u32 {
  return ROW + (load<u32>(own, 4) << 3);
}

/** Lays the rows of a group down from `to` on; `parts`, their numbers, become where each partition ends. Answers where all do. */
export function lay(g: u32, parts: usize, to: usize): usize {
  const own = groups + g * GROUP;
  const values = load<u32>(own, 4);
  const list = <usize>load<u32>(own, 8);
  const hashes = load<u32>(own);
  const row = rowBytes(own);
  let place = to;
  for (let at = parts, end = parts + (mine << 2); at < end; at += 4) {
    const begin = place;
    place += <usize>load<u32>(at) * row;
    store<u32>(at, begin);
  }
  for (let piece: u32 = 0, done: u32 = 0; done < rows; piece += 1, done += PIECE_ROWS) {
    const times = column(piece, 0);
    const marks = column(piece, 1);
    const from = column(piece, hashes);
    for (let i: usize = 0, end = <usize>rowsIn(piece) << 3; i < end; i += 8) {
      const h = load<u64>(from + i);
      const p = partitionOf(h);
      if (h == 0 || p >= mine) continue;
      const part = parts + (p << 2);
      const at = <usize>load<u32>(part);
      store<u32>(part, at + row);
      store<u64>(at, load<u64>(times + i));
      store<u64>(at, h, 8);
      store<u64>(at, load<u64>(marks + i), 16);
      for (let v: usize = 0; v < values; v += 1)
        store<i64>(at + ROW + (v << 3), load<i64>(column(piece, load<u32>(list + (v << 3))) + i));
    }
  }
  return place;
}
