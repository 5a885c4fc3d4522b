import { useId, type ReactNode } from 'react';
import { Explained } from './save/explained.tsx';
import { useSaveMenu, type SavedTable } from './save/use-save-menu.tsx';

export interface PanelProps {
  readonly title: ReactNode;
  /** Of its heading: 3 inside another panel. */
  readonly level?: 2 | 3;
  /** Short remark at the right of the title: unit, period, what is left out. */
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  /**
   * What it shows as a table, heads first: the panel then offers to copy and save it, and to save the charts that stand in
   * it. `pictures` for charts alone.
   */
  readonly table?: SavedTable;
  readonly children: ReactNode;
  readonly className?: string;
}

export function Panel({ title, level = 2, note, actions, table, children, className }: PanelProps) {
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  const { menu, around } = useSaveMenu(typeof title === 'string' ? title : '', table);
  // A remark that is more than words says what stands among the facts already.
  const remark = typeof note === 'string' ? <Explained unseen>{note}</Explained> : null;
  return (
    <section className={`panel ${className ?? ''}`} aria-labelledby={id}>
      <header>
        <Heading id={id}>{title}</Heading>
        {note === undefined ? null : <span className="note">{note}</span>}
        {actions === undefined && menu === null ? null : (
          <span className="actions">
            {actions}
            {menu}
          </span>
        )}
      </header>
      <div className="body">
        {around(
          <>
            {remark}
            {children}
          </>,
        )}
      </div>
    </section>
  );
}
