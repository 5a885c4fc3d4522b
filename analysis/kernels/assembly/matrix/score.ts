import { keep, operation } from './bits';
import { BITS, BLOCK, SUMS } from './layout';
import { tell } from './sums';

/**
 * Decisions by scores on the rows of `left`: those of the rules that fire are added up per row, in their order, and which of
 * the three sums reach their thresholds picks one of eight combinations (1 ok, 2 ng, 4 hold) and its result. `weights` are
 * three doubles per rule (ok, ng, hold), `thresholds` three doubles, `results` one for each combination. Adds by combination
 * what `decide` adds by step. `scratch` has room for three doubles per row of a block and eight bitmaps.
 */
export function score(
  blocks: usize, from: i32, to: i32, rules: usize, ruleCount: i32, weights: usize, thresholds: usize, results: usize,
  stateBits: usize, stride: usize, states: usize, amounts: usize, wide: bool,
  sums: usize, weekly: usize, left: usize, decided: usize, scratch: usize,
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
    const own = decided == 0 ? 0 : decided + <usize>b * BITS;
    for (let c: usize = 0; c < 8; c += 1) {
      const result = <usize>load<u32>(results + (c << 2));
      keep(own, result, stride, combined + c * BITS);
      tell(
        combined + c * BITS, here, stride, row, week + result * 12, states, amounts, wide,
        sums + c * SUMS,
      );
    }
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
