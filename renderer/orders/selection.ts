/** Rows chosen in the table: from the anchor to the active row. Row -1 is the header. */
export interface Selection {
  readonly active: number;
  readonly anchor: number;
  readonly column: number;
}

export const nothingSelected: Selection = { active: 0, anchor: 0, column: 0 };
export const headerRow = -1;

export interface KeyPress {
  readonly key: string;
  readonly shift: boolean;
  readonly control: boolean;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  readonly page: number;
}

/** Where a key leads, or null for a key that does not move. */
export function moved(from: Selection, press: KeyPress, size: GridSize): Selection | null {
  const row = (active: number): Selection => {
    const to = Math.max(headerRow, Math.min(size.rows - 1, active));
    return { ...from, active: to, anchor: press.shift && to !== headerRow ? from.anchor : to };
  };
  const column = (to: number): Selection => ({ ...from, column: Math.max(0, Math.min(size.columns - 1, to)) });
  switch (press.key) {
    case 'ArrowDown':
      return row(from.active + 1);
    case 'ArrowUp':
      return row(from.active - 1);
    case 'PageDown':
      return row(from.active + size.page);
    case 'PageUp':
      return row(Math.max(0, from.active - size.page));
    case 'ArrowRight':
      return column(from.column + 1);
    case 'ArrowLeft':
      return column(from.column - 1);
    case 'Home':
      return press.control ? row(0) : column(0);
    case 'End':
      return press.control ? row(size.rows - 1) : column(size.columns - 1);
    case 'a':
      return press.control ? { ...from, anchor: 0, active: size.rows - 1 } : null;
    default:
      return null;
  }
}

/** First and last chosen row, both included. */
export function chosenRange({ active, anchor }: Selection): readonly [number, number] {
  const from = Math.max(0, Math.min(active, anchor));
  return [from, Math.max(0, active, anchor)];
}
