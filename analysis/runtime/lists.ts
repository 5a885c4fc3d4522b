import type { Fields, Makers } from './text/compile.ts';
import type { Layout, Slot } from './fields.ts';
import { domainsOf, domainKey, ipNumber, rangeOf } from './list-key.ts';
import { RuntimeRefusal, type RuntimeList } from './package.ts';
import { microsOf } from './time.ts';

/** From just after `added` until just before `removed`, in microseconds. */
interface Span {
  readonly added: number;
  removed: number;
}

/** How a value stands on a list: of everything with this key, or of a range of IP addresses. */
interface Entry {
  readonly key: string;
  readonly low: string;
  readonly high: string;
  readonly spans: Span[];
}

/** What of an event is looked up on a list of a kind: the field itself, or the one that holds its key. */
const keyPaths: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  email: { 'buyer.email': 'buyer.email_key' },
  phone: { 'buyer.phone': 'buyer.phone_key', 'delivery.phone': 'delivery.phone_key' },
  person: {
    'buyer.name': 'buyer.name_key',
    'buyer.name_kana': 'buyer.kana_key',
    'delivery.name': 'delivery.name_key',
    'delivery.name_kana': 'delivery.kana_key',
  },
  address: { 'buyer.address': 'buyer.address_key', 'delivery.address': 'delivery.address_key' },
};

/** The field that holds the key of a field; null where it has none. */
export function keyedPath(path: string): string | null {
  for (const paths of Object.values(keyPaths)) if (Object.hasOwn(paths, path)) return paths[path] ?? null;
  return null;
}

const ipPaths: ReadonlySet<string> = new Set(['ip.address', 'ip.key']);

/** The field a list of a kind is asked by; null where values of the field stand on no such list. */
export function askedPath(match: string, path: string): string | null {
  if (match === 'exact' || match === 'domain') return path;
  if (match === 'cidr') return ipPaths.has(path) ? path : null;
  const paths = keyPaths[match] ?? {};
  if (Object.hasOwn(paths, path)) return paths[path] ?? null;
  return Object.values(paths).includes(path) ? path : null;
}

/** What an entry of a list is found by, where nobody gives its key; null for a value that can stand on no such list. */
export function entryKey(match: string, value: string): string | null {
  if (match === 'domain') return domainKey(value);
  return match === 'cidr' ? rangeOf(value) : value;
}

/** Whether values were on a list as a package holds it at instants (RFC 3339); null where its entries are not given. */
export function standing(list: RuntimeList): ((value: string, at: string) => boolean) | null {
  if (list.entries === null) return null;
  const own = new List(list);
  return (value, at) => own.has(value, instantOf(at, NaN));
}

/** One list as it fills: what stood on it when. Unknown until it was given its entries or an event told of it. */
class List {
  readonly match: string;
  known: boolean;
  readonly entries = new Map<string, Entry>();
  /** Of ranges: by their low end, each with the greatest high end up to it. */
  #ranges: { readonly entry: Entry; readonly reach: string }[] | null = null;

  constructor({ match, entries }: RuntimeList) {
    this.match = match;
    this.known = entries !== null;
    for (const { value, key, addedAt, removedAt } of entries ?? [])
      this.#put(key ?? this.keyOf(value), {
        added: instantOf(addedAt, -Infinity),
        removed: instantOf(removedAt, Infinity),
      });
  }

  /** What a value is found by; null for one that can stand on no such list. */
  keyOf(value: string): string | null {
    return entryKey(this.match, value);
  }

  add(key: string, at: number): void {
    this.known = true;
    this.#put(key, { added: at, removed: Infinity });
  }

  remove(key: string, at: number): void {
    this.known = true;
    for (const span of this.entries.get(key)?.spans ?? []) if (span.removed > at) span.removed = at;
  }

  #put(key: string | null, span: Span): void {
    if (key === null) return;
    const known = this.entries.get(key);
    if (known !== undefined) {
      known.spans.push(span);
      return;
    }
    const [low = '', high = ''] = this.match === 'cidr' ? key.split('-') : [];
    this.entries.set(key, { key, low, high, spans: [span] });
    this.#ranges = null;
  }

  restore(saved: SavedList): void {
    this.entries.clear();
    this.#ranges = null;
    for (const [key, spans] of saved)
      for (const [added, removed] of spans) this.#put(key, { added: added ?? -Infinity, removed: removed ?? Infinity });
  }

  has(value: string, at: number): boolean {
    if (this.match === 'cidr') return this.#inRange(value, at);
    if (this.match === 'domain') return domainsOf(value).some((domain) => this.#stood(this.entries.get(domain), at));
    return this.#stood(this.entries.get(value), at);
  }

  #stood(entry: Entry | undefined, at: number): boolean {
    return entry?.spans.some(({ added, removed }) => added < at && removed > at) === true;
  }

  #inRange(value: string, at: number): boolean {
    const number = ipNumber(value);
    if (number === null) return false;
    const ranges = (this.#ranges ??= this.#sorted());
    let [low, high] = [0, ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.entry.low ?? '') <= number) low = middle + 1;
      else high = middle;
    }
    for (let index = low - 1; index >= 0; index -= 1) {
      const range = ranges[index];
      if (range === undefined || range.reach < number) return false;
      if (range.entry.high >= number && this.#stood(range.entry, at)) return true;
    }
    return false;
  }

  #sorted(): { readonly entry: Entry; readonly reach: string }[] {
    let reach = '';
    return [...this.entries.values()]
      .sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0))
      .map((entry) => {
        if (entry.high > reach) reach = entry.high;
        return { entry, reach };
      });
  }
}

function instantOf(text: string | null, otherwise: number): number {
  return text === null ? otherwise : (microsOf(text) ?? refuse());
}

const refuse = (): never => {
  throw new RuntimeRefusal('list-time');
};

/** Spans by key, of one list. */
export type SavedList = readonly (readonly [
  key: string,
  spans: readonly (readonly [number | null, number | null])[],
])[];

/** The lists of a package, as of every moment of the stream. */
export class Lists {
  readonly #lists: ReadonlyMap<string, List>;
  /** What the event itself says of lists, for those whose content only its sender knows. */
  told: Readonly<Record<string, readonly string[]>> | null = null;

  constructor(lists: readonly RuntimeList[]) {
    this.#lists = new Map(lists.map((list) => [list.id, new List(list)]));
  }

  canList = (list: string, path: string): boolean => {
    const found = this.#lists.get(list);
    return found !== undefined && askedPath(found.match, path) !== null;
  };

  /** Whether a list has no content, neither in the package nor told since. */
  isUnknown(list: string): boolean {
    return this.told?.[list] === undefined && this.#lists.get(list)?.known !== true;
  }

  /** See `Makers.listed`; the fields it needs besides are laid out. */
  makerIn(layout: Layout): Makers['listed'] {
    return (id, slot) => {
      const list = this.#lists.get(id);
      const path = list === undefined ? null : askedPath(list.match, slot.path);
      if (list === undefined || path === null) throw new RuntimeRefusal('list-unknown', id);
      const keyed = layout.slot(path === 'ip.address' ? 'ip.key' : path);
      return (event) => this.#ask(id, list, event, slot, keyed);
    };
  }

  #ask(id: string, list: List, { texts, at }: Fields, own: Slot, keyed: Slot): number {
    const value = texts[own.index] ?? null;
    if (value === null) return NaN;
    const told = this.told?.[id];
    if (told !== undefined) return told.includes(value) ? 1 : 0;
    if (!list.known) return NaN;
    const key = texts[keyed.index] ?? (list.match === 'cidr' ? value : null);
    return key !== null && list.has(key, at) ? 1 : 0;
  }

  /** A value that goes on a list or comes off it; refuses a list there is none of, and what can stand on none. */
  change(id: string, value: string, added: boolean, at: number): void {
    const list = this.#lists.get(id);
    const key = list?.keyOf(value) ?? null;
    if (list === undefined) throw new RuntimeRefusal('list-unknown', id);
    if (key === null) throw new RuntimeRefusal('list-value', id);
    if (added) list.add(key, at);
    else list.remove(key, at);
  }

  save(): Readonly<Record<string, SavedList | null>> {
    const bound = (at: number): number | null => (Number.isFinite(at) ? at : null);
    return Object.fromEntries(
      [...this.#lists].map(([id, { known, entries }]) => [
        id,
        known
          ? [...entries.values()].map(({ key, spans }) => [
              key,
              spans.map(({ added, removed }): [number | null, number | null] => [bound(added), bound(removed)]),
            ])
          : null,
      ]),
    );
  }

  restore(saved: Readonly<Record<string, SavedList | null>>): void {
    for (const [id, list] of this.#lists) {
      const held = saved[id] ?? null;
      list.known = held !== null;
      list.restore(held ?? []);
    }
  }
}
