import { randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { GrantedFile } from '../analysis/process.ts';
import type { ChosenFile, FileKind } from '../analysis/model/bridge.ts';
import { isTableName } from '../analysis/model/table-names.ts';
import { ShinsaError } from '../analysis/model/failure.ts';

/** A token as the engine process is told of it. `expiresAt` is epoch milliseconds. */
export interface Grant {
  readonly token: string;
  readonly file: GrantedFile;
  readonly expiresAt: number;
}

const lifetimeMs = 60 * 60_000;
/** Names of packages in one file. */
const packageFile = /\.(zip|shinsapkg)$/i;

/** Looks at what a person chose; only plain files pass, and where a package is expected a folder or a zip, whichever was asked for. */
export async function grantFile(path: string, kind: FileKind | 'dropped', now = Date.now()): Promise<Grant> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new ShinsaError('file-not-found', { file: basename(path) }, { cause });
  });
  const isPackage = kind === 'package' || kind === 'package-file';
  const folderAllowed = isPackage || (kind === 'dropped' && path.endsWith('.shinsapkg'));
  const fileAllowed = kind !== 'package' || packageFile.test(path);
  const fits = (found.isFile() && fileAllowed) || (found.isDirectory() && folderAllowed);
  if (!fits) throw new ShinsaError('file-unreadable', { file: basename(path) });
  const size = found.isDirectory() ? 0 : found.size;
  const file = { path, inode: found.ino, size, mtimeMs: found.mtimeMs };
  return { token: randomBytes(24).toString('base64url'), file, expiresAt: now + lifetimeMs };
}

/** The files behind what was chosen: the tables of a folder of order files, by name; else what it is. */
export async function filesChosen(path: string, kind: FileKind | 'dropped'): Promise<readonly string[]> {
  const folder = kind === 'history-folder' || (kind === 'dropped' && !path.endsWith('.shinsapkg'));
  if (!folder || !(await isFolder(path))) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && isTableName(entry.name)).map((entry) => entry.name);
  if (names.length === 0) throw new ShinsaError('folder-without-table', {}, { place: { file: basename(path) } });
  return names.sort(new Intl.Collator('ja', { numeric: true }).compare).map((name) => join(path, name));
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}

/** What the page learns of a grant. */
export function chosenFile({ token, file }: Grant): ChosenFile {
  return { token, name: basename(file.path), bytes: file.size };
}
