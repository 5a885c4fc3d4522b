import { cut, operation } from './bits';
import { atom } from './compare';
import { ATOM, BITS, BLOCK, OPERATION } from './layout';

/**
 * Computes blocks `from` to `to`. An operation has a kind, a slot to write and two slots to read; an atom (3) reads its
 * record, and what is kept (4) is copied to the place of the block in a row of bitmaps. Slot 0 is empty, slot 1 full.
 */
export function evaluate(
  blocks: usize, from: i32, to: i32, slots: usize, atoms: usize, operations: usize, operationCount: i32,
): void {
  memory.fill(slots, 0, BITS);
  memory.fill(slots + BITS, 0xff, BITS);
  const end = operations + <usize>operationCount * OPERATION;
  for (let b = from; b < to; b += 1) {
    const block = blocks + <usize>b * BLOCK;
    const row = <usize>load<u32>(block);
    const count = load<u32>(block, 4);
    for (let at = operations; at < end; at += OPERATION) {
      const kind = load<u32>(at);
      const first = <usize>load<u32>(at, 8);
      if (kind < 3) {
        const a = slots + first * BITS;
        operation(kind, a, slots + <usize>load<u32>(at, 12) * BITS, slots + <usize>load<u32>(at, 4) * BITS);
      } else if (kind == 3) {
        atom(atoms + first * ATOM, row, slots + <usize>load<u32>(at, 4) * BITS);
      } else {
        const kept = first + <usize>b * BITS;
        memory.copy(kept, slots + <usize>load<u32>(at, 4) * BITS, BITS);
        if (count < 4096) cut(kept, count);
      }
    }
  }
}
