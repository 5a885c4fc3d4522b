import { failureOf } from '../model/failure.ts';
import { runJob, type ReportProgress } from './import-job.ts';
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
      const progress: ReportProgress = (one) => post({ kind: 'progress', progress: one });
      post({ kind: 'done', answer: await runJob(job, progress, { lastWork: true }) });
    } catch (error) {
      post({ kind: 'failed', failure: failureOf(error) });
    }
  })();
});
