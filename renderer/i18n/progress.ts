import type { Progress } from '../../analysis/engine-api.ts';
import { count } from './format.ts';
import { t } from './index.ts';

/** What a running call is doing and how far it is. */
export function progressText(progress: Progress | null): string {
  if (progress === null) return '';
  const share = progress.fraction === null ? '' : ` ${Math.round(progress.fraction * 100)}%`;
  const counted = progress.done === undefined ? '' : ` ${count(progress.done)}`;
  return `${t(`phase.${progress.phase}`)}${share}${counted}`;
}
