import type { Slot, Source } from '../fields.ts';
import type { Fields } from '../text/compile.ts';
import { BadOrders, type Outcome } from './bad.ts';
import { EarlyReports, type SavedEarly } from './early.ts';
import type { Beside, Value } from './held.ts';
import { Lasting } from './lasting.ts';
import { keyOf } from './key.ts';
import type { Measure, Plan } from './plan.ts';
import { Recent } from './recent.ts';
import { addedBy, type Kept, type Key, type Store, type Values } from './store.ts';

/**
 * What was known of keys at the moment of an order, kept up by events in the order of time. Events of one instant wait until
 * the next one comes: none of them is known to another, but for orders with a smaller id where ties are sequenced.
 */

/** An event of the present instant that is not kept yet, with what it adds by column; null where it does not count. */
interface Waiting {
  readonly id: string;
  readonly key: Key;
  readonly at: number;
  readonly values: Values | null;
}

/** Features of the same events with the same keys, either of windows or of all time: what they count is kept once. */
interface Group {
  readonly source: Source;
  readonly kept: readonly Kept[];
  readonly orderKeys: readonly Slot[];
  readonly eventKeys: readonly Slot[];
  readonly counts: (event: Fields) => boolean;
  readonly measures: readonly Measure[];
  /** Whether one of them includes the order itself, or others of its instant. */
  readonly besides: boolean;
  readonly store: Store;
  waiting: Waiting[];
  /** Orders that came and are not evaluated yet, by their keys, where that is done later. */
  readonly coming: Map<Key, Waiting[]>;
}

export class Velocity {
  readonly #groups: readonly Group[];
  readonly #bad: readonly { readonly plan: Plan; readonly orders: BadOrders }[];
  readonly #early: EarlyReports;
  #now = -Infinity;

  /** `keepEarly`: see `EarlyReports`. */
  constructor(plans: readonly Plan[], keepEarly: number) {
    this.#early = new EarlyReports(keepEarly);
    const groups = new Map<string, Plan[]>();
    for (const plan of plans) {
      if (plan.aggregate === null) continue;
      const { by, where = null } = plan.feature;
      const name = JSON.stringify([plan.source, by, where, plan.window === null]);
      groups.set(name, [...(groups.get(name) ?? []), plan]);
    }
    this.#groups = [...groups.values()].map(groupOf);
    this.#bad = plans
      .filter(({ aggregate }) => aggregate === null)
      .map((plan) => ({ plan, orders: new BadOrders(plan.feature, plan.window === null ? null : plan.since) }));
  }

  /** Goes on to an instant; what happened before it is known from now on. */
  advance(at: number): void {
    if (at === this.#now) return;
    this.#now = at;
    for (const group of this.#groups) if (group.waiting.length > 0) keep(group);
    if (this.#bad.length === 0) return;
    for (const { orders } of this.#bad) orders.advance(at);
    this.#early.advance(at);
  }

  /** An order that came and is evaluated later: it is known to the others meanwhile. */
  arrive(id: string, order: Fields): void {
    for (const group of this.#groups) {
      if (group.source !== 'orders') continue;
      const key = keyOf(order, group.orderKeys);
      if (key === null) continue;
      const one = { id, key, at: order.at, values: valuesOf(group, order) };
      const others = group.coming.get(key);
      if (others === undefined) group.coming.set(key, [one]);
      else others.push(one);
    }
  }

  /** The same as `read` of an order that arrived before: by what happened until `now`. Orders are read as they arrived. */
  readLate(order: Fields, now: number, into: Float64Array): void {
    for (const group of this.#groups) {
      const key = keyOf(order, group.orderKeys);
      if (key === null) {
        for (const { plan } of group.kept) into[plan.place] = NaN;
        continue;
      }
      const [own = null, ...others] = group.coming.get(key) ?? [];
      const beside = (index: number): readonly Beside[] => {
        const kept = group.kept[index];
        if (kept === undefined) return none;
        const since = kept.plan.since(now);
        return [...(kept.plan.own && own !== null ? [own] : []), ...others].flatMap((one) =>
          one.at < since ? [] : asBeside(kept, one),
        );
      };
      group.store.read(key, now, beside, into);
      if (own === null) continue;
      if (others.length === 0) group.coming.delete(key);
      else group.coming.set(key, others);
      put(group, own);
    }
    this.#readBad(order, now, into);
  }

  /** The value of every feature at an order, by their places; NaN for none. The order itself is known afterwards. */
  read(id: string, order: Fields, into: Float64Array): void {
    for (const group of this.#groups) {
      const key = keyOf(order, group.orderKeys);
      if (key === null) {
        for (const { plan } of group.kept) into[plan.place] = NaN;
        continue;
      }
      const values = group.source === 'orders' ? valuesOf(group, order) : null;
      const own = { id, key, at: order.at, values };
      group.store.read(key, order.at, group.besides ? (index) => besideOf(group, index, own) : null, into);
      if (values !== null) group.waiting.push({ id, key, at: order.at, values });
    }
    this.#readBad(order, order.at, into);
  }

  #readBad(order: Fields, now: number, into: Float64Array): void {
    for (const { plan, orders } of this.#bad) {
      const key = keyOf(order, plan.orderKeys);
      into[plan.place] = key === null ? NaN : orders.count(key, now);
    }
  }

  /** An order that outcomes may come for; `amount` is its whole, in whatever currency. */
  expect(id: string, order: Fields, amount: number | null): void {
    if (this.#bad.length === 0) return;
    const early = this.#early.of(id);
    for (const { plan, orders } of this.#bad) {
      const key = keyOf(order, plan.orderKeys);
      if (key !== null && plan.counts(order)) orders.take(id, { key, at: order.at, amount }, early);
    }
    if (early.length > 0) this.#early.forget(id);
  }

  /** Another event than an order. */
  take(source: Source, id: string, event: Fields): void {
    for (const group of this.#groups) {
      if (group.source !== source) continue;
      const key = keyOf(event, group.eventKeys);
      if (key === null) continue;
      group.waiting.push({ id, key, at: event.at, values: valuesOf(group, event) });
    }
  }

  /** Whether some feature would count an outcome without a date, and cannot. */
  isUndated(outcome: Outcome): boolean {
    return this.#bad.some(({ orders }) => orders.isUndated(outcome));
  }

  hear(outcome: Outcome): void {
    let waits = false;
    for (const { orders } of this.#bad) waits = orders.hear(outcome) || waits;
    if (waits) this.#early.put(outcome);
  }

  /** Reports that were let go before their order came. */
  get dropped(): number {
    return this.#early.dropped;
  }

  /** Keys that something is kept of. */
  get keys(): number {
    return this.#groups.reduce((sum, { store }) => sum + store.size, 0);
  }

  save(): SavedVelocity {
    return {
      now: Number.isFinite(this.#now) ? this.#now : null,
      groups: this.#groups.map(({ store, waiting }) => ({
        store: store.save(),
        waiting: waiting.map((one) => ({ ...one, values: one.values?.map((value) => value ?? null) ?? null })),
      })),
      bad: this.#bad.map(({ orders }) => orders.save()),
      early: this.#early.save(),
    };
  }

  restore({ now, groups, bad, early }: SavedVelocity): void {
    this.#now = now ?? -Infinity;
    this.#groups.forEach((group, index) => {
      const saved = groups[index];
      if (saved !== undefined) group.store.restore(saved.store);
      group.waiting = (saved?.waiting ?? []).map((one) => ({
        ...one,
        values: one.values?.map((value) => value ?? undefined) ?? null,
      }));
    });
    this.#bad.forEach(({ orders }, index) => orders.restore(bad[index]));
    this.#early.restore(early);
  }
}

export interface SavedVelocity {
  readonly now: number | null;
  readonly groups: readonly {
    readonly store: unknown;
    readonly waiting: readonly {
      readonly id: string;
      readonly key: Key;
      readonly at: number;
      readonly values: readonly (Value | null)[] | null;
    }[];
  }[];
  readonly bad: readonly unknown[];
  readonly early: SavedEarly;
}

const none: readonly Beside[] = [];

function groupOf(plans: readonly Plan[]): Group {
  const measures = new Map(
    plans.flatMap(({ measure }) => (measure === null ? [] : [[measure.name, measure] as const])),
  );
  const names = [...measures.keys()];
  const kept = plans.map((plan) => ({ plan, column: plan.measure === null ? null : names.indexOf(plan.measure.name) }));
  const [first] = plans;
  const texts = [...measures.values()].map(({ isText }) => isText);
  return {
    source: first?.source ?? 'orders',
    kept,
    orderKeys: first?.orderKeys ?? [],
    eventKeys: first?.eventKeys ?? [],
    counts: first?.counts ?? (() => false),
    measures: [...measures.values()],
    besides: plans.some(({ own, sequenced }) => own || sequenced),
    store: first?.window === null ? new Lasting(kept) : new Recent(kept, texts),
    waiting: [],
    coming: new Map(),
  };
}

/** What an event adds to each column of a group; null where it does not count. */
const valuesOf = ({ counts, measures }: Group, event: Fields): Values | null =>
  counts(event) ? measures.map(({ of }) => of(event)) : null;

/** Keeps what waited. */
function keep(group: Group): void {
  for (const one of group.waiting) put(group, one);
  group.waiting.length = 0;
}

function put({ store }: Group, { key, at, values }: Waiting): void {
  if (values !== null) store.put(key, at, values);
}

/** Orders of the same instant with a smaller id where ties are sequenced, and the order itself where it is included. */
function besideOf(group: Group, index: number, order: Waiting): readonly Beside[] {
  const kept = group.kept[index];
  if (kept === undefined) return none;
  const own = kept.plan.own ? [order] : [];
  const before = kept.plan.sequenced
    ? group.waiting.filter(({ id, key }) => key === order.key && isBefore(id, order.id))
    : [];
  return [...before, ...own].flatMap((one) => asBeside(kept, one));
}

function asBeside(kept: Kept, { at, values }: Waiting): readonly Beside[] {
  const value = values === null ? undefined : addedBy(kept, at, values);
  return value === undefined ? [] : [{ at, value }];
}

const encoder = new TextEncoder();

/** The order of ids by their bytes in UTF-8. */
function isBefore(one: string, other: string): boolean {
  const [a, b] = [encoder.encode(one), encoder.encode(other)];
  for (let at = 0; at < a.length && at < b.length; at += 1) {
    const [left = 0, right = 0] = [a[at], b[at]];
    if (left !== right) return left < right;
  }
  return a.length < b.length;
}
