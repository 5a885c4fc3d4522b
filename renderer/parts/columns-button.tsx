import { useRef, useState, type ReactNode } from 'react';
import { t } from '../i18n/index.ts';
import { Button } from './button.tsx';
import { Popover } from './popover.tsx';

/** Opens what chooses the columns of a table. */
export function ColumnsButton({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <span ref={anchor}>
      <Button small icon="columns" aria-expanded={open} aria-haspopup="dialog" onClick={() => setOpen(!open)}>
        {t('orders.columns')}
      </Button>
      {open ? (
        <Popover anchor={anchor} label={t('orders.columns')} onClose={() => setOpen(false)}>
          {children}
        </Popover>
      ) : null}
    </span>
  );
}
