import { unlabelled, type Labels } from './prebin.ts';

/** Rows that are in the same bins of all variables, taken together: what is computed of bins alone is computed once for them. */
export interface Patterns {
  /** The rows that were grouped, and the pattern of each. */
  readonly rows: Uint32Array;
  readonly of: Uint32Array;
  /** A row of every pattern. */
  readonly first: Uint32Array;
  /** Bin of every pattern, by variable. */
  readonly places: readonly Uint8Array[];
}

/** Rows between two looks at whether somebody cancelled. */
export const pauseRows = 65_536;

/** Groups the rows; `pause` is waited for on the way and may throw. */
export async function patternsOf(
  places: readonly Uint8Array[],
  rows: Uint32Array,
  pause: () => Promise<void>,
): Promise<Patterns> {
  const of = new Uint32Array(rows.length);
  const first: number[] = [];
  // Open addressing; 0 is free, else one more than the pattern. Never more than half full.
  let slots = new Uint32Array(2048);
  const slotOf = (row: number): number => {
    let hash = 0x811c9dc5;
    for (const place of places) hash = Math.imul(hash ^ (place[row] ?? 0), 0x01000193);
    const mask = slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const found = slots[slot] ?? 0;
      if (found === 0 || alike(row, first[found - 1] ?? 0)) return slot;
      slot = (slot + 1) & mask;
    }
  };
  const alike = (a: number, b: number): boolean => {
    for (const place of places) if (place[a] !== place[b]) return false;
    return true;
  };
  for (let i = 0; i < rows.length; i += 1) {
    if (i % pauseRows === 0) await pause();
    const row = rows[i] ?? 0;
    const slot = slotOf(row);
    const found = slots[slot] ?? 0;
    of[i] = found === 0 ? first.length : found - 1;
    if (found > 0) continue;
    slots[slot] = first.push(row);
    if (first.length * 2 < slots.length) continue;
    slots = new Uint32Array(slots.length * 4);
    for (const [pattern, one] of first.entries()) slots[slotOf(one)] = pattern + 1;
  }
  return {
    ...{ rows, of, first: Uint32Array.from(first) },
    places: places.map((place) => Uint8Array.from(first, (row) => place[row] ?? 0)),
  };
}

/** Rows that a condition holds of. */
export function rowsWhere(count: number, of: (row: number) => boolean): Uint32Array {
  const found = new Uint32Array(count);
  let length = 0;
  for (let row = 0; row < count; row += 1) if (of(row)) found[length++] = row;
  return found.slice(0, length);
}

/** Good and bad rows of every pattern, of those with a label. */
export function labelsIn(
  { rows, of, first }: Patterns,
  labels: Labels,
): { readonly good: Float64Array; readonly bad: Float64Array } {
  const [good, bad] = [new Float64Array(first.length), new Float64Array(first.length)];
  for (let i = 0; i < rows.length; i += 1) {
    const label = labels[rows[i] ?? 0] ?? unlabelled;
    if (label === unlabelled) continue;
    const sums = label === 1 ? bad : good;
    sums[of[i] ?? 0] = (sums[of[i] ?? 0] ?? 0) + 1;
  }
  return { good, bad };
}
