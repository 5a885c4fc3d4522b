import { mkdirSync, rmSync } from 'node:fs';
import type { CallContext } from '../engine-api.ts';
import { ShinsaError, type Failure } from '../model/failure.ts';
import type { ChildProcess, ProcessStarter } from '../process.ts';
import { importMessage, jobAnswer, type JobAnswer } from './import-answers.ts';
import type { ImportJob, JobOf } from './import-messages.ts';

/** What an import watches and tells. */
export type JobWatch = Pick<CallContext, 'signal' | 'progress'>;

/** How long a killed process may take to end before its folder is removed anyway, ms. */
const patience = 5000;

/**
 * Runs a job in a process of its own and answers what `use` makes of what it said. Cancelling kills the process; a
 * process that ends without an answer is 'engine-stopped'. The process ends while its answer is used, and has ended
 * when this settles.
 */
export async function inImportProcess<K extends ImportJob['kind'], T>(
  processes: ProcessStarter,
  job: JobOf<K>,
  watch: JobWatch,
  use: (answer: JobAnswer[K]) => Promise<T>,
): Promise<T> {
  if (watch.signal.aborted) throw new ShinsaError('cancelled');
  const child = await processes.start('import-process');
  const ended = new Promise<number | null>((resolve) => child.onExit(resolve));
  try {
    const answer = await answerOf<K>(child, ended, job, watch);
    child.kill();
    return await use(answer);
  } finally {
    child.kill();
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, patience).unref())]);
  }
}

function answerOf<K extends ImportJob['kind']>(
  child: ChildProcess,
  ended: Promise<number | null>,
  job: JobOf<K>,
  { signal, progress }: JobWatch,
): Promise<JobAnswer[K]> {
  return new Promise<JobAnswer[K]>((resolve, reject) => {
    const settle = (answer: JobAnswer[K] | undefined): void =>
      answer === undefined ? reject(new ShinsaError('internal', { detail: 'import-answer' })) : resolve(answer);
    const cancel = (): void => reject(new ShinsaError('cancelled'));
    signal.addEventListener('abort', cancel, { once: true });
    void ended.then((code) => {
      signal.removeEventListener('abort', cancel);
      reject(new ShinsaError('engine-stopped', { code: code ?? 'killed' }));
    });
    child.onMessage((value) => {
      const message = importMessage(value);
      switch (message?.kind) {
        case undefined:
          return;
        case 'progress':
          return progress(message.progress);
        case 'done':
          return settle(jobAnswer<K>(job.kind as K, job.folder, message.answer));
        case 'failed':
          return reject(thrown(message.failure));
      }
    });
    if (signal.aborted) return cancel();
    child.post(job);
  });
}

function thrown(failure: Failure): ShinsaError {
  return new ShinsaError(failure.code, failure.params, failure.place === undefined ? {} : { place: failure.place });
}

/** Gives work a folder that is gone afterwards, whatever happens. */
export async function inFolder<T>(path: string, work: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(path, { mode: 0o700 });
  try {
    return await work(path);
  } finally {
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
