import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { clamp, isScaled, maxOffset, offsetAt, offsetShowing, scrollTopAt, type ScrollShape } from './scaled-scroll.ts';

export interface ScaledRows {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly shape: ScrollShape;
  readonly offset: number;
  readonly first: number;
  readonly last: number;
  readonly show: (row: number) => void;
}

/** Which of very many rows are in view. The header above the rows takes `headHeight` of the scroller. */
export function useScaledRows(rows: number, rowHeight: number, headHeight: number): ScaledRows {
  const scroller = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState(0);
  const [offset, setOffset] = useState(0);
  const shape: ScrollShape = { rows, rowHeight, viewport };
  const now = useRef({ shape, offset });
  now.current = { shape, offset };

  const moveTo = useCallback((wanted: number) => {
    const { shape: current } = now.current;
    const next = clamp(wanted, maxOffset(current));
    now.current.offset = next;
    setOffset(next);
    if (scroller.current) scroller.current.scrollTop = scrollTopAt(next, current);
  }, []);

  useEffect(() => {
    const node = scroller.current;
    if (!node) return;
    const observer = new ResizeObserver(() => setViewport(Math.max(0, node.clientHeight - headHeight)));
    observer.observe(node);
    const onScroll = () => {
      const { shape: current, offset: known } = now.current;
      // What we set ourselves comes back rounded; only a move of the bar counts.
      if (Math.abs(node.scrollTop - scrollTopAt(known, current)) < 1) return;
      now.current.offset = offsetAt(node.scrollTop, current);
      setOffset(now.current.offset);
    };
    const onWheel = (event: WheelEvent) => {
      if (!isScaled(now.current.shape) || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      moveTo(now.current.offset + event.deltaY);
    };
    node.addEventListener('scroll', onScroll);
    node.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      observer.disconnect();
      node.removeEventListener('scroll', onScroll);
      node.removeEventListener('wheel', onWheel);
    };
  }, [headHeight, moveTo]);

  useLayoutEffect(() => {
    if (offset > maxOffset(now.current.shape)) moveTo(offset);
  }, [rows, viewport, offset, moveTo]);

  const show = useCallback(
    (row: number) => moveTo(offsetShowing(row, now.current.offset, now.current.shape)),
    [moveTo],
  );
  const first = Math.floor(offset / rowHeight);
  const last = Math.min(rows, Math.ceil((offset + viewport) / rowHeight));
  return { scroller, shape, offset, first, last, show };
}
