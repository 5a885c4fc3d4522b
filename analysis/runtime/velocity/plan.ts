import { sources, type Layout, type Slot, type Source } from '../fields.ts';
import { RuntimeRefusal, type FieldType, type RuntimeFeature } from '../package.ts';
import type { Fields } from '../text/compile.ts';
import { windowOf } from '../time.ts';
import { millionths } from './exact.ts';
import type { Aggregate, Value } from './held.ts';
import { isId, isNobody } from './nobody.ts';

/** A feature, settled once. */
export interface Plan {
  readonly id: string;
  /** Its place among the rule set's features. */
  readonly place: number;
  readonly feature: RuntimeFeature;
  readonly source: Source;
  /** Microseconds, null for all time. */
  readonly window: number | null;
  /** From which instant on events count at an instant; -Infinity where all do. */
  readonly since: (now: number) => number;
  /** Orders of the same instant with a smaller id count too. */
  readonly sequenced: boolean;
  /** The order itself counts too. */
  readonly own: boolean;
  /** null: reports of outcomes are counted. */
  readonly aggregate: Aggregate | null;
  /** What an event adds; undefined where it does not count. */
  readonly valueOf: (event: Fields) => Value | undefined;
  /** Keys as orders have them, and as the events it counts do. */
  readonly orderKeys: readonly Slot[];
  readonly eventKeys: readonly Slot[];
}

/** What features are read against: fields of orders and of other events, and how a condition on either is compiled. */
export interface FeatureScope {
  readonly orders: Layout;
  readonly events: Layout;
  readonly condition: (text: string, of: Layout) => (event: Fields) => 0 | 1 | 2;
  readonly since: (window: number | null) => (now: number) => number;
}

const measured: ReadonlySet<string> = new Set(['count_distinct', 'sum', 'avg', 'min', 'max']);

export function planOf(feature: RuntimeFeature, place: number, scope: FeatureScope): Plan {
  const { id, agg, of, by, on = 'orders' } = feature;
  const source = sources.find((one) => one === on) ?? refuse(id);
  const layout = source === 'orders' ? scope.orders : scope.events;
  const orderKeys = by.map((path) => scope.orders.slot(path));
  const eventKeys = source === 'orders' ? orderKeys : by.map((path) => layout.slot(path));
  if (by.length === 0 || measured.has(agg) !== (of !== undefined)) return refuse(id);
  if (orderKeys.some(({ type }) => type !== 'string' && type !== 'int' && type !== 'bool')) return refuse(id);
  const slot = of === undefined ? null : layout.slot(of);
  const counts = feature.where === undefined ? null : scope.condition(feature.where, layout);
  const aggregate = agg === 'known_bad' ? null : aggregateOf(agg, slot?.type ?? null, id);
  const window = windowOf(feature.window);
  const rounded = slot?.type === 'double' && (aggregate?.is === 'sum' || aggregate?.is === 'mean');
  return {
    ...{ id, place, feature, source, aggregate, orderKeys, eventKeys },
    window,
    since: scope.since(window),
    sequenced: feature.ties === 'sequenced',
    own: feature.includeCurrent === true,
    valueOf: (event) => {
      if (counts !== null && counts(event) !== 1) return undefined;
      if (slot === null) return event.at;
      if (slot.type === 'string') {
        const text = event.texts[slot.index] ?? undefined;
        return text !== undefined && isId(slot.path) && isNobody(text) ? undefined : text;
      }
      if (slot.type === 'money' && !event.own) return undefined;
      const value = event.numbers[slot.index] ?? NaN;
      const kept = rounded ? millionths(value) : value;
      return Number.isNaN(kept) ? undefined : kept;
    },
  };
}

const refuse = (id: string): never => {
  throw new RuntimeRefusal('feature-invalid', id);
};

function aggregateOf(agg: string, type: FieldType | null, id: string): Aggregate {
  switch (agg) {
    case 'count':
      return { is: 'count' };
    case 'count_distinct':
      return type === 'double' ? refuse(id) : { is: 'distinct' };
    case 'sum':
    case 'avg':
      if (type !== 'int' && type !== 'money' && type !== 'double') return refuse(id);
      return { is: agg === 'sum' ? 'sum' : 'mean', of: type };
    case 'min':
    case 'max':
      if (type === 'string' || type === 'bool') return refuse(id);
      return { is: agg === 'min' ? 'least' : 'greatest' };
    case 'first_seen':
    case 'since_first':
      return { is: 'first', since: agg === 'since_first' };
    case 'last_seen':
    case 'since_last':
      return { is: 'last', since: agg === 'since_last' };
    default:
      return refuse(id);
  }
}

/** Type of a feature's values; rules are read before features are planned. */
export function featureType({ agg, of, on = 'orders' }: RuntimeFeature, orders: Layout, events: Layout): FieldType {
  if (agg === 'first_seen' || agg === 'last_seen') return 'timestamp';
  if (of === undefined || agg === 'count_distinct') return 'int';
  const own = (on === 'orders' ? orders : events).slot(of).type;
  return agg === 'avg' && own !== 'money' ? 'double' : own;
}
