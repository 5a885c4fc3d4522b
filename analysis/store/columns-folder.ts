import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { isAlive } from './staging.ts';

/** States of the data whose columns are kept: this one and the one before, which an undone import brings back. */
const kept = 2;

/** An opening of a project (`Staging.holder`) marks the folder it uses with a file of this name. */
const markOf = (holder: string): string => `${holder}.open`;
const marked = /^((\d+)-\w+)[.]open$/;
/** A folder on its way out has another name first, so that nobody finds half of it. */
const leaving = /[.](\d+)[.]gone$/;

/**
 * The folder of one state of the data; it is made and marked as used by this opening of the project, and no other is. Those
 * that no opening uses and that were not used for longest are removed, and in it what processes that were ended have left half
 * written. Who finds that a folder in use was removed all the same (it was marked at the moment at which it left) asks again.
 */
export function columnsFolder(parent: string, version: string, holder: string): string {
  const own = join(parent, version);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  writeFileSync(join(own, markOf(holder)), '', { mode: 0o600 });
  const now = new Date();
  utimesSync(own, now, now);
  const others = readdirSync(parent)
    .filter((name) => name !== version && !clearedLeaving(parent, name))
    .map((name) => {
      rmSync(join(parent, name, markOf(holder)), { force: true });
      return {
        path: join(parent, name),
        used: statSync(join(parent, name), { throwIfNoEntry: false })?.mtimeMs,
      };
    })
    .sort((a, b) => (b.used ?? 0) - (a.used ?? 0));
  for (const { path } of others.slice(kept - 1)) removeUnused(path);
  for (const name of readdirSync(own)) {
    const writer = /[.](\d+)[.]part$/.exec(name)?.[1];
    if (writer !== undefined && !isAlive(Number(writer))) rmSync(join(own, name), { force: true });
  }
  return own;
}

function removeUnused(path: string): void {
  if (isUsed(path)) return;
  const gone = `${path}.${process.pid}.gone`;
  try {
    renameSync(path, gone);
    // Marked between the look and the move: it goes back, unless its user has made another by now.
    if (isUsed(gone)) return renameSync(gone, path);
  } catch {
    // Another process was quicker, or something in it is open where open files cannot be moved.
  }
  rmSync(gone, { recursive: true, force: true });
}

/** Whether an opening that still is has marked the folder; marks of others are removed. */
function isUsed(path: string): boolean {
  const names = existsSync(path) ? readdirSync(path) : [];
  return names.some((name) => {
    const [, holder, process = ''] = marked.exec(name) ?? [];
    if (holder === undefined) return false;
    if (isAlive(Number(process)) && existsSync(join(path, '..', '..', 'staging', holder))) return true;
    rmSync(join(path, name), { force: true });
    return false;
  });
}

/** Whether it is a folder on its way out; one that an ended process left is removed. */
function clearedLeaving(parent: string, name: string): boolean {
  const by = leaving.exec(name)?.[1];
  if (by !== undefined && !isAlive(Number(by))) rmSync(join(parent, name), { recursive: true, force: true });
  return by !== undefined;
}

/** What the columns of one state of the data may take: files and bytes. */
export interface ColumnLimits {
  readonly files: number;
  readonly bytes: number;
}

export const usualColumnLimits: ColumnLimits = { files: 4000, bytes: 8 * 2 ** 30 };

/**
 * Marks files as just used, then removes those used least recently while there are more than the limits say, but none of
 * these. Answers the paths of those removed.
 */
export function boundColumns(folder: string, used: ReadonlySet<string>, limits: ColumnLimits): readonly string[] {
  const now = new Date();
  const files = readdirSync(folder)
    .filter((name) => extname(name) === '.column')
    .flatMap((name) => {
      const path = join(folder, name);
      // Another process may have removed it just now.
      const found = statSync(path, { throwIfNoEntry: false });
      if (found === undefined) return [];
      if (used.has(path)) utimesSync(path, now, now);
      return [{ path, size: found.size, at: found.mtimeMs }];
    })
    .sort((a, b) => a.at - b.at);
  let [count, bytes] = [files.length, files.reduce((sum, { size }) => sum + size, 0)];
  const removed: string[] = [];
  for (const { path, size } of files) {
    if (count <= limits.files && bytes <= limits.bytes) break;
    if (used.has(path)) continue;
    rmSync(path, { force: true });
    removed.push(path);
    count -= 1;
    bytes -= size;
  }
  return removed;
}
