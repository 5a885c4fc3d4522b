import type { ImportMessage } from './ingest/import-answers.ts';
import { runJob, type ReportProgress } from './ingest/import-job.ts';
import { importJobSchema } from './ingest/import-messages.ts';
import type { FindKey } from './ingest/keys-job.ts';
import { parentPort } from './ingest/parent-port.ts';
import { failureOf } from './model/failure.ts';

const port = parentPort();
const post = (message: ImportMessage): void => port.post(message);
let started = false;

/** Reading Japan Post's towns takes its time, and most jobs need none. */
const keyFinder = async (): Promise<FindKey> => (await import('./identity/index.ts')).identityKey;

const bundled = async (id: string): Promise<readonly string[]> =>
  (await import('./identity/index.ts')).bundledValues(id);

port.onMessage((message) => {
  if (started) return;
  started = true;
  void (async () => {
    try {
      const job = importJobSchema.parse(message);
      const progress: ReportProgress = (one) => post({ kind: 'progress', progress: one });
      post({ kind: 'done', answer: await runJob(job, keyFinder, progress, { lastWork: true, bundled }) });
    } catch (error) {
      post({ kind: 'failed', failure: failureOf(error) });
    }
  })();
});
