import { mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
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
