import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';

export interface WorkProgressProps {
  readonly label: string;
  /** 0 to 1. */
  readonly share: number;
  readonly onCancel: () => void;
}

/** How far work made of many calls is, and what ends it. */
export function WorkProgress({ label, share, onCancel }: WorkProgressProps) {
  return (
    <div className="row" role="status">
      <span className="note">{label}</span>
      <progress className="progress grow" aria-label={label} value={share} max={1} />
      <Button small onClick={onCancel}>
        {t('status.cancel')}
      </Button>
    </div>
  );
}
