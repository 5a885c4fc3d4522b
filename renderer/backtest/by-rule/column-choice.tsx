import { useRef, useState } from 'react';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Choices } from '../../parts/choices.tsx';
import { Popover } from '../../parts/popover.tsx';

export interface ColumnChoiceProps<T extends string> {
  readonly all: readonly T[];
  readonly chosen: readonly T[];
  readonly word: (one: T) => string;
  readonly onChange: (chosen: readonly T[]) => void;
}

/** Which columns a table shows. */
export function ColumnChoice<T extends string>({ all, chosen, word, onChange }: ColumnChoiceProps<T>) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <span ref={anchor}>
      <Button small icon="columns" aria-expanded={open} aria-haspopup="dialog" onClick={() => setOpen(!open)}>
        {t('orders.columns')}
      </Button>
      {open ? (
        <Popover anchor={anchor} label={t('orders.columns')} onClose={() => setOpen(false)}>
          <div className="by-rule-columns">
            <Choices title={t('orders.columns')} {...{ all, chosen, word, onChange }} />
          </div>
        </Popover>
      ) : null}
    </span>
  );
}
