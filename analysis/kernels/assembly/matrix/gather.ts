import { BITS, BLOCK } from './layout';

/** Of a row that is in no bitmap. */
const NONE: u8 = 255;

/**
 * Writes of every row with all bits of `needs` to `found`, one byte each in the order of the rows, which bitmap it is in: the
 * place of the first of `count` addresses at `bitmaps`. Returns where the next one goes.
 */
export function gather(
  blocks: usize, from: i32, to: i32, bitmaps: usize, count: usize, marks: usize, needs: u32, found: usize,
): usize {
  for (let b = from; b < to; b += 1) {
    const row = <usize>load<u32>(blocks + <usize>b * BLOCK);
    const rows = <usize>load<u32>(blocks + <usize>b * BLOCK, 4);
    const bits = <usize>b * BITS;
    for (let i: usize = 0; i < rows; i += 1) {
      if ((<u32>load<u8>(marks + row + i) & needs) != needs) continue;
      let own = NONE;
      for (let place: usize = 0; place < count && own == NONE; place += 1) {
        const bitmap = <usize>load<u32>(bitmaps + (place << 2)) + bits;
        if (((load<u8>(bitmap + (i >> 3)) >> <u8>(i & 7)) & 1) != 0) own = <u8>place;
      }
      store<u8>(found, own);
      found += 1;
    }
  }
  return found;
}

/**
 * Counts the rows of `decided` whose result's bit is in `only` by code, of `width` bytes. Codes from `codeCount` on are left
 * out. They are counted where `sign` is 1, and taken away where it is −1.
 */
export function countCodes(
  blocks: usize, from: i32, to: i32, decided: usize, stride: usize, codes: usize, width: i32, codeCount: u32, only: u32,
  counts: usize, sign: i32,
): void {
  for (let b = from; b < to; b += 1) {
    const row = <usize>load<u32>(blocks + <usize>b * BLOCK);
    for (let result: usize = 0; result < 4; result += 1) {
      if (((only >> <u32>result) & 1) == 0) continue;
      const bits = decided + result * stride + <usize>b * BITS;
      for (let word: usize = 0; word < BITS; word += 8) {
        let rest = load<u64>(bits + word);
        const first = row + (word << 3);
        while (rest != 0) {
          const at = first + <usize>ctz(rest);
          rest &= rest - 1;
          const code: u32 =
            width == 1 ? <u32>load<u8>(codes + at) : width == 2 ? <u32>load<u16>(codes + (at << 1)) : load<u32>(codes + (at << 2));
          if (code >= codeCount) continue;
          const count = counts + (<usize>code << 2);
          store<i32>(count, load<i32>(count) + sign);
        }
      }
    }
  }
}
