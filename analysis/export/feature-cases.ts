import { currencyPath, listedIn, type CheckedFeature, type ScopeField } from '../expression/index.ts';
import type { FeatureCase, VectorValue } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Difference, EngineProof } from './engine-proof.ts';
import { microsText } from './micros-text.ts';
import { openRuntime } from './open-runtime.ts';
import type { ReadFeature } from './read-features.ts';
import type { VectorRecord } from './vector-records.ts';
import { recordWith } from './vector-search.ts';

/** Histories of invented orders on which a feature's window is tried at its edges, and what it must be at each of them. */

type Asked = Omit<FeatureCase, 'values'>;
type Fields = Record<string, VectorValue>;

const start = BigInt(Date.UTC(2026, 0, 1)) * 1000n;
const day = 86_400_000_000n;

/** Features of orders alone: what is reported, other events and lists would each need a history of their own. */
export const isTried = ({ checked: { feature, where } }: ReadFeature): boolean =>
  (feature.on ?? 'orders') === 'orders' &&
  feature.agg !== 'known_bad' &&
  (where === null || (listedIn(where).length === 0 && where.fields.every(({ type }) => type !== 'list')));

/**
 * What the cases of a rule set ask: two orders of one instant, orders a microsecond before the window's length later, exactly
 * so much later and a microsecond more, of another key, without each key, without what is taken together, in another currency,
 * and one that does not meet the condition.
 */
export const askedOfFeatures = (features: readonly ReadFeature[]): Asked[] =>
  features.filter(isTried).map(({ checked }) => ({ feature: checked.feature.id, orders: ordersOf(checked) }));

function ordersOf(checked: CheckedFeature): Asked['orders'] {
  const { keys, of, where, micros, currency } = checked;
  const length = micros ?? day;
  const bare: VectorRecord = { origin: 'made', record: { [currencyPath]: currency } };
  const met = where === null ? bare : (recordWith('true', where, [bare]) ?? bare);
  const unmet = where === null ? null : recordWith('false', where, [met]);
  const orders: { at: bigint; fields: Fields }[] = [];
  const order = (at: bigint, change: (fields: Fields) => Fields = (fields) => fields, from = met): void => {
    const own = keys.map(({ order: key }): [string, VectorValue] => [key.path, sample(key, 0)]);
    const measured = of === null ? [] : [[of.path, measure(of, from.record[of.path], orders.length)] as const];
    const fields = { ...from.record, ...Object.fromEntries(measured), ...Object.fromEntries(own) };
    orders.push({ at: start + at, fields: change(withoutTime(fields)) });
  };
  for (const at of [0n, 0n, 1n, length - 1n, length, length + 1n]) order(at);
  for (const { order: key } of keys) {
    order(length + 2n, ({ [key.path]: _gone, ...rest }) => rest);
    order(length + 2n, (fields) => ({ ...fields, [key.path]: sample(key, 1) }));
  }
  if (of !== null) order(length + 2n, ({ [of.path]: _gone, ...rest }) => rest);
  order(length + 2n, (fields) => ({ ...fields, [currencyPath]: currency === 'USD' ? 'JPY' : 'USD' }));
  if (unmet !== null) order(length + 2n, undefined, { ...bare, record: { ...bare.record, ...unmet.record } });
  order(length + 3n);
  return orders.map(({ at, fields }, n) => ({
    ...{ event_id: `o${String(n + 10)}`, at: microsText(String(at)) ?? '' },
    fields,
  }));
}

/** The time of an order is its own. */
const withoutTime = ({ 'order.time': _time, ...fields }: Fields): Fields => fields;

function sample({ path, type }: ScopeField, n: number): VectorValue {
  if (type === 'bool') return n === 0;
  if (type === 'timestamp') return new Date(Date.UTC(2025, 0, 1 + n)).toISOString();
  return type === 'string' ? `${path} ${n}` : 7 + n;
}

/** Sums of powers of two tell which orders are in them. */
function measure(field: ScopeField, base: VectorValue | undefined, n: number): VectorValue {
  if (field.type !== 'int' && field.type !== 'money' && field.type !== 'double') return sample(field, n % 4);
  return (typeof base === 'number' ? base : 0) + 2 ** n;
}

/** The values of a feature on a history by the reference runtime; instants in microseconds. */
function byRuntime(ruleSet: RuleSet, { checked }: ReadFeature, { orders }: Asked): FeatureCase['values'] {
  const fields = fieldsRead(checked).map(({ path, type }) => [path, type] as const);
  const own = { ...ruleSet, rules: [], groups: [], exceptions: [], features: [checked.feature] };
  const runtime = openRuntime({ ruleSet: own, fields: Object.fromEntries(fields) });
  return orders.map(({ event_id, at, fields: values }) => {
    const plain = Object.entries(values).filter(
      (one): one is [string, string | number | boolean] => !Array.isArray(one[1]),
    );
    const value = runtime.evaluate({ event_id, at, fields: Object.fromEntries(plain) })?.features[0] ?? Number.NaN;
    return Number.isNaN(value) ? null : value;
  });
}

/** Fields that a feature reads of orders, each once. */
export function fieldsRead({ keys, of, where }: CheckedFeature): ScopeField[] {
  const all = [
    ...keys.map(({ order }) => order),
    ...(of === null ? [] : [of]),
    ...(where === null ? [] : [...where.fields, ...(where.currencyField === null ? [] : [where.currencyField])]),
  ];
  return [...new Map(all.map((field) => [field.path, field])).values()];
}

/** The cases of a rule set's features, as the runtime answers them. */
export const featureCases = (ruleSet: RuleSet, features: readonly ReadFeature[]): FeatureCase[] => {
  const byId = new Map(features.map((one) => [one.checked.feature.id, one]));
  return askedOfFeatures(features).flatMap((asked) => {
    const feature = byId.get(asked.feature);
    return feature === undefined ? [] : [{ ...asked, values: byRuntime(ruleSet, feature, asked) }];
  });
};

/** Where others say otherwise of the cases than they say themselves. */
export const differingCases = (cases: readonly FeatureCase[], said: readonly FeatureCase['values'][]): Difference[] =>
  cases.flatMap(({ feature, orders, values }, at) =>
    orders.flatMap(({ event_id }, n) => {
      const [expected, got] = [values[n] ?? null, said[at]?.[n] ?? null];
      return expected === got
        ? []
        : [{ vector: event_id, rule: `velocity.${feature}`, expected: String(expected), got: String(got) }];
    }),
  );

/**
 * What the runtime says otherwise of the cases of a package, beside what it says of its vectors. Their values are the runtime's own:
 * that it says them again is no comparison with another, and not counted as one.
 */
export function withFeatureCases(
  proof: EngineProof,
  ruleSet: RuleSet,
  features: readonly ReadFeature[],
  cases: readonly FeatureCase[],
): EngineProof {
  const said = new Map(featureCases(ruleSet, features).map(({ feature, values }) => [feature, values]));
  const differences = differingCases(
    cases,
    cases.map(({ feature }) => said.get(feature) ?? []),
  );
  return {
    ...proof,
    mismatches: proof.mismatches + differences.length,
    first: proof.first ?? differences[0] ?? null,
  };
}

const answersIn = (cases: readonly FeatureCase[]): number => cases.reduce((sum, { values }) => sum + values.length, 0);

/** What DuckDB says of them by the SQL of the features, in one certificate line; features without a case are outside. */
export const featureSqlProof = (
  version: string,
  features: readonly ReadFeature[],
  cases: readonly FeatureCase[],
  differences: readonly Difference[],
): EngineProof[] =>
  features.length === 0
    ? []
    : [
        {
          ...{ engine: 'duckdb', version, target: 'duckdb', file: 'features.duckdb.sql', vectors: cases.length },
          ...{ compared: answersIn(cases), derived: 0, outside: features.length - cases.length },
          ...{ mismatches: differences.length, first: differences[0] ?? null },
        },
      ];
