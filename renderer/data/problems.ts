import { canonicalColumns, type CanonicalName } from '../../analysis/model/columns.ts';
import { leaksOf } from '../../analysis/model/mapping.ts';
import { named, t } from '../i18n/index.ts';
import type { Draft } from './import-flow.ts';
import { mayBeResults, tellsAnOrder } from './outcomes-draft.ts';
import { constantOf, headersOf, required } from './mapping-edit.ts';

/** What keeps a draft from being imported, in words; empty when it is ready. */
export function problemsOf(draft: Draft): readonly string[] {
  const { mapping, labelFrom, outcomes, target } = draft;
  const found: string[] = required
    .filter((name) => headersOf(mapping.columns[name]).length === 0 && constantOf(mapping.columns[name]) === null)
    .map((name) => t(`data.missing.${name}`));
  const known = labelFrom === null ? mapping : { ...mapping, label: mapping.label ?? { from: labelFrom, bad: [] } };
  for (const { name, header } of leaksOf(known)) found.push(t('data.leaks', { header, column: nameOf(name) }));
  if (labelFrom !== null && mapping.label === undefined) found.push(t('data.missing.badValues'));
  if (outcomes && !tellsAnOrder(outcomes)) found.push(t('data.missing.outcomesId'));
  if (outcomes && mayBeResults(outcomes)) found.push(t('recorded.looksSo'));
  if (target.id === 'label' && labelFrom === null) found.push(t('data.missing.label'));
  return found;
}

function nameOf(name: CanonicalName): string {
  const column = canonicalColumns.find((one) => one.name === name);
  return column === undefined ? name : named(column);
}
