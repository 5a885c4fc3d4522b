import { statSync, writeFileSync } from 'node:fs';
import type { ListEntriesGiven } from '../model/lists.ts';
import type { GrantedFile } from '../process.ts';

const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;

/** A file of values alone. */
export const valuesFile = (path: string, values: readonly string[]): GrantedFile =>
  written(path, ['value', ...values.map(quoted)]);

/** A file of values with the instants they were added and removed. */
export const entriesFile = (path: string, entries: ListEntriesGiven['entries']): GrantedFile =>
  written(path, [
    'value,added_at,removed_at',
    ...entries.map(({ value, addedAt, removedAt }) => `${quoted(value)},${addedAt ?? ''},${removedAt ?? ''}`),
  ]);

function written(path: string, lines: readonly string[]): GrantedFile {
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  const { ino, size, mtimeMs } = statSync(path);
  return { path, inode: ino, size, mtimeMs };
}
