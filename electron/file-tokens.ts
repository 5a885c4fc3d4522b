import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { GrantedFile } from '../analysis/process.ts';
import type { ChosenFile, FileKind } from '../analysis/model/bridge.ts';
import { ShinsaError } from '../analysis/model/failure.ts';

/** A token as the engine process is told of it. `expiresAt` is epoch milliseconds. */
export interface Grant {
  readonly token: string;
  readonly file: GrantedFile;
  readonly expiresAt: number;
}

const lifetimeMs = 60 * 60_000;

/** Looks at what a person chose; only plain files pass, and a folder where a package is expected. */
export async function grantFile(path: string, kind: FileKind | 'dropped', now = Date.now()): Promise<Grant> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new ShinsaError('file-not-found', { file: basename(path) }, { cause });
  });
  const folderWanted = kind === 'package';
  const folderAllowed = folderWanted || (kind === 'dropped' && path.endsWith('.shinsapkg'));
  const fits = (found.isFile() && !folderWanted) || (found.isDirectory() && folderAllowed);
  if (!fits) throw new ShinsaError('file-unreadable', { file: basename(path) });
  const size = found.isDirectory() ? 0 : found.size;
  const file = { path, inode: found.ino, size, mtimeMs: found.mtimeMs };
  return { token: randomBytes(24).toString('base64url'), file, expiresAt: now + lifetimeMs };
}

/** What the page learns of a grant. */
export function chosenFile({ token, file }: Grant): ChosenFile {
  return { token, name: basename(file.path), bytes: file.size };
}
