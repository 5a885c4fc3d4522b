import type { ResultFile } from '../../../analysis/model/results/result-file.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { call } from '../../state/jobs.ts';
import { saveStaged } from '../../state/save-staged.ts';
import { attempt, showDone } from '../../state/toasts.ts';

/** Saves a result where a person says; tells how many characters its encoding lacks. */
export function saveResult(make: () => ResultFile | Promise<ResultFile>): void {
  attempt(async () => {
    const staged = await call('export.result', await make());
    const saved = await saveStaged(staged);
    if (saved !== null && staged.replaced > 0) showDone(t('save.replaced', { count: count(staged.replaced) }));
  });
}
