import { CODED, FOUR_BYTES, NONE, ONE_BYTE, TWO_BYTES, WHOLE } from './layout';

/** Rows of all features are read a few at a time, so that they stay close to the processor while each is. */
const ROWS: usize = 512;

/**
 * Makes columns of codes of rows `from` to `to` of all features, as `plan` says of each, and leaves the rows without values. Code
 * 0 is NULL; in doubles NaN is.
 */
export function code(values: usize, from: u32, to: u32, featureCount: u32, plan: usize): void {
  const stride = <usize>featureCount << 3;
  for (let row: usize = from; row < to; row += ROWS) {
    const end = min<usize>(to, row + ROWS);
    const begin = values + row * stride;
    const behind = values + end * stride;
    for (let f: u32 = 0; f < featureCount; f += 1) write(plan + f * CODED, begin + (f << 3), behind, stride, row);
    for (let at = begin; at < behind; at += 8) store<i64>(at, NONE);
  }
}

/** No values anywhere. */
export function clear(from: usize, to: usize): void {
  for (let at = from; at < to; at += 8) store<i64>(at, NONE);
}

function write(plan: usize, begin: usize, end: usize, stride: usize, row: usize): void {
  const kind = load<u32>(plan);
  const base = <usize>load<u32>(plan, 4);
  const less = load<i64>(plan, 8);
  if (kind == ONE_BYTE) {
    let to = base + row;
    for (let at = begin; at < end; at += stride) {
      const v = load<i64>(at);
      store<u8>(to, v == NONE ? 0 : <u8>(v - less));
      to += 1;
    }
  } else if (kind == TWO_BYTES) {
    let to = base + (row << 1);
    for (let at = begin; at < end; at += stride) {
      const v = load<i64>(at);
      store<u16>(to, v == NONE ? 0 : <u16>(v - less));
      to += 2;
    }
  } else if (kind == FOUR_BYTES) {
    let to = base + (row << 2);
    for (let at = begin; at < end; at += stride) {
      const v = load<i64>(at);
      store<u32>(to, v == NONE ? 0 : <u32>(v - less));
      to += 4;
    }
  } else {
    let to = base + (row << 3);
    for (let at = begin; at < end; at += stride) {
      const v = load<i64>(at);
      store<f64>(to, v == NONE ? NaN : kind == WHOLE ? <f64>v : reinterpret<f64>(v));
      to += 8;
    }
  }
}
