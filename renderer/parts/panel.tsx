import { useId, useMemo, useState, type ReactNode } from 'react';
import type { ResultTable } from '../../analysis/model/results/result-file.ts';
import type { Still } from '../chart/still.ts';
import { SaveMenu } from './save/save-menu.tsx';
import { PicturesOf, type Pictures } from './save/save-context.ts';

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
  readonly table?: (() => ResultTable) | 'pictures' | undefined;
  readonly children: ReactNode;
  readonly className?: string;
}

export function Panel({ title, level = 2, note, actions, table, children, className }: PanelProps) {
  const id = useId();
  const Heading = level === 2 ? 'h2' : 'h3';
  const { pictures, stills, drawn } = usePictures();
  const menu =
    table === undefined ? null : (
      <SaveMenu
        title={typeof title === 'string' ? title : ''}
        table={table === 'pictures' ? null : table}
        {...{ pictures: stills, drawn }}
      />
    );
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
        {table === undefined ? children : <PicturesOf.Provider value={pictures}>{children}</PicturesOf.Provider>}
      </div>
    </section>
  );
}

/** The charts that stand in a panel. */
function usePictures(): {
  readonly pictures: Pictures;
  readonly stills: () => readonly Still[];
  readonly drawn: boolean;
} {
  const [count, setCount] = useState(0);
  const [own] = useState(() => new Set<() => Still>());
  const pictures = useMemo<Pictures>(
    () => ({
      add: (picture) => {
        own.add(picture);
        setCount(own.size);
        return () => {
          own.delete(picture);
          setCount(own.size);
        };
      },
    }),
    [own],
  );
  return { pictures, stills: () => [...own].map((picture) => picture()), drawn: count > 0 };
}
