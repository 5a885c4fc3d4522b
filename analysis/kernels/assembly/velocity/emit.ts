import {
  COUNT, ENDS, FEATURE, FIRST, GROUP, LEAST, MEAN, MONEY_MEAN, NONE, SINCE_FIRST, SINCE_LAST, SOME, SUM, UNFIT, VALUE, WIDTH,
  emitBytes,
} from './layout';
import { count, ends, found, made, prepare, seqs, starts, times } from './partition';
import { groups, lay } from './rows';

/**
 * Values of all features of a group, from `out` on in rows of as many numbers, by seq; the number below the least of each, the
 * greatest, and of how many rows there is one, are added to `known`. `parts` are as `count` left them; memory is taken from `room` on.
 * Answers how many rows there were, or UNFIT.
 */
export function compute(g: u32, parts: usize, mine: u32, room: usize, out: usize, known: usize): i32 {
  const own = groups + g * GROUP;
  const featureCount = load<u32>(own, 16);
  const written = (lay(g, parts, room) + 15) & ~15;
  const work = written + emitBytes(featureCount);
  let begin = room;
  let rows: u32 = 0;
  for (let p: u32 = 0; p < mine; p += 1) {
    const end = <usize>load<u32>(parts + (p << 2));
    if (end > begin) {
      prepare(own, begin, end, work);
      for (let from: u32 = 0; from < count; from += SOME) {
        const some = emit(own, from, min<u32>(count, from + SOME), written);
        if (some < 0) return UNFIT;
        spreadOut(some, written, featureCount, out, known);
        rows += some;
      }
    }
    begin = end;
  }
  return <i32>rows;
}

/** Brings values from their columns to the rows of their seqs. */
function spreadOut(rows: u32, from: usize, featureCount: u32, out: usize, known: usize): void {
  const stride = <usize>featureCount << 3;
  const end = from + (<usize>rows << 3);
  for (let at = from; at < end; at += 8) {
    let to = out + <usize>load<u32>(at) * stride;
    for (let value = at + WIDTH, last = at + featureCount * WIDTH; value <= last; value += WIDTH) {
      store<i64>(to, load<i64>(value));
      to += 8;
    }
  }
  for (let f: u32 = 0; f < featureCount; f += 1) {
    const values = from + (1 + f) * WIDTH;
    const own = known + f * ENDS;
    let below = load<i64>(own);
    let most = load<i64>(own, 8);
    let filled = load<i64>(own, 16) + rows;
    for (let at = values, last = values + (<usize>rows << 3); at < last; at += 8) {
      const v = load<i64>(at);
      // NONE is the least of all: the number below it is the greatest.
      below = min<i64>(below, v - 1);
      most = max<i64>(most, v);
      filled -= v == NONE ? 1 : 0;
    }
    store<i64>(own, below);
    store<i64>(own, most, 8);
    store<i64>(own, filled, 16);
  }
}

/** Writes what rows `from` to `to` of the partition that was readied ask for: columns of seqs, then of features. */
function emit(own: usize, from: u32, to: u32, begin: usize): i32 {
  const features = <usize>load<u32>(own, 12);
  const featureCount = load<u32>(own, 16);
  let to8 = begin;
  for (let i: usize = from; i < to; i += 1) {
    const seq = load<i32>(seqs + (i << 2));
    store<i64>(to8, <i64>seq);
    to8 += seq < 0 ? 0 : 8;
  }
  const rows = <i32>((to8 - begin) >> 3);
  for (let f: u32 = 0; f < featureCount; f += 1)
    if (!write(features + f * FEATURE, f, from, to, begin + (1 + f) * WIDTH)) return UNFIT;
  return rows;
}

function write(feature: usize, f: u32, from: u32, to: u32, begin: usize): bool {
  const kind = load<u32>(feature);
  const number = load<i32>(feature, 4);
  const own = load<u32>(feature, 8) != 0;
  const limit = load<i64>(feature, 16);
  if (kind >= LEAST) {
    const values = <usize>load<u32>(found + (f << 2));
    let out = begin;
    for (let i: usize = from; i < to; i += 1) {
      store<i64>(out, load<i64>(values + (i << 3)));
      out += load<i32>(seqs + (i << 2)) < 0 ? 0 : 8;
    }
    return true;
  }
  const starting = <usize>load<u32>(starts + (load<u32>(feature, 12) << 2));
  if (kind == COUNT) return writeCounts(number, own, starting, from, to, begin);
  if (kind == SUM) return writeSums(made + number * VALUE, limit, own, starting, from, to, begin);
  if (kind == MEAN || kind == MONEY_MEAN) return writeMeans(made + number * VALUE, kind, own, starting, from, to, begin);
  return writeTimes(number, kind, own, starting, from, to, begin);
}

function writeCounts(number: i32, own: bool, starting: usize, from: u32, to: u32, begin: usize): bool {
  let out = begin;
  if (number < 0) {
    const more: i64 = own ? 1 : 0;
    for (let i: usize = from; i < to; i += 1) {
      const rows = load<u32>(ends + (i << 2)) - load<u32>(starting + (i << 2));
      store<i64>(out, <i64>rows + more);
      out += load<i32>(seqs + (i << 2)) < 0 ? 0 : 8;
    }
    return true;
  }
  const value = made + number * VALUE;
  const values = <usize>load<u32>(value);
  const counts = <usize>load<u32>(value, 4);
  for (let i: usize = from; i < to; i += 1) {
    const end = <usize>load<u32>(ends + (i << 2));
    const start = <usize>load<u32>(starting + (i << 2));
    let rows = load<u32>(counts + (end << 2)) - load<u32>(counts + (start << 2));
    if (own && load<i64>(values + (i << 3)) != NONE) rows += 1;
    store<i64>(out, <i64>rows);
    out += load<i32>(seqs + (i << 2)) < 0 ? 0 : 8;
  }
  return true;
}

function writeSums(value: usize, limit: i64, own: bool, starting: usize, from: u32, to: u32, begin: usize): bool {
  const values = <usize>load<u32>(value);
  const sums = <usize>load<u32>(value, 8);
  const highs = <usize>load<u32>(value, 12);
  let out = begin;
  for (let i: usize = from; i < to; i += 1) {
    const end = <usize>load<u32>(ends + (i << 2));
    const start = <usize>load<u32>(starting + (i << 2));
    const mine = own ? load<i64>(values + (i << 3)) : NONE;
    let sum = load<i64>(sums + (end << 3)) - load<i64>(sums + (start << 3));
    if (highs == 0) {
      if (mine != NONE) sum += mine;
    } else {
      let high = load<i64>(highs + (end << 3)) - load<i64>(highs + (start << 3));
      if (mine != NONE) {
        sum += mine & 0xffffffff;
        high += mine >> 32;
      }
      high += sum >> 32;
      if (high >= 0x40000000 || high < -0x40000000) {
        // Beyond every limit; without one there is no number for it.
        if (limit == 0) return false;
        sum = i64.MAX_VALUE;
      } else sum = (high << 32) + (sum & 0xffffffff);
    }
    if (limit != 0 && (sum > limit || sum < -limit)) sum = NONE;
    store<i64>(out, sum);
    out += load<i32>(seqs + (i << 2)) < 0 ? 0 : 8;
  }
  return true;
}

function writeMeans(value: usize, kind: u32, own: bool, starting: usize, from: u32, to: u32, begin: usize): bool {
  if (load<u32>(value, 12) != 0) return false;
  const values = <usize>load<u32>(value);
  const counts = <usize>load<u32>(value, 4);
  const sums = <usize>load<u32>(value, 8);
  let out = begin;
  for (let i: usize = from; i < to; i += 1) {
    const end = <usize>load<u32>(ends + (i << 2));
    const start = <usize>load<u32>(starting + (i << 2));
    const mine = own ? load<i64>(values + (i << 3)) : NONE;
    let rows = <i64>(load<u32>(counts + (end << 2)) - load<u32>(counts + (start << 2)));
    let sum = load<i64>(sums + (end << 3)) - load<i64>(sums + (start << 3));
    if (mine != NONE) {
      rows += 1;
      sum += mine;
    }
    // A double holds whole numbers up to here.
    if (kind == MEAN && (sum > 9007199254740992 || sum < -9007199254740992)) return false;
    let mean = NONE;
    if (rows != 0) {
      const size = sum < 0 ? -sum : sum;
      const whole = (2 * size + rows) / (2 * rows);
      mean = kind == MEAN ? reinterpret<i64>(<f64>sum / <f64>rows) : sum < 0 ? -whole : whole;
    }
    store<i64>(out, mean);
    out += load<i32>(seqs + (i << 2)) < 0 ? 0 : 8;
  }
  return true;
}

function writeTimes(number: i32, kind: u32, own: bool, starting: usize, from: u32, to: u32, begin: usize): bool {
  const value = made + number * VALUE;
  const values = number < 0 ? 0 : <usize>load<u32>(value);
  const after = number < 0 ? 0 : <usize>load<u32>(value, 16);
  const before = number < 0 ? 0 : <usize>load<u32>(value, 20);
  const earliest = kind == FIRST || kind == SINCE_FIRST;
  let out = begin;
  for (let i: usize = from; i < to; i += 1) {
    const end = load<u32>(ends + (i << 2));
    const start = load<u32>(starting + (i << 2));
    const now = load<i64>(times + (i << 3));
    const mine = own && (number < 0 || load<i64>(values + (i << 3)) != NONE);
    let found = NONE;
    if (start < end) {
      const next = number < 0 ? start : load<u32>(after + (<usize>start << 2));
      const last = number < 0 ? end - 1 : load<u32>(before + (<usize>end << 2));
      if (next < end) found = load<i64>(times + (<usize>(earliest ? next : last) << 3));
    }
    if (mine && (!earliest || found == NONE)) found = now;
    if (found != NONE && (kind == SINCE_FIRST || kind == SINCE_LAST)) found = (now - found) / 1000000;
    store<i64>(out, found);
    out += load<i32>(seqs + (i << 2)) < 0 ? 0 : 8;
  }
  return true;
}
