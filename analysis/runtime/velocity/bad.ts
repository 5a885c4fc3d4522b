import type { RuntimeFeature } from '../package.ts';

/** Since when orders are known to have ended badly: told outcomes, each from just after it was told. */

/** What an outcome says of an order. `at` in microseconds, null where nobody says when it was reported. */
export interface Outcome {
  readonly order: string;
  readonly kind: string;
  readonly family: string | null;
  readonly amount: number | null;
  readonly daysPastDue: number | null;
  /** Another list told the same already: its amount counts once. */
  readonly repeats: boolean;
  readonly at: number | null;
}

type Role = 'other' | 'charge' | 'uncounted charge' | 'reversal' | 'own reversal';

interface Fact {
  readonly role: Role;
  readonly at: number;
  readonly amount: number | null;
  readonly repeats: boolean;
}

/** An order that outcomes may still come for. */
interface Told {
  readonly key: string | number;
  readonly at: number;
  readonly amount: number | null;
  facts: readonly Fact[];
  bad: boolean;
}

/** A fact that is not known yet at the instant the stream has come to. */
interface Coming {
  readonly at: number;
  readonly order: Told;
  readonly fact: Fact;
}

/** What only a settlement status says of an order, and the kind it speaks of: a status has no date, and no family. */
const settledKinds: Readonly<Record<string, string>> = {
  'settled-chargeback': 'chargeback',
  'settled-bad-debt': 'bad-debt',
  'settled-bad-debt-overdue': 'bad-debt',
  'settled-overdue': 'overdue',
};

const none: readonly Fact[] = [];
const usualKinds = ['chargeback', 'bad-debt', 'overdue', 'resale', 'black'];
const day = 86_400_000_000;

/** The orders of each key that are known to be bad, for one feature. */
export class BadOrders {
  readonly #kinds: readonly string[];
  readonly #families: readonly string[];
  readonly #delay: number | null;
  readonly #since: ((now: number) => number) | null;
  /** Times of bad orders by key, in their order. */
  readonly #bad = new Map<string | number, number[]>();
  readonly #orders = new Map<string, Told[]>();
  /** The same orders as they came, to be forgotten behind the window. */
  readonly #queue: { readonly id: string; readonly order: Told }[] = [];
  #first = 0;
  readonly #coming = new Soonest();

  /** `since`: from which instant on orders count at an instant; null for all. */
  constructor({ outcome = {} }: RuntimeFeature, since: ((now: number) => number) | null) {
    this.#kinds = outcome.kinds ?? usualKinds;
    this.#families = outcome.reasonFamilies ?? [];
    this.#delay = outcome.assumedDelayDays === undefined ? null : outcome.assumedDelayDays * day;
    this.#since = since;
  }

  /** Whether an outcome without a report date would count, and nothing says when it was known. */
  isUndated({ kind, family, daysPastDue, at }: Outcome): boolean {
    if (at !== null || this.#delay !== null) return false;
    return this.#counts(kind, family, daysPastDue);
  }

  count(key: string | number, now: number): number {
    const bad = this.#bad.get(key);
    if (bad === undefined) return 0;
    return this.#since === null ? bad.length : bad.length - firstAt(bad, this.#since(now));
  }

  /** `early`: what was reported of the order before it came. */
  take(id: string, order: Pick<Told, 'key' | 'at' | 'amount'>, early: readonly Outcome[]): void {
    const told: Told = { key: order.key, at: order.at, amount: order.amount, facts: none, bad: false };
    const known = this.#orders.get(id);
    if (known === undefined) this.#orders.set(id, [told]);
    else known.push(told);
    if (this.#since !== null) this.#queue.push({ id, order: told });
    for (const outcome of early) this.#note(outcome, told);
  }

  /** Whether the outcome has to wait: it says something, and its order is not known. */
  hear(outcome: Outcome): boolean {
    if (this.#roleOf(outcome) === null) return false;
    const known = this.#orders.get(outcome.order);
    for (const order of known ?? []) this.#note(outcome, order);
    return known === undefined;
  }

  /** Makes known what was told before an instant, and forgets orders that no window reaches any more. */
  advance(now: number): void {
    const before = this.#since?.(now) ?? null;
    for (let next = this.#coming.before(now); next !== null; next = this.#coming.before(now)) {
      const { order, fact } = next;
      if (before !== null && order.at < before) continue;
      order.facts = [...order.facts, fact];
      this.#settle(order, isBad(order));
    }
    if (before !== null) this.#forget(before);
  }

  #forget(before: number): void {
    for (let next = this.#queue[this.#first]; next !== undefined && next.order.at < before;) {
      const { id, order } = next;
      this.#settle(order, false);
      const left = (this.#orders.get(id) ?? []).filter((one) => one !== order);
      if (left.length === 0) this.#orders.delete(id);
      else this.#orders.set(id, left);
      this.#first += 1;
      next = this.#queue[this.#first];
    }
    if (this.#first < 1000 || this.#first * 2 < this.#queue.length) return;
    this.#queue.splice(0, this.#first);
    this.#first = 0;
  }

  #settle(order: Told, bad: boolean): void {
    if (order.bad === bad) return;
    order.bad = bad;
    const times = this.#bad.get(order.key) ?? [];
    const place = firstAt(times, order.at);
    times.splice(place, bad ? 0 : 1, ...(bad ? [order.at] : []));
    if (times.length === 0) this.#bad.delete(order.key);
    else this.#bad.set(order.key, times);
  }

  #note(outcome: Outcome, order: Told): void {
    const role = this.#roleOf(outcome);
    const told = role === 'reversal' || role === 'own reversal' ? null : this.#delay;
    const at = outcome.at ?? (told === null ? null : order.at + told);
    if (role === null || at === null) return;
    const fact: Fact = { role, at, amount: outcome.amount, repeats: outcome.repeats };
    // What was told before the order came is known with it.
    this.#coming.put({ at: Math.max(at, order.at), order, fact });
  }

  #roleOf({ kind, family, daysPastDue }: Outcome): Role | null {
    const charges = kind === 'chargeback' || kind === 'chargeback-upheld';
    if (kind === 'chargeback-reversed') {
      if (this.#families.length === 0) return 'reversal';
      const own = family ?? 'unknown';
      if (own !== 'unknown' && !this.#families.includes(own)) return null;
      return own === 'unknown' ? 'reversal' : 'own reversal';
    }
    if (this.#counts(kind, family, daysPastDue)) return charges ? 'charge' : 'other';
    if (this.#countsSettled(kind)) return 'other';
    return charges && this.#kinds.includes('chargeback') ? 'uncounted charge' : null;
  }

  /** A settlement status counts only where a delay is assumed; without one it is no reason to refuse what has dates. */
  #countsSettled(kind: string): boolean {
    const settled = settledKinds[kind];
    if (settled === undefined || this.#delay === null || !this.#kinds.includes(settled)) return false;
    // Facts call this bill overdue, and where that counts it is all there is to say.
    if (kind === 'settled-bad-debt-overdue') return !this.#kinds.includes('overdue');
    return settled !== 'chargeback' || this.#families.length === 0 || this.#families.includes('unknown');
  }

  #counts(kind: string, family: string | null, daysPastDue: number | null): boolean {
    if (kind === 'chargeback' || kind === 'chargeback-upheld') {
      const asked = this.#kinds.includes('chargeback');
      return asked && (this.#families.length === 0 || this.#families.includes(family ?? 'unknown'));
    }
    if (this.#kinds.includes(kind) && !kind.startsWith('overdue-')) return true;
    const least = Math.min(...[30, 60, 90].filter((days) => this.#kinds.includes(`overdue-${days}`)));
    return kind === 'overdue' && (daysPastDue ?? -1) >= least;
  }

  save(): unknown {
    const all = [...this.#orders].flatMap(([id, orders]) => orders.map((order) => ({ id, order })));
    const places = new Map(all.map(({ order }, place) => [order, place]));
    return {
      orders: all.map(({ id, order }) => ({ id, ...order })),
      coming: this.#coming.all.flatMap(({ at, order, fact }) => {
        const place = places.get(order);
        return place === undefined ? [] : [{ at, fact, order: place }];
      }),
    };
  }

  restore(saved: unknown): void {
    const { orders, coming } = saved as SavedBad;
    const told = orders.map(({ id, key, at, amount, facts, bad }) => {
      const order: Told = { key, at, amount, facts: [...facts], bad: false };
      this.#orders.set(id, [...(this.#orders.get(id) ?? []), order]);
      if (this.#since !== null) this.#queue.push({ id, order });
      this.#settle(order, bad);
      return order;
    });
    this.#queue.sort((a, b) => a.order.at - b.order.at);
    for (const { at, order, fact } of coming) {
      const of = told[order];
      if (of !== undefined) this.#coming.put({ at, order: of, fact });
    }
  }
}

interface SavedBad {
  readonly orders: readonly (Told & { readonly id: string })[];
  readonly coming: readonly { readonly at: number; readonly order: number; readonly fact: Fact }[];
}

/**
 * Whether what is known makes an order bad: a chargeback counts unless a later reversal took all of it back; one reported
 * again after that counts again. A chargeback without an amount is one of the whole order.
 */
function isBad({ facts, amount: whole }: Told): boolean {
  if (facts.some(({ role }) => role === 'other')) return true;
  const latest = (of: readonly Fact[]): number => Math.max(...of.map(({ at }) => at));
  const charges = facts.filter(({ role }) => role === 'charge');
  if (charges.length === 0) return false;
  const back = facts.filter(({ role, repeats }) => (role === 'reversal' || role === 'own reversal') && !repeats);
  const reversed = latest(back);
  if (back.length === 0 || latest(charges) > reversed) return true;
  const own = back.every(({ role }) => role === 'own reversal');
  const charged = facts
    .filter(
      ({ role, at, repeats }) =>
        !repeats && at <= reversed && (role === 'charge' || (!own && role === 'uncounted charge')),
    )
    .reduce((sum, { amount }) => sum + (amount ?? whole ?? 0), 0);
  const given = back.some(({ amount }) => amount === null)
    ? null
    : back.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
  return given !== null && given < charged;
}

/** Place of the first time that is not before an instant. */
function firstAt(times: readonly number[], instant: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A heap of what is to come, the soonest at its top. */
class Soonest {
  readonly #heap: Coming[] = [];

  get all(): readonly Coming[] {
    return this.#heap;
  }

  put(one: Coming): void {
    const heap = this.#heap;
    let place = heap.push(one) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = heap[above];
      if (other === undefined || other.at <= one.at) break;
      heap[place] = other;
      place = above;
    }
    heap[place] = one;
  }

  /** Takes the soonest away where it comes before an instant. */
  before(now: number): Coming | null {
    const heap = this.#heap;
    const [first] = heap;
    if (first === undefined || first.at >= now) return null;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      const under = right !== undefined && left !== undefined && right.at < left.at ? 2 * place + 2 : 2 * place + 1;
      const one = heap[under];
      if (one === undefined || one.at >= last.at) break;
      heap[place] = one;
      place = under;
    }
    heap[place] = last;
    return first;
  }
}
