import { operation, shared } from './bits';
import { BITS, BLOCK, STATES, SUMS } from './layout';
import { add } from './sums';

/**
 * Orders by state of each of some rules, and how many of all, of state 0 (bad) and of state 1 (good) are in each week.
 * `rules` are addresses of their bitmaps; `stateBits` are those of the states and of all that count, each `stride` bytes.
 * With `amounts` not 0 also amounts. Without, states that a block has none of are skipped.
 */
export function figures(
  blocks: usize, from: i32, to: i32, rules: usize, ruleCount: i32, stateBits: usize, stride: usize,
  states: usize, amounts: usize, wide: bool, sums: usize, weekly: usize, weeks: i32, scratch: usize,
): void {
  for (let b = from; b < to; b += 1) {
    const block = blocks + <usize>b * BLOCK;
    const row = <usize>load<u32>(block);
    const week = <usize>load<u32>(block, 8);
    const here = stateBits + <usize>b * BITS;
    const counts = here + STATES * stride;
    let present: u32 = 0;
    for (let s: usize = 0; s < STATES; s += 1)
      if (shared(here + s * stride, here + s * stride) != 0) present |= 1 << <u32>s;
    for (let r = 0; r < ruleCount; r += 1) {
      const bits = <usize>load<u32>(rules + (<usize>r << 2)) + <usize>b * BITS;
      const own = sums + <usize>r * SUMS;
      const inWeek = weekly + (<usize>r * <usize>weeks + week) * 12;
      if (amounts != 0) {
        operation(0, bits, counts, scratch);
        const before = load<i64>(own);
        const goodBefore = load<i64>(own, 16);
        const restBefore = load<i64>(own, 32) + load<i64>(own, 48) + load<i64>(own, 64);
        add(scratch, row, states, amounts, wide, own);
        const bad = <u32>(load<i64>(own) - before);
        const good = <u32>(load<i64>(own, 16) - goodBefore);
        const rest = <u32>(load<i64>(own, 32) + load<i64>(own, 48) + load<i64>(own, 64) - restBefore);
        store<u32>(inWeek, load<u32>(inWeek) + bad + good + rest);
        store<u32>(inWeek, load<u32>(inWeek, 4) + bad, 4);
        store<u32>(inWeek, load<u32>(inWeek, 8) + good, 8);
        continue;
      }
      for (let s: usize = 0; s < STATES; s += 1) {
        if (((present >> <u32>s) & 1) == 0) continue;
        const found = shared(bits, here + s * stride);
        store<i64>(own + (s << 4), load<i64>(own + (s << 4)) + found);
        store<u32>(inWeek, load<u32>(inWeek) + <u32>found);
        if (s < 2) {
          const at = inWeek + 4 + (s << 2);
          store<u32>(at, load<u32>(at) + <u32>found);
        }
      }
    }
  }
}

/** Rows of a bitmap that count, by one table of counters. */
export function count(blocks: usize, from: i32, to: i32, bits: usize, counts: usize): i64 {
  let found: i64 = 0;
  for (let b = from; b < to; b += 1) found += shared(bits + <usize>b * BITS, counts + <usize>b * BITS);
  return found;
}
