import { GOLDEN, NONE } from './layout';
import { count, ends } from './partition';
import { piece } from './room';

/** The smallest or largest value of every window: candidates in a queue, each better than all that came after. */
export function extremes(next: usize, keys: u32, values: usize, starts: usize, out: usize, own: bool, least: bool): void {
  const queue = piece(<usize>count << 2);
  let i: usize = 0;
  for (let k: usize = 0; k < keys; k += 1) {
    const to = <usize>load<u32>(next + (k << 2));
    let head: usize = 0;
    let tail: usize = 0;
    let at = i;
    for (; i < to; i += 1) {
      const end = <usize>load<u32>(ends + (i << 2));
      const start = load<u32>(starts + (i << 2));
      for (; at < end; at += 1) {
        const v = load<i64>(values + (at << 3));
        if (v == NONE) continue;
        while (tail > head) {
          const other = load<i64>(values + (<usize>load<u32>(queue + ((tail - 1) << 2)) << 3));
          if (least ? other < v : other > v) break;
          tail -= 1;
        }
        store<u32>(queue + (tail << 2), <u32>at);
        tail += 1;
      }
      while (head < tail && load<u32>(queue + (head << 2)) < start) head += 1;
      let found = head < tail ? load<i64>(values + (<usize>load<u32>(queue + (head << 2)) << 3)) : NONE;
      const mine = load<i64>(values + (i << 3));
      if (own && mine != NONE) found = found == NONE ? mine : least ? min<i64>(found, mine) : max<i64>(found, mine);
      store<i64>(out + (i << 3), found);
    }
  }
}

/** How many different values stand in every window. */
export function distinct(
  next: usize, keys: u32, table: usize, size: usize, value: usize, starts: usize, out: usize, own: bool,
): void {
  const values = <usize>load<u32>(value);
  const names = piece(<usize>count << 2);
  const seen = piece(<usize>count << 2);
  const mask = size - 1;
  memory.fill(seen, 0, <usize>count << 2);
  memory.fill(table, 0, size << 2);
  let i: usize = 0;
  for (let k: usize = 0; k < keys; k += 1) {
    const from = i;
    const to = <usize>load<u32>(next + (k << 2));
    // A value's name is the first row of the key that has it.
    for (let at = from; at < to; at += 1) {
      const v = load<i64>(values + (at << 3));
      if (v == NONE) continue;
      let slot = <usize>(((<u64>v + k) * GOLDEN) >> 32) & mask;
      for (;;) {
        const known = load<u32>(table + (slot << 2));
        if (known == 0) {
          store<u32>(table + (slot << 2), <u32>at + 1);
          store<u32>(names + (at << 2), <u32>at);
          break;
        }
        if (known > from && load<i64>(values + (<usize>(known - 1) << 3)) == v) {
          store<u32>(names + (at << 2), known - 1);
          break;
        }
        slot = (slot + 1) & mask;
      }
    }
    let different: i64 = 0;
    let start = from;
    let at = from;
    for (; i < to; i += 1) {
      const end = <usize>load<u32>(ends + (i << 2));
      const begin = <usize>load<u32>(starts + (i << 2));
      for (; at < end; at += 1) {
        if (load<i64>(values + (at << 3)) == NONE) continue;
        const name = seen + (<usize>load<u32>(names + (at << 2)) << 2);
        const rows = load<u32>(name);
        if (rows == 0) different += 1;
        store<u32>(name, rows + 1);
      }
      for (; start < begin; start += 1) {
        if (load<i64>(values + (start << 3)) == NONE) continue;
        const name = seen + (<usize>load<u32>(names + (start << 2)) << 2);
        const left = load<u32>(name) - 1;
        if (left == 0) different -= 1;
        store<u32>(name, left);
      }
      const fresh =
        own && load<i64>(values + (i << 3)) != NONE && load<u32>(seen + (<usize>load<u32>(names + (i << 2)) << 2)) == 0;
      store<i64>(out + (i << 3), different + (fresh ? 1 : 0));
    }
  }
}
