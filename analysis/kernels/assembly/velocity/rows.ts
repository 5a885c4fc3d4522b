import { BLOCK_HEAD, BLOCK_ROWS, GOLDEN, GROUP, MOST_GROUPS, NO_MEMORY, PARTITION, ROW, TOO_LARGE, UNFIT, UNORDERED } from './layout';
import { clear, lend } from './room';

/** Rows as they come, laid down by partitions of the hash of their key. */

export let groups: usize = 0;
let groupCount: u32 = 0;
let partitions: u32 = 0;
let first: u32 = 0;
let all: u64 = 1;
let latest: i64 = i64.MIN_VALUE;

/** Begins anew: partitions `first` and following of `all`, in so many bytes. */
export function open(mine: u32, from: u32, total: u32, bytes: usize): void {
  clear(bytes);
  partitions = mine;
  first = from;
  all = total;
  latest = i64.MIN_VALUE;
  groupCount = 0;
  groups = lend(MOST_GROUPS * GROUP);
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
