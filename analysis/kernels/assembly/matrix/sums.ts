import { shared } from './bits';
import { BITS, STATES, SUMS } from './layout';

/** Rows of a block from which on they are added state by state. */
const MANY: u32 = 768;

/** Words of a bitmap that are not empty, where each begins, and sums on their way. */
const WORDS = memory.data(520, 16);
const ROWS = memory.data(260, 16);
const HALVES = memory.data(160, 16);

/**
 * Adds orders and amounts of the rows of a bitmap, by state. Rows that do not count must not be in it. One loop over all of them
 * without a branch that nobody foresees; every second row has sums of its own, so that none waits for the one before.
 */
export function add(bits: usize, row: usize, states: usize, amounts: usize, wide: bool, sums: usize): void {
  let words: usize = 0;
  let all: usize = 0;
  for (let word: usize = 0; word < BITS; word += 8) {
    const own = load<u64>(bits + word);
    store<u64>(WORDS + (words << 3), own);
    store<u32>(ROWS + (words << 2), <u32>(row + (word << 3)));
    words += own == 0 ? 0 : 1;
    all += <usize>popcnt(own);
  }
  if (all == 0) return;
  memory.fill(HALVES, 0, 160);
  if (wide) addRows(all, states, amounts, true);
  else addRows(all, states, amounts, false);
  for (let at: usize = 0; at < SUMS; at += 16) {
    const both = i64x2.add(v128.load(HALVES + at), v128.load(HALVES + 80 + at));
    v128.store(sums + at, i64x2.add(v128.load(sums + at), both));
  }
}

@inline
function addRows(all: usize, states: usize, amounts: usize, wide: bool): void {
  const one = i64x2(1, 0);
  let at: usize = 0;
  let first = <usize>load<u32>(ROWS);
  let rest = load<u64>(WORDS);
  let half: usize = HALVES - 16;
  for (let i: usize = 0; i < all; i += 1) {
    const row = first + <usize>ctz(rest);
    rest &= rest - 1;
    const to = half + (<usize>load<u8>(states + row) << 4);
    const amount: i64 = wide ? <i64>load<f64>(amounts + (row << 3)) : <i64>load<u32>(amounts + (row << 2));
    v128.store(to, i64x2.add(v128.load(to), i64x2.replace_lane(one, 1, amount)));
    half = 2 * HALVES + 48 - half;
    at += rest == 0 ? 1 : 0;
    first = <usize>load<u32>(ROWS + (at << 2));
    rest = select<u64>(load<u64>(WORDS + (at << 3)), rest, rest == 0);
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
  const bad = load<i64>(sums);
  const good = load<i64>(sums, 16);
  if (all > MANY) addMany(bits, row, here, stride, amounts, wide, sums);
  else add(bits, row, states, amounts, wide, sums);
  store<u32>(week, load<u32>(week) + all);
  store<u32>(week, load<u32>(week, 4) + <u32>(load<i64>(sums) - bad), 4);
  store<u32>(week, load<u32>(week, 8) + <u32>(load<i64>(sums, 16) - good), 8);
}
