import { mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { extname, join } from 'node:path';
import { isAlive } from './staging.ts';

/** States of the data whose columns are kept: this one and the one before, which an undone import brings back. */
const kept = 2;

/**
 * The folder of one state of the data; it is made, those not used for longest are removed, and in it what processes that
 * were ended have left half written.
 */
export function columnsFolder(parent: string, version: string): string {
  const own = join(parent, version);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const now = new Date();
  utimesSync(own, now, now);
  const others = readdirSync(parent)
    .filter((name) => name !== version)
    .map((name) => ({
      path: join(parent, name),
      used: statSync(join(parent, name), { throwIfNoEntry: false })?.mtimeMs,
    }))
    .sort((a, b) => (b.used ?? 0) - (a.used ?? 0));
  for (const { path } of others.slice(kept - 1)) rmSync(path, { recursive: true, force: true });
  for (const name of readdirSync(own)) {
    const writer = /[.](\d+)[.]part$/.exec(name)?.[1];
    if (writer !== undefined && !isAlive(Number(writer))) rmSync(join(own, name), { force: true });
  }
  return own;
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
  const leaving: string[] = [];
  for (const { path, size } of files) {
    if (count <= limits.files && bytes <= limits.bytes) break;
    if (used.has(path)) continue;
    rmSync(path, { force: true });
    leaving.push(path);
    count -= 1;
    bytes -= size;
  }
  return leaving;
}
