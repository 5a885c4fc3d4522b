import type { BuilderNode, BuilderSubject } from '../../../analysis/expression/builder/index.ts';
import {
  itemFields,
  itemsPath,
  writtenPath,
  type FieldType,
  type ScopeField,
} from '../../../analysis/expression/index.ts';
import { language, t, type TextKey } from '../../i18n/index.ts';
import type { Choice } from '../../parts/combobox.tsx';
import type { EditorContext } from '../editor/context.ts';

/** Where a condition stands: beside what can be named there. `variable` is the line's name within a macro. */
export interface Place extends EditorContext {
  readonly variable: string | null;
}

/** A field a condition looks at: of the order, or of the line. */
export interface Named {
  readonly path: string;
  readonly type: ScopeField['type'];
  readonly labels: readonly string[];
  /** Null for a field of a line, whose values are not suggested. */
  readonly field: ScopeField | null;
}

/** What a path names here; null for what nobody knows. */
export function namedAt(path: string, { scope, variable }: Place): Named | null {
  if (variable !== null && path.startsWith(`${variable}.`)) {
    const item = itemFields.get(path.slice(variable.length + 1));
    return item === undefined ? null : { path, type: item.type, labels: item.labels, field: null };
  }
  const field = scope.fields.get(writtenPath(path));
  return field === undefined ? null : { path, type: field.type, labels: field.labels ?? [], field };
}

/** A name in the language of the window. */
export function ownLabel(labels: readonly string[], otherwise: string): string {
  const [ja = otherwise, en = ja] = labels;
  return language.get() === 'ja' ? ja : en;
}

const parts = ['getHours', 'getDayOfWeek', 'getDate', 'getMonth', 'getFullYear', 'getMinutes'] as const;

const partKeys: Readonly<Record<string, TextKey>> = {
  getHours: 'builder.part.getHours',
  getDayOfWeek: 'builder.part.getDayOfWeek',
  getDate: 'builder.part.getDate',
  getMonth: 'builder.part.getMonth',
  getFullYear: 'builder.part.getFullYear',
  getMinutes: 'builder.part.getMinutes',
};

/** The type of value a subject has; null where it is not known. */
export function typeOf(subject: BuilderSubject, place: Place): FieldType | 'list' | null {
  switch (subject.kind) {
    case 'field':
      return namedAt(subject.path, place)?.type ?? null;
    case 'part':
    case 'size':
      return 'int';
    case 'sum':
      return itemFields.get(subject.field)?.type ?? null;
  }
}

/** What a subject is called. */
export function subjectLabel(subject: BuilderSubject, place: Place): string {
  if (subject.kind === 'sum') return t('builder.sumOf', { name: itemLabel(subject.field) });
  const named = namedAt(subject.path, place);
  const name = ownLabel(named?.labels ?? [], subject.path);
  switch (subject.kind) {
    case 'field':
      return name;
    case 'size':
      return named?.type === 'list' ? t('builder.lineCount') : t('builder.lengthOf', { name });
    case 'part': {
      const key = partKeys[subject.part];
      return key === undefined ? `${name} ${subject.part}` : t(key, { name });
    }
  }
}

const itemLabel = (name: string): string => ownLabel(itemFields.get(name)?.labels ?? [], name);

/** One entry of the list of subjects; lines are asked for in a group of their own. */
export type SubjectChoice = { readonly subject: BuilderSubject } | { readonly lines: true };

/** What may be chosen here by its key, fields with values first, those that rules may not read last. */
export function subjectChoices(place: Place): ReadonlyMap<string, SubjectChoice & Choice> {
  const choices = new Map<string, SubjectChoice & Choice>();
  const put = (subject: BuilderSubject, hint: string): void => {
    const value = subjectKey(subject);
    choices.set(value, { subject, value, label: subjectLabel(subject, place), hint });
  };
  if (place.variable !== null) {
    for (const name of itemFields.keys())
      put({ kind: 'field', path: `${place.variable}.${name}` }, `${place.variable}.${name}`);
  } else {
    const lines = place.scope.fields.has(itemsPath);
    for (const field of ranked(place)) {
      if (field.type === 'list') continue;
      put({ kind: 'field', path: field.path }, field.refused === undefined ? field.path : t('field.refusedShort'));
      if (field.type === 'timestamp' && field.refused === undefined)
        for (const part of parts) put({ kind: 'part', path: field.path, part, zone: null }, `${field.path}.${part}()`);
    }
    if (lines) {
      choices.set('lines', { lines: true, value: 'lines', label: t('builder.anyLine'), hint: 'items.exists(i, …)' });
      put({ kind: 'size', path: 'items', method: false }, 'size(items)');
      for (const name of ['amount', 'quantity'])
        put({ kind: 'sum', list: 'items', variable: 'i', field: name }, `items.map(i, i.${name}).sum()`);
    }
  }
  return choices;
}

function ranked({ scope, info }: Place): readonly ScopeField[] {
  const present = new Set(info.columns.filter((column) => column.present).map(({ name }) => name));
  const rank = (field: ScopeField): number =>
    (present.has(field.column) ? 0 : 1) + (field.refused === undefined ? 0 : 2);
  return [...scope.fields.values()].sort((a, b) => rank(a) - rank(b));
}

export const subjectKey = (subject: BuilderSubject): string => JSON.stringify(Object.values(subject));

/** A new condition on what was chosen, to be filled in. */
export function freshNode(choice: SubjectChoice, place: Place): BuilderNode {
  if ('lines' in choice) {
    const node: BuilderNode = { kind: 'group', needs: 'all', negated: false, nodes: [freshNode(noSubject, place)] };
    return { kind: 'lines', negated: false, list: 'items', macro: 'exists', variable: 'i', node };
  }
  const { subject } = choice;
  const type = typeOf(subject, place);
  return { kind: 'condition', negated: false, subject, test: firstTest(type) };
}

export const noSubject: SubjectChoice = { subject: { kind: 'field', path: '' } };

function firstTest(type: FieldType | 'list' | null): Extract<BuilderNode, { kind: 'condition' }>['test'] {
  switch (type) {
    case 'bool':
      return { kind: 'yes' };
    case 'list':
      return { kind: 'present' };
    case 'int':
    case 'money':
    case 'double':
      return { kind: 'compare', op: '>=', value: { kind: 'number', text: '' } };
    case 'timestamp':
      return { kind: 'compare', op: '>=', value: { kind: 'instant', text: '' } };
    case 'string':
    case null:
      return { kind: 'compare', op: '==', value: { kind: 'string', value: null } };
  }
}
