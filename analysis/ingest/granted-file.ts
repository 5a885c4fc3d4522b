import { stat } from 'node:fs/promises';
import { ShinsaError } from '../model/failure.ts';
import type { GrantedFile } from '../process.ts';

/**
 * Checks that a chosen file is still the one that was chosen. Throws 'file-not-found', 'file-unreadable' (also for
 * anything but a regular file), 'file-empty' and 'file-changed'.
 */
export async function checkGranted(file: GrantedFile): Promise<void> {
  const now = await stat(file.path).catch((error: unknown) => {
    throw fileFailure(error);
  });
  if (!now.isFile()) throw new ShinsaError('file-unreadable');
  if (now.ino !== file.inode || now.size !== file.size || now.mtimeMs !== file.mtimeMs)
    throw new ShinsaError('file-changed');
  if (now.size === 0) throw new ShinsaError('file-empty');
}

/** The failure behind an error of the file system or of DuckDB reading a file. */
export function fileFailure(error: unknown): ShinsaError {
  if (error instanceof ShinsaError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message : String(error);
  if (code === 'ENOENT') return new ShinsaError('file-not-found', {}, { cause: error });
  if (code === 'ENOSPC' || /no space left|disk full/i.test(text))
    return new ShinsaError('disk-full', {}, { cause: error });
  return new ShinsaError('file-unreadable', {}, { cause: error });
}
