import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ShinsaError } from './model/failure.ts';
import { isTableName } from './model/table-names.ts';

/** The tables in a folder, not in folders within. Throws 'folder-without-table'. */
export function tablesIn(folder: string): string[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && isTableName(entry.name))
    .map((entry) => entry.name);
  if (names.length === 0) throw new ShinsaError('folder-without-table', {}, { place: { file: basename(folder) } });
  return names.map((name) => join(folder, name));
}
