import { parentPort, workerData } from 'node:worker_threads';
import { ColumnDamaged, readRows } from '../sidecar/column-file.ts';
import type { Answered, Ask, Question, Reply } from './messages.ts';
import { Partition } from './partition.ts';

/** Not 0 while what runs is to stop. */
const stop = new Int32Array(workerData as SharedArrayBuffer);
const stopped = 'stopped';
const pause = (): void => {
  if (Atomics.load(stop, 0) !== 0) throw new Error(stopped);
};

let part: Partition | undefined;

function answer({ ask, of }: Question): Answered[Ask] {
  if (ask === 'open') {
    part = new Partition(of.rows, of.blocks, of.weeks);
    return null;
  }
  if (part === undefined) throw new Error('not open');
  const own = part;
  switch (ask) {
    case 'columns':
      for (const { name, path, head, from, to } of of) {
        pause();
        if (!own.hasColumn(name)) own.setColumn(name, head.kind, (target) => readRows(path, head, from, to, target));
      }
      return null;
    case 'base':
      own.setBase(of, pause);
      return null;
    case 'evaluate':
      own.evaluate(of, pause);
      return null;
    case 'counts':
      return own.counts(of, pause);
    case 'figures':
      return own.figures(of.names, of.amounts, pause);
    case 'combine':
      return own.combine(of, pause);
    case 'changing':
      return own.changing(of, pause);
    case 'overlap':
      return own.overlap(of, pause);
    case 'drop':
      for (const name of of.columns) own.dropColumn(name);
      for (const name of of.bitmaps) own.dropBitmap(name);
      return null;
    case 'size':
      return own.size;
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

parentPort?.on('message', (question: Question) => parentPort?.postMessage(reply(question)));
