import type { ColumnKind } from '../matrix/shapes.ts';

/** How whole numbers are kept: as codes, value − offset, or as doubles. */
export type WholeCodes =
  | { readonly kind: Exclude<ColumnKind, 'f64'>; readonly offset: number }
  | { readonly kind: 'f64' };

/**
 * Whole numbers from the least on, in as few bytes as hold their range; as doubles where none does. Null for those beyond what
 * a number holds exactly, as instants after 2255. `least` and `most` are null where there are none.
 */
export function wholeCodes(least: number | null, most: number | null): WholeCodes | null {
  if (![least ?? 0, most ?? 0].every(Number.isSafeInteger)) return null;
  const offset = (least ?? 1) - 1;
  const codes = (most ?? 0) - offset;
  if (codes > 0xffff_ffff) return { kind: 'f64' };
  return { kind: codes <= 0xff ? 'u8' : codes <= 0xffff ? 'u16' : 'u32', offset };
}
