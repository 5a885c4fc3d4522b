import { BITS, BLOCK, STATES } from './layout';

/**
 * Sums of the rows of `decided` (bitmaps by result, `stride` bytes each) by code, result, state and measure, in doubles. A
 * measure says by a bit pattern which marks a row needs to count, and whether 1 (0), its amount (1) or its value in one more column (2) is added.
 * Codes, of one or two bytes, from `codeCount` on are left out, and so are rows of results whose bit is not in `only`.
 * Rows that do not count must not be in `decided`; `among` is a bitmap whose rows alone are added up, 0 for all. They are
 * added where `sign` is 1, and taken away where it is −1.
 */
export function tally(
  blocks: usize, from: i32, to: i32, decided: usize, stride: usize, codes: usize, wideCodes: bool, codeCount: u32,
  states: usize, marks: usize, amounts: usize, wide: bool, values: usize, wideValues: bool,
  measures: usize, measureCount: i32, only: u32, among: usize, sums: usize, sign: f64,
): void {
  const size = <usize>measureCount << 3;
  const end = measures + size;
  for (let b = from; b < to; b += 1) {
    const row = <usize>load<u32>(blocks + <usize>b * BLOCK);
    for (let result: usize = 0; result < 4; result += 1) {
      if (((only >> <u32>result) & 1) == 0) continue;
      const bits = decided + result * stride + <usize>b * BITS;
      for (let word: usize = 0; word < BITS; word += 8) {
        let rest = load<u64>(bits + word);
        if (among != 0) rest &= load<u64>(among + <usize>b * BITS + word);
        const first = row + (word << 3);
        while (rest != 0) {
          const at = first + <usize>ctz(rest);
          rest &= rest - 1;
          const code: u32 = wideCodes ? <u32>load<u16>(codes + (at << 1)) : <u32>load<u8>(codes + at);
          if (code >= codeCount) continue;
          const own = <u32>load<u8>(marks + at);
          const amount = wide ? load<f64>(amounts + (at << 3)) : <f64>load<u32>(amounts + (at << 2));
          const value = wideValues ? load<f64>(values + (at << 3)) : <f64>load<u32>(values + (at << 2));
          const state = <usize>load<u8>(states + at) - 1;
          let sum = sums + ((<usize>code * 4 + result) * STATES + state) * size;
          for (let m = measures; m < end; m += 8, sum += 8) {
            const needs = load<u32>(m, 4);
            const adds = load<u32>(m);
            // Without a branch: which rows have which marks nobody foresees.
            const one = select<f64>(1, select<f64>(amount, value, adds == 1), adds == 0);
            store<f64>(sum, load<f64>(sum) + sign * select<f64>(one, 0, (own & needs) == needs));
          }
        }
      }
    }
  }
}
