import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell } from '../../analysis/store/csv-text.ts';
import { harmless } from '../../renderer/parts/save/harmless.ts';
import {
  contentHeight,
  maxHeight,
  maxOffset,
  offsetAt,
  offsetShowing,
  scrollTopAt,
} from '../../renderer/orders/scaled-scroll.ts';
import { chosenRange, headerRow, moved, nothingSelected } from '../../renderer/orders/selection.ts';

const shape = fc.record({
  rows: fc.integer({ min: 1, max: 50_000_000 }),
  rowHeight: fc.constant(26),
  viewport: fc.integer({ min: 100, max: 2000 }),
});

describe('scrolling over very many rows', () => {
  it('reaches both ends, never taller than a browser can draw', () => {
    fc.assert(
      fc.property(shape, (s) => {
        expect(contentHeight(s)).toBeLessThanOrEqual(maxHeight);
        expect(offsetAt(0, s)).toBe(0);
        expect(offsetAt(contentHeight(s) - s.viewport, s)).toBeCloseTo(maxOffset(s), 3);
      }),
    );
  });

  it('finds back the offset it was set to', () => {
    fc.assert(
      fc.property(shape, fc.double({ min: 0, max: 1, noNaN: true }), (s, share) => {
        const offset = share * maxOffset(s);
        expect(offsetAt(scrollTopAt(offset, s), s)).toBeCloseTo(offset, 2);
      }),
    );
  });

  it('shows a row whole, moving no more than needed', () => {
    fc.assert(
      fc.property(shape, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (s, n, share) => {
        const row = n % s.rows;
        const offset = offsetShowing(row, share * maxOffset(s), s);
        const top = row * s.rowHeight - offset;
        expect(top).toBeGreaterThan(-1);
        expect(top + s.rowHeight).toBeLessThan(s.viewport + 1);
      }),
    );
  });
});

describe('moving in the table', () => {
  const size = { rows: 100, columns: 5, page: 20 };
  const press = (key: string, shift = false, control = false) => ({ key, shift, control });

  it('extends from the anchor with Shift and goes to the header above the first row', () => {
    const down = moved(nothingSelected, press('ArrowDown', true), size);
    expect(down && chosenRange(down)).toEqual([0, 1]);
    expect(moved(nothingSelected, press('ArrowUp'), size)?.active).toBe(headerRow);
  });

  it('takes everything with Ctrl+A and stops at the ends', () => {
    const all = moved(nothingSelected, press('a', false, true), size);
    expect(all && chosenRange(all)).toEqual([0, 99]);
    expect(moved({ active: 95, anchor: 95, column: 4 }, press('PageDown'), size)?.active).toBe(99);
    expect(moved(nothingSelected, press('End'), size)?.column).toBe(4);
  });
});

describe('copied cells', () => {
  it('do not run as formulas and stay in their cell', () => {
    expect(harmless('=1+1')).toBe("'=1+1");
    expect(harmless('@SUM(A1)')).toBe("'@SUM(A1)");
    expect(harmless('a\tb\r\nc')).toBe('a b c');
    expect(harmless('\t=1')).toBe("' =1");
    expect(harmless('-12.5')).toBe('-12.5');
  });

  it.each(['＝1+1', '＠SUM(A1)', '－1+1', '＋1', '\u3000=1', ' \u00a0+1', '|calc', '-1+1'])(
    '%j is made harmless as in a CSV file',
    (text) => {
      expect(harmless(text)).toBe(`'${text}`);
      expect(csvCell(text).replaceAll('"', '')).toBe(`'${text}`);
    },
  );
});
