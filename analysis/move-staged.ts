import { randomUUID } from 'node:crypto';
import { cp, lstat, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ShinsaError } from './model/failure.ts';
import { isOutOfSpace } from './store/duckdb-failure.ts';

/** Fails with 'out-exists' when something is at the path. */
export async function refuseExisting(path: string): Promise<void> {
  if (await exists(path)) {
    const file = basename(path);
    throw new ShinsaError('out-exists', { file }, { place: { file } });
  }
}

/** Moves something staged to where a person said; see `copyStaged`. What was staged stays where that fails. */
export async function moveStaged(from: string, to: string): Promise<void> {
  await copyStaged(from, to);
  await rm(from, { recursive: true, force: true });
}

/**
 * Copies something staged to where a person said. It appears there whole or not at all; a folder never replaces
 * anything ('out-exists'), a file replaces what the person was asked about. Fails with 'disk-full' or
 * 'file-unreadable' when the place cannot be written.
 */
export async function copyStaged(from: string, to: string): Promise<void> {
  if ((await lstat(from)).isDirectory()) await refuseExisting(to);
  const part = join(dirname(to), `.${randomUUID()}.part`);
  try {
    // Staging may lie on another disk, where a rename cannot reach.
    await cp(from, part, { recursive: true, errorOnExist: true, force: false });
    await rename(part, to);
  } catch (cause) {
    throw writeFailure(cause, basename(to));
  } finally {
    await rm(part, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** A failed write as one of our failures. */
export function writeFailure(cause: unknown, file: string): ShinsaError {
  if (cause instanceof ShinsaError) return cause;
  return new ShinsaError(isOutOfSpace(cause) ? 'disk-full' : 'file-unreadable', { file }, { place: { file }, cause });
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
