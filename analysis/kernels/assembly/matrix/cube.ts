import { BITS, BLOCK, STATES } from './layout';

/** Bytes of a cell: orders and amount. */
const CELL: usize = 16;

/**
 * Adds orders and amounts of the rows of a bitmap by two columns of codes of one byte and by state: a cell for every code below
 * `seconds` times `firsts`. No code may be beyond them; `second` 0 is one column alone. Rows that do not count are left out by `inside`.
 * Every second row has cells of its own, `half` bytes further on, so that one that is of the same cell as the one before does not wait for it.
 */
export function cube(
  blocks: usize, from: i32, to: i32, bits: usize, inside: usize, first: usize, second: usize, seconds: usize,
  states: usize, amounts: usize, wide: bool, cells: usize, half: usize,
): void {
  if (wide) added(blocks, from, to, bits, inside, first, second, seconds, states, amounts, true, cells, half);
  else added(blocks, from, to, bits, inside, first, second, seconds, states, amounts, false, cells, half);
}

@inline
function added(
  blocks: usize, from: i32, to: i32, bits: usize, inside: usize, first: usize, second: usize, seconds: usize,
  states: usize, amounts: usize, wide: bool, cells: usize, half: usize,
): void {
  const one = i64x2(1, 0);
  let other: usize = 0;
  for (let b = from; b < to; b += 1) {
    const row = <usize>load<u32>(blocks + <usize>b * BLOCK);
    const here = <usize>b * BITS;
    for (let word: usize = 0; word < BITS; word += 8) {
      let rest = load<u64>(bits + here + word) & load<u64>(inside + here + word);
      const start = row + (word << 3);
      while (rest != 0) {
        const at = start + <usize>ctz(rest);
        rest &= rest - 1;
        const code = <usize>load<u8>(first + at) * seconds + (second == 0 ? 0 : <usize>load<u8>(second + at));
        const amount: i64 = wide ? <i64>load<f64>(amounts + (at << 3)) : <i64>load<u32>(amounts + (at << 2));
        const cell = cells + other + (code * STATES + <usize>load<u8>(states + at) - 1) * CELL;
        v128.store(cell, i64x2.add(v128.load(cell), i64x2.replace_lane(one, 1, amount)));
        other = half - other;
      }
    }
  }
}
