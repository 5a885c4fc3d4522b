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
  /** Whether an event counts. */
  readonly counts: (event: Fields) => boolean;
  /** What of an event is taken together; null: nothing but that it happened. */
  readonly measure: Measure | null;
  /** Keys as orders have them, and as the events it counts do. */
  readonly orderKeys: readonly Slot[];
  readonly eventKeys: readonly Slot[];
}

/** A value of events; features that take the same together have measures of one name. */
export interface Measure {
  readonly name: string;
  readonly isText: boolean;
  /** undefined where the event has none. */
  readonly of: (event: Fields) => Value | undefined;
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
    counts: counts === null ? always : (event) => counts(event) === 1,
    measure: slot === null ? null : measureOf(slot, rounded),
  };
}

const always = (): boolean => true;

/** Of doubles that are added up, the millionths: their order then does not matter. */
function measureOf({ path, type, index }: Slot, rounded: boolean): Measure {
  if (type === 'string') {
    const of = (event: Fields): string | undefined => {
      const text = event.texts[index] ?? undefined;
      return text !== undefined && isId(path) && isNobody(text) ? undefined : text;
    };
    return { name: path, isText: true, of };
  }
  const of = (event: Fields): number | undefined => {
    if (type === 'money' && !event.own) return undefined;
    const value = event.numbers[index] ?? NaN;
    const kept = rounded ? millionths(value) : value;
    return Number.isNaN(kept) ? undefined : kept;
  };
  return { name: rounded ? `millionths ${path}` : path, isText: false, of };
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
