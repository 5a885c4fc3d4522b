import { keep, operation, split } from './bits';
import { BITS, BLOCK, STATES, STEP, SUMS } from './layout';
import { tell } from './sums';

@inline
function bitsOf(members: usize, member: u32, b: i32): usize {
  return <usize>load<u32>(members + (<usize>member << 2)) + <usize>b * BITS;
}

/**
 * Decisions by steps (see `STEP`); `members` are addresses of the bitmaps of their conditions. The first that fires decides. Rows left get `otherwise`, or, where that
 * is below 0, stay in the bitmaps `left`. Adds orders and amounts by step (and of those left, behind the last one) and state,
 * and orders by week and result: all, bad, good. `decided` get the rows of each result, as bitmaps of `stride` bytes, where
 * they are not 0. `scratch` has room for two bitmaps.
 */
export function decide(
  blocks: usize, from: i32, to: i32, steps: usize, stepCount: i32, members: usize, otherwise: i32,
  stateBits: usize, stride: usize, states: usize, amounts: usize, wide: bool,
  sums: usize, weekly: usize, left: usize, decided: usize, scratch: usize,
): void {
  const fires = scratch;
  for (let b = from; b < to; b += 1) {
    const block = blocks + <usize>b * BLOCK;
    const row = <usize>load<u32>(block);
    const week = weekly + <usize>load<u32>(block, 8) * 48;
    const here = stateBits + <usize>b * BITS;
    const rest = left + <usize>b * BITS;
    memory.copy(rest, here + STATES * stride, BITS);
    const results = decided == 0 ? 0 : decided + <usize>b * BITS;
    if (results != 0) for (let r: usize = 0; r < 4; r += 1) memory.fill(results + r * stride, 0, BITS);
    for (let s = 0; s < stepCount; s += 1) {
      const step = steps + <usize>s * STEP;
      const start = load<u32>(step, 8);
      const end = start + load<u32>(step, 12);
      const all = load<u32>(step, 4) == 1;
      let bits = bitsOf(members, start, b);
      // Most steps have one condition.
      if (end - start != 1) {
        memory.fill(fires, all ? 0xff : 0, BITS);
        for (let m = start; m < end; m += 1) operation(all ? 0 : 1, fires, bitsOf(members, m, b), fires);
        bits = fires;
      }
      if (!split(bits, rest, fires)) continue;
      keep(results, <usize>load<u32>(step), stride, fires);
      tell(fires, here, stride, row, week + <usize>load<u32>(step) * 12, states, amounts, wide, sums + <usize>s * SUMS);
    }
    if (otherwise < 0) continue;
    keep(results, <usize>otherwise, stride, rest);
    tell(rest, here, stride, row, week + <usize>otherwise * 12, states, amounts, wide, sums + <usize>stepCount * SUMS);
  }
}
