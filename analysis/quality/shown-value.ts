import type { ProjectColumn } from '../model/columns.ts';
import { isMasked, redactor } from '../store/redact.ts';

/** A value as the report may say it: personal data masked as exports mask them, with the same key. */
export function shownValue(
  projectId: string,
  column: ProjectColumn,
  value: string | number | boolean | null,
): string | number | boolean {
  if (value === null) return '';
  return isMasked(column) ? redactor(column, `${projectId}/${column.pii}`)(String(value)) : value;
}
