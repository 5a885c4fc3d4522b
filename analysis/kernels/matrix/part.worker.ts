import { parentPort, workerData } from 'node:worker_threads';
import { ColumnDamaged, readRows } from '../sidecar/column-file.ts';
import { countOf } from './counting.ts';
import { KernelMemory } from './memory.ts';
import type { Answered, Ask, Question, Reply } from './messages.ts';
import { Partition } from './partition.ts';
import { passed } from './passing.ts';

/** Not 0 while what runs is to stop. */
const stop = new Int32Array(workerData as SharedArrayBuffer);
const stopped = 'stopped';
const pause = (): void => {
  if (Atomics.load(stop, 0) !== 0) throw new Error(stopped);
};

let part: Partition | undefined;
/** Rows that pass through use the same memory again and again. */
let passing: KernelMemory | undefined;

function answer(question: Question): Answered[Ask] {
  if (question.ask === 'open') {
    const { rows, blocks, weeks } = question.of;
    part = new Partition(rows, blocks, weeks);
    return null;
  }
  if (part === undefined) throw new Error('not open');
  const own = part;
  switch (question.ask) {
    case 'columns':
      for (const { name, path, head, from, to } of question.of) {
        pause();
        if (!own.hasColumn(name)) own.setColumn(name, head.kind, (target) => readRows(path, head, from, to, target));
      }
      return null;
    case 'base':
      own.setBase(question.of, pause);
      return null;
    case 'evaluate':
      own.evaluate(question.of, pause);
      return null;
    case 'pass':
      return passed(question.of, (passing ??= new KernelMemory()), pause);
    case 'drop':
      for (const name of question.of.columns) own.dropColumn(name);
      for (const name of question.of.bitmaps) own.dropBitmap(name);
      return null;
    case 'size':
      return own.size + (passing?.size ?? 0);
    case 'counts':
    case 'figures':
    case 'combine':
    case 'changing':
    case 'overlap':
    case 'patterns':
    case 'cubes':
      return countOf(own, question, pause).value;
  }
}

function reply(question: Question): Reply {
  try {
    return { ok: true, value: answer(question) };
  } catch (error) {
    if (error instanceof ColumnDamaged) return { ok: false, why: 'damaged', path: error.path };
    if (error instanceof RangeError) return { ok: false, why: 'memory' };
    const detail = error instanceof Error ? error.message : 'unknown';
    return detail === stopped ? { ok: false, why: 'stopped' } : { ok: false, why: 'internal', detail };
  }
}

/** The memory of all arrays in an answer: it goes to whoever asked, and is not copied. */
function buffersIn(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersIn) : [];
}

parentPort?.on('message', (question: Question) => {
  const said = reply(question);
  parentPort?.postMessage(said, [...new Set(buffersIn(said))]);
});
