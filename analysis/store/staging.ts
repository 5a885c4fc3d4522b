import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The private folder of one opening of a project: files DuckDB may read and write, and room to spill. */
export interface Staging {
  /** The only folder besides its own file that the project's DuckDB may touch. */
  readonly files: string;
  readonly temp: string;
  /** Where columns are kept that can be made again; the same for every opening of the project and its copies. */
  readonly columns: string;
  /** Name of this opening: that of its folder, which begins with the id of its process. */
  readonly holder: string;
  /** A path in `files` that nothing has yet; its last part is the staged name. */
  readonly fresh: (name: string) => string;
  readonly remove: () => void;
}

/**
 * Makes the folder (mode 0700) below the project's cache folder and clears what ended processes left behind.
 * A folder per opening, because a copy of a project has the same id and may be open at the same time.
 */
export function openStaging(cacheDir: string, projectId: string): Staging {
  const parent = join(cacheDir, 'projects', projectId, 'staging');
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  clearLeftovers(parent);
  const own = join(realpathSync(parent), `${process.pid}-${randomBytes(4).toString('hex')}`);
  const files = join(own, 'files');
  const temp = join(own, 'temp');
  for (const folder of [own, files, temp]) mkdirSync(folder, { mode: 0o700 });
  return {
    files,
    temp,
    holder: basename(own),
    columns: join(cacheDir, 'projects', projectId, 'columns'),
    fresh: (name) => freshPath(files, name),
    remove: () => rmSync(own, { recursive: true, force: true }),
  };
}

function freshPath(folder: string, name: string): string {
  const safe = basename(name)
    .replaceAll(/[\p{Cc}/\\:*?"<>|]/gu, '_')
    .replace(/^\.+/, '');
  for (;;) {
    const path = join(folder, `${randomBytes(4).toString('hex')}-${safe}`);
    if (!existsSync(path)) return path;
  }
}

function clearLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = Number.parseInt(name, 10);
    if (pid === process.pid || isAlive(pid)) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** Whether there is a process with this id. */
export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
