import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync, type Zippable } from 'fflate';
import { sha256 } from './package-files.ts';

/** The earliest instant a zip can say, on the clock of wherever it is written. */
const noTime = new Date(1980, 0, 1, 0, 0, 0);

/** Puts a package folder into one zip; the same files make the same bytes, on any day in any zone. */
export function zipPackage(folder: string, path: string): { readonly sha256: string; readonly bytes: number } {
  const files = readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(join(folder, name))] as const);
  const bytes = zipSync(Object.fromEntries(files) satisfies Zippable, { level: 9, mtime: noTime });
  writeFileSync(path, bytes, { mode: 0o600 });
  return { sha256: sha256(bytes), bytes: bytes.length };
}
