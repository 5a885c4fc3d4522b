import { ShinsaError } from '../model/failure.ts';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

/** A full disk, a used-up quota, a limit on file sizes, or no room left to spill. */
const outOfSpace = /no space left|disk full|ENOSPC|quota exceeded|file too large|max_temp_directory_size/i;

/** Whether an error of the file system or of DuckDB says that nothing more can be written. */
export function isOutOfSpace(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT' || outOfSpace.test(messageOf(error));
}

/** What DuckDB says while work runs, as one of our failures where it is one; anything else comes back as it was. */
export function jobFailure(error: unknown): unknown {
  const message = messageOf(error);
  if (isOutOfSpace(error)) return new ShinsaError('disk-full', {}, { cause: error });
  if (/Corrupt database file|database file .*corrupt/i.test(message))
    return new ShinsaError('project-damaged', {}, { cause: error });
  return error;
}

/** What DuckDB says when a file cannot be opened, as one of our failures. */
export function openFailure(error: unknown): ShinsaError {
  if (error instanceof ShinsaError) return error;
  const message = messageOf(error);
  const caused = { cause: error };
  if (/Could not set lock|Conflicting lock|used by another process|lock on file/i.test(message))
    return new ShinsaError('project-open-elsewhere', {}, caused);
  if (isOutOfSpace(error)) return new ShinsaError('disk-full', {}, caused);
  if (/with version number|newer version of DuckDB|storage version/i.test(message))
    return new ShinsaError('project-newer', {}, caused);
  if (/encrypt/i.test(message)) return new ShinsaError('project-foreign', {}, caused);
  if (/read-only file system|permission denied/i.test(message)) return new ShinsaError('project-read-only', {}, caused);
  return new ShinsaError('project-damaged', {}, caused);
}
