import {
  featureKeyTypes,
  featureMeasures,
  scopeOf,
  type Issue,
  type Scope,
  type ScopeField,
} from '../../../analysis/expression/index.ts';
import type { ProjectColumn } from '../../../analysis/model/columns.ts';
import { eventColumns } from '../../../analysis/model/events.ts';
import type { Feature } from '../../../analysis/model/features.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import type { Choice } from '../../parts/combobox.tsx';
import type { EditorContext } from '../editor/context.ts';
import { countedScope } from './counted-scope.ts';
import { fieldName } from './feature-words.ts';

/** Orders as features see them: without features, which are not made of each other. */
export const ordersScope = (info: ProjectInfo, { currency, timezone }: RuleSet): Scope =>
  scopeOf(info.columns, currency, timezone, info.lists);

/** What a feature's field and condition may name: of earlier orders, or of the events it counts. */
export function countedContext(feature: Feature, orders: Scope, info: ProjectInfo): EditorContext {
  const scope = countedScope(feature, orders);
  if (scope === orders) return { scope, info };
  return { scope, info: { ...info, columns: [...scope.fields.values()].map((field) => eventColumn(field, info)) } };
}

/** A field of events as the editor's helpers ask about it: whether events fill it is not known. */
function eventColumn({ path, column }: ScopeField, { columns }: ProjectInfo): ProjectColumn {
  const own = columns.find(({ name }) => name === column);
  if (own !== undefined && own.path === path) return { ...own, present: true };
  const { pii = 'none', type = 'bool' } = eventColumns.find(({ name }) => name === column) ?? {};
  const label = { ja: path, en: path };
  return { name: column, path, type, pii, knownAt: 'screening', label, present: true, unsure: false };
}

/** Fields of some types that may be read, those without a value last; keys and identities before the rest. */
function fieldChoices({ scope, info }: EditorContext, types: readonly ScopeField['type'][]): readonly Choice[] {
  const columns = new Map(info.columns.map((column) => [column.name, column]));
  const weight = ({ column }: ScopeField): number => {
    const found = columns.get(column);
    const tells = found !== undefined && (found.pii !== 'none' || found.name.endsWith('_key'));
    return (found?.present === true ? 0 : 2) + (tells ? 0 : 1);
  };
  return [...scope.fields.values()]
    .filter(({ type, refused }) => refused === undefined && types.includes(type))
    .sort((a, b) => weight(a) - weight(b))
    .map(({ path }) => ({ value: path, label: fieldName(path, scope), hint: path }));
}

/** What may be a key of a feature: fields of orders that the events it counts have too. */
export function keyChoices(orders: Scope, counted: EditorContext, info: ProjectInfo): readonly Choice[] {
  return fieldChoices({ scope: orders, info }, featureKeyTypes).filter(({ value }) => counted.scope.fields.has(value));
}

/** What a feature of that aggregation may be made of. */
export const measuredChoices = (agg: Feature['agg'], counted: EditorContext): readonly Choice[] =>
  fieldChoices(counted, featureMeasures[agg] ?? []);

/** Part of a feature's form that an issue belongs to. */
export type IssuePlace = 'id' | 'of' | 'keys' | 'where' | 'options';

export function issuePlace({ code, params }: Issue, { by, of }: Feature): IssuePlace {
  switch (code) {
    case 'feature-duplicate':
      return 'id';
    case 'feature-of-missing':
    case 'feature-of-unused':
    case 'feature-of-type':
      return 'of';
    case 'feature-key-type':
      return 'keys';
    case 'feature-field':
    case 'feature-field-refused':
      return 'path' in params && params.path === of && !by.includes(String(params.path)) ? 'of' : 'keys';
    case 'feature-option':
      return 'options';
    default:
      return 'where';
  }
}
