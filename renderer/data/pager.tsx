import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';

export interface PagerProps {
  readonly offset: number;
  readonly perPage: number;
  readonly total: number;
  readonly onChange: (offset: number) => void;
}

/** Pages of a list that is longer than one. */
export function Pager({ offset, perPage, total, onChange }: PagerProps) {
  if (total <= perPage) return null;
  return (
    <div className="row end">
      <span className="note">
        {t('data.resolvePage', {
          from: count(offset + 1),
          to: count(Math.min(total, offset + perPage)),
          total: count(total),
        })}
      </span>
      <Button small disabled={offset === 0} onClick={() => onChange(offset - perPage)}>
        {t('data.previousPage')}
      </Button>
      <Button small disabled={offset + perPage >= total} onClick={() => onChange(offset + perPage)}>
        {t('data.nextPage')}
      </Button>
    </div>
  );
}
