import { BITS } from './layout';

/**
 * How many rows every two of the rules share, of all that count and of the bad: `pairs` and `badPairs` are tables of
 * ruleCount × ruleCount counters, of which those with the first index below the second are used. Rows are turned into
 * lists of their rules, so that rows hit by one rule cost nothing. `scratch` has room for two bitmaps, a counter and a
 * place for each row, and `listBytes` of lists; answers false when these are too few.
 */
export function overlap(
  blocks: usize, from: i32, to: i32, rules: usize, ruleCount: i32, counts: usize, bad: usize,
  pairs: usize, badPairs: usize, scratch: usize, listBytes: usize,
): bool {
  const any = scratch;
  const several = scratch + BITS;
  const many = scratch + 2 * BITS;
  const starts = many + 4096 * 2;
  const lists = starts + 4096 * 4;
  for (let b = from; b < to; b += 1) {
    const here = counts + <usize>b * BITS;
    const badHere = bad + <usize>b * BITS;
    memory.fill(any, 0, 2 * BITS);
    for (let r = 0; r < ruleCount; r += 1) {
      const bits = <usize>load<u32>(rules + (<usize>r << 2)) + <usize>b * BITS;
      for (let i: usize = 0; i < BITS; i += 16) {
        const mine = v128.and(v128.load(bits + i), v128.load(here + i));
        const before = v128.load(any + i);
        v128.store(several + i, v128.or(v128.load(several + i), v128.and(mine, before)));
        v128.store(any + i, v128.or(before, mine));
      }
    }
    memory.fill(many, 0, 4096 * 2);
    let length: usize = 0;
    for (let r = 0; r < ruleCount; r += 1) {
      const bits = <usize>load<u32>(rules + (<usize>r << 2)) + <usize>b * BITS;
      for (let word: usize = 0; word < BITS; word += 8) {
        let rest = load<u64>(bits + word) & load<u64>(several + word);
        length += <usize>popcnt(rest);
        while (rest != 0) {
          const at = many + (((word << 3) + <usize>ctz(rest)) << 1);
          rest &= rest - 1;
          store<u16>(at, load<u16>(at) + 1);
        }
      }
    }
    if (length << 1 > listBytes) return false;
    let next = lists;
    for (let i: usize = 0; i < 4096; i += 1) {
      store<u32>(starts + (i << 2), <u32>next);
      next += <usize>load<u16>(many + (i << 1)) << 1;
    }
    for (let r = 0; r < ruleCount; r += 1) {
      const bits = <usize>load<u32>(rules + (<usize>r << 2)) + <usize>b * BITS;
      for (let word: usize = 0; word < BITS; word += 8) {
        let rest = load<u64>(bits + word) & load<u64>(several + word);
        while (rest != 0) {
          const at = starts + (((word << 3) + <usize>ctz(rest)) << 2);
          rest &= rest - 1;
          const to2 = <usize>load<u32>(at);
          store<u16>(to2, <u16>r);
          store<u32>(at, <u32>(to2 + 2));
        }
      }
    }
    for (let word: usize = 0; word < BITS; word += 8) {
      let rest = load<u64>(several + word);
      const badWord = load<u64>(badHere + word);
      while (rest != 0) {
        const bit = ctz(rest);
        const i = (word << 3) + <usize>bit;
        const end = <usize>load<u32>(starts + (i << 2));
        const start = end - (<usize>load<u16>(many + (i << 1)) << 1);
        const isBad = ((badWord >> bit) & 1) != 0;
        rest &= rest - 1;
        for (let x = start; x < end; x += 2) {
          const line = <usize>load<u16>(x) * <usize>ruleCount;
          for (let y = x + 2; y < end; y += 2) {
            const at = (line + <usize>load<u16>(y)) << 2;
            store<u32>(pairs + at, load<u32>(pairs + at) + 1);
            if (isBad) store<u32>(badPairs + at, load<u32>(badPairs + at) + 1);
          }
        }
      }
    }
  }
  return true;
}
