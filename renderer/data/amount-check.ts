import { minorPerMajor } from '../i18n/format.ts';
import type { Draft } from './import-flow.ts';
import { constantOf, headersOf } from './mapping-edit.ts';

/** Amounts of the first rows have decimals that the chosen currency does not: such rows would all be rejected. */
export function decimalsDoNotFit(draft: Draft): boolean {
  const { mapping, preview } = draft;
  if (headersOf(mapping.columns.currency).length > 0) return false;
  const [header] = headersOf(mapping.columns.amount);
  const at = preview.columns.findIndex((column) => column.name === header);
  if (at < 0 || minorPerMajor(constantOf(mapping.columns.currency) ?? 'JPY') !== 1) return false;
  return preview.rows.some(
    (row) => /[.,]\d{1,2}$/.test((row[at] ?? '').trim()) && !/[.,]0+$/.test((row[at] ?? '').trim()),
  );
}
