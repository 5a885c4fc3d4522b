import { isMasked, type ProjectColumn } from '../model/columns.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { redactor } from '../store/redact.ts';

/** A value as the report may say it: personal data masked as exports mask them, with the same key. */
export function shownValue(
  { maskKey }: Pick<ProjectHandle, 'maskKey'>,
  column: ProjectColumn,
  value: string | number | boolean | null,
): string | number | boolean {
  if (value === null) return '';
  return isMasked(column) ? redactor(column, maskKey(column))(String(value)) : value;
}
