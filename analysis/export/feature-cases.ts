import { itemsPath, listedIn, orderFieldsOf, type CheckedFeature } from '../expression/index.ts';
import type { EventKind } from '../model/events.ts';
import type { CaseOrder, CaseOutcome, FeatureCase } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { microsOf, type RuntimeEvent } from '../runtime/index.ts';
import { kindsRefused, toldHistory } from './bad-cases.ts';
import { CaseOrders, day, type Asked } from './case-orders.ts';
import type { Difference, EngineProof } from './engine-proof.ts';
import { openRuntime, refusalOf } from './open-runtime.ts';
import type { ReadFeature } from './read-features.ts';

/** Histories of invented orders on which a feature's window is tried at its edges, and what it must be at each of them. */

/**
 * What the cases of a rule set ask: two orders of one instant, orders a microsecond before the window's length later, exactly
 * so much later and a microsecond more, of another key, without each key, without what is taken together, in another currency,
 * one that does not meet the condition, and those beside its thresholds; of features of what is reported, see `toldHistory`, of those of other events
 * `besideHistory`. A feature whose condition no record was found to meet has none.
 */
export function askedOfFeatures(features: readonly ReadFeature[]): Asked[] {
  const refused = kindsRefused(features.map(({ checked }) => checked));
  return features.flatMap(({ checked }) => {
    const { id, agg, on: source = 'orders' } = checked.feature;
    const counted = new CaseOrders(checked, source === 'orders' ? 'order' : 'event');
    if (!counted.canCount) return [];
    if (source !== 'orders') return [{ feature: id, ...besideHistory(checked, source, counted) }];
    if (agg === 'known_bad') return [{ feature: id, ...toldHistory(checked, counted, refused) }];
    return [{ feature: id, orders: ordersOf(checked, counted) }];
  });
}

function ordersOf(checked: CheckedFeature, orders: CaseOrders): Asked['orders'] {
  const length = checked.micros ?? day;
  for (const at of [0n, 0n, 1n, length - 1n, length, length + 1n]) orders.add(at);
  orders.addOthers(length + 2n);
  const varied = orders.addVaried(length + 3n);
  orders.add(length + 3n + BigInt(varied.length));
  return orders.all;
}

/**
 * Events of one instant, a microsecond later, those that do not count, those beside the thresholds of the condition, and one more;
 * orders before all of them, in the instant of each and after it, and again as each leaves the window; orders of another key, and
 * without each.
 */
function besideHistory(checked: CheckedFeature, kind: EventKind, events: CaseOrders): Omit<Asked, 'feature'> {
  const length = checked.micros ?? day;
  for (const at of [1n, 1n, 2n]) events.add(at);
  events.addOthers(3n);
  const last = 4n + BigInt(events.addVaried(4n).length);
  events.add(last);
  const orders = new CaseOrders({ ...checked, of: null, whole: null, where: null }, 'order');
  for (let at = 0n; at <= last + 1n; at += 1n) orders.add(at);
  orders.addOthers(last + 1n);
  for (let at = 0n; at <= last + 1n; at += 1n) orders.add(length + at);
  return { orders: orders.all, events: events.all.map((event) => ({ kind, ...event })) };
}

/**
 * The values of a feature at the orders of a history by the reference runtime; instants in microseconds. 'runtime-refused' for a
 * history that is none.
 */
export function valuesOn(ruleSet: RuleSet, { checked }: ReadFeature, history: Asked): FeatureCase['values'] {
  const fields = orderFieldsOf(checked).map(({ path, type }) => [path, type] as const);
  const own = { ...ruleSet, rules: [], groups: [], exceptions: [], features: [checked.feature] };
  const asked = checked.where === null ? [] : listedIn(checked.where).map(({ list }) => list);
  // What stood on them the orders and events say themselves.
  const lists = [...new Map(asked.map(({ id, match }) => [id, { id, match, entries: [] }])).values()];
  const runtime = openRuntime({ ruleSet: own, fields: Object.fromEntries(fields), lists });
  try {
    return eventsOf(history).flatMap((event) => {
      const found = runtime.evaluate(event);
      if (found === null) return [];
      const value = found.features[0] ?? Number.NaN;
      return [Number.isNaN(value) ? null : value];
    });
  } catch (error) {
    throw refusalOf(error);
  }
}

/** What is told of a history in the order of time: reports without a date first, those of an instant before its orders. */
function eventsOf({ orders, events = [], outcomes = [] }: Asked): RuntimeEvent[] {
  const told = [...outcomes.map(reportEvent), ...events.map(orderEvent), ...orders.map(orderEvent)];
  const timed = told.map((event) => ({
    event,
    at: typeof event.at === 'string' ? (microsOf(event.at) ?? NaN) : -Infinity,
  }));
  return timed.toSorted((one, other) => (one.at === other.at ? 0 : one.at - other.at)).map(({ event }) => event);
}

function orderEvent({ fields, ...told }: CaseOrder & { readonly kind?: EventKind }): RuntimeEvent {
  const { [itemsPath]: items, ...others } = fields;
  const plain = Object.entries(others).filter(
    (one): one is [string, string | number | boolean] => !Array.isArray(one[1]),
  );
  return { ...told, fields: Object.fromEntries(plain), ...(Array.isArray(items) ? { items } : {}) };
}

function reportEvent({ order_id, reported_at: at, ...told }: CaseOutcome): RuntimeEvent {
  const fields = Object.entries(told).map(([name, value]) => [`outcome.${name}`, value] as const);
  return { event_id: order_id, kind: 'outcome', at, fields: Object.fromEntries(fields) };
}

/** The cases of a rule set's features, as the runtime answers them. */
export const featureCases = (ruleSet: RuleSet, features: readonly ReadFeature[]): FeatureCase[] => {
  const byId = new Map(features.map((one) => [one.checked.feature.id, one]));
  return askedOfFeatures(features).flatMap((asked) => {
    const feature = byId.get(asked.feature);
    return feature === undefined ? [] : [{ ...asked, values: valuesOn(ruleSet, feature, asked) }];
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
  const byId = new Map(features.map((one) => [one.checked.feature.id, one]));
  const said = cases.map((one) => {
    const feature = byId.get(one.feature);
    return feature === undefined ? [] : valuesOn(ruleSet, feature, one);
  });
  const differences = differingCases(cases, said);
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
