import { basename } from 'node:path';
import { ShinsaError } from '../model/failure.ts';
import type { GrantedFile } from '../process.ts';
import { checkGranted as checkUnchanged } from '../store/granted-file.ts';

export { fileFailure } from '../store/granted-file.ts';

/** Checks that a chosen file is still the one that was chosen, and holds anything: 'file-empty' when not. */
export async function checkGranted(file: GrantedFile): Promise<void> {
  await checkUnchanged(file);
  if (file.size === 0) throw new ShinsaError('file-empty');
}

/** Checks that every file is still what was chosen; a failure names its file. */
export async function checkGrantedAll(files: readonly GrantedFile[]): Promise<void> {
  for (const file of files) await checkGranted(file).catch((error: unknown) => Promise.reject(inFile(file, error)));
}

function inFile({ path }: GrantedFile, error: unknown): unknown {
  if (!(error instanceof ShinsaError)) return error;
  const { code, params, place } = error.failure;
  return new ShinsaError(code, params, { cause: error, place: { ...place, file: basename(path) } });
}

/** Files read as one are named by their file; several by the first and the last of them. */
export function nameOfFiles(files: readonly GrantedFile[]): string {
  const names = files.map(({ path }) => basename(path));
  return names.length === 1 ? names.join() : `${names[0] ?? ''} – ${names.at(-1) ?? ''} (${names.length})`;
}
