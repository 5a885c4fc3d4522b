import { leastVerdicts, type ReviewEstimate } from '../../../analysis/model/review-sample.ts';
import { t } from '../../i18n/index.ts';

/** What stands for a figure that is not measured, and why. */
export const whyText = ({ unmeasured }: ReviewEstimate): string | null =>
  unmeasured === null ? null : t(`sample.why.${unmeasured}`, { least: leastVerdicts });

/** Whether some sampled orders have no clear verdict. */
export function hasUndecided({ verdicts: { unclear, missing } }: Pick<ReviewEstimate, 'verdicts'>): boolean {
  return unclear + missing > 0;
}
