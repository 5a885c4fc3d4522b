import type { CallContext } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ChildProcess } from '../process.ts';
import { saidSchema, type Asked, type Said } from './messages.ts';

/** A cancelled question that has not ended by then ends with its process. */
const killMs = 700;

type Context = Pick<CallContext, 'signal' | 'progress'>;

/** A process of the console as whoever asks it sees it. */
export interface AskedProcess {
  /** 'sql-stopped' when the process ends before it answers, 'cancelled' within a second of the signal. */
  readonly ask: (asked: Asked, context: Context) => Promise<Said>;
  readonly ended: () => boolean;
  readonly kill: () => void;
}

interface Question {
  readonly said: (said: Said) => void;
  readonly exit: () => void;
}

/** Questions to a process that has been started. */
export function askedProcess(child: ChildProcess): AskedProcess {
  const open = new Map<number, Question>();
  let over = false;
  child.onMessage((message) => {
    const said = saidSchema.safeParse(message);
    if (said.success) open.get(said.data.id)?.said(said.data);
  });
  child.onExit(() => {
    over = true;
    for (const question of open.values()) question.exit();
  });
  const ask: AskedProcess['ask'] = (asked, { signal, progress }) =>
    new Promise((resolve, reject) => {
      let killing: NodeJS.Timeout | undefined;
      const stop = (): void => {
        child.post({ kind: 'cancel', id: asked.id } satisfies Asked);
        killing ??= setTimeout(() => child.kill(), killMs);
      };
      const end = (): void => {
        open.delete(asked.id);
        clearTimeout(killing);
        signal.removeEventListener('abort', stop);
      };
      const fail = (error: ShinsaError): void => {
        end();
        reject(error);
      };
      if (signal.aborted) return fail(new ShinsaError('cancelled'));
      if (over) return fail(new ShinsaError('sql-stopped'));
      open.set(asked.id, {
        said: (said) => {
          if (said.kind === 'progress') return progress({ phase: 'querying', fraction: said.fraction });
          if (said.kind === 'failed') return fail(new ShinsaError(said.failure.code, said.failure.params));
          end();
          resolve(said);
        },
        exit: () => fail(new ShinsaError(signal.aborted ? 'cancelled' : 'sql-stopped')),
      });
      signal.addEventListener('abort', stop, { once: true });
      child.post(asked);
    });
  return { ask, ended: () => over, kill: () => child.kill() };
}
