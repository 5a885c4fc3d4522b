import { useMemo, useState, type ReactNode } from 'react';
import type { ResultTable } from '../../../analysis/model/results/result-file.ts';
import type { Still } from '../../chart/still.ts';
import { PicturesOf, type Pictures } from './save-context.ts';
import { SaveMenu } from './save-menu.tsx';

/** What a result is saved as: its table, `pictures` for charts alone, or nothing while there is none. */
export type SavedTable = (() => ResultTable) | 'pictures' | undefined;

/** The menu of a result, and what stands around its charts so that the menu knows them. */
export function useSaveMenu(
  title: string,
  table: SavedTable,
): { readonly menu: ReactNode; readonly around: (children: ReactNode) => ReactNode } {
  const { pictures, stills, drawn } = usePictures();
  return {
    menu:
      table === undefined ? null : (
        <SaveMenu {...{ title, drawn }} table={table === 'pictures' ? null : table} pictures={stills} />
      ),
    around: (children) =>
      table === undefined ? children : <PicturesOf.Provider value={pictures}>{children}</PicturesOf.Provider>,
  };
}

/** The charts that stand in a result. */
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
