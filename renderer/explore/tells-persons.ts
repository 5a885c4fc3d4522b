import type { ProjectColumn } from '../../analysis/model/columns.ts';

/** A client's own numbers and times count as personal wherever they leave the window; as charts they show amounts of people. */
export function tellsPersons(column: ProjectColumn): boolean {
  return column.pii !== 'none' && (column.type === 'text' || !column.name.startsWith('custom.'));
}
