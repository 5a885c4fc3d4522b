import type { Slot, Source } from '../fields.ts';
import type { Fields } from '../text/compile.ts';
import { BadOrders, type Outcome } from './bad.ts';
import { heldOf, type Beside, type Held, type Value } from './held.ts';
import { isId, isNobody } from './nobody.ts';
import type { Plan } from './plan.ts';

/**
 * What was known of keys at the moment of an order, kept up by events in the order of time. Events of one instant wait until
 * the next one comes: none of them is known to another, but for orders with a smaller id where ties are sequenced.
 */

type Key = string | number;

/** An event of the present instant that is not kept yet, with what it adds to each feature of its group. */
interface Waiting {
  readonly id: string;
  readonly key: Key;
  readonly at: number;
  readonly values: readonly (Value | undefined)[];
}

/** Features of the same events with the same keys. */
interface Group {
  readonly source: Source;
  readonly plans: readonly Plan[];
  readonly orderKeys: readonly Slot[];
  readonly eventKeys: readonly Slot[];
  /** The longest window; null where one of them has none. */
  readonly reach: number | null;
  readonly keys: Map<Key, (Held | null)[]>;
  waiting: Waiting[];
  /** Orders that came and are not evaluated yet, by their keys, where that is done later. */
  readonly coming: Map<Key, Waiting[]>;
  /** Keys at which it is looked for those that nothing is kept of any more. */
  sweepAt: number;
}

export class Velocity {
  readonly #groups: readonly Group[];
  readonly #bad: readonly { readonly plan: Plan; readonly orders: BadOrders }[];
  #now = -Infinity;

  constructor(plans: readonly Plan[]) {
    const groups = new Map<string, Plan[]>();
    for (const plan of plans) {
      if (plan.aggregate === null) continue;
      const name = JSON.stringify([plan.source, plan.feature.by]);
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
    for (const { orders } of this.#bad) orders.advance(at);
  }

  /** An order that came and is evaluated later: it is known to the others meanwhile. */
  arrive(id: string, order: Fields): void {
    for (const group of this.#groups) {
      if (group.source !== 'orders') continue;
      const key = keyOf(order, group.orderKeys);
      if (key === null) continue;
      const one = { id, key, at: order.at, values: group.plans.map((plan) => plan.valueOf(order)) };
      const others = group.coming.get(key);
      if (others === undefined) group.coming.set(key, [one]);
      else others.push(one);
    }
  }

  /** The same as `read` of an order that arrived before: by what happened until `now`. Orders are read as they arrived. */
  readLate(order: Fields, now: number, into: Float64Array): void {
    for (const group of this.#groups) {
      const key = keyOf(order, group.orderKeys);
      const [own = null, ...others] = (key === null ? undefined : group.coming.get(key)) ?? [];
      const held = key === null ? undefined : group.keys.get(key);
      group.plans.forEach((plan, index) => {
        const since = plan.since(now);
        const besides = [...(plan.own && own !== null ? [own] : []), ...others].flatMap(({ at, values }) => {
          const value = values[index];
          return value === undefined || at < since ? [] : [{ at, value }];
        });
        into[plan.place] = key === null ? NaN : told(plan, held?.[index] ?? null, now, besides);
      });
      if (key === null || own === null) continue;
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
        for (const { place } of group.plans) into[place] = NaN;
        continue;
      }
      const values = group.source === 'orders' ? group.plans.map((plan) => plan.valueOf(order)) : nothing;
      const held = group.keys.get(key);
      for (let index = 0; index < group.plans.length; index += 1) {
        const plan = group.plans[index];
        if (plan === undefined) continue;
        const beside = plan.own || plan.sequenced ? besideOf(group, index, { id, key, at: order.at, values }) : none;
        into[plan.place] = told(plan, held?.[index] ?? null, order.at, beside);
      }
      if (group.source === 'orders') group.waiting.push({ id, key, at: order.at, values });
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
    for (const { plan, orders } of this.#bad) {
      const key = keyOf(order, plan.orderKeys);
      if (key !== null && plan.valueOf(order) !== undefined) orders.take(id, key, order.at, amount);
    }
  }

  /** Another event than an order. */
  take(source: Source, id: string, event: Fields): void {
    for (const group of this.#groups) {
      if (group.source !== source) continue;
      const key = keyOf(event, group.eventKeys);
      if (key === null) continue;
      group.waiting.push({ id, key, at: event.at, values: group.plans.map((plan) => plan.valueOf(event)) });
    }
  }

  /** Whether some feature would count an outcome without a date, and cannot. */
  isUndated(outcome: Outcome): boolean {
    return this.#bad.some(({ orders }) => orders.isUndated(outcome));
  }

  hear(outcome: Outcome): void {
    for (const { orders } of this.#bad) orders.hear(outcome);
  }

  /** Keys that something is kept of. */
  get keys(): number {
    return this.#groups.reduce((sum, { keys }) => sum + keys.size, 0);
  }

  save(): SavedVelocity {
    return {
      now: Number.isFinite(this.#now) ? this.#now : null,
      groups: this.#groups.map(({ keys, waiting }) => ({
        keys: [...keys].map(([key, held]) => [key, held.map((one) => one?.save() ?? null)]),
        waiting: waiting.map((one) => ({ ...one, values: one.values.map((value) => value ?? null) })),
      })),
      bad: this.#bad.map(({ orders }) => orders.save()),
    };
  }

  restore({ now, groups, bad }: SavedVelocity): void {
    this.#now = now ?? -Infinity;
    this.#groups.forEach((group, index) => {
      const saved = groups[index];
      for (const [key, held] of saved?.keys ?? [])
        group.keys.set(
          key,
          group.plans.map(({ aggregate, window }, place) => {
            const own = held[place] ?? null;
            return own === null || aggregate === null ? null : heldOf(aggregate, window, own);
          }),
        );
      group.waiting = (saved?.waiting ?? []).map((one) => ({
        ...one,
        values: one.values.map((value) => value ?? undefined),
      }));
    });
    this.#bad.forEach(({ orders }, index) => orders.restore(bad[index]));
  }
}

export interface SavedVelocity {
  readonly now: number | null;
  readonly groups: readonly {
    readonly keys: readonly (readonly [Key, readonly unknown[]])[];
    readonly waiting: readonly {
      readonly id: string;
      readonly key: Key;
      readonly at: number;
      readonly values: readonly (Value | null)[];
    }[];
  }[];
  readonly bad: readonly unknown[];
}

const none: readonly Beside[] = [];
const nothing: readonly undefined[] = [];

function groupOf(plans: readonly Plan[]): Group {
  const [first] = plans;
  const windows = plans.map(({ window }) => window ?? Infinity);
  const reach = Math.max(...windows);
  return {
    source: first?.source ?? 'orders',
    plans,
    orderKeys: first?.orderKeys ?? [],
    eventKeys: first?.eventKeys ?? [],
    reach: Number.isFinite(reach) ? reach : null,
    keys: new Map(),
    waiting: [],
    coming: new Map(),
    sweepAt: 10_000,
  };
}

/** Keeps what waited, and forgets keys that no window reaches any more once there are twice as many as the last time. */
function keep(group: Group): void {
  for (const one of group.waiting) put(group, one);
  const last = group.waiting.at(-1)?.at ?? 0;
  group.waiting = [];
  if (group.keys.size < group.sweepAt || group.reach === null) return;
  for (const [key, held] of group.keys) if (isForgotten(group, held, last)) group.keys.delete(key);
  group.sweepAt = Math.max(10_000, group.keys.size * 2);
}

function put(group: Group, { key, at, values }: Waiting): void {
  const held = group.keys.get(key) ?? group.plans.map(() => null);
  for (let index = 0; index < group.plans.length; index += 1) {
    const [plan, value] = [group.plans[index], values[index]];
    if (plan === undefined || plan.aggregate === null || value === undefined) continue;
    const own = held[index] ?? heldOf(plan.aggregate, plan.window);
    if (plan.window !== null) own.forget(plan.since(at));
    own.add(at, value);
    held[index] = own;
  }
  group.keys.set(key, held);
}

function isForgotten({ plans }: Group, held: readonly (Held | null)[], now: number): boolean {
  return held.every((one, index) => {
    const plan = plans[index];
    if (one === null || plan === undefined || plan.window === null) return one === null;
    one.forget(plan.since(now));
    return one.empty;
  });
}

/** Orders of the same instant with a smaller id where ties are sequenced, and the order itself where it is included. */
function besideOf(group: Group, index: number, order: Waiting): readonly Beside[] {
  const plan = group.plans[index];
  const own = plan?.own === true ? [order] : [];
  const before =
    plan?.sequenced === true ? group.waiting.filter(({ id, key }) => key === order.key && isBefore(id, order.id)) : [];
  return [...before, ...own].flatMap(({ at, values }) => {
    const value = values[index];
    return value === undefined ? [] : [{ at, value }];
  });
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

function told(plan: Plan, held: Held | null, now: number, beside: readonly Beside[]): number {
  if (plan.aggregate === null) return NaN;
  if (held === null && beside.length === 0) return isCounted(plan) ? 0 : NaN;
  const own = held ?? heldOf(plan.aggregate, plan.window);
  if (plan.window !== null) own.forget(plan.since(now));
  return own.read(now, beside);
}

/** Counts and sums of nothing are 0, everything else of nothing is nothing. */
const isCounted = ({ aggregate }: Plan): boolean =>
  aggregate?.is === 'count' || aggregate?.is === 'distinct' || aggregate?.is === 'sum';

/** What an event is of, by some fields together; null where one of them is absent, blank or an id that stands for nobody. */
function keyOf(event: Fields, slots: readonly Slot[]): Key | null {
  const [first] = slots;
  if (first === undefined) return null;
  if (slots.length === 1) return partOf(event, first);
  let key = '';
  for (const slot of slots) {
    const part = partOf(event, slot);
    if (part === null) return null;
    const text = String(part);
    key += `${text.length}:${text}`;
  }
  return key;
}

function partOf({ texts, numbers }: Fields, { path, type, index }: Slot): Key | null {
  if (type !== 'string') {
    const value = numbers[index] ?? NaN;
    return Number.isNaN(value) ? null : value;
  }
  const text = texts[index] ?? null;
  return text === null || isBlank(text) || (isId(path) && isNobody(text)) ? null : text;
}

/** Blank keys are none: they would make one person of everybody without a value. */
const isBlank = (text: string): boolean => {
  const first = text.charCodeAt(0);
  return !(first > 32 && first !== 0x3000) && /^[ \t\u3000]*$/.test(text);
};
