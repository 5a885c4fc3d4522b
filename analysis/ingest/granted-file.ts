import { ShinsaError } from '../model/failure.ts';
import type { GrantedFile } from '../process.ts';
import { checkGranted as checkUnchanged } from '../store/granted-file.ts';

export { fileFailure } from '../store/granted-file.ts';

/** Checks that a chosen file is still the one that was chosen, and holds anything: 'file-empty' when not. */
export async function checkGranted(file: GrantedFile): Promise<void> {
  await checkUnchanged(file);
  if (file.size === 0) throw new ShinsaError('file-empty');
}
