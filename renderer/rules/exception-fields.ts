import { keyColumns } from '../../analysis/model/columns.ts';
import type { ProjectColumn } from '../../analysis/model/columns.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { named } from '../i18n/index.ts';
import type { Choice } from '../parts/combobox.tsx';

/** Text fields that rules may read, those that tell who it is first, those the project has no value for last. */
export function exceptionFields({ columns }: ProjectInfo): readonly Choice[] {
  const weight = (column: ProjectColumn): number => (column.present ? 0 : 2) + (column.pii === 'none' ? 1 : 0);
  return columns
    .filter((column) => column.type === 'text' && column.knownAt === 'screening')
    .toSorted((a, b) => weight(a) - weight(b))
    .map((column) => ({ value: column.path, label: named(column.label), hint: column.path }));
}

const usual = ['buyer.email_key', 'buyer.email', 'buyer.id', 'device.id'];

/** The field a new exception has: the first of the usual ones that the project has values of. */
export function usualField(info: ProjectInfo): string {
  const present = new Set(info.columns.filter((column) => column.present).map((column) => column.path));
  return usual.find((path) => present.has(path)) ?? exceptionFields(info)[0]?.value ?? 'buyer.email';
}

/** The kind of 名寄せ whose keys a field holds; null for a field that holds values as they are written. */
export const keyKind = (path: string) => keyColumns.find((column) => column.path === path)?.kind ?? null;
