import { randomUUID } from 'node:crypto';
import { cp, lstat, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { ShinsaError } from '../analysis/model/failure.ts';

/** The finished file or folder of that name, or 'file-not-found': nothing outside staging can be named. */
export async function stagedPath(stagingDir: string, name: string): Promise<string> {
  try {
    const root = await realpath(stagingDir);
    const path = await realpath(join(root, name));
    const found = await lstat(path);
    if (path.startsWith(root + sep) && (found.isFile() || found.isDirectory())) return path;
  } catch (cause) {
    throw new ShinsaError('file-not-found', { file: name }, { cause });
  }
  throw new ShinsaError('file-not-found', { file: name });
}

/**
 * Moves something staged to where a person said. It appears there whole or not at all; a folder never replaces
 * anything ('out-exists'), a file replaces what the dialog asked about.
 */
export async function moveStaged(from: string, to: string): Promise<void> {
  const isFolder = (await lstat(from)).isDirectory();
  if (isFolder && (await exists(to))) throw new ShinsaError('out-exists', { file: basename(to) });
  const part = join(dirname(to), `.${randomUUID()}.part`);
  try {
    // Staging may lie on another disk, where a rename cannot reach.
    await cp(from, part, { recursive: true, errorOnExist: true, force: false });
    await rename(part, to);
  } catch (cause) {
    throw failureToSave(cause, basename(to));
  } finally {
    await rm(part, { recursive: true, force: true }).catch(() => undefined);
  }
  await rm(from, { recursive: true, force: true });
}

function failureToSave(cause: unknown, file: string): ShinsaError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return new ShinsaError('disk-full', { file }, { cause });
  return new ShinsaError('file-unreadable', { file }, { cause });
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
