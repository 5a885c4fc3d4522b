import fc from 'fast-check';
import type { RuleSetException } from '../../analysis/model/policy.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import type { ScopeField } from '../../analysis/expression/index.ts';
import { velocityPath, type Feature } from '../../analysis/model/features.ts';
import type { FactRow, OrderRow } from '../backtest/history.ts';
import { boolText, fields, recordArbitrary, scope, type GeneratedRecord } from '../expression/generated.ts';
import { decidingArbitrary, snoozesArbitrary } from '../expression/generated-sets.ts';
import { eventRow, factRow, orderRow, type EventRow } from '../features/histories.ts';
import { featuresArbitrary, slots } from './random-features.ts';

/** Rules, how they decide, and orders to try them on. */
export interface Batch {
  readonly ruleSet: RuleSet;
  readonly orders: readonly BatchOrder[];
  /** What was reported of the orders, and what happened beside them; nothing where the rule set has no features. */
  readonly facts: readonly FactRow[];
  readonly events: readonly EventRow[];
  /** How the project computes features. */
  readonly way: 'windows' | 'loops';
}

/** An order as rules read it, and as it stands in the history that features are made of. */
export interface BatchOrder {
  readonly record: GeneratedRecord;
  readonly placed: OrderRow;
}

const exceptionValues = ['a', 'ab', '', 'q"uote', "o'hara", '411111', '𠮷野'];
const instants = [
  '2000-01-01T00:00:00Z',
  '2024-03-10T07:00:00Z',
  '2024-11-03T05:30:00.000Z',
  '2031-01-01T00:00:00+09:00',
];

/** How large batches are at most, and how many in four have rule sets with features: these take longest. */
export interface BatchSize {
  readonly rules: number;
  readonly orders: number;
  readonly featured: 0 | 1 | 4;
}

/** Random batches. */
export function batchArbitrary({ featured, ...size }: BatchSize): fc.Arbitrary<Batch> {
  const plain = batchOf(size, { read: fields, placed: fc.constant(anywhere), history: fc.constant(noHistory) });
  if (featured === 0) return plain;
  const read = [...fields, ...velocity];
  return fc.oneof(
    { weight: 4 - featured, arbitrary: plain },
    { weight: featured, arbitrary: batchOf(size, { read, placed: orderRow, history: historyArbitrary }) },
  );
}

interface Drawing {
  /** What rules read. */
  readonly read: readonly ScopeField[];
  readonly placed: fc.Arbitrary<OrderRow>;
  readonly history: fc.Arbitrary<BatchHistory>;
}

const anywhere: OrderRow = { event_id: 'o', ordered_at: '2024-03-01T00:00:00.000Z' };

/** One in four rules may hold regular expressions. */
function batchOf(size: Pick<BatchSize, 'rules' | 'orders'>, { read, placed, history }: Drawing): fc.Arbitrary<Batch> {
  const text = fc.oneof(
    { weight: 3, arbitrary: boolText(4, { regex: false, fields: read }) },
    { weight: 1, arbitrary: boolText(4, { regex: true, fields: read }) },
  );
  return fc
    .record({
      texts: fc.array(text, { minLength: 1, maxLength: size.rules, size: 'max' }),
      orders: fc.array(fc.record({ record: recordArbitrary, placed }), {
        ...{ minLength: 1, maxLength: size.orders, size: 'max' },
      }),
      deciding: decidingArbitrary(codesOf(size.rules)),
      exceptions: exceptionsArbitrary(codesOf(size.rules)),
      history,
    })
    .map(({ texts, orders, deciding: { own, set }, exceptions, history: { features, ...history } }) => ({
      orders: asPlaced(orders),
      ...history,
      ruleSet: {
        format: 'shinsa-ruleset',
        formatVersion: 1,
        modelId: 'CRD_01',
        name: 'random',
        profile: 'wb-1',
        currency: scope.currency,
        timezone: scope.timezone,
        ...set,
        rules: texts.flatMap((when, at): RuleSet['rules'] => {
          const rule = own[at];
          return rule === undefined ? [] : [{ ...rule, description: { ja: rule.code, en: rule.code }, when }];
        }),
        exceptions,
        features,
      },
    }));
}

const velocity = slots.map(({ id, type }): ScopeField => ({ path: velocityPath(id), type, column: velocityPath(id) }));

interface BatchHistory extends Pick<Batch, 'facts' | 'events' | 'way'> {
  readonly features: Feature[];
}

const noHistory: BatchHistory = { facts: [], events: [], features: [], way: 'windows' };

/** Reports are dated: those without a date are refused or assumed, see test/features/agreement.test.ts. */
const historyArbitrary: fc.Arbitrary<BatchHistory> = fc.record({
  facts: fc.array(
    factRow.filter(({ reported_at }) => reported_at !== null),
    { minLength: 15, maxLength: 60 },
  ),
  events: fc
    .array(eventRow, { minLength: 10, maxLength: 40 })
    .map((all) => all.map((one) => ({ ...one, currency: turned(one.currency) }))),
  features: featuresArbitrary,
  way: fc.constantFrom('windows', 'loops'),
});

/** Orders with ids of their own (reports tell of the first of each), without what only undated columns say of them. */
function asPlaced(orders: readonly BatchOrder[]): BatchOrder[] {
  const ids = new Map<string, number>();
  return orders.map(({ record, placed }) => {
    const count = ids.get(placed.event_id) ?? 0;
    ids.set(placed.event_id, count + 1);
    const event_id = count === 0 ? placed.event_id : `${placed.event_id}-${count}`;
    const currency = turned(placed['currency'] ?? null);
    return { record, placed: { ...placed, event_id, currency, settle_status: null, label: null } };
  });
}

/** Histories are drawn mostly in yen, and these rule sets are in dollars. */
const turned = <T>(currency: T): T | 'JPY' | 'USD' =>
  currency === 'JPY' ? 'USD' : currency === 'USD' ? 'JPY' : currency;

const codesOf = (count: number): string[] => Array.from({ length: count }, (_, at) => `R${at + 1}`);

function exceptionsArbitrary(codes: readonly string[]): fc.Arbitrary<RuleSetException[]> {
  const where = fc.record({
    field: fc.constantFrom('buyer.email', 'card.bin'),
    value: fc.constantFrom(...exceptionValues).filter((value) => value !== ''),
    from: fc.constantFrom(...instants),
  });
  return fc
    .tuple(
      snoozesArbitrary(codes.slice(0, 6), 3),
      fc.array(where, { minLength: 3, maxLength: 3 }),
      fc.constantFrom(...instants),
    )
    .map(([snoozes, places, until]) =>
      places.map((place, at): RuleSetException => {
        const rules = snoozes[at];
        const ends = Date.parse(until) > Date.parse(place.from) ? { until } : {};
        return rules === undefined
          ? { kind: 'allow', ...place, ...ends }
          : { kind: 'snooze', rules, ...place, ...ends };
      }),
    );
}
