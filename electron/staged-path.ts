import { lstat, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
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
