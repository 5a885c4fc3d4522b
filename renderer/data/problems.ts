import { t } from '../i18n/index.ts';
import type { Draft } from './import-flow.ts';
import { constantOf, headersOf, required } from './mapping-edit.ts';

/** What keeps a draft from being imported, in words; empty when it is ready. */
export function problemsOf(draft: Draft): readonly string[] {
  const { mapping, labelFrom, outcomes, target } = draft;
  const found: string[] = required
    .filter((name) => headersOf(mapping.columns[name]).length === 0 && constantOf(mapping.columns[name]) === null)
    .map((name) => t(`data.missing.${name}`));
  if (labelFrom !== null && mapping.label === undefined) found.push(t('data.missing.badValues'));
  if (outcomes && outcomes.columns.event_id === null) found.push(t('data.missing.outcomesId'));
  if (target.id === 'label' && labelFrom === null) found.push(t('data.missing.label'));
  return found;
}
