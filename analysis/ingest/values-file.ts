import { statSync, writeFileSync } from 'node:fs';
import type { GrantedFile } from '../process.ts';

/** A file of values alone. */
export function valuesFile(path: string, values: readonly string[]): GrantedFile {
  const quoted = values.map((value) => `"${value.replaceAll('"', '""')}"`);
  writeFileSync(path, `${['value', ...quoted].join('\n')}\n`, { mode: 0o600 });
  const { ino, size, mtimeMs } = statSync(path);
  return { path, inode: ino, size, mtimeMs };
}
