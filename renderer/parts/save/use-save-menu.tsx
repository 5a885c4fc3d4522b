import { useMemo, useState, type ReactNode } from 'react';
import type { ResultTable } from '../../../analysis/model/results/result-file.ts';
import type { Still } from '../../chart/still.ts';
import { ExplainedOf, PicturesOf } from './save-context.ts';
import { SaveMenu } from './save-menu.tsx';

/** What a result is saved as: its table, `pictures` for charts alone, or nothing while there is none. */
export type SavedTable = (() => ResultTable) | 'pictures' | undefined;

/** The menu of a result, and what stands around its charts so that the menu knows them. */
export function useSaveMenu(
  title: string,
  table: SavedTable,
): { readonly menu: ReactNode; readonly around: (children: ReactNode) => ReactNode } {
  const pictures = useCollected<Still>();
  const explained = useCollected<string>();
  const menu =
    table === undefined ? null : (
      <SaveMenu
        {...{ title }}
        table={table === 'pictures' ? null : table}
        drawn={pictures.count > 0}
        pictures={pictures.all}
        explained={explained.all}
      />
    );
  const around = (children: ReactNode) =>
    table === undefined ? (
      children
    ) : (
      <PicturesOf.Provider value={pictures.collected}>
        <ExplainedOf.Provider value={explained.collected}>{children}</ExplainedOf.Provider>
      </PicturesOf.Provider>
    );
  return { menu, around };
}

interface Collected<T> {
  /** Answers what takes it away again. */
  readonly add: (one: () => T) => () => void;
}

/** What stands in a result and says so itself: its charts, and the sentences under them. */
function useCollected<T>(): {
  readonly collected: Collected<T>;
  readonly all: () => readonly T[];
  readonly count: number;
} {
  const [count, setCount] = useState(0);
  const [own] = useState(() => new Set<() => T>());
  const collected = useMemo<Collected<T>>(
    () => ({
      add: (one) => {
        own.add(one);
        setCount(own.size);
        return () => {
          own.delete(one);
          setCount(own.size);
        };
      },
    }),
    [own],
  );
  return { collected, all: () => [...own].map((one) => one()), count };
}
