import { currencyPath, lineTypes, type Layout, type Slot } from './fields.ts';
import { RuntimeRefusal } from './package.ts';
import type { Fields, Line } from './text/compile.ts';
import { microsOf } from './time.ts';

/** An instant: RFC 3339 with its zone, or microseconds since 1970 UTC. */
export type Instant = string | number;

export type FieldValue = string | number | boolean | null;

/**
 * One event of the stream. Events come in the order of `at`; of one instant, lines of lists first, and orders in the order of
 * the bytes of their ids where some feature counts orders of the same instant.
 *
 * - `order` (where no kind is told): asks for a result. `fields` by rule path; an absent field is left out or null, money in
 *   minor units, instants as `at`. `order.time` is `at`. `items`: the lines of the order, where they are known.
 * - `auth`, `3ds`, `login`, `shipment`, `payment`: what features on such events count; fields as orders have them, and
 *   `event.passed`, `event.amount` …
 * - `outcome`: what was reported of the order `event_id` at `at` (null where nobody says when): `outcome.kind`, and
 *   `outcome.family`, `outcome.amount`, `outcome.days_past_due`, `outcome.repeats` where told.
 * - `list`: `list.value` goes on the list `list.id`, or with `list.change` "remove" comes off it, from just after `at` on.
 *   The value is a key where the list is one of keys.
 *
 * `lists` tells which of the event's own values stood on a list at it, for lists that only its sender knows.
 */
export interface RuntimeEvent {
  readonly event_id: string;
  readonly kind?: string;
  readonly at: Instant | null;
  readonly fields?: Readonly<Record<string, FieldValue>>;
  readonly items?: readonly Readonly<Record<string, string | number | null>>[] | null;
  readonly lists?: Readonly<Record<string, readonly string[]>> | null;
}

/** The instants that are exact to the microsecond. */
const exact = 9_007_199_254_740_991;

/** When an event happened, in microseconds; refuses what is no instant. */
export function timeOf(at: Instant | null): number {
  const micros = at === null ? null : typeof at === 'number' ? at : microsOf(at);
  if (micros === null || !Number.isSafeInteger(micros) || Math.abs(micros) > exact)
    throw new RuntimeRefusal('event-time', 'at');
  return micros;
}

/** Where the fields of events of one layout are put, one event after the other. */
export class EventFields implements Fields {
  readonly numbers: Float64Array;
  readonly texts: (string | null)[];
  lines: readonly Line[] | null = null;
  own = false;
  at = 0;
  readonly #numbers: readonly Slot[];
  readonly #texts: readonly Slot[];
  readonly #items: boolean;
  readonly #time: number;
  readonly #currency: string;

  /** `time`: the slot that holds `at`. Fields that are `made`, the runtime's features, are not read. */
  constructor(layout: Layout, time: Slot, currency: string, made: ReadonlySet<string>) {
    this.numbers = new Float64Array(layout.numbers.length).fill(NaN);
    this.texts = layout.texts.map(() => null);
    this.#numbers = layout.numbers.filter(({ path }) => path !== time.path && !made.has(path));
    this.#texts = [...layout.texts];
    this.#items = layout.items;
    this.#time = time.index;
    this.#currency = currency;
  }

  /** Takes the fields of an event; refuses a value of the wrong type, by the name of its field. */
  take({ fields = {}, items = null }: RuntimeEvent, at: number): void {
    this.at = at;
    this.numbers[this.#time] = at;
    for (const { path, index, type } of this.#numbers) this.numbers[index] = numberOf(fields[path] ?? null, type, path);
    for (const { path, index } of this.#texts) this.texts[index] = textOf(fields[path] ?? null, path);
    this.own = fields[currencyPath] === this.#currency;
    this.lines = this.#items && items !== null && items.length > 0 ? items.map(lineOf) : null;
  }
}

function textOf(value: FieldValue, path: string): string | null {
  if (value === null || typeof value === 'string') return value;
  throw new RuntimeRefusal('field-type', path);
}

function numberOf(value: FieldValue, type: Slot['type'], path: string): number {
  if (value === null) return NaN;
  if (typeof value === 'number') {
    if (type === 'double' || ((type === 'int' || type === 'money') && Number.isSafeInteger(value))) return value;
    if (type === 'timestamp' && Number.isInteger(value)) return value;
  } else if (typeof value === 'boolean') {
    if (type === 'bool') return value ? 1 : 0;
  } else if (type === 'timestamp') {
    const micros = microsOf(value);
    if (micros !== null) return micros;
  }
  throw new RuntimeRefusal('field-type', path);
}

function lineOf(line: Readonly<Record<string, string | number | null>>): Line {
  const text = (name: string): string | null => textOf(line[name] ?? null, `order.items.${name}`);
  const number = (name: string): number =>
    numberOf(line[name] ?? null, lineTypes[name] ?? 'int', `order.items.${name}`);
  return {
    sku: text('sku'),
    name: text('name'),
    category: text('category'),
    unit_price: number('unit_price'),
    quantity: number('quantity'),
    amount: number('amount'),
  };
}

/**
 * One event of what JSON gave; refuses what is none, naming the part. Values of fields are looked at when they are read.
 */
export function eventOf(value: unknown): RuntimeEvent {
  if (!isObject(value)) throw new RuntimeRefusal('event-shape');
  const { event_id: id = '', kind = 'order', at = null, fields = {}, items = null, lists = null } = value;
  if (typeof id !== 'string') throw new RuntimeRefusal('event-shape', 'event_id');
  if (typeof kind !== 'string') throw new RuntimeRefusal('event-shape', 'kind');
  if (at !== null && typeof at !== 'string' && typeof at !== 'number') throw new RuntimeRefusal('event-time', 'at');
  if (!isObject(fields) || !Object.values(fields).every(isPlain)) throw new RuntimeRefusal('event-shape', 'fields');
  if (items !== null && !(Array.isArray(items) && items.every(isLine)))
    throw new RuntimeRefusal('event-shape', 'items');
  if (lists !== null && !isMembership(lists)) throw new RuntimeRefusal('event-shape', 'lists');
  return { event_id: id, kind, at, fields: fields as Record<string, FieldValue>, items, lists };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPlain = (value: unknown): value is FieldValue =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const isLine = (value: unknown): value is Record<string, string | number | null> =>
  isObject(value) && Object.values(value).every((one) => isPlain(one) && typeof one !== 'boolean');

const isMembership = (value: unknown): value is Record<string, string[]> =>
  isObject(value) &&
  Object.values(value).every((list) => Array.isArray(list) && list.every((one) => typeof one === 'string'));

const encoder = new TextEncoder();

/** Whether an id stands behind another by its bytes in UTF-8. */
export function isAfter(one: string, other: string): boolean {
  const [a, b] = [encoder.encode(one), encoder.encode(other)];
  const place = a.findIndex((byte, at) => byte !== b[at]);
  return place >= 0 && (place >= b.length || (a[place] ?? 0) > (b[place] ?? 0));
}
