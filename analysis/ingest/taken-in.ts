import { ShinsaError, type FailureCode } from '../model/failure.ts';
import type { RejectGroups } from '../model/import-report.ts';
import type { FileGrants } from '../process.ts';
import type { OpenProject } from '../store/project.ts';

/** What every import asks of its project, and says or does at its end. */

export function refuseReadOnly(project: OpenProject): void {
  if (project.readOnly) throw new ShinsaError('project-read-only');
}

/** A file of which no row could be taken in, with the reason of most rows. */
export function nothingTaken(
  code: Extract<FailureCode, 'import-nothing-accepted' | 'list-nothing-read'>,
  { read, rejected, rejects }: { readonly read: number; readonly rejected: number; readonly rejects: RejectGroups },
): ShinsaError {
  const [most] = rejects;
  const why = most === undefined ? {} : { reason: most.reason, line: most.firstLine };
  return new ShinsaError(code, { read, rejected, ...why });
}

/** A chosen file is good for one import that took it in; one that failed or was cancelled may be tried again. */
export function useUp(grants: FileGrants, token: string): void {
  try {
    grants.take(token);
  } catch (error) {
    // It may have run out while the file was read; what was loaded stays.
    if (!(error instanceof ShinsaError) || error.failure.code !== 'token-unknown') throw error;
  }
}
