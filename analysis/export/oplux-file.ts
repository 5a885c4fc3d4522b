import {
  currencyDigits,
  decisionPlan,
  eventFieldsOf,
  policyOf,
  scopeOf,
  withFeatures,
  type CheckedFeature,
  type CheckedRule,
  type Scope,
  type ScopeField,
} from '../expression/index.ts';
import { canonicalColumn, projectColumns, type CustomColumn } from '../model/columns.ts';
import { velocityPath, velocityRoot, type Feature } from '../model/features.ts';
import { groupName } from '../model/group-name.ts';
import { resultCodes, type Oplux, type OpluxException, type OpluxFeature, type OpluxInput } from '../model/oplux.ts';
import type { ListsFile } from '../model/package.ts';
import { combinations, type RuleSetException } from '../model/policy.ts';
import type { RuleSet } from '../model/ruleset.ts';

/** What is told of a rule set beside itself. */
interface Told {
  /** Those of the set as checked. */
  readonly features: readonly CheckedFeature[];
  /** What it reads of events. */
  readonly inputs: readonly OpluxInput[];
  readonly lists: ListsFile | null;
}

/** The rule set in the words of production. */
export function opluxOf(ruleSet: RuleSet, { features, inputs, lists: file }: Told): Oplux {
  const { policy } = ruleSet;
  const scores = policy?.kind === 'scores' ? policy : null;
  return {
    format: 'shinsa-oplux',
    formatVersion: 1,
    model_id: ruleSet.modelId,
    name: ruleSet.name,
    currency: ruleSet.currency,
    currency_digits: currencyDigits(ruleSet.currency),
    time_zone: ruleSet.timezone,
    policy: policyOf(ruleSet),
    default: ruleSet.default,
    rules: ruleSet.rules.map(({ code, description, when, touchpoint = '', result, scores: own }) => ({
      code,
      description,
      when,
      touchpoint,
      ok: own?.ok ?? 0,
      ng: own?.ng ?? 0,
      hold: own?.hold ?? 0,
      result,
      result_code: resultCodes[result],
    })),
    rule_groups: groupsOf(ruleSet),
    thresholds: scores === null ? null : scores.thresholds,
    combinations:
      scores === null
        ? null
        : (Object.fromEntries(combinations.map((one) => [one, scores.results[one]])) as Oplux['combinations']),
    exceptions: (ruleSet.exceptions ?? []).map((one) => exceptionOf(one, inputs)),
    lists: (ruleSet.lists ?? []).map(({ id, names, match, snapshotAt, entries }) => ({
      id,
      names,
      match,
      validity: 'added < order < removed',
      snapshot: snapshotAt,
      entries,
      given: givenIn(file, id),
    })),
    features: features.map(featureOf),
    inputs: [...inputs],
    nulls: 'unknown',
  };
}

const utc = (instant: string): string => new Date(instant).toISOString();

function exceptionOf(one: RuleSetException, inputs: readonly OpluxInput[]): OpluxException {
  const read = inputs.find(({ of, path }) => of === 'orders' && path === one.field);
  return {
    kind: one.kind,
    rules: one.kind === 'allow' ? [] : one.rules,
    field: one.field,
    touchpoint: read?.touchpoint ?? '',
    value: one.value,
    stand_in: one.surrogate === true,
    from: utc(one.from),
    until: one.until === undefined ? null : utc(one.until),
  };
}

/** Whether a package holds the entries of a list. */
export const givenIn = (file: ListsFile | null, list: string): boolean =>
  (file?.lists.find(({ id }) => id === list)?.entries ?? null) !== null;

/** The groups in the order they are tried; none where they do not decide. */
function groupsOf(ruleSet: RuleSet): Oplux['rule_groups'] {
  const plan = decisionPlan(ruleSet);
  if (plan.kind !== 'steps') return [];
  return plan.steps.flatMap(({ group: index }) => {
    const group = index === null ? undefined : ruleSet.groups?.[index];
    return group === undefined ? [] : [{ rule_group: groupName(group), ...group }];
  });
}

function featureOf({ feature, type, micros }: CheckedFeature): OpluxFeature {
  const { id, names, agg, of = null, by, on = 'orders', where = null, ties = 'strict', outcome = null } = feature;
  const counted = agg === 'count' || agg === 'count_distinct' || agg === 'known_bad' || agg === 'sum';
  return {
    id,
    names: names ?? { ja: '', en: '' },
    aggregate: agg,
    of,
    by,
    on,
    where,
    window: { micros: micros === null ? null : String(micros), form: '[t-w, t)' },
    ties,
    include_current: feature.includeCurrent === true,
    outcome,
    empty: counted ? 0 : null,
    type,
    rounding: agg === 'avg' && type === 'money' ? 'half-away-from-zero' : agg.startsWith('since_') ? 'down' : 'none',
  };
}

/** What rules and features read of orders and of the events beside them, each once; features themselves are no input. */
export function inputsOf(
  rules: readonly CheckedRule[],
  features: readonly CheckedFeature[],
  replaced: ReadonlySet<string>,
): OpluxInput[] {
  const read: [OpluxInput['of'], ScopeField][] = rules.flatMap((rule) =>
    [...rule.fields, ...(rule.currencyField === null ? [] : [rule.currencyField])].map(
      (field): [OpluxInput['of'], ScopeField] => ['orders', field],
    ),
  );
  for (const feature of features) {
    const on = feature.feature.on ?? 'orders';
    for (const { order, event } of feature.keys) read.push(['orders', order], [on, event]);
    for (const field of eventFieldsOf(feature)) read.push([on, field]);
  }
  const found = new Map<string, OpluxInput>();
  for (const [of, { path, column, type, labels = [], unsure }] of read) {
    if (path.startsWith(`${velocityRoot}.`)) continue;
    const touchpoint = of === 'orders' ? (canonicalColumn(column)?.touchpoint ?? '') : '';
    found.set(`${of} ${path}`, {
      ...{ path, of, column, touchpoint, type, labels: [...labels] },
      ...(unsure === true ? { unsure } : {}),
      replaced: of === 'orders' && replaced.has(column),
    });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, input]) => input);
}

/**
 * The scope of a package's rules, its features among the fields: what every project has, and of the client's own columns those
 * it names, with their types and labels.
 */
export function scopeOfPackage(ruleSet: RuleSet, inputs: readonly OpluxInput[]): Scope {
  const lists = (ruleSet.lists ?? []).map(
    ({ id, match, snapshotAt, names }) =>
      [
        id,
        { id, match, labels: [...new Set([names.ja, names.en])], ...(snapshotAt === null ? {} : { snapshotAt }) },
      ] as const,
  );
  const { currency, timezone, features = [] } = ruleSet;
  const columns = projectColumns(inputs.flatMap(ownColumn), new Set());
  const bare: Scope = { ...scopeOf(columns, currency, timezone), lists: new Map(lists) };
  return withFeatures(bare, features, ({ id }) => velocityPath(id));
}

const ownTypes: Readonly<Record<OpluxInput['type'], CustomColumn['type'] | null>> = {
  ...{ string: 'text', int: 'int', double: 'double', bool: 'bool', timestamp: 'timestamp', money: null, list: null },
};

function ownColumn({ of, path, type, labels: [label = path] = [], unsure }: OpluxInput): CustomColumn[] {
  const own = ownTypes[type];
  if (of !== 'orders' || !path.startsWith(ownRoot) || own === null) return [];
  return [{ id: path.slice(ownRoot.length), label, type: own, knownAtScreening: unsure === true ? 'unsure' : 'yes' }];
}

/** How rules name the client's own columns. */
const ownRoot = 'custom.';

/** A feature that reads one, itself or another: none may. Null where there is no such. */
export function featureOfFeatures(features: readonly Feature[]): Feature | null {
  const reads = (text: string | undefined): boolean =>
    text !== undefined && new RegExp(`(?:^|[^A-Za-z0-9_.])${velocityRoot}\\s*\\.`).test(text);
  return features.find(({ by, of, where }) => [...by, of, where].some(reads)) ?? null;
}

/** The features of a scope that can be computed. */
export const computable = ({ features = [] }: Scope): CheckedFeature[] =>
  features.flatMap((one) => (one.ok ? [one] : []));
