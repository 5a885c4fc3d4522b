import {
  check,
  eventScope,
  evaluate,
  recordOf,
  type CheckedRule,
  type Scope,
} from '../../analysis/expression/index.ts';
import type { EvaluationHost, RecordValue } from '../../analysis/expression/index.ts';
import { countsFact, noFact, overdueFor } from './undated-facts.ts';
import { usualBadKinds, windowMicros, type Feature } from '../../analysis/model/features.ts';

/**
 * Features as production would keep them: one event at a time, in the order of time, a state per key, nothing looked up
 * later. Shares no code with the SQL.
 */

/** An order or another event: its instant in microseconds, its id, and its fields by rule path. */
export interface StreamEvent {
  readonly source: string;
  readonly id: string;
  readonly at: bigint;
  readonly fields: Readonly<Record<string, RecordValue | null>>;
  /** By list, the values that stood on it at the event. */
  readonly lists?: Readonly<Record<string, readonly string[]>>;
}

/** What was told of an order, and when; `at` null where no date is given. */
export interface StreamFact {
  readonly order: string;
  readonly kind: string;
  readonly family: string | null;
  readonly amount: number | null;
  readonly daysPastDue: number | null;
  /** Another list told it already. */
  readonly repeats: boolean;
  readonly at: bigint | null;
  /** Of what a row of an order itself says: when that was made. */
  readonly placed?: bigint;
}

/** Instants in microseconds. */
export type FeatureValue = number | null;

const host: EvaluationHost = { matches: (text, pattern) => new RegExp(pattern, 'u').test(text) };

interface Entry {
  readonly at: bigint;
  readonly id: string;
  readonly value: RecordValue | true;
}

/** The value of the feature at every order, by its position in `orders`; orders may come in any order. */
export function streamed(
  feature: Feature,
  scope: Scope,
  orders: readonly StreamEvent[],
  events: readonly StreamEvent[] = [],
  facts: readonly StreamFact[] = [],
): FeatureValue[] {
  const answers: FeatureValue[] = orders.map(() => null);
  const machine = feature.agg === 'known_bad' ? new BadMachine(feature, scope) : new Machine(feature, scope);
  const source = feature.on ?? 'orders';
  const told = feature.agg === 'known_bad' ? reports(feature, orders, facts) : [];
  const others = source === 'orders' ? [] : events.filter((event) => event.source === source);
  const steps = [
    ...orders.map((order, index) => ({ at: order.at, id: order.id, order, index })),
    ...others.map((event) => ({ at: event.at, id: event.id, event })),
    ...told.map((report) => ({ at: report.at, id: '', report })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : compareBytes(a.id, b.id)));
  for (let start = 0; start < steps.length;) {
    let end = start;
    while (end < steps.length && steps[end]?.at === steps[start]?.at) end += 1;
    // Everything of one instant is answered before any of it is known.
    const instant = steps.slice(start, end);
    for (const step of instant)
      if ('order' in step)
        answers[step.index] = machine.answer(
          step.order,
          instant.flatMap((s) => ('order' in s ? [s.order] : [])),
        );
    for (const step of instant) {
      if ('order' in step && source === 'orders') machine.add(step.order);
      if ('event' in step) machine.add(step.event);
    }
    for (const step of instant) if ('report' in step) machine.hear(step.report);
    start = end;
  }
  return answers;
}

const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));

interface Report extends StreamFact {
  readonly at: bigint;
}

/** What is heard and when: a report from before its order is heard with it. */
function reports({ outcome = {} }: Feature, orders: readonly StreamEvent[], facts: readonly StreamFact[]): Report[] {
  const byId = new Map<string, StreamEvent[]>();
  for (const order of orders) byId.set(order.id, [...(byId.get(order.id) ?? []), order]);
  return facts.flatMap((fact) =>
    (byId.get(fact.order) ?? []).slice(0, 1).flatMap((order): Report[] => {
      const assumed =
        outcome.assumedDelayDays === undefined || fact.kind === 'chargeback-reversed'
          ? null
          : (fact.placed ?? order.at) + BigInt(outcome.assumedDelayDays) * 86_400_000_000n;
      const at = fact.at ?? assumed;
      return at === null ? [] : [{ ...fact, at }];
    }),
  );
}

/** Ids that tests use for nobody. */
const nobody: ReadonlySet<unknown> = new Set(['0', 'Guest', 'なし']);
const idPaths: ReadonlySet<string> = new Set(['buyer.id', 'device.id', 'cookie.id', 'card.token']);
const isNobody = (path: string, value: RecordValue | null): boolean => idPaths.has(path) && nobody.has(value);

abstract class Keyed {
  readonly feature: Feature;
  readonly #where: CheckedRule | null;
  readonly #scope: Scope;
  protected readonly micros: bigint | null;

  constructor(feature: Feature, scope: Scope) {
    this.feature = feature;
    this.#scope = (feature.on ?? 'orders') === 'orders' ? scope : eventScope(scope);
    this.micros = windowMicros(feature.window) ?? null;
    const checked = feature.where === undefined ? null : check(feature.where, this.#scope);
    if (checked?.ok === false) throw new Error(`where of ${feature.id}: ${checked.issues[0]?.code ?? ''}`);
    this.#where = checked;
  }

  protected keyOf({ fields }: StreamEvent): string | null {
    const parts = this.feature.by.map((path) => fields[path] ?? null);
    if (this.feature.by.some((path, index) => isNobody(path, parts[index] ?? null))) return null;
    if (parts.some((part) => part === null || (typeof part === 'string' && /^[ \t\u3000]*$/.test(part)))) return null;
    return JSON.stringify(parts.map((part) => [typeof part, String(part)]));
  }

  protected passes({ fields, lists }: StreamEvent): boolean {
    const rule = this.#where;
    if (rule === null) return true;
    const read = [...rule.fields, ...(rule.currencyField === null ? [] : [rule.currencyField])];
    return (
      evaluate(
        rule,
        recordOf(read, (field) => fields[field.path] ?? null, lists ?? {}),
        host,
      ) === true
    );
  }

  protected inWindow(at: bigint, now: bigint): boolean {
    return this.micros === null || at >= now - this.micros;
  }

  /** The value of an event that is taken together; null where it has none, or money of another currency. */
  protected valueOf({ fields }: StreamEvent): RecordValue | null {
    const { of } = this.feature;
    if (of === undefined) return true;
    const field = this.#scope.fields.get(of);
    if (field?.type === 'money' && fields['order.currency'] !== this.#scope.currency) return null;
    const value = fields[of] ?? null;
    return this.feature.agg === 'count_distinct' && isNobody(of, value) ? null : value;
  }

  protected isOf(type: 'money' | 'double'): boolean {
    const { of } = this.feature;
    return of !== undefined && this.#scope.fields.get(of)?.type === type;
  }

  abstract answer(order: StreamEvent, instant: readonly StreamEvent[]): FeatureValue;
  abstract add(event: StreamEvent): void;
  abstract hear(report: Report): void;
}

/** State of one key: events that can still count, oldest first, with their sum and how often each value stands there. */
interface Held {
  readonly entries: Entry[];
  first: number;
  sum: bigint;
  readonly values: Map<string, number>;
}

class Machine extends Keyed {
  readonly #held = new Map<string, Held>();

  answer(order: StreamEvent, instant: readonly StreamEvent[]): FeatureValue {
    const key = this.keyOf(order);
    if (key === null) return null;
    const held = this.#held.get(key) ?? { entries: [], first: 0, sum: 0n, values: new Map<string, number>() };
    this.#forget(held, order.at);
    const more = this.#beside(order, key, instant);
    const all = more.map(({ value }) => value);
    const { agg } = this.feature;
    const count = held.entries.length - held.first + all.length;
    if (agg === 'count') return count;
    if (agg === 'count_distinct')
      return held.values.size + new Set(all.map(nameOf).filter((name) => !held.values.has(name))).size;
    const sum = all.reduce<bigint>((total, value) => total + scaled(value), held.sum);
    if (agg === 'sum') return this.#unscaled(sum);
    if (agg === 'avg') return count === 0 ? null : this.#mean(sum, BigInt(count));
    // Entries stand in the order of time, and what is beside the order is of its own instant.
    const first = held.entries[held.first] ?? more[0];
    const last = more[0] ?? held.entries[held.entries.length - 1];
    if (count === 0 || first === undefined || last === undefined) return null;
    if (agg === 'first_seen') return Number(first.at);
    if (agg === 'last_seen') return Number(last.at);
    if (agg === 'since_first') return Number((order.at - first.at) / 1_000_000n);
    if (agg === 'since_last') return Number((order.at - last.at) / 1_000_000n);
    const numbers = [...held.entries.slice(held.first), ...more].map(({ value }) =>
      value instanceof Date ? value.getTime() * 1000 : Number(value),
    );
    return agg === 'min' ? Math.min(...numbers) : Math.max(...numbers);
  }

  add(event: StreamEvent): void {
    const key = this.keyOf(event);
    const value = this.valueOf(event);
    if (key === null || value === null || !this.passes(event)) return;
    const held = this.#held.get(key) ?? { entries: [], first: 0, sum: 0n, values: new Map<string, number>() };
    this.#held.set(key, held);
    held.entries.push({ at: event.at, id: event.id, value });
    held.sum += scaled(value);
    held.values.set(nameOf(value), (held.values.get(nameOf(value)) ?? 0) + 1);
  }

  hear(): void {
    throw new Error('no outcomes are read');
  }

  #forget(held: Held, now: bigint): void {
    for (let entry = held.entries[held.first]; entry !== undefined && !this.inWindow(entry.at, now);) {
      held.first += 1;
      held.sum -= scaled(entry.value);
      const left = (held.values.get(nameOf(entry.value)) ?? 0) - 1;
      if (left === 0) held.values.delete(nameOf(entry.value));
      else held.values.set(nameOf(entry.value), left);
      entry = held.entries[held.first];
    }
  }

  /** Of the same instant: those with a smaller id where ties are sequenced, and the order itself where it is included. */
  #beside(order: StreamEvent, key: string, instant: readonly StreamEvent[]): Entry[] {
    const { ties, includeCurrent, on = 'orders' } = this.feature;
    if (on !== 'orders') return [];
    const counted = instant.filter(
      (other) =>
        (other === order && includeCurrent === true) ||
        (other !== order && ties === 'sequenced' && this.keyOf(other) === key && compareBytes(other.id, order.id) < 0),
    );
    return counted.flatMap((other) => {
      const value = this.valueOf(other);
      return value === null || !this.passes(other) ? [] : [{ at: other.at, id: other.id, value }];
    });
  }

  #unscaled(sum: bigint): FeatureValue {
    if (this.isOf('double')) return Number(sum) / 1e6;
    const whole = sum / 1_000_000n;
    return whole > BigInt(Number.MAX_SAFE_INTEGER) || whole < -BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(whole);
  }

  /** Money to the nearest minor unit. */
  #mean(sum: bigint, count: bigint): number {
    if (!this.isOf('money')) return Number(sum) / 1e6 / Number(count);
    const whole = sum / 1_000_000n;
    const size = whole < 0n ? -whole : whole;
    const rounded = Number((2n * size + count) / (2n * count));
    return whole < 0n ? -rounded : rounded;
  }
}

const nameOf = (value: RecordValue | true): string =>
  value instanceof Date ? String(value.getTime()) : `${typeof value} ${String(value)}`;

/** In millionths, so that sums are exact. */
const scaled = (value: RecordValue | true): bigint =>
  typeof value === 'number' ? BigInt(Math.round(value * 1e6)) : typeof value === 'bigint' ? value * 1_000_000n : 0n;

interface Told {
  readonly order: StreamEvent;
  readonly key: string;
  others: boolean;
  charged: bigint | null;
  chargedSum: number;
  chargedAtReversal: number;
  /** Of the families asked for. */
  countedSum: number;
  countedAtReversal: number;
  /** Every reversal told that it is of one of them. */
  own: boolean;
  reversed: bigint | null;
  givenBack: number | null;
}

/** Orders per key with what has been reported of them so far. */
class BadMachine extends Keyed {
  /** Of each key the orders that anything was reported of. */
  readonly #keys = new Map<string, Set<Told>>();
  readonly #orders = new Map<string, Told[]>();
  readonly #early = new Map<string, Report[]>();

  answer(order: StreamEvent): FeatureValue {
    const key = this.keyOf(order);
    if (key === null) return null;
    const reported = [...(this.#keys.get(key) ?? [])];
    return reported.filter((told) => this.inWindow(told.order.at, order.at) && isBad(told)).length;
  }

  add(order: StreamEvent): void {
    const key = this.keyOf(order);
    if (key === null || !this.passes(order)) return;
    const told: Told = {
      ...{
        order,
        key,
        others: false,
        charged: null,
        chargedSum: 0,
        chargedAtReversal: 0,
        countedSum: 0,
        countedAtReversal: 0,
        own: true,
        reversed: null,
        givenBack: 0,
      },
    };
    this.#orders.set(order.id, [...(this.#orders.get(order.id) ?? []), told]);
    for (const report of this.#early.get(order.id) ?? []) this.#note(told, [report]);
  }

  hear(report: Report): void {
    const known = this.#orders.get(report.order) ?? [];
    this.#early.set(report.order, [...(this.#early.get(report.order) ?? []), report]);
    for (const told of known) this.#note(told, [report]);
  }

  #note(told: Told, heard: readonly Report[]): void {
    const { kinds = usualBadKinds, reasonFamilies = [] } = this.feature.outcome ?? {};
    const ofKey = this.#keys.get(told.key) ?? new Set<Told>();
    this.#keys.set(told.key, ofKey.add(told));
    const asked: readonly string[] = kinds;
    const families: readonly string[] = reasonFamilies;
    for (const { kind, family, amount, daysPastDue, repeats, at } of heard) {
      const size = repeats ? 0 : (amount ?? Number(told.order.fields['order.amount'] ?? 0));
      if (kind === 'chargeback-reversed') {
        const known = (family ?? 'unknown') !== 'unknown';
        if (repeats || (families.length > 0 && known && !families.includes(family ?? ''))) continue;
        told.own &&= families.length > 0 && known;
        told.reversed = at;
        told.givenBack = told.givenBack === null || amount === null ? null : told.givenBack + amount;
        told.chargedAtReversal = told.chargedSum;
        told.countedAtReversal = told.countedSum;
      } else if (kind === 'chargeback' || kind === 'chargeback-upheld') {
        const counts = families.length === 0 || families.includes(family ?? 'unknown');
        told.chargedSum += size;
        if (counts) told.countedSum += size;
        if (told.reversed === at) {
          told.chargedAtReversal = told.chargedSum;
          told.countedAtReversal = told.countedSum;
        }
        if (asked.includes('chargeback') && counts) told.charged = at;
      } else if (kind.startsWith('settled: ')) {
        if (this.feature.outcome?.assumedDelayDays !== undefined && countsFact(this.feature, { ...noFact, kind }))
          told.others = true;
      } else if (asked.includes(kind) || (kind === 'overdue' && overdueFor(asked) <= (daysPastDue ?? -1)))
        told.others = true;
    }
  }
}

function isBad({ others, charged, reversed, givenBack, own, chargedAtReversal, countedAtReversal }: Told): boolean {
  if (others) return true;
  if (charged === null) return false;
  if (reversed === null || charged > reversed) return true;
  return givenBack !== null && givenBack < (own ? countedAtReversal : chargedAtReversal);
}
