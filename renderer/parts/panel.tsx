import { useId, type ReactNode } from 'react';

export interface PanelProps {
  readonly title: ReactNode;
  /** Short remark at the right of the title: unit, period, what is left out. */
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

export function Panel({ title, note, actions, children, className }: PanelProps) {
  const id = useId();
  return (
    <section className={`panel ${className ?? ''}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note === undefined ? null : <span className="note">{note}</span>}
        {actions === undefined ? null : <span className="actions">{actions}</span>}
      </header>
      <div className="body">{children}</div>
    </section>
  );
}
