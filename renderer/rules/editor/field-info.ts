import type { ScopeField } from '../../../analysis/expression/index.ts';
import { velocityRoot } from '../../../analysis/model/features.ts';
import { t } from '../../i18n/index.ts';
import type { EditorContext } from './context.ts';
import { typeKeys } from './words.ts';

/** What hovering over a field, or choosing one, tells: its names, its type, and whether a rule may read it. */
export function fieldInfo(field: ScopeField, { info, scope }: EditorContext): HTMLElement {
  const node = document.createElement('div');
  node.className = 'cel-doc';
  const names = document.createElement('strong');
  names.textContent = (field.labels ?? []).join(' / ');
  const line = document.createElement('div');
  const type = t(typeKeys[field.type]);
  line.textContent = field.type === 'money' ? t('field.money', { type, currency: scope.currency }) : type;
  node.append(names, line);
  for (const remark of remarks(
    field,
    field.type === 'list' ||
      field.path.startsWith(`${velocityRoot}.`) ||
      info.columns.some((c) => c.name === field.column && c.present),
  )) {
    const paragraph = document.createElement('p');
    paragraph.textContent = remark;
    node.append(paragraph);
  }
  return node;
}

function remarks(field: ScopeField, present: boolean): string[] {
  return [
    ...(field.refused === 'outcome' ? [t('field.refusedOutcome')] : []),
    ...(field.refused === 'after' ? [t('field.refusedAfter')] : []),
    ...(field.unsure === true ? [t('field.unsure')] : []),
    ...(field.snapshotAt === undefined ? [] : [t('field.snapshot', { snapshot: field.snapshotAt })]),
    ...(present ? [] : [t('field.noValues')]),
  ];
}

export function paragraph(text: string): HTMLElement {
  const node = document.createElement('p');
  node.className = 'cel-doc';
  node.textContent = text;
  return node;
}
