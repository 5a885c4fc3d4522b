import type { ProjectColumn } from '../model/columns.ts';
import type { ProjectList } from '../model/lists.ts';
import type { RuleSet } from '../model/ruleset.ts';
import {
  featureColumn,
  usualBadKinds,
  velocityPath,
  windowMicros,
  type Feature,
  type FeatureAgg,
} from '../model/features.ts';
import { itemsColumn } from '../model/order-lines.ts';
import type { OutcomeKind } from '../model/target.ts';
import { check } from './check.ts';
import { eventScope } from './event-scope.ts';
import { issue, type Issue, type IssueCode, type IssueParams } from './issue.ts';
import { listedIn } from './listed.ts';
import { amountPath, scopeOf, type FieldType, type Scope, type ScopeField, type ScopeList } from './scope.ts';
import { suggestedPaths } from './suggestions.ts';
import type { CheckedRule, ListedTerm } from './term.ts';

/** A feature that can be computed. */
export interface CheckedFeature {
  readonly ok: true;
  readonly feature: Feature;
  /** Type of its values. */
  readonly type: FieldType;
  /** Length of its window, null for all time. */
  readonly micros: bigint | null;
  /** Its keys: as orders have them, and as the events it counts do. */
  readonly keys: readonly { readonly order: ScopeField; readonly event: ScopeField }[];
  /** The field taken together, of the events; null where only events are counted or timed. */
  readonly of: ScopeField | null;
  /** The amount of a whole order, which a chargeback that tells none is of; null where no chargebacks are counted. */
  readonly whole: ScopeField | null;
  readonly where: CheckedRule | null;
  readonly currency: string;
  readonly issues: readonly Issue[];
}

/** A feature checked against a scope. Places of issues are in `where`; 0 for what is about another part. */
export type FeatureCheck =
  | CheckedFeature
  | { readonly ok: false; readonly feature: Feature; readonly issues: readonly Issue[] };

const nowhere = { from: 0, to: 0 };

/** What a field must be to be taken together so; counts and times are made of none. */
export const featureMeasures: Readonly<Partial<Record<FeatureAgg, readonly FieldType[]>>> = {
  count_distinct: ['string', 'int', 'bool', 'money', 'timestamp'],
  sum: ['int', 'money', 'double'],
  avg: ['int', 'money', 'double'],
  min: ['int', 'money', 'double', 'timestamp'],
  max: ['int', 'money', 'double', 'timestamp'],
};

/** What a field must be to be a key. */
export const featureKeyTypes: readonly FieldType[] = ['string', 'int', 'bool'];

/** Reads and types one feature; `scope` is of orders, without features: they are not made of each other. */
export function checkFeature(feature: Feature, scope: Scope): FeatureCheck {
  const issues: Issue[] = [];
  const { id, agg } = feature;
  const add = <C extends IssueCode>(code: C, params: IssueParams<C>): null => {
    issues.push(issue(code, params, nowhere));
    return null;
  };
  const events = (feature.on ?? 'orders') === 'orders' ? scope : eventScope(scope);
  const field = (path: string, from: Scope): ScopeField | null => {
    const found = from.fields.get(path);
    if (found === undefined)
      return add('feature-field', {
        feature: id,
        path: path.slice(0, 120),
        suggestions: suggestedPaths(path, from).join(', '),
      });
    return found.refused === undefined ? found : add('feature-field-refused', { feature: id, path });
  };
  const keys = feature.by.flatMap((path) => {
    const order = field(path, scope);
    const event = order === null || events === scope ? order : field(path, events);
    if (order === null || event === null) return [];
    if (order.type === 'list' || !featureKeyTypes.includes(order.type)) {
      add('feature-key-type', { feature: id, path, type: order.type });
      return [];
    }
    return [{ order, event }];
  });
  const of = measured(feature, (path) => field(path, events), add);
  const where = feature.where === undefined ? null : check(feature.where, events);
  if (where !== null) issues.push(...where.issues);
  for (const option of misplaced(feature)) add('feature-option', { feature: id, option });
  const micros = windowMicros(feature.window);
  if (micros === undefined || where?.ok === false || issues.some(({ severity }) => severity === 'error'))
    return { ok: false, feature, issues };
  const { currency } = scope;
  const whole = countsChargebacks(feature) ? (scope.fields.get(amountPath) ?? null) : null;
  return { ok: true, feature, type: typeOf(agg, of), micros, keys, of, whole, where, currency, issues };
}

const countsChargebacks = ({ agg, outcome }: Feature): boolean => {
  const kinds: readonly OutcomeKind[] = outcome?.kinds ?? usualBadKinds;
  return agg === 'known_bad' && kinds.includes('chargeback');
};

function measured(
  { id, agg, of }: Feature,
  field: (path: string) => ScopeField | null,
  add: <C extends IssueCode>(code: C, params: IssueParams<C>) => null,
): ScopeField | null {
  const allowed = featureMeasures[agg];
  if (allowed === undefined) return of === undefined ? null : add('feature-of-unused', { feature: id, agg });
  if (of === undefined) return add('feature-of-missing', { feature: id, agg });
  const found = field(of);
  if (found === null) return null;
  if (found.type === 'list' || !allowed.includes(found.type))
    return add('feature-of-type', { feature: id, path: of, agg, type: found.type });
  return found;
}

/** Options that say nothing of such a feature. */
function misplaced({ agg, on = 'orders', includeCurrent = false, ties = 'strict', outcome }: Feature): string[] {
  const outcomes = agg === 'known_bad';
  return [
    // An order is no event of another table, and its own outcome is never known at it.
    ...(includeCurrent && (on !== 'orders' || outcomes) ? ['includeCurrent'] : []),
    // Ids of two tables, and reports, have no order among each other.
    ...(ties === 'sequenced' && (on !== 'orders' || outcomes) ? ['ties'] : []),
    ...(outcomes && on !== 'orders' ? ['on'] : []),
    ...(outcome !== undefined && !outcomes ? ['outcome'] : []),
  ];
}

function typeOf(agg: FeatureAgg, of: ScopeField | null): FieldType {
  const own = of === null || of.type === 'list' ? 'int' : of.type;
  switch (agg) {
    case 'count':
    case 'count_distinct':
    case 'since_first':
    case 'since_last':
    case 'known_bad':
      return 'int';
    case 'first_seen':
    case 'last_seen':
      return 'timestamp';
    case 'avg':
      return own === 'money' ? 'money' : 'double';
    case 'sum':
    case 'min':
    case 'max':
      return own;
  }
}

/**
 * The scope with features to be read as `velocity.<id>`; `columnOf` names the column of the orders that holds one. What a
 * feature reads marks it: a rule is told where its feature knows the future.
 */
export function withFeatures(
  scope: Scope,
  features: readonly Feature[],
  columnOf: (feature: Feature) => string,
): Scope {
  if (features.length === 0) return scope;
  const checks = features.map((feature) => checkFeature(feature, scope));
  const fields = new Map(scope.fields);
  for (const checked of checks)
    if (checked.ok) fields.set(velocityPath(checked.feature.id), fieldOf(checked, columnOf));
  return { ...scope, fields, features: checks };
}

/** Fields and lists that a feature reads itself: those of the events it counts, and the keys of the order. */
export function readByFeature({ keys, of, where }: CheckedFeature): {
  readonly fields: readonly ScopeField[];
  readonly lists: readonly ScopeList[];
} {
  const own = keys.flatMap(({ order, event }) => (order === event ? [event] : [order, event]));
  return {
    fields: [...own, ...(of === null ? [] : [of]), ...(where?.fields ?? [])],
    lists: where === null ? [] : listedIn(where).map(({ list }) => list),
  };
}

function fieldOf(checked: CheckedFeature, columnOf: (feature: Feature) => string): ScopeField {
  const { feature, type, where } = checked;
  const { fields: read, lists } = readByFeature(checked);
  const snapshot = [...read, ...lists].flatMap(({ snapshotAt }) => snapshotAt ?? []).sort()[0];
  const { names } = feature;
  return {
    path: velocityPath(feature.id),
    type,
    column: columnOf(feature),
    ...(names === undefined ? {} : { labels: [...new Set([names.ja, names.en])].filter((name) => name !== '') }),
    ...(read.some(({ unsure }) => unsure === true) ? { unsure: true } : {}),
    ...(snapshot === undefined ? {} : { snapshotAt: snapshot }),
    ...(where?.fields.some(({ column }) => column === itemsColumn) === true ? { ofLines: true } : {}),
  };
}

/** The scope of a rule set over a project's columns and lists, its features among the fields. */
export function ruleSetScope(
  columns: readonly ProjectColumn[],
  { currency, timezone, features = [] }: Pick<RuleSet, 'currency' | 'timezone' | 'features'>,
  lists: readonly ProjectList[] = [],
): Scope {
  return withFeatures(scopeOf(columns, currency, timezone, lists), features, (feature) =>
    featureColumn({ feature, currency, timezone }),
  );
}

/** Features that rules read. */
export function featuresBehind(
  rules: readonly CheckedRule[],
  { features = [] }: Pick<Scope, 'features'>,
): readonly CheckedFeature[] {
  const read = new Set(rules.flatMap((rule) => rule.fields.map(({ path }) => path)));
  return features.flatMap((checked) => (checked.ok && read.has(velocityPath(checked.feature.id)) ? [checked] : []));
}

/** What the features that rules read look up on lists. */
export const listedByFeatures = (rules: readonly CheckedRule[], scope: Scope): readonly ListedTerm[] =>
  featuresBehind(rules, scope).flatMap(({ where }) => (where === null ? [] : listedIn(where)));

/** Fields of orders that rules read, themselves or through the features they name. */
export const fieldsBehind = (rules: readonly CheckedRule[], scope: Scope): readonly ScopeField[] => [
  ...rules.flatMap((rule) => rule.fields),
  ...featuresBehind(rules, scope).flatMap(orderFieldsOf),
];

/** Fields of orders that a feature is made of, each once: of other events than orders only its keys. */
export function orderFieldsOf({ keys, feature, ...checked }: CheckedFeature): readonly ScopeField[] {
  const ofOrders = (feature.on ?? 'orders') === 'orders' ? eventFieldsOf(checked) : [];
  const all = [...keys.map(({ order }) => order), ...ofOrders];
  return [...new Map(all.map((field) => [field.path, field])).values()];
}

/** Fields of the events that a feature counts, beside its keys. */
export function eventFieldsOf({ of, whole, where }: Pick<CheckedFeature, 'of' | 'whole' | 'where'>): ScopeField[] {
  return [of, whole, ...(where?.fields ?? []), where?.currencyField ?? null].flatMap((field) => field ?? []);
}

/** What keeps features of a rule set from being computed; one named twice is. */
export function featureIssues(scope: Scope): Issue[] {
  const seen = new Set<string>();
  return (scope.features ?? []).flatMap(({ feature, issues }) => {
    const { id } = feature;
    const again = seen.has(id) ? [issue('feature-duplicate', { feature: id }, nowhere)] : [];
    seen.add(id);
    return [...again, ...issues.map((found) => ofFeature(found, id))];
  });
}

/** A finding in the condition of a feature, told from outside of it. */
function ofFeature(found: Issue, id: string): Issue {
  if ('feature' in found.params) return found;
  const code = found.severity === 'error' ? 'feature-where' : 'feature-where-note';
  return issue(code, { feature: id, at: found.from + 1 }, nowhere);
}
