import type { Progress } from '../../model/progress.ts';
import type { JobContext } from '../project-handle.ts';

/** A job that tells how far the features it waits for are computed. */
export const makingFeatures = ({
  signal,
  progress,
}: {
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
}): JobContext => ({ signal, making: (fraction) => progress({ phase: 'features', fraction }) });
