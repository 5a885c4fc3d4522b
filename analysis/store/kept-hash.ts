import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './hash.ts';

/**
 * The hash of one state of the data from the folder of its columns, else computed and kept there, because computing it takes
 * seconds on many orders. A file that is cut off, damaged, or of another state is not read.
 */
export async function keptHash(folder: string, version: string, compute: () => Promise<string>): Promise<string> {
  const path = join(folder, 'content-hash');
  const known = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const [hash = '', check] = known.split('\n');
  if (check === hashOf({ version, hash })) return hash;
  const computed = await compute();
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, `${computed}\n${hashOf({ version, hash: computed })}\n`, { mode: 0o600 });
  renameSync(part, path);
  return computed;
}
