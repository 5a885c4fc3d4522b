import { Worker } from 'node:worker_threads';
import type { Opening, Question, Reply } from './messages.ts';
import { Refused } from './shapes.ts';
import source from './velocity.worker.ts?source';

/** Somebody who calls the loops. */
export interface Thread {
  /** What the loop answers. Throws Refused. */
  readonly ask: (call: Question['call'], ...given: readonly number[]) => Promise<number>;
  readonly end: () => Promise<void>;
}

/** A worker that answers questions one after the other. */
export function startThread(opening: Opening): Thread {
  const worker = new Worker(source, { eval: true, workerData: opening, name: 'velocity' });
  const waiting: { readonly resolve: (value: number) => void; readonly reject: (why: Error) => void }[] = [];
  let died: Error | undefined;
  const fail = (error: Error): void => {
    died ??= error;
    for (const { reject } of waiting.splice(0)) reject(died);
  };
  worker.on('message', (reply: Reply) => {
    const asked = waiting.shift();
    if (reply.ok) asked?.resolve(reply.value);
    else asked?.reject(whyOf(reply));
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('a thread of velocity ended')));
  return {
    ask: (call, ...given) =>
      died === undefined
        ? new Promise((resolve, reject) => {
            waiting.push({ resolve, reject });
            worker.postMessage({ call, given } satisfies Question);
          })
        : Promise.reject(died),
    end: async () => {
      await worker.terminate();
    },
  };
}

export const whyOf = (reply: Extract<Reply, { ok: false }>): Error =>
  reply.why === 'internal' ? new Error(reply.detail) : new Refused(reply.why);
