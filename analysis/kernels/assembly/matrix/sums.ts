import { shared } from './bits';
import { BITS, STATES } from './layout';

/** Rows of a block from which on they are added state by state. */
const MANY: u32 = 768;

/** Adds orders and amounts of the rows of a bitmap, by state. Rows that do not count must not be in it. */
export function add(bits: usize, row: usize, states: usize, amounts: usize, wide: bool, sums: usize): void {
  for (let word: usize = 0; word < BITS; word += 8) {
    let rest = load<u64>(bits + word);
    const first = row + (word << 3);
    while (rest != 0) {
      const at = first + <usize>ctz(rest);
      rest &= rest - 1;
      const to = sums + (<usize>load<u8>(states + at) << 4) - 16;
      store<i64>(to, load<i64>(to) + 1);
      const amount: i64 = wide ? <i64>load<f64>(amounts + (at << 3)) : <i64>load<u32>(amounts + (at << 2));
      store<i64>(to, load<i64>(to, 8) + amount, 8);
    }
  }
}

/**
 * The same for bitmaps with many rows, state by state: a sum that stays in a register is faster than one in memory. `here` are
 * the bitmaps of the states of this block.
 */
function addMany(bits: usize, row: usize, here: usize, stride: usize, amounts: usize, wide: bool, sums: usize): void {
  for (let s: usize = 0; s < STATES; s += 1) {
    const own = here + s * stride;
    let orders: i64 = 0;
    let amount: i64 = 0;
    for (let word: usize = 0; word < BITS; word += 8) {
      let rest = load<u64>(bits + word) & load<u64>(own + word);
      if (rest == 0) continue;
      orders += <i64>popcnt(rest);
      const first = row + (word << 3);
      if (wide) {
        while (rest != 0) {
          amount += <i64>load<f64>(amounts + ((first + <usize>ctz(rest)) << 3));
          rest &= rest - 1;
        }
      } else {
        const at = amounts + (first << 2);
        while (rest != 0) {
          amount += <i64>load<u32>(at + (<usize>ctz(rest) << 2));
          rest &= rest - 1;
        }
      }
    }
    if (orders == 0) continue;
    const to = sums + (s << 4);
    store<i64>(to, load<i64>(to) + orders);
    store<i64>(to, load<i64>(to, 8) + amount, 8);
  }
}

/** Orders, amounts and week of the rows of a bitmap. */
export function tell(
  bits: usize, here: usize, stride: usize, row: usize, week: usize, states: usize, amounts: usize, wide: bool, sums: usize,
): void {
  const all = <u32>shared(bits, bits);
  if (all == 0) return;
  if (all > MANY) addMany(bits, row, here, stride, amounts, wide, sums);
  else add(bits, row, states, amounts, wide, sums);
  store<u32>(week, load<u32>(week) + all);
  store<u32>(week, load<u32>(week, 4) + <u32>shared(bits, here), 4);
  store<u32>(week, load<u32>(week, 8) + <u32>shared(bits, here + stride), 8);
}
