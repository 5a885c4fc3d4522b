/**
 * Columns of one batch as they cross the port: numbers as Float64Array with NULL as NaN (integers are exact below
 * 2^53), everything else as arrays with null. Times are epoch milliseconds; money integer minor units.
 */
export type BatchColumn =
  | { readonly kind: 'numbers'; readonly values: Float64Array }
  | { readonly kind: 'texts'; readonly values: readonly (string | null)[] }
  | { readonly kind: 'bools'; readonly values: readonly (boolean | null)[] };

export interface ColumnBatch {
  readonly names: readonly string[];
  readonly columns: readonly BatchColumn[];
  readonly rowCount: number;
}
