import type { PointerEvent } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import { StateTag } from '../parts/result-tag.tsx';
import { shownText } from './copy-rows.ts';
import { stateColumn, type GridColumn } from './grid-columns.ts';
import type { RowPages } from './row-pages.ts';

export interface GridRowProps {
  readonly id: string;
  readonly row: number;
  /** Changes when cells have arrived. */
  readonly version: number;
  readonly pages: RowPages | null;
  readonly info: ProjectInfo;
  readonly columns: readonly GridColumn[];
  readonly chosen: boolean;
  readonly open: boolean;
  readonly activeColumn: number | null;
  readonly onPress: (row: number, event: PointerEvent) => void;
}

export function GridRow({ id, row, pages, info, columns, chosen, open, activeColumn, onPress }: GridRowProps) {
  const currency = pages?.cell(row, 'currency');
  const code = typeof currency === 'string' ? currency : info.currency;
  return (
    <div
      role="row"
      className={`grid-row ${chosen ? 'chosen' : ''} ${open ? 'open' : ''}`}
      aria-rowindex={row + 2}
      aria-selected={chosen}
      onPointerDown={(event) => onPress(row, event)}
    >
      {columns.map((column, index) => (
        <div
          key={column.name}
          id={`${id}-${row}-${index}`}
          role="gridcell"
          className={`grid-cell ${column.numeric ? 'num' : ''} ${index === activeColumn ? 'active' : ''}`}
          aria-colindex={index + 1}
          style={{ width: `${column.width}px` }}
        >
          <CellContent {...{ row, pages, info, column, code }} />
        </div>
      ))}
    </div>
  );
}

interface CellProps {
  readonly row: number;
  readonly pages: RowPages | null;
  readonly info: ProjectInfo;
  readonly column: GridColumn;
  readonly code: string;
}

function CellContent({ row, pages, info, column, code }: CellProps) {
  const value = pages?.cell(row, column.name);
  if (value === undefined) return <span className="cell-wait" />;
  if (column.name === stateColumn) {
    const state = outcomeStates.find((name) => name === value);
    return state ? <StateTag state={state} target={info.target} /> : null;
  }
  return shownText(value, column, info, code);
}
