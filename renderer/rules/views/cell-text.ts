import {
  celOf,
  type BuilderCondition,
  type BuilderNode,
  type BuilderValue,
} from '../../../analysis/expression/builder/index.ts';
import { plain } from '../../i18n/format.ts';
import { language, t } from '../../i18n/index.ts';
import { codeText } from '../../i18n/values.ts';
import { operatorOf } from './operators.ts';
import { namedAt, ownLabel, type Place } from './subjects.ts';

/** A condition in a table's cell, without what it looks at. */
export function cellText(node: BuilderNode, place: Place): string {
  if (node.kind !== 'condition') return celOf(node) ?? '…';
  const id = operatorOf(node);
  const value = valueText(node, place);
  if (id === null)
    return `${t('builder.denied')} ${t(`op.${node.test.kind === 'compare' ? node.test.op : '=='}`)} ${value}`;
  const signs = id.length <= 2 && id !== 'in' && id !== 'no';
  if (value === '') return t(`op.${id}`);
  return signs || language.get() === 'en' ? `${t(`op.${id}`)} ${value}` : `${value} ${t(`op.${id}`)}`;
}

function valueText({ subject, test }: BuilderCondition, place: Place): string {
  const column = subject.kind === 'field' ? (namedAt(subject.path, place)?.field?.column ?? '') : '';
  switch (test.kind) {
    case 'yes':
    case 'present':
      return '';
    case 'text':
      return test.value === null ? '…' : t('table.quoted', { value: test.value });
    case 'listed':
      return listName(test.list, place);
    case 'in':
      return test.values.map((value) => written(value, column, place)).join(' / ');
    case 'compare':
      return written(test.value, column, place);
  }
}

function listName(path: string, { scope }: Place): string {
  const list = scope.lists?.get(path.slice('lists.'.length));
  return ownLabel(list?.labels ?? [], path);
}

function written(value: BuilderValue, column: string, place: Place): string {
  switch (value.kind) {
    case 'string':
      return value.value === null ? '…' : value.value === '' ? '""' : codeText(value.value, column);
    case 'number':
      return value.text === '' ? '…' : /^-?[0-9]{4,15}$/.test(value.text) ? plain(Number(value.text)) : value.text;
    case 'instant':
      return value.text === '' ? '…' : value.text;
    case 'bool':
      return t(value.value ? 'common.yes' : 'common.no');
    case 'field':
      return ownLabel(namedAt(value.path, place)?.labels ?? [], value.path || '…');
  }
}
