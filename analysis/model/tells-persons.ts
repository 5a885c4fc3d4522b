import type { ProjectColumn } from './columns.ts';
import type { LinkedAxis } from './linked.ts';

/** A client's own numbers and times count as personal wherever they leave the window; as charts they show amounts of people. */
export function tellsPersons(column: ProjectColumn): boolean {
  return column.pii !== 'none' && (column.type === 'text' || !column.name.startsWith('custom.'));
}

/** Columns asked for at once at most, where a person may choose one more. */
export const mostTelling = 59;

/** Columns by which orders are told apart where nobody chose one: they say nothing of single persons, and are known when an order is screened. */
export const tellingAxes = (columns: readonly ProjectColumn[]): LinkedAxis[] =>
  columns
    .filter((column) => column.present && !tellsPersons(column) && column.knownAt === 'screening')
    .slice(0, mostTelling)
    .map(({ name }) => ({ kind: 'column', column: name }));
