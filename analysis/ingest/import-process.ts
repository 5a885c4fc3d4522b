import { failureOf } from '../model/failure.ts';
import { runJob } from './import-job.ts';
import type { ImportMessage } from './import-answers.ts';
import { importJobSchema } from './import-messages.ts';
import { parentPort } from './parent-port.ts';

const port = parentPort();
const post = (message: ImportMessage): void => port.post(message);
let started = false;

port.onMessage((message) => {
  if (started) return;
  started = true;
  void (async () => {
    try {
      const job = importJobSchema.parse(message);
      post({ kind: 'done', answer: await runJob(job, (progress) => post({ kind: 'progress', progress })) });
    } catch (error) {
      post({ kind: 'failed', failure: failureOf(error) });
    }
  })();
});
