import type { FileToken } from '../../../analysis/engine-api.ts';
import type { ReviewRequest, ReviewSample, VerdictReading } from '../../../analysis/model/review-sample.ts';
import { t } from '../../i18n/index.ts';
import { count } from '../../i18n/format.ts';
import { answer, bridge } from '../../state/backend.ts';
import { call } from '../../state/jobs.ts';
import { createStore } from '../../state/store.ts';
import { attempt, showDone } from '../../state/toasts.ts';

/** Raised by whatever changes samples or verdicts, so that what is shown of them is asked for again. */
export const sampleVersion = createStore(0);
const changed = () => sampleVersion.set(sampleVersion.get() + 1);

/** The sample a person looks at, by id. */
export const chosenSample = createStore<string | null>(null);

/** A worksheet that was not taken in, while it is on screen. */
export const refusedSheet = createStore<Extract<VerdictReading, { kind: 'refused' }> | null>(null);

export async function drawSample(request: ReviewRequest): Promise<void> {
  const sample = await call('reviewSample.draw', request);
  chosenSample.set(sample.sampleId);
  changed();
  showDone(t('sample.drawn', { code: sample.code, count: count(sample.drawn) }));
}

export function importVerdicts(sampleId: string): void {
  attempt(async () => {
    const chosen = await answer(bridge().chooseFile('verdicts'));
    if (chosen === null) return;
    const reading = await call('reviewSample.import', { file: chosen.token as FileToken, sampleId });
    if (reading.kind === 'refused') {
      refusedSheet.set(reading);
      return;
    }
    changed();
    const { importId, fileName, taken, unchanged } = reading.file;
    const all = taken.good + taken.bad + taken.unclear;
    const undo = { label: t('sample.undo'), run: () => takeBack(importId, fileName) };
    if (all === 0) showDone(t('sample.importedNone', { unchanged: count(unchanged) }));
    else showDone(t('sample.imported', { count: count(all), ...counts(taken) }), undo);
  });
}

export const counts = ({ good, bad, unclear }: Readonly<Record<'good' | 'bad' | 'unclear', number>>) => ({
  good: count(good),
  bad: count(bad),
  unclear: count(unclear),
});

export function takeBack(importId: string, name: string): void {
  attempt(async () => {
    await call('reviewSample.undo', { importId });
    changed();
    showDone(t('sample.undone', { name }));
  });
}

export function deleteSample({ sampleId, code }: ReviewSample): void {
  attempt(async () => {
    await call('reviewSample.delete', { sampleId });
    changed();
    const undo = async () => {
      await call('reviewSample.restore', { sampleId });
      chosenSample.set(sampleId);
      changed();
    };
    showDone(t('sample.deleted', { code }), { label: t('sample.undo'), run: () => attempt(undo) });
  });
}
