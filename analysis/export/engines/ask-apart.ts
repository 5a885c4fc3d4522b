import { ShinsaError } from '../../model/failure.ts';
import type { ProcessStarter } from '../../process.ts';
import type { AskEngine } from './ask-engine.ts';
import type { EngineAnswer } from './engine.ts';
import { sayingSchema } from './messages.ts';

/** In a process of its own, so that an engine that ends its process is an answer like others. */
export function askApart(processes: ProcessStarter): AskEngine {
  return async (ask, signal) => {
    if (signal?.aborted === true) throw new ShinsaError('cancelled');
    const child = await processes.start('engine-proof-process');
    const answers: EngineAnswer[] = [];
    try {
      const stopped = await new Promise<string | null>((resolve, reject) => {
        child.onMessage((message) => {
          const saying = sayingSchema.safeParse(message);
          if (!saying.success) return resolve('answer');
          if (saying.data.kind === 'answer') answers.push(saying.data.answer);
          else resolve(saying.data.kind === 'failed' ? saying.data.error : null);
        });
        child.onExit((code) => resolve(`exit ${code ?? 'killed'}`));
        signal?.addEventListener('abort', () => reject(new ShinsaError('cancelled')), { once: true });
        child.post(ask);
      });
      return { answers, stopped };
    } finally {
      child.kill();
    }
  };
}
