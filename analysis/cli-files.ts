import { statSync } from 'node:fs';
import type { FileToken } from './engine-api.ts';
import { ShinsaError } from './model/failure.ts';
import { tablesIn } from './table-files.ts';

/** The files at a path: itself, or the tables of a folder. Throws 'folder-without-table'. */
export const tablesAt = (path: string): string[] =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? tablesIn(path) : [path];

/** Granted files as calls name those that are read as one; 'file-not-found' for none. */
export function filesOf([file, ...more]: readonly FileToken[]): {
  readonly file: FileToken;
  readonly more?: FileToken[];
} {
  if (file === undefined) throw new ShinsaError('file-not-found');
  return more.length === 0 ? { file } : { file, more };
}
