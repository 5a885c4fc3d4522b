import type { Progress } from '../../analysis/engine-api.ts';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';

const phases = ['reading', 'checking', 'sorting', 'outcomes', 'identity', 'writing'] as const;

export interface ImportRunningProps {
  readonly name: string;
  readonly progress: Progress | null;
  readonly cancel?: () => void;
}

export function ImportRunning({ name, progress, cancel }: ImportRunningProps) {
  const fraction = progress?.fraction ?? null;
  const at = phases.findIndex((phase) => phase === progress?.phase);
  const counted = progress?.done !== undefined && progress.total !== undefined;
  return (
    <div className="empty" role="status" aria-live="polite">
      <h2>{t('data.importing', { name })}</h2>
      <ol className="phases">
        {phases.map((phase, index) => (
          <li
            key={phase}
            className={index < at ? 'done' : index === at ? 'now' : ''}
            aria-current={index === at ? 'step' : undefined}
          >
            {t(`phase.${phase}`)}
          </li>
        ))}
      </ol>
      <progress
        className="progress data-progress"
        aria-label={t('data.importing', { name })}
        {...(fraction === null ? {} : { value: fraction })}
        max={1}
      />
      <p className="note">
        {counted
          ? t('data.rowsDone', { done: count(progress.done ?? 0), total: count(progress.total ?? 0) })
          : t('data.unchangedUntilDone')}
      </p>
      {cancel ? <Button onClick={cancel}>{t('data.cancelImport')}</Button> : null}
    </div>
  );
}
