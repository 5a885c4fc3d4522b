import { mkdirSync, rmSync } from 'node:fs';
import type { CallContext } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ProcessStarter } from '../process.ts';
import { importMessage, type ImportJob, type JobAnswer, type JobOf } from './import-messages.ts';

/** What an import watches and tells. */
export type JobWatch = Pick<CallContext, 'signal' | 'progress'>;

/**
 * Runs a job in a process of its own and answers what it said. Cancelling kills the process; a process that ends
 * without an answer is 'engine-stopped'.
 */
export async function inImportProcess<K extends ImportJob['kind']>(
  processes: ProcessStarter,
  job: JobOf<K>,
  watch: JobWatch,
): Promise<JobAnswer[K]> {
  watch.signal.throwIfAborted();
  const child = await processes.start('import-process');
  return new Promise<JobAnswer[K]>((resolve, reject) => {
    const settle = (finish: () => void): void => {
      watch.signal.removeEventListener('abort', cancel);
      child.kill();
      finish();
    };
    const cancel = (): void => settle(() => reject(new ShinsaError('cancelled')));
    watch.signal.addEventListener('abort', cancel, { once: true });
    child.onMessage((value) => {
      const message = importMessage(value);
      switch (message?.kind) {
        case undefined:
          return;
        case 'progress':
          return watch.progress(message.progress);
        case 'done':
          return settle(() => resolve(message.answer as JobAnswer[K]));
        case 'failed':
          return settle(() => reject(thrown(message.failure)));
      }
    });
    child.onExit((code) => settle(() => reject(new ShinsaError('engine-stopped', { code: code ?? 'killed' }))));
    if (watch.signal.aborted) return cancel();
    child.post(job);
  });
}

function thrown(failure: {
  readonly code: ShinsaError['failure']['code'];
  readonly params: ShinsaError['failure']['params'];
  readonly place?: ShinsaError['failure']['place'];
}): ShinsaError {
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
