import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';

/** Columns of codes by name: what they are made of, so that the same words make the same values. */

/** What a column holds: values in SQL, and what they depend on beside the orders. */
export interface Named {
  readonly kind: string;
  readonly of: { readonly text: string; readonly values?: readonly unknown[] };
  readonly version?: string;
}

export function columnName({ kind, of: { text, values = [] }, version = '' }: Named): string {
  // In JSON, so that it is told where one value ends and the next begins.
  return `${kind} ${version} ${text} ${JSON.stringify(values.map((value) => `${typeof value} ${String(value)}`))}`;
}

/** Where a column is kept, and what its file must say of itself to be taken for it. */
export interface ColumnPlace {
  readonly path: string;
  readonly key: string;
}

/**
 * The place of a column in the folder of its state of the orders. The folder's name is the state (`Snapshot.rowsVersion`, another one
 * in every project): a file that came from elsewhere under the same name says another state.
 */
export const columnPlace = (folder: string, name: string): ColumnPlace => ({
  path: join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 40)}.column`),
  key: `${basename(folder)} ${name}`,
});
