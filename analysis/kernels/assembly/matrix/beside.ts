import { BITS, BLOCK, SUMS } from './layout';
import { add } from './sums';

/**
 * What rules are worth beside each other: what only one of them hits (`unique`), and what it hits before those behind it
 * (`first`), in the order given, by state; not asked where its place is 0. `scratch` has room for four bitmaps.
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
    if (first == 0) together(rules, ruleCount, <usize>b * BITS, any, several);
    else memory.fill(any, 0, 2 * BITS);
    for (let r = 0; first != 0 && r < ruleCount; r += 1) {
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
    const once = any;
    for (let i: usize = 0; i < BITS; i += 16) {
      const alone = v128.andnot(v128.load(any + i), v128.load(several + i));
      v128.store(once + i, v128.and(alone, v128.load(here + i)));
    }
    for (let r = 0; r < ruleCount; r += 1) {
      const bits = <usize>load<u32>(rules + (<usize>r << 2)) + <usize>b * BITS;
      let some = v128.splat<u64>(0);
      for (let i: usize = 0; i < BITS; i += 16) {
        const alone = v128.and(v128.load(bits + i), v128.load(once + i));
        v128.store(own + i, alone);
        some = v128.or(some, alone);
      }
      if (v128.any_true(some)) add(own, row, states, amounts, wide, unique + <usize>r * SUMS);
    }
  }
}

/** Rows of a block that any rule hits, and those that several do. */
function together(rules: usize, ruleCount: i32, block: usize, any: usize, several: usize): void {
  const end = rules + (<usize>ruleCount << 2);
  for (let i: usize = 0; i < BITS; i += 32) {
    let any0 = v128.splat<u64>(0);
    let any1 = any0;
    let several0 = any0;
    let several1 = any0;
    for (let rule = rules; rule < end; rule += 4) {
      const bits = <usize>load<u32>(rule) + block + i;
      const own0 = v128.load(bits);
      const own1 = v128.load(bits, 16);
      several0 = v128.or(several0, v128.and(any0, own0));
      several1 = v128.or(several1, v128.and(any1, own1));
      any0 = v128.or(any0, own0);
      any1 = v128.or(any1, own1);
    }
    v128.store(any + i, any0);
    v128.store(any + i, any1, 16);
    v128.store(several + i, several0);
    v128.store(several + i, several1, 16);
  }
}
