/**
 * Shift_JIS (as browsers read it: CP932 with the extensions of NEC and IBM) to UTF-16. What a byte or a pair of bytes means
 * stands in tables in this memory, filled by whoever loads it; here is only the loop. AssemblyScript.
 */

/** UTF-16 unit of each pair, by first byte and second; 0 for none. */
const PAIRS: usize = 0;
/** UTF-16 unit of each byte that stands alone; 0 for a byte that begins a pair, and for NUL. */
const SINGLES: usize = 131072;
const SOURCE: usize = SINGLES + 512;
/** Longest source in bytes, and 16 more that may be read past its end. */
const LONGEST: usize = 65536;
const TARGET: usize = SOURCE + LONGEST + 16;

export function source(): usize {
  return SOURCE;
}

export function target(): usize {
  return TARGET;
}

export function longest(): usize {
  return LONGEST;
}

/**
 * Decodes the first `length` bytes of the source. Answers twice the number of UTF-16 units, one more where the last byte
 * begins a pair that goes on elsewhere. A pair that means nothing is U+FFFD for its first byte; where the second byte is no
 * ASCII either, the table says so and both are gone.
 */
export function decode(length: i32): i32 {
  let from: usize = SOURCE;
  const end: usize = SOURCE + length;
  let to: usize = TARGET;
  while (from < end) {
    const bytes = v128.load(from);
    v128.store(to, v128.extend_low<u8>(bytes));
    v128.store(to, v128.extend_high<u8>(bytes), 16);
    // ICU swaps three control characters, as an old code page of IBM did.
    const swapped = v128.or(
      v128.or(v128.eq<i8>(bytes, i8x16.splat(0x1a)), v128.eq<i8>(bytes, i8x16.splat(0x1c))),
      v128.eq<i8>(bytes, i8x16.splat(0x7f)),
    );
    const foreign = v128.bitmask<i8>(v128.or(bytes, swapped));
    let plain: usize = foreign == 0 ? 16 : <usize>ctz(foreign);
    if (plain > end - from) plain = end - from;
    from += plain;
    to += plain << 1;
    if (foreign == 0) continue;
    while (from < end) {
      const byte = <u32>load<u8>(from);
      if (byte < 0x80 && byte != 0x1a && byte != 0x1c && byte != 0x7f) break;
      const one = load<u16>(SINGLES + (byte << 1));
      if (one != 0) {
        store<u16>(to, one);
        from += 1;
      } else {
        if (from + 1 == end) return ((<i32>((to - TARGET) >> 1)) << 1) | 1;
        const two = load<u16>(PAIRS + (((byte << 8) | <u32>load<u8>(from, 1)) << 1));
        store<u16>(to, two == 0 ? 0xfffd : two);
        from += two == 0 ? 1 : 2;
      }
      to += 2;
    }
  }
  return (<i32>((to - TARGET) >> 1)) << 1;
}
