import { BITS, BLOCK, STATES, STEP, SUMS } from './layout';

/** A step that only one of two lists has, the one before or the one now. */
const BEFORE: u32 = 1;
const NOW: u32 = 2;

/** Rows of a block that any of some bitmaps has, 128 of them. */
@inline
function united(bitmaps: usize, count: usize, at: usize): v128 {
  let found = v128.splat<u64>(0);
  for (let b: usize = 0; b < count; b += 1) found = v128.or(found, v128.load(<usize>load<u32>(bitmaps + (b << 2)) + at));
  return found;
}

/** Rows that exactly one bitmap has: of some for which `any` and `several` are known, and of more. */
@inline
function once(any: v128, several: v128, bitmaps: usize, count: usize, at: usize): v128 {
  for (let b: usize = 0; b < count; b += 1) {
    const own = v128.load(<usize>load<u32>(bitmaps + (b << 2)) + at);
    several = v128.or(several, v128.and(any, own));
    any = v128.or(any, own);
  }
  return v128.andnot(any, several);
}

/** Adds (`sign` 1) or takes away (−1) orders and amounts of rows by state. */
function count(rows: u64, row: usize, states: usize, amounts: usize, wide: bool, sums: usize, sign: i64): void {
  while (rows != 0) {
    const at = row + <usize>ctz(rows);
    rows &= rows - 1;
    const to = sums + ((<usize>load<u8>(states + at) - 1) << 4);
    const amount: i64 = wide ? <i64>load<f64>(amounts + (at << 3)) : <i64>load<u32>(amounts + (at << 2));
    store<i64>(to, load<i64>(to) + sign);
    store<i64>(to, load<i64>(to, 8) + sign * amount, 8);
  }
}

@inline
function countBoth(rows: v128, row: usize, states: usize, amounts: usize, wide: bool, sums: usize, sign: i64): void {
  count(v128.extract_lane<u64>(rows, 0), row, states, amounts, wide, sums, sign);
  count(v128.extract_lane<u64>(rows, 1), row + 64, states, amounts, wide, sums, sign);
}

/**
 * Makes of what only one rule hits (`unique` of `beside`) of some rules that of others: of those in both, without those
 * `before` and with those `now`. `rules` are those there are now, each an address and whether it is a new one, whose sums are
 * 0. `scratch` has room for four bitmaps.
 */
export function besideChanged(
  blocks: usize, from: i32, to: i32, both: usize, bothCount: usize, before: usize, beforeCount: usize,
  now: usize, nowCount: usize, rules: usize, ruleCount: usize, counts: usize,
  states: usize, amounts: usize, wide: bool, unique: usize, scratch: usize,
): void {
  const lost = scratch;
  const won = scratch + BITS;
  const alone = scratch + 2 * BITS;
  const words = scratch + 3 * BITS;
  for (let b = from; b < to; b += 1) {
    const row = <usize>load<u32>(blocks + <usize>b * BLOCK);
    const block = <usize>b * BITS;
    let end: usize = 0;
    for (let i: usize = 0; i < BITS; i += 16) {
      const at = block + i;
      const moved = v128.or(united(before, beforeCount, at), united(now, nowCount, at));
      const own = v128.and(moved, v128.load(counts + at));
      if (!v128.any_true(own)) continue;
      let any = v128.splat<u64>(0);
      let several = any;
      for (let r: usize = 0; r < bothCount; r += 1) {
        const bits = v128.load(<usize>load<u32>(both + (r << 2)) + at);
        several = v128.or(several, v128.and(any, bits));
        any = v128.or(any, bits);
      }
      const then = v128.and(own, once(any, several, before, beforeCount, at));
      const here = v128.and(own, once(any, several, now, nowCount, at));
      if (!v128.any_true(v128.or(then, here))) continue;
      v128.store(lost + end, v128.andnot(then, here));
      v128.store(won + end, v128.andnot(here, then));
      v128.store(alone + end, here);
      store<u32>(words + end, <u32>i);
      end += 16;
    }
    for (let r: usize = 0; r < ruleCount; r += 1) {
      const bits = <usize>load<u32>(rules + (r << 3)) + block;
      const fresh = load<u32>(rules + (r << 3), 4) != 0;
      const gains = fresh ? alone : won;
      const own = unique + r * SUMS;
      for (let w: usize = 0; w < end; w += 16) {
        const i = <usize>load<u32>(words + w);
        const mine = v128.load(bits + i);
        const more = v128.and(mine, v128.load(gains + w));
        const less = v128.and(mine, v128.load(lost + w));
        if (v128.any_true(more)) countBoth(more, row + (i << 3), states, amounts, wide, own, 1);
        if (!fresh && v128.any_true(less)) countBoth(less, row + (i << 3), states, amounts, wide, own, -1);
      }
    }
  }
}

/** Rows on which a step fires, 128 of them. */
@inline
function firing(step: usize, members: usize, at: usize): v128 {
  let member = members + (<usize>load<u32>(step, 8) << 2);
  const end = member + (<usize>load<u32>(step, 12) << 2);
  const all = load<u32>(step, 4) == 1;
  let found = v128.splat<u64>(all ? -1 : 0);
  for (; member < end; member += 4) {
    const bits = v128.load(<usize>load<u32>(member) + at);
    found = all ? v128.and(found, bits) : v128.or(found, bits);
  }
  return found;
}

/** Where rows told by `decideChanged` go: what they come to, and the bitmap of their result. */
@inline
function tell(
  rows: v128, row: usize, here: usize, stride: usize, week: usize, states: usize, amounts: usize, wide: bool,
  sums: usize, told: usize, sign: i64,
): void {
  if (!v128.any_true(rows)) return;
  v128.store(told, v128.or(v128.load(told), rows));
  countBoth(rows, row, states, amounts, wide, sums, sign);
  add(week, rows, <i32>sign);
  add(week + 4, v128.and(rows, v128.load(here)), <i32>sign);
  add(week + 8, v128.and(rows, v128.load(here + stride)), <i32>sign);
}

/** Adds to a counter how many rows there are, or takes them away. */
@inline
function add(counter: usize, rows: v128, sign: i32): void {
  const found = popcnt(v128.extract_lane<u64>(rows, 0)) + popcnt(v128.extract_lane<u64>(rows, 1));
  store<i32>(counter, load<i32>(counter) + sign * <i32>found);
}

/**
 * Makes of what `decide` answered by some steps what it answers by others. `steps` are those of both, merged: a step that is
 * in both stands between the same ones in both; `members` are addresses of the bitmaps of their conditions; `changed` are the
 * places of those in one only, the last of them behind all others. What is left gets `otherwise` in both, with the sums
 * at `rest`. `decided` are the rows of each result; `gone` and `come` get those that leave and enter each, as bitmaps of the
 * blocks from `from` on, `part` bytes for each result.
 */
export function decideChanged(
  blocks: usize, from: i32, to: i32, steps: usize, stepCount: usize, members: usize, changed: usize, changedCount: usize,
  otherwise: usize, rest: usize, stateBits: usize, stride: usize, states: usize, amounts: usize, wide: bool,
  sums: usize, weekly: usize, decided: usize, gone: usize, come: usize, part: usize,
): void {
  const end = steps + stepCount * STEP;
  const last = changedCount == 0 ? steps : steps + <usize>load<u32>(changed + ((changedCount - 1) << 2)) * STEP;
  for (let b = from; b < to; b += 1) {
    const block = blocks + <usize>b * BLOCK;
    const week = weekly + <usize>load<u32>(block, 8) * 48;
    for (let i: usize = 0; i < BITS; i += 16) {
      const at = <usize>b * BITS + i;
      const own = <usize>(b - from) * BITS + i;
      for (let result: usize = 0; result < 4; result += 1) {
        v128.store(gone + result * part + own, v128.splat<u64>(0));
        v128.store(come + result * part + own, v128.splat<u64>(0));
      }
      let same = v128.splat<u64>(0);
      for (let c: usize = 0; c < changedCount; c += 1)
        same = v128.or(same, firing(steps + <usize>load<u32>(changed + (c << 2)) * STEP, members, at));
      const here = stateBits + at;
      same = v128.and(same, v128.load(here + STATES * stride));
      if (!v128.any_true(same)) continue;
      const row = <usize>load<u32>(block) + (i << 3);
      // Rows that only the steps before, or only those now, have not decided yet.
      let then = v128.splat<u64>(0);
      let now = then;
      for (let step = steps; step < end; step += STEP) {
        if (step > last && !v128.any_true(v128.or(then, now))) break;
        const bits = firing(step, members, at);
        const kind = load<u32>(step, 16);
        const result = <usize>load<u32>(step);
        const to = sums + <usize>load<u32>(step, 20) * SUMS;
        const mine = v128.and(same, bits);
        const leave = v128.and(bits, kind == BEFORE ? v128.or(same, then) : then);
        const enter = v128.and(bits, kind == NOW ? v128.or(same, now) : now);
        same = v128.andnot(same, bits);
        if (kind == 0 && !v128.any_true(v128.or(leave, enter))) continue;
        if (kind != NOW)
          tell(leave, row, here, stride, week + result * 12, states, amounts, wide, to, gone + result * part + own, -1);
        if (kind != BEFORE)
          tell(enter, row, here, stride, week + result * 12, states, amounts, wide, to, come + result * part + own, 1);
        if (kind != NOW) then = v128.andnot(then, bits);
        else then = v128.or(then, mine);
        if (kind != BEFORE) now = v128.andnot(now, bits);
        else now = v128.or(now, mine);
      }
      const place = otherwise * part + own;
      tell(then, row, here, stride, week + otherwise * 12, states, amounts, wide, rest, gone + place, -1);
      tell(now, row, here, stride, week + otherwise * 12, states, amounts, wide, rest, come + place, 1);
      move(decided + at, stride, gone + own, come + own, part);
    }
  }
}

/** Moves rows between results; those that leave and enter the same one are in neither then. */
function move(decided: usize, stride: usize, gone: usize, come: usize, part: usize): void {
  for (let result: usize = 0; result < 4; result += 1) {
    const leave = v128.load(gone + result * part);
    const enter = v128.load(come + result * part);
    const own = decided + result * stride;
    v128.store(own, v128.or(v128.andnot(v128.load(own), leave), enter));
    v128.store(gone + result * part, v128.andnot(leave, enter));
    v128.store(come + result * part, v128.andnot(enter, leave));
  }
}
