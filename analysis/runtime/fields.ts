import { RuntimeRefusal, type FieldType } from './package.ts';

/** Which fields events have, and of which type each is. */

/** Fields that every order may have and that are no texts; `custom.…` ones have the type the package says. */
const orderTypes: Readonly<Record<string, FieldType>> = {
  'order.amount': 'money',
  'order.time': 'timestamp',
  'items.quantity': 'int',
  'entity.orders_before': 'int',
};

const orderTexts = /^(?:order|card|buyer|delivery|ip|cookie|device|items|auth|threeds)\.[a-z0-9_]+$/;

/** Fields of events beside orders that are no texts. */
const eventTypes: Readonly<Record<string, FieldType>> = {
  'event.time': 'timestamp',
  'event.amount': 'money',
  'event.passed': 'bool',
};

const eventTexts = /^(?:event|order|card|buyer|ip|cookie|device|threeds)\.[a-z0-9_]+$/;

/** Where the currency of an order or event stands, and when it happened. */
export const currencyPath = 'order.currency';
export const timePaths = { order: 'order.time', event: 'event.time' } as const;
export const itemsPath = 'order.items';

/** What one line of an order may say. */
export const lineTypes: Readonly<Record<string, FieldType>> = {
  sku: 'string',
  name: 'string',
  category: 'string',
  unit_price: 'money',
  quantity: 'int',
  amount: 'money',
};

/** What events may be of; every one but the first beside the orders. */
export const sources = ['orders', 'auth', '3ds', 'login', 'shipment', 'payment'] as const;
export type Source = (typeof sources)[number];

/** Where a value of an event is kept: numbers and truth values in one array, texts in another. */
export interface Slot {
  readonly path: string;
  readonly type: FieldType;
  readonly index: number;
}

/** The fields that anybody reads of one kind of events, each with its slot. */
export class Layout {
  readonly numbers: Slot[] = [];
  readonly texts: Slot[] = [];
  readonly #slots = new Map<string, Slot>();
  readonly #typeOf: (path: string) => FieldType | null;
  /** Whether such events have lines, and whether anybody asks for them. */
  readonly hasItems: boolean;
  items = false;

  constructor(hasItems: boolean, typeOf: (path: string) => FieldType | null) {
    this.hasItems = hasItems;
    this.#typeOf = typeOf;
  }

  /** The slot of a field; refuses one that no such event has. */
  slot(path: string): Slot {
    const known = this.#slots.get(path);
    if (known !== undefined) return known;
    const type = this.#typeOf(path);
    if (type === null) throw new RuntimeRefusal('field-unknown', path);
    const among = type === 'string' ? this.texts : this.numbers;
    const slot = { path, type, index: among.length };
    among.push(slot);
    this.#slots.set(path, slot);
    return slot;
  }
}

const fieldTypes: ReadonlySet<string> = new Set(['int', 'money', 'double', 'string', 'bool', 'timestamp']);
const isFieldType = (type: string): type is FieldType => fieldTypes.has(type);

/** The types of an order's fields, with those that a package says and those of its features. */
export function orderLayout(told: Readonly<Record<string, string>>, features: ReadonlyMap<string, FieldType>): Layout {
  const more = new Map(Object.entries(told));
  return new Layout(true, (path) => {
    const own = features.get(path) ?? (Object.hasOwn(orderTypes, path) ? orderTypes[path] : undefined);
    if (own !== undefined) return own;
    const type = more.get(path);
    if (type !== undefined) return isFieldType(type) ? type : null;
    return orderTexts.test(path) && path !== itemsPath ? 'string' : null;
  });
}

export function eventLayout(): Layout {
  return new Layout(false, (path) => {
    if (Object.hasOwn(eventTypes, path)) return eventTypes[path] ?? null;
    return eventTexts.test(path) ? 'string' : null;
  });
}
