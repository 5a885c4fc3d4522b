/**
 * The loops of the trigger matrix. Rows stand in blocks of at most 4096, each of one week; a bitmap of a block has 512
 * bytes, and whatever is made of rows behind the end of a block is masked away. Columns are codes: 0 (in doubles NaN) is
 * NULL and lies in no range. Addresses are given by whoever loads this; see ../matrix/partition.ts. AssemblyScript.
 */

/** Bytes of a bitmap of one block. */
const BITS: usize = 512;
/** Bytes of the description of a block: first row, rows, week. */
const BLOCK: usize = 12;
/** Bytes of an atom and of an operation. */
const ATOM: usize = 32;
const OPERATION: usize = 16;
/** Outcome states; one more bitmap behind theirs holds the rows that count at all. */
const STATES: usize = 5;
/** Rows of a block from which on they are added state by state. */
const MANY: u32 = 768;
/** Orders and amount of each state. */
const SUMS: usize = 80;

export function base(): usize {
  return __heap_base;
}

@inline
function bytes(at: usize, low: v128, width: v128): u64 {
  return <u64>v128.bitmask<i8>(v128.le<u8>(v128.sub<u8>(v128.load(at), low), width)) & 0xffff;
}

@inline
function within16(at: usize, low: v128, width: v128): v128 {
  return v128.le<u16>(v128.sub<u16>(v128.load(at), low), width);
}

@inline
function halves(at: usize, low: v128, width: v128): u64 {
  const both = v128.narrow<i16>(within16(at, low, width), within16(at + 16, low, width));
  return <u64>v128.bitmask<i8>(both) & 0xffff;
}

@inline
function within32(at: usize, low: v128, width: v128): v128 {
  return v128.le<u32>(v128.sub<u32>(v128.load(at), low), width);
}

@inline
function words(at: usize, low: v128, width: v128): u64 {
  const first = v128.narrow<i32>(within32(at, low, width), within32(at + 16, low, width));
  const second = v128.narrow<i32>(within32(at + 32, low, width), within32(at + 48, low, width));
  return <u64>v128.bitmask<i8>(v128.narrow<i16>(first, second)) & 0xffff;
}

@inline
function within64(at: usize, low: v128, high: v128): u64 {
  const value = v128.load(at);
  return <u64>v128.bitmask<i64>(v128.and(v128.ge<f64>(value, low), v128.le<f64>(value, high)));
}

@inline
function doubles(at: usize, low: v128, high: v128): u64 {
  let bits: u64 = within64(at, low, high);
  bits |= within64(at + 16, low, high) << 2;
  bits |= within64(at + 32, low, high) << 4;
  return bits | (within64(at + 48, low, high) << 6);
}

/** Which rows of a block have a code in a range, or in a table of codes. */
function atom(record: usize, row: usize, out: usize): void {
  const kind = load<u32>(record);
  const column = <usize>load<u32>(record, 4);
  const end = out + BITS;
  if (kind == 0) {
    const low = v128.splat<u8>(<u8>load<u32>(record, 8));
    const width = v128.splat<u8>(<u8>(load<u32>(record, 16) - load<u32>(record, 8)));
    for (let at = column + row; out < end; out += 8, at += 64) {
      const bits =
        bytes(at, low, width) |
        (bytes(at + 16, low, width) << 16) |
        (bytes(at + 32, low, width) << 32) |
        (bytes(at + 48, low, width) << 48);
      store<u64>(out, bits);
    }
  } else if (kind == 1) {
    const low = v128.splat<u16>(<u16>load<u32>(record, 8));
    const width = v128.splat<u16>(<u16>(load<u32>(record, 16) - load<u32>(record, 8)));
    for (let at = column + (row << 1); out < end; out += 8, at += 128) {
      const bits =
        halves(at, low, width) |
        (halves(at + 32, low, width) << 16) |
        (halves(at + 64, low, width) << 32) |
        (halves(at + 96, low, width) << 48);
      store<u64>(out, bits);
    }
  } else if (kind == 2) {
    const low = v128.splat<u32>(load<u32>(record, 8));
    const width = v128.splat<u32>(load<u32>(record, 16) - load<u32>(record, 8));
    for (let at = column + (row << 2); out < end; out += 8, at += 256) {
      const bits =
        words(at, low, width) |
        (words(at + 64, low, width) << 16) |
        (words(at + 128, low, width) << 32) |
        (words(at + 192, low, width) << 48);
      store<u64>(out, bits);
    }
  } else if (kind == 3) {
    const low = v128.splat<f64>(load<f64>(record, 8));
    const high = v128.splat<f64>(load<f64>(record, 16));
    for (let at = column + (row << 3); out < end; out += 1, at += 64) store<u8>(out, <u8>doubles(at, low, high));
  } else {
    const table = <usize>load<u32>(record, 8);
    const wide: usize = kind == 5 ? 1 : 0;
    let at = column + (row << wide);
    for (; out < end; out += 8) {
      let bits: u64 = 0;
      for (let i: u64 = 0; i < 64; i += 1) {
        const code: usize = wide == 1 ? <usize>load<u16>(at) : <usize>load<u8>(at);
        bits |= <u64>load<u8>(table + code) << i;
        at += 1 << wide;
      }
      store<u64>(out, bits);
    }
  }
}

@inline
function operation(kind: u32, a: usize, b: usize, out: usize): void {
  if (kind == 0) for (let i: usize = 0; i < BITS; i += 16) v128.store(out + i, v128.and(v128.load(a + i), v128.load(b + i)));
  else if (kind == 1) for (let i: usize = 0; i < BITS; i += 16) v128.store(out + i, v128.or(v128.load(a + i), v128.load(b + i)));
  else for (let i: usize = 0; i < BITS; i += 16) v128.store(out + i, v128.andnot(v128.load(a + i), v128.load(b + i)));
}

/** Zeroes the bits from `count` on. */
function cut(bits: usize, count: u32): void {
  const word = <usize>(count >> 6);
  const rest = count & 63;
  let at = bits + (word << 3);
  if (rest != 0) {
    store<u64>(at, load<u64>(at) & ((<u64>1 << rest) - 1));
    at += 8;
  }
  for (const end = bits + BITS; at < end; at += 8) store<u64>(at, 0);
}

/**
 * Computes blocks `from` to `to`. An operation has a kind, a slot to write and two slots to read; an atom (3) reads its
 * record, and what is kept (4) is copied to the place of the block in a row of bitmaps. Slot 0 is empty, slot 1 full.
 */
export function evaluate(
  blocks: usize, from: i32, to: i32, slots: usize, atoms: usize, operations: usize, operationCount: i32,
): void {
  memory.fill(slots, 0, BITS);
  memory.fill(slots + BITS, 0xff, BITS);
  const end = operations + <usize>operationCount * OPERATION;
  for (let b = from; b < to; b += 1) {
    const block = blocks + <usize>b * BLOCK;
    const row = <usize>load<u32>(block);
    const count = load<u32>(block, 4);
    for (let at = operations; at < end; at += OPERATION) {
      const kind = load<u32>(at);
      const first = <usize>load<u32>(at, 8);
      if (kind < 3) {
        const a = slots + first * BITS;
        operation(kind, a, slots + <usize>load<u32>(at, 12) * BITS, slots + <usize>load<u32>(at, 4) * BITS);
      } else if (kind == 3) {
        atom(atoms + first * ATOM, row, slots + <usize>load<u32>(at, 4) * BITS);
      } else {
        const kept = first + <usize>b * BITS;
        memory.copy(kept, slots + <usize>load<u32>(at, 4) * BITS, BITS);
        if (count < 4096) cut(kept, count);
      }
    }
  }
}

/** Adds orders and amounts of the rows of a bitmap, by state. Rows that do not count must not be in it. */
function add(bits: usize, row: usize, states: usize, amounts: usize, wide: bool, sums: usize): void {
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

/** How many rows two bitmaps share. */
@inline
function shared(a: usize, b: usize): i64 {
  let count: i64 = 0;
  for (let i: usize = 0; i < BITS; i += 8) count += <i64>popcnt(load<u64>(a + i) & load<u64>(b + i));
  return count;
}

/**
 * Orders by state of each of some rules, and how many of all, of state 0 (bad) and of state 1 (good) are in each week.
 * `rules` are addresses of their bitmaps; `stateBits` are those of the states and of all that count, each `stride` bytes.
 * With `amounts` not 0 also amounts. Without, states that a block has none of are skipped.
 */
export function figures(
  blocks: usize, from: i32, to: i32, rules: usize, ruleCount: i32, stateBits: usize, stride: usize,
  states: usize, amounts: usize, wide: bool, sums: usize, weekly: usize, weeks: i32, scratch: usize,
): void {
  for (let b = from; b < to; b += 1) {
    const block = blocks + <usize>b * BLOCK;
    const row = <usize>load<u32>(block);
    const week = <usize>load<u32>(block, 8);
    const here = stateBits + <usize>b * BITS;
    const counts = here + STATES * stride;
    let present: u32 = 0;
    for (let s: usize = 0; s < STATES; s += 1)
      if (shared(here + s * stride, here + s * stride) != 0) present |= 1 << <u32>s;
    for (let r = 0; r < ruleCount; r += 1) {
      const bits = <usize>load<u32>(rules + (<usize>r << 2)) + <usize>b * BITS;
      const own = sums + <usize>r * SUMS;
      const inWeek = weekly + (<usize>r * <usize>weeks + week) * 12;
      if (amounts != 0) {
        operation(0, bits, counts, scratch);
        const before = load<i64>(own);
        const goodBefore = load<i64>(own, 16);
        const restBefore = load<i64>(own, 32) + load<i64>(own, 48) + load<i64>(own, 64);
        add(scratch, row, states, amounts, wide, own);
        const bad = <u32>(load<i64>(own) - before);
        const good = <u32>(load<i64>(own, 16) - goodBefore);
        const rest = <u32>(load<i64>(own, 32) + load<i64>(own, 48) + load<i64>(own, 64) - restBefore);
        store<u32>(inWeek, load<u32>(inWeek) + bad + good + rest);
        store<u32>(inWeek, load<u32>(inWeek, 4) + bad, 4);
        store<u32>(inWeek, load<u32>(inWeek, 8) + good, 8);
        continue;
      }
      for (let s: usize = 0; s < STATES; s += 1) {
        if (((present >> <u32>s) & 1) == 0) continue;
        const found = shared(bits, here + s * stride);
        store<i64>(own + (s << 4), load<i64>(own + (s << 4)) + found);
        store<u32>(inWeek, load<u32>(inWeek) + <u32>found);
        if (s < 2) {
          const at = inWeek + 4 + (s << 2);
          store<u32>(at, load<u32>(at) + <u32>found);
        }
      }
    }
  }
}

/** Rows of a bitmap that count, by one table of counters. */
export function count(blocks: usize, from: i32, to: i32, bits: usize, counts: usize): i64 {
  let found: i64 = 0;
  for (let b = from; b < to; b += 1) found += shared(bits + <usize>b * BITS, counts + <usize>b * BITS);
  return found;
}

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

/**
 * Decisions by steps: a step with its result, whether any or all of its conditions are needed, and where they stand in
 * `members`; `conditions` are addresses of bitmaps. The first that fires decides. Rows left get `otherwise`, or, where that
 * is below 0, stay in the bitmaps `left`. Adds orders and amounts by step (and of those left, behind the last one) and state,
 * and orders by week and result: all, bad, good. `scratch` has room for two bitmaps.
 */
export function decide(
  blocks: usize, from: i32, to: i32, conditions: usize, steps: usize, stepCount: i32, members: usize, otherwise: i32,
  stateBits: usize, stride: usize, states: usize, amounts: usize, wide: bool,
  sums: usize, weekly: usize, left: usize, scratch: usize,
): void {
  const fires = scratch;
  for (let b = from; b < to; b += 1) {
    const block = blocks + <usize>b * BLOCK;
    const row = <usize>load<u32>(block);
    const week = weekly + <usize>load<u32>(block, 8) * 48;
    const here = stateBits + <usize>b * BITS;
    const rest = left + <usize>b * BITS;
    memory.copy(rest, here + STATES * stride, BITS);
    for (let s = 0; s < stepCount; s += 1) {
      const step = steps + (<usize>s << 4);
      const start = load<u32>(step, 8);
      const end = start + load<u32>(step, 12);
      const all = load<u32>(step, 4) == 1;
      memory.fill(fires, all ? 0xff : 0, BITS);
      for (let m = start; m < end; m += 1) {
        const place = <usize>load<u32>(members + (<usize>m << 2));
        const bits = <usize>load<u32>(conditions + (place << 2)) + <usize>b * BITS;
        operation(all ? 0 : 1, fires, bits, fires);
      }
      operation(0, fires, rest, fires);
      operation(2, rest, fires, rest);
      tell(fires, here, stride, row, week + <usize>load<u32>(step) * 12, states, amounts, wide, sums + <usize>s * SUMS);
    }
    if (otherwise < 0) continue;
    tell(rest, here, stride, row, week + <usize>otherwise * 12, states, amounts, wide, sums + <usize>stepCount * SUMS);
  }
}

/** Orders, amounts and week of the rows of a bitmap. */
function tell(
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

/**
 * Decisions by scores on the rows of `left`: those of the rules that fire are added up per row, in their order, and which of
 * the three sums reach their thresholds picks one of eight combinations (1 ok, 2 ng, 4 hold) and its result. `weights` are
 * three doubles per rule (ok, ng, hold), `thresholds` three doubles, `results` one for each combination. Adds by combination
 * what `decide` adds by step. `scratch` has room for three doubles per row of a block and eight bitmaps.
 */
export function score(
  blocks: usize, from: i32, to: i32, rules: usize, ruleCount: i32, weights: usize, thresholds: usize, results: usize,
  stateBits: usize, stride: usize, states: usize, amounts: usize, wide: bool,
  sums: usize, weekly: usize, left: usize, scratch: usize,
): void {
  const combined = scratch + 4096 * 24;
  const okAt = load<f64>(thresholds);
  const ngAt = load<f64>(thresholds, 8);
  const holdAt = load<f64>(thresholds, 16);
  for (let b = from; b < to; b += 1) {
    const block = blocks + <usize>b * BLOCK;
    const row = <usize>load<u32>(block);
    const week = weekly + <usize>load<u32>(block, 8) * 48;
    const here = stateBits + <usize>b * BITS;
    const rows = left + <usize>b * BITS;
    memory.fill(scratch, 0, 4096 * 24 + 8 * BITS);
    weigh(rules, ruleCount, <usize>b * BITS, weights, rows, scratch);
    for (let word: usize = 0; word < BITS; word += 8) {
      let rest = load<u64>(rows + word);
      while (rest != 0) {
        const bit = ctz(rest);
        const at = scratch + ((word << 3) + <usize>bit) * 24;
        const reached: usize =
          (load<f64>(at) >= okAt ? 1 : 0) | (load<f64>(at, 8) >= ngAt ? 2 : 0) | (load<f64>(at, 16) >= holdAt ? 4 : 0);
        const to2 = combined + reached * BITS + word;
        store<u64>(to2, load<u64>(to2) | (<u64>1 << bit));
        rest &= rest - 1;
      }
    }
    for (let c: usize = 0; c < 8; c += 1)
      tell(
        combined + c * BITS, here, stride, row, week + <usize>load<u32>(results + (c << 2)) * 12, states, amounts, wide,
        sums + c * SUMS,
      );
  }
}

/** Adds what the rules weigh that fire on rows of a block to three doubles for each row. */
function weigh(rules: usize, ruleCount: i32, block: usize, weights: usize, rows: usize, sums: usize): void {
  for (let r = 0; r < ruleCount; r += 1) {
    const bits = <usize>load<u32>(rules + (<usize>r << 2)) + block;
    const weight = weights + <usize>r * 24;
    const ok = load<f64>(weight);
    const ng = load<f64>(weight, 8);
    const hold = load<f64>(weight, 16);
    for (let word: usize = 0; word < BITS; word += 8) {
      let rest = load<u64>(bits + word) & load<u64>(rows + word);
      while (rest != 0) {
        const at = sums + ((word << 3) + <usize>ctz(rest)) * 24;
        rest &= rest - 1;
        store<f64>(at, load<f64>(at) + ok);
        store<f64>(at, load<f64>(at, 8) + ng, 8);
        store<f64>(at, load<f64>(at, 16) + hold, 16);
      }
    }
  }
}

/**
 * Rows, of those that count and are in `among`, whose result by scores differs where a rule does not fire: a counter for
 * each rule. Weights, thresholds and results are those of `score`. `scratch` has room for three doubles per row of a block
 * and a bitmap.
 */
export function changing(
  blocks: usize, from: i32, to: i32, rules: usize, ruleCount: i32, weights: usize, thresholds: usize, results: usize,
  counts: usize, among: usize, changed: usize, scratch: usize,
): void {
  const rows = scratch + 4096 * 24;
  const okAt = load<f64>(thresholds);
  const ngAt = load<f64>(thresholds, 8);
  const holdAt = load<f64>(thresholds, 16);
  for (let b = from; b < to; b += 1) {
    const block = <usize>b * BITS;
    memory.fill(scratch, 0, 4096 * 24);
    operation(0, counts + block, among + block, rows);
    weigh(rules, ruleCount, block, weights, rows, scratch);
    for (let r = 0; r < ruleCount; r += 1) {
      const bits = <usize>load<u32>(rules + (<usize>r << 2)) + block;
      const weight = weights + <usize>r * 24;
      const okWithout = okAt + load<f64>(weight);
      const ngWithout = ngAt + load<f64>(weight, 8);
      const holdWithout = holdAt + load<f64>(weight, 16);
      let found: u32 = 0;
      for (let word: usize = 0; word < BITS; word += 8) {
        let rest = load<u64>(bits + word) & load<u64>(rows + word);
        while (rest != 0) {
          const at = scratch + ((word << 3) + <usize>ctz(rest)) * 24;
          rest &= rest - 1;
          const ok = load<f64>(at);
          const ng = load<f64>(at, 8);
          const hold = load<f64>(at, 16);
          const before: usize = (ok >= okAt ? 1 : 0) | (ng >= ngAt ? 2 : 0) | (hold >= holdAt ? 4 : 0);
          const after: usize = (ok >= okWithout ? 1 : 0) | (ng >= ngWithout ? 2 : 0) | (hold >= holdWithout ? 4 : 0);
          if (before != after && load<u32>(results + (before << 2)) != load<u32>(results + (after << 2))) found += 1;
        }
      }
      const own = changed + (<usize>r << 2);
      store<u32>(own, load<u32>(own) + found);
    }
  }
}

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
