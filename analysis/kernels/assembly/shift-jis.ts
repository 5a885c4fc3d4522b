/**
 * Shift_JIS (as browsers read it: CP932 with the extensions of NEC and IBM) to UTF-16, sixteen bytes at a time and without
 * a branch for each character: text that changes between letters and kanji would be guessed wrong at every change. What a
 * byte or a pair of bytes means stands in a table in this memory, filled by whoever loads it. AssemblyScript.
 */

/** UTF-16 unit by first byte and, times 256, the byte behind it, whatever that is where the first one stands alone. */
const UNITS: usize = 0;
/** By which of eight units begin a character: how they are moved together. */
const SHUFFLES: usize = 131072;
const SOURCE: usize = SHUFFLES + 4096;
/** Longest source in bytes, and 16 more that may be read past its end. */
const LONGEST: usize = 65536;
const TARGET: usize = SOURCE + LONGEST + 16;

const EVEN: u32 = 0x5555;
const ODD: u32 = 0xaaaa;

export function source(): usize {
  return SOURCE;
}

export function shuffles(): usize {
  return SHUFFLES;
}

export function target(): usize {
  return TARGET;
}

export function longest(): usize {
  return LONGEST;
}

@inline
function leads(byte: u32): bool {
  return (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
}

@inline
function trails(byte: u32): bool {
  return byte >= 0x40 && byte <= 0xfc && byte != 0x7f;
}

@inline
function between(bytes: v128, low: u8, high: u8): v128 {
  return v128.and(v128.ge<u8>(bytes, i8x16.splat(<i8>low)), v128.le<u8>(bytes, i8x16.splat(<i8>high)));
}

/** What would begin at the byte `at`. */
@inline
function unitAt(from: usize, at: usize): usize {
  return UNITS + (<usize>load<u16>(from + at) << 1);
}

/** Writes the units of those of eight bytes that begin a character. */
@inline
function together(from: usize, to: usize, starts: u32): usize {
  let units = v128.splat<u16>(load<u16>(unitAt(from, 0)));
  units = v128.load_lane<u16>(unitAt(from, 1), units, 1);
  units = v128.load_lane<u16>(unitAt(from, 2), units, 2);
  units = v128.load_lane<u16>(unitAt(from, 3), units, 3);
  units = v128.load_lane<u16>(unitAt(from, 4), units, 4);
  units = v128.load_lane<u16>(unitAt(from, 5), units, 5);
  units = v128.load_lane<u16>(unitAt(from, 6), units, 6);
  units = v128.load_lane<u16>(unitAt(from, 7), units, 7);
  v128.store(to, v128.swizzle(units, v128.load(SHUFFLES + (<usize>starts << 4))));
  return to + (<usize>popcnt(starts) << 1);
}

/** Where one that stands alone ended: from there and to there the rest goes on. */
let reached: usize = 0;

/** One character after the other, until `until` or behind it. Answers where it has written to. */
function slowly(from: usize, until: usize, end: usize, to: usize): usize {
  while (from < until) {
    const first = <u32>load<u8>(from);
    const second = from + 1 < end ? <u32>load<u8>(from, 1) : 0;
    if (leads(first) && from + 1 == end) break;
    const pair = leads(first) && trails(second);
    store<u16>(to, load<u16>(UNITS + (<usize>((second << 8) | first) << 1)));
    to += 2;
    from += pair ? 2 : 1;
  }
  reached = from;
  return to;
}

/**
 * Decodes the first `length` bytes of the source. Answers twice the number of UTF-16 units, one more where the last byte
 * begins a pair that goes on elsewhere. A first byte whose second one does not fit is U+FFFD, and the second one stands
 * for itself.
 */
export function decode(length: i32): i32 {
  let from: usize = SOURCE;
  const end: usize = SOURCE + length;
  let to: usize = TARGET;
  /** Whether the first byte of the block is the second one of a pair. */
  let carried: u32 = 0;
  while (from + 16 < end) {
    const bytes = v128.load(from);
    const led = v128.or(between(bytes, 0x81, 0x9f), between(bytes, 0xe0, 0xfc));
    const candidates = <u32>v128.bitmask<i8>(led) & ~carried;
    // In a row of bytes that may begin a pair every other one does, from the first one on.
    const evenFirst = candidates & ~(candidates << 1) & EVEN;
    const evenRows = candidates & ~(candidates + evenFirst);
    const first = (evenRows & EVEN) | (candidates & ~evenRows & ODD);
    const second = ((first << 1) & 0xffff) | carried;
    const fits = v128.andnot(between(bytes, 0x40, 0xfc), v128.eq<i8>(bytes, i8x16.splat(0x7f)));
    if ((second & ~(<u32>v128.bitmask<i8>(fits))) != 0) {
      const paired = carried != 0 && trails(<u32>load<u8>(from));
      to = slowly(from + (paired ? 1 : 0), from + 16, end, to);
      from = reached;
      carried = 0;
      continue;
    }
    const starts = ~second;
    to = together(from, to, starts & 0xff);
    to = together(from + 8, to, (starts >> 8) & 0xff);
    carried = first >> 15;
    from += 16;
  }
  const paired = carried != 0 && trails(<u32>load<u8>(from));
  to = slowly(from + (paired ? 1 : 0), end, end, to);
  return (<i32>(to - TARGET) & ~1) | (reached < end ? 1 : 0);
}
