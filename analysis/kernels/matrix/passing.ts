import { readRows } from '../sidecar/column-file.ts';
import { atOnce } from '../pieces.ts';
import { addingCounts, countOf, type Counted } from './counting.ts';
import type { KernelMemory } from './memory.ts';
import type { Passing } from './messages.ts';
import { Partition, type Pause } from './partition.ts';

/**
 * Answers questions on rows that lie in files: a range after the other is read into the same memory, bitmaps are made of
 * it, and what they come to is added up. Nothing else stays. There is at least one range.
 */
export function passed(
  { ranges, weeks, columns, base, programs, questions }: Passing,
  memory: KernelMemory,
  pause: Pause,
): Counted[] {
  let total: Counted[] | undefined;
  for (const { from, to, blocks } of ranges) {
    memory.clear();
    const part = new Partition(to - from, blocks, weeks, memory);
    for (const { name, path, head } of columns) {
      pause();
      part.setColumn(name, head.kind, (target) => readRows(path, head, from, to, target));
    }
    part.setBase(base, pause);
    for (const program of programs) part.evaluate(program, pause);
    const found = questions.map((question) => countOf(part, question, pause));
    total = total?.map((one, i) => atOnce(addingCounts(one, found[i] ?? one))) ?? found;
  }
  return total ?? [];
}
