/**
 * A browser's elements end at some 16 million pixels, which is 600,000 rows. Beyond that the scroll bar covers the
 * rows at a scale: `offset` is the distance in pixels of real rows, `scrollTop` the bar's position.
 */
export const maxHeight = 8_000_000;

export interface ScrollShape {
  readonly rows: number;
  readonly rowHeight: number;
  readonly viewport: number;
}

export function contentHeight({ rows, rowHeight }: ScrollShape): number {
  return Math.min(rows * rowHeight, maxHeight);
}

export function isScaled({ rows, rowHeight }: ScrollShape): boolean {
  return rows * rowHeight > maxHeight;
}

export function maxOffset({ rows, rowHeight, viewport }: ScrollShape): number {
  return Math.max(0, rows * rowHeight - viewport);
}

export function offsetAt(scrollTop: number, shape: ScrollShape): number {
  const track = contentHeight(shape) - shape.viewport;
  if (track <= 0) return 0;
  return clamp((scrollTop / track) * maxOffset(shape), maxOffset(shape));
}

export function scrollTopAt(offset: number, shape: ScrollShape): number {
  const most = maxOffset(shape);
  return most === 0 ? 0 : (clamp(offset, most) / most) * (contentHeight(shape) - shape.viewport);
}

/** The offset that shows the row whole, moving as little as possible. */
export function offsetShowing(row: number, offset: number, shape: ScrollShape): number {
  const top = row * shape.rowHeight;
  if (top < offset) return top;
  const bottom = top + shape.rowHeight - shape.viewport;
  return bottom > offset ? Math.min(bottom, maxOffset(shape)) : offset;
}

export function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
