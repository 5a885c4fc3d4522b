import type { PointerEvent } from 'react';
import { Icon } from '../theme/icons.tsx';
import type { GridColumn } from './grid-columns.ts';
import type { GridSort } from './order-view.ts';
import { headerRow } from './selection.ts';

export interface GridHeadProps {
  readonly id: string;
  readonly columns: readonly GridColumn[];
  readonly sort: GridSort;
  readonly active: number | null;
  readonly onSort: (column: string) => void;
  readonly onWidth: (column: string, width: number) => void;
}

/** Sorted by a click or by Enter; the right edge of a header is dragged to change the width. */
export function GridHead({ id, columns, sort, active, onSort, onWidth }: GridHeadProps) {
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" aria-rowindex={1}>
        {columns.map((column, index) => {
          const sorted = sort.column === column.name;
          return (
            <div
              key={column.name}
              id={`${id}-${headerRow}-${index}`}
              role="columnheader"
              className={`grid-cell ${column.numeric ? 'num' : ''} ${index === active ? 'active' : ''}`}
              aria-colindex={index + 1}
              aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
              title={column.label}
              style={{ width: `${column.width}px` }}
              onClick={() => onSort(column.name)}
            >
              <span className="clip">{column.label}</span>
              {sorted ? <Icon name={sort.descending ? 'down' : 'up'} size={12} /> : null}
              <WidthGrip column={column} onWidth={onWidth} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const least = 48;
const most = 800;

function WidthGrip({ column, onWidth }: { readonly column: GridColumn; readonly onWidth: GridHeadProps['onWidth'] }) {
  const onPointerDown = (event: PointerEvent<HTMLSpanElement>) => {
    event.stopPropagation();
    const grip = event.currentTarget;
    const start = event.clientX;
    grip.setPointerCapture(event.pointerId);
    grip.onpointermove = (move) =>
      onWidth(column.name, Math.max(least, Math.min(most, column.width + move.clientX - start)));
    grip.onpointerup = () => {
      grip.onpointermove = null;
    };
  };
  return <span className="grip" onPointerDown={onPointerDown} onClick={(event) => event.stopPropagation()} />;
}
