import { BITS } from './layout';

@inline
export function operation(kind: u32, a: usize, b: usize, out: usize): void {
  if (kind == 0) for (let i: usize = 0; i < BITS; i += 16) v128.store(out + i, v128.and(v128.load(a + i), v128.load(b + i)));
  else if (kind == 1) for (let i: usize = 0; i < BITS; i += 16) v128.store(out + i, v128.or(v128.load(a + i), v128.load(b + i)));
  else for (let i: usize = 0; i < BITS; i += 16) v128.store(out + i, v128.andnot(v128.load(a + i), v128.load(b + i)));
}

/** Takes the rows of a bitmap out of `rest` into `taken`, and answers whether there are any. */
@inline
export function split(bits: usize, rest: usize, taken: usize): bool {
  let some = v128.splat<u64>(0);
  for (let i: usize = 0; i < BITS; i += 16) {
    const left = v128.load(rest + i);
    const mine = v128.and(v128.load(bits + i), left);
    v128.store(rest + i, v128.andnot(left, mine));
    v128.store(taken + i, mine);
    some = v128.or(some, mine);
  }
  return v128.any_true(some);
}

/** Zeroes the bits from `count` on. */
export function cut(bits: usize, count: u32): void {
  const word = <usize>(count >> 6);
  const rest = count & 63;
  let at = bits + (word << 3);
  if (rest != 0) {
    store<u64>(at, load<u64>(at) & ((<u64>1 << rest) - 1));
    at += 8;
  }
  for (const end = bits + BITS; at < end; at += 8) store<u64>(at, 0);
}

/** How many rows two bitmaps share. */
@inline
export function shared(a: usize, b: usize): i64 {
  let count: i64 = 0;
  for (let i: usize = 0; i < BITS; i += 8) count += <i64>popcnt(load<u64>(a + i) & load<u64>(b + i));
  return count;
}

/** Adds rows to those of a result, bitmaps `stride` bytes apart; nothing where these are not wanted. */
@inline
export function keep(results: usize, result: usize, stride: usize, rows: usize): void {
  if (results == 0) return;
  const own = results + result * stride;
  operation(1, own, rows, own);
}
