import { parentPort, workerData } from 'node:worker_threads';
import type { Opening, Question, Reply } from './messages.ts';
import { VelocityPart } from './part.ts';
import { Refused } from './shapes.ts';

/** A thread with one part of the keys; questions are answered in the order in which they come. */

const { plan, share, batches, answers, batchRows, answerRows } = workerData as Opening;
const takeFrom = batches.map((buffer) => new Uint8Array(buffer));
const answerInto = answers.map((buffer) => new Uint8Array(buffer));
let part: VelocityPart | undefined;

function answer(question: Question): number {
  const own = (part ??= new VelocityPart(plan, share, batchRows, answerRows));
  if (question.ask === 'answer') return own.answer(question.group, answerInto[question.place] ?? new Uint8Array());
  own.take(takeFrom[question.place] ?? new Uint8Array(), question.rows);
  return question.rows;
}

function reply(question: Question): Reply {
  try {
    return { ok: true, rows: answer(question) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, why: error.why };
    if (error instanceof RangeError) return { ok: false, why: 'memory' };
    return { ok: false, why: 'internal', detail: error instanceof Error ? error.message : 'unknown' };
  }
}

parentPort?.on('message', (question: Question) => parentPort?.postMessage(reply(question)));
