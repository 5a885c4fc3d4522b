import type { Progress } from '../../analysis/model/progress.ts';
import { t } from '../i18n/index.ts';
import { progressText } from '../i18n/progress.ts';
import { Button } from './button.tsx';

interface WorkingProps {
  readonly label: string;
  readonly progress: Progress | null;
  readonly onCancel: () => void;
}

/** Work under way: what, how far, and how to stop it. */
export function Working({ label, progress, onCancel }: WorkingProps) {
  const fraction = progress?.fraction ?? null;
  return (
    <div className="stack" role="status">
      <p>{label}</p>
      <progress className="progress" aria-label={label} {...(fraction === null ? {} : { value: fraction })} max={1} />
      <div className="row">
        <span className="note grow">{progressText(progress)}</span>
        <Button small onClick={onCancel}>
          {t('status.cancel')}
        </Button>
      </div>
    </div>
  );
}
