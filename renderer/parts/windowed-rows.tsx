import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, type ReactNode, type RefObject } from 'react';

/** A line of a table: one `<tr>`, drawn where it is in sight. */
export interface WindowedRow {
  readonly key: string;
  readonly draw: () => ReactNode;
}

export interface WindowedRowsProps {
  /** What scrolls, and holds the table. */
  readonly frame: RefObject<HTMLElement | null>;
  readonly rows: readonly WindowedRow[];
  readonly columns: number;
  /** About how high a line is, in pixels. */
  readonly height: number;
  /** Key of a line to be brought into sight; asked after every draw. */
  readonly reveal?: () => string | null;
}

/** Tables of so many lines stand in the page whole. */
const mostWhole = 60;
/** Lines beyond both edges: the next one that the keyboard goes to is there. */
const beyond = 8;

/**
 * The bodies of a table. Of a long one only the lines in sight are in the page, each in a body of its own: laying out and painting
 * hundreds of lines of buttons takes longer than computing what they say.
 */
export function WindowedRows({ frame, rows, columns, height, reveal }: WindowedRowsProps) {
  const long = rows.length > mostWhole;
  const sight = useVirtualizer({
    count: long ? rows.length : 0,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: beyond,
  });
  const shown = sight.getVirtualItems();
  useEffect(() => {
    const key = long ? (reveal?.() ?? null) : null;
    const at = key === null ? -1 : rows.findIndex((row) => row.key === key);
    if (at >= 0 && !shown.some(({ index }) => index === at)) sight.scrollToIndex(at);
  });
  const [from, to] = [shown[0]?.index, shown.at(-1)?.index];
  // Only where other lines come into sight: reading a width lays out the whole page.
  useLayoutEffect(() => {
    if (long) keepWidths(frame.current);
  }, [long, from, to, columns]);
  if (!long) return <tbody>{rows.map(({ draw }) => draw())}</tbody>;
  const [first, last] = [shown[0], shown.at(-1)];
  return (
    <>
      <Gap height={first?.start ?? 0} columns={columns} />
      {shown.map(({ key, index }) => (
        <tbody key={key} ref={sight.measureElement} data-index={index}>
          {rows[index]?.draw()}
        </tbody>
      ))}
      <Gap height={sight.getTotalSize() - (last?.end ?? 0)} columns={columns} />
    </>
  );
}

/** Stands for lines out of sight. */
function Gap({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden="true">
      <tr style={{ height: `${height}px` }}>
        <td colSpan={columns} className="gap" />
      </tr>
    </tbody>
  );
}

/** Columns never become narrower: other lines in sight would let them jump. */
function keepWidths(frame: HTMLElement | null): void {
  const heads = [...(frame?.querySelectorAll<HTMLElement>('thead th:not([colspan])') ?? [])];
  const widths = heads.map((head) => head.offsetWidth);
  heads.forEach((head, i) => {
    const width = widths[i] ?? 0;
    if (width > Number.parseFloat(head.style.minWidth || '0')) head.style.minWidth = `${width}px`;
  });
}
