import { BITS } from './layout';

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
export function atom(record: usize, row: usize, out: usize): void {
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
