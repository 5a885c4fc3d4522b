import { COUNT, FEATURE, FIRST, GROUP, LEAST, MEAN, MONEY_MEAN, NONE, SINCE_FIRST, SINCE_LAST, SUM, UNFIT, VALUE } from './layout';
import { ends, made, seqs, starts, times } from './partition';
import { groups } from './rows';

/**
 * Writes what rows `from` to `to` of the partition that was readied ask for: seqs, then features, columns of `room` numbers
 * each, from row `at` on. Answers the row behind the last, or UNFIT.
 */
export function emit(g: u32, from: u32, to: u32, out: usize, room: u32, at: u32): i32 {
  const own = groups + g * GROUP;
  const features = <usize>load<u32>(own, 12);
  const featureCount = load<u32>(own, 16);
  const width = <usize>room << 3;
  const begin = out + (<usize>at << 3);
  let to8 = begin;
  for (let i: usize = from; i < to; i += 1) {
    const seq = load<i32>(seqs + (i << 2));
    store<i64>(to8, <i64>seq);
    to8 += seq < 0 ? 0 : 8;
  }
  const rows = <u32>((to8 - begin) >> 3);
  for (let f: u32 = 0; f < featureCount; f += 1)
    if (!write(features + f * FEATURE, from, to, begin + (1 + f) * width)) return UNFIT;
  return <i32>(at + rows);
}

function write(feature: usize, from: u32, to: u32, begin: usize): bool {
  const kind = load<u32>(feature);
  const number = load<i32>(feature, 4);
  const own = load<u32>(feature, 8) != 0;
  const limit = load<i64>(feature, 16);
  if (kind >= LEAST) {
    const found = <usize>load<u32>(feature, 24);
    let out = begin;
    for (let i: usize = from; i < to; i += 1) {
      store<i64>(out, load<i64>(found + (i << 3)));
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
