import { binCount, missingBin, regularCount, type Bins } from '../model/scorecard/bins.ts';
import type { Counts } from '../model/scorecard/woe.ts';
import { placeIn, unlabelled, type Categories, type Labels } from './prebin.ts';

/** Values of one column: numbers (NaN: none) or categories. */
export type Values =
  | { readonly kind: 'numeric'; readonly values: Float64Array }
  | ({ readonly kind: 'categories' } & Categories);

/** The bin of every order. */
export function binsOf(column: Values, bins: Bins): Uint8Array {
  const missing = missingBin(bins);
  if (column.kind === 'categories' && bins.kind === 'categories') {
    const groupOf = new Map(bins.groups.flatMap((group, i) => group.map((value) => [value, i] as const)));
    const rest = bins.other ?? missing;
    const place = Uint8Array.from([missing, ...column.names.map((name) => groupOf.get(name) ?? rest), rest]);
    const { codes } = column;
    const found = new Uint8Array(codes.length);
    for (let row = 0; row < found.length; row += 1) found[row] = place[codes[row] ?? 0] ?? missing;
    return found;
  }
  if (column.kind !== 'numeric' || bins.kind !== 'numeric')
    throw new TypeError('bins of another kind than their values');
  const { values } = column;
  const found = new Uint8Array(values.length);
  const cuts = Float64Array.from(bins.cuts);
  const special = new Map(
    bins.special.flatMap((one, i) => one.values.map((value) => [value, regularCount(bins) + i] as const)),
  );
  for (let row = 0; row < found.length; row += 1) {
    const value = values[row] ?? NaN;
    found[row] =
      value !== value ? missing : ((special.size > 0 ? special.get(value) : undefined) ?? placeIn(cuts, value));
  }
  return found;
}

/** Good and bad orders of every bin. */
export function countsOf(places: Uint8Array, bins: Bins, labels: Labels): Counts[] {
  const sums = new Float64Array(2 * binCount(bins));
  for (let row = 0; row < places.length; row += 1) {
    const label = labels[row] ?? unlabelled;
    if (label === unlabelled) continue;
    const at = 2 * (places[row] ?? 0) + label;
    sums[at] = (sums[at] ?? 0) + 1;
  }
  return Array.from({ length: binCount(bins) }, (_, i) => ({ good: sums[2 * i] ?? 0, bad: sums[2 * i + 1] ?? 0 }));
}

/** Orders of every bin among those that a condition holds of. */
export function ordersOf(places: Uint8Array, bins: Bins, of: (row: number) => boolean): number[] {
  const sums = new Array<number>(binCount(bins)).fill(0);
  for (let row = 0; row < places.length; row += 1) {
    const place = places[row] ?? 0;
    if (of(row)) sums[place] = (sums[place] ?? 0) + 1;
  }
  return sums;
}
