import { BITS, BLOCK, SUMS } from './layout';
import { add } from './sums';

/**
 * What rules are worth beside each other: what only one of them hits (`unique`), and what it hits before those behind it
 * (`first`), in the order given, by state. `scratch` has room for four bitmaps.
 */
export function beside(
  blocks: usize, from: i32, to: i32, rules: usize, ruleCount: i32, counts: usize,
  states: usize, amounts: usize, wide: bool, unique: usize, first: usize, scratch: usize,
): void {
  const any = scratch;
  const several = scratch + BITS;
  const own = scratch + 2 * BITS;
  for (let b = from; b < to; b += 1) {
    const row = <usize>load<u32>(blocks + <usize>b * BLOCK);
    const here = counts + <usize>b * BITS;
    memory.fill(any, 0, 2 * BITS);
    for (let r = 0; r < ruleCount; r += 1) {
      const bits = <usize>load<u32>(rules + (<usize>r << 2)) + <usize>b * BITS;
      let some = v128.splat<u64>(0);
      for (let i: usize = 0; i < BITS; i += 16) {
        const mine = v128.and(v128.load(bits + i), v128.load(here + i));
        const before = v128.load(any + i);
        const news = v128.andnot(mine, before);
        v128.store(own + i, news);
        some = v128.or(some, news);
        v128.store(several + i, v128.or(v128.load(several + i), v128.and(mine, before)));
        v128.store(any + i, v128.or(before, mine));
      }
      if (v128.any_true(some)) add(own, row, states, amounts, wide, first + <usize>r * SUMS);
    }
    for (let r = 0; r < ruleCount; r += 1) {
      const bits = <usize>load<u32>(rules + (<usize>r << 2)) + <usize>b * BITS;
      let some = v128.splat<u64>(0);
      for (let i: usize = 0; i < BITS; i += 16) {
        const alone = v128.andnot(v128.and(v128.load(bits + i), v128.load(here + i)), v128.load(several + i));
        v128.store(own + i, alone);
        some = v128.or(some, alone);
      }
      if (v128.any_true(some)) add(own, row, states, amounts, wide, unique + <usize>r * SUMS);
    }
  }
}
