import type { Completion } from '@codemirror/autocomplete';
import { listsRoot, type Scope, type ScopeList } from '../../../analysis/expression/index.ts';
import { keyPlace } from '../../../analysis/model/lists.ts';
import { language, t } from '../../i18n/index.ts';
import { fold } from '../../parts/combobox.tsx';
import { paragraph } from './field-info.ts';

/** The field before an `in`, where a list may follow. */
const fieldBefore = /([\p{L}\p{N}_.]+)\s+in\s+$/u;

/** Lists that may stand after `before`: those the field can be looked up on, found by their name in rules or their own. */
export function listOptions(typed: string, before: string, scope: Scope): Completion[] {
  const field = scope.fields.get(fieldBefore.exec(before)?.[1] ?? '');
  if (field === undefined) return [];
  const wanted = fold(typed);
  return [...(scope.lists?.values() ?? [])]
    .filter((list) => keyPlace(list.match, field.column) !== null)
    .filter((list) => namesOf(list).some((name) => fold(name).includes(wanted)))
    .map((list) => ({
      label: `${listsRoot}.${list.id}`,
      type: 'field',
      detail: `${ownName(list)} · ${t(`lists.match.${list.match}`)}`,
      info: () => paragraph(aboutList(list)),
    }));
}

/** The list a name stands for. */
export function listOf(name: string, { lists }: Scope): ScopeList | null {
  return name.startsWith(`${listsRoot}.`) ? (lists?.get(name.slice(listsRoot.length + 1)) ?? null) : null;
}

/** What a list says of an order, and whether it knows the future. */
export function aboutList(list: ScopeList): string {
  const name = `${listsRoot}.${list.id}`;
  const { snapshotAt: snapshot } = list;
  const note =
    snapshot === undefined ? t('note.listAsOf', { list: name }) : t('note.listUndated', { list: name, snapshot });
  return `${ownName(list)} · ${note}`;
}

const namesOf = (list: ScopeList): readonly string[] => [`${listsRoot}.${list.id}`, ...(list.labels ?? [])];

function ownName({ id, labels = [] }: ScopeList): string {
  const [ja, en = ja] = labels;
  return (language.get() === 'ja' ? ja : en) ?? id;
}
