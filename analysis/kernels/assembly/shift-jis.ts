/**
 * Shift_JIS (as browsers read it: CP932 with the extensions of NEC and IBM) to UTF-16, sixteen bytes at a time and without
 * a branch for each character: text that changes between letters and kanji would be guessed wrong at every change. Sixteen
 * bytes of ASCII are only widened. What a byte or a pair of bytes means stands in a table in this memory, filled by whoever
 * loads it. AssemblyScript.
 */

/**
 * UTF-16 unit by first byte and, times 256, the byte behind it, whatever that is where the first one stands alone; `APART`
 * where the first one begins a pair that these two are not.
 */
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

/** No character of Shift_JIS: the first byte is U+FFFD, and the second one stands for itself. */
const APART: u32 = 0xffff;
const REPLACEMENT: u32 = 0xfffd;

@inline
function leads(byte: u32): bool {
  return (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
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

/** The units of those of eight bytes that begin a character, one behind the other. */
@inline
function together(from: usize, starts: u32): v128 {
  let units = v128.splat<u16>(load<u16>(unitAt(from, 0)));
  units = v128.load_lane<u16>(unitAt(from, 1), units, 1);
  units = v128.load_lane<u16>(unitAt(from, 2), units, 2);
  units = v128.load_lane<u16>(unitAt(from, 3), units, 3);
  units = v128.load_lane<u16>(unitAt(from, 4), units, 4);
  units = v128.load_lane<u16>(unitAt(from, 5), units, 5);
  units = v128.load_lane<u16>(unitAt(from, 6), units, 6);
  units = v128.load_lane<u16>(unitAt(from, 7), units, 7);
  return v128.swizzle(units, v128.load(SHUFFLES + (<usize>starts << 4)));
}

/** Where one that stands alone ended: from there the rest goes on. */
let reached: usize = 0;

/** One character after the other, until the end. Answers where it has written to. */
function slowly(from: usize, end: usize, to: usize): usize {
  while (from < end) {
    const first = <u32>load<u8>(from);
    const pair = leads(first);
    if (pair && from + 1 == end) break;
    const second = pair ? <u32>load<u8>(from, 1) : 0;
    const unit = <u32>load<u16>(UNITS + (<usize>((second << 8) | first) << 1));
    store<u16>(to, unit == APART ? REPLACEMENT : unit);
    to += 2;
    from += pair && unit != APART ? 2 : 1;
  }
  reached = from;
  return to;
}

/** Sixteen that mean what they mean in ASCII; some platforms have 1A, 1C and 7F in each other's places. */
@inline
function plain(bytes: v128): bool {
  const moved = v128.or(between(bytes, 0x1a, 0x1c), v128.eq<i8>(bytes, i8x16.splat(0x7f)));
  return v128.bitmask<i8>(v128.or(bytes, moved)) == 0;
}

/**
 * Decodes the first `length` bytes of the source. Answers twice the number of UTF-16 units, one more where the last byte
 * begins a pair that goes on elsewhere.
 */
export function decode(length: i32): i32 {
  let from: usize = SOURCE;
  const end: usize = SOURCE + length;
  let to: usize = TARGET;
  /** Whether the first byte of the block is the second one of a pair. */
  let carried: u32 = 0;
  /** Lanes of ones where a pair was none. */
  let broken = i16x8.splat(0);
  while (from + 16 < end) {
    const bytes = v128.load(from);
    if (carried == 0 && plain(bytes)) {
      v128.store(to, i16x8.extend_low_i8x16_u(bytes));
      v128.store(to, i16x8.extend_high_i8x16_u(bytes), 16);
      from += 16;
      to += 32;
      continue;
    }
    const led = v128.or(between(bytes, 0x81, 0x9f), between(bytes, 0xe0, 0xfc));
    const candidates = <u32>v128.bitmask<i8>(led) & ~carried;
    // In a row of bytes that may begin a pair every other one does, from the first one on.
    const evenFirst = candidates & ~(candidates << 1) & EVEN;
    const evenRows = candidates & ~(candidates + evenFirst);
    const first = (evenRows & EVEN) | (candidates & ~evenRows & ODD);
    const starts = ~((first << 1) | carried);
    const units = together(from, starts & 0xff);
    const more = together(from + 8, (starts >> 8) & 0xff);
    v128.store(to, units);
    to += <usize>popcnt(starts & 0xff) << 1;
    v128.store(to, more);
    to += <usize>popcnt(starts & 0xff00) << 1;
    broken = v128.or(broken, v128.or(v128.eq<i16>(units, i16x8.splat(-1)), v128.eq<i16>(more, i16x8.splat(-1))));
    carried = first >> 15;
    from += 16;
  }
  // From a pair that is none on, all others may have been taken for what they are not.
  to = v128.any_true(broken) ? slowly(SOURCE, end, TARGET) : slowly(from + carried, end, to);
  return (<i32>(to - TARGET) & ~1) | (reached < end ? 1 : 0);
}
