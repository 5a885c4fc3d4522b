import { stat } from 'node:fs/promises';
import { ShinsaError } from '../model/failure.ts';
import { isOutOfSpace } from './duckdb-failure.ts';

/** A file or folder a person chose, as it was then. Size in bytes, not looked at for a folder. */
export interface ChosenFile {
  readonly path: string;
  readonly inode: number;
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * Checks that what was chosen is still what it was: before it is read, and again after. Throws 'file-not-found',
 * 'file-unreadable' (also when it is of another kind) and 'file-changed'.
 */
export async function checkGranted(chosen: ChosenFile, kind: 'file' | 'folder' = 'file'): Promise<void> {
  const now = await stat(chosen.path).catch((error: unknown) => {
    throw fileFailure(error);
  });
  if (kind === 'file' ? !now.isFile() : !now.isDirectory()) throw new ShinsaError('file-unreadable');
  const sameSize = kind === 'folder' || now.size === chosen.size;
  if (now.ino !== chosen.inode || now.mtimeMs !== chosen.mtimeMs || !sameSize) throw new ShinsaError('file-changed');
}

/** The failure behind an error of the file system or of DuckDB reading a file. */
export function fileFailure(cause: unknown): ShinsaError {
  if (cause instanceof ShinsaError) return cause;
  if (isOutOfSpace(cause)) return new ShinsaError('disk-full', {}, { cause });
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  return new ShinsaError(missing ? 'file-not-found' : 'file-unreadable', {}, { cause });
}
