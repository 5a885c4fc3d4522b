import { causesOf, readsOf, type Cause, type Reads } from './causes.ts';
import { decisionOf, type Decide, type Verdict } from './decide.ts';
import { sinceOf, type Emulation } from './emulation.ts';
import { EventFields, isAfter, timeOf, type RuntimeEvent } from './event.ts';
import {
  currencyPath,
  eventLayout,
  orderLayout,
  sources,
  timePaths,
  type Layout,
  type Slot,
  type Source,
} from './fields.ts';
import { Lists, type SavedList } from './lists.ts';
import {
  RuntimeRefusal,
  type FieldType,
  type RuntimeException,
  type RuntimePackage,
  type RuntimeRule,
  type RuntimeRuleSet,
} from './package.ts';
import { outcomeOf } from './outcome-event.ts';
import { Probe } from './probe.ts';
import type { RuntimeResult } from './result.ts';
import { Similars, type SavedSimilars } from './similars.ts';
import { Telling, type Besides } from './telling.ts';
import { check } from './text/check.ts';
import { codeOf, compile, compileOne, type Fields, type Makers } from './text/compile.ts';
import { matcher } from './text/matcher.ts';
import type { Term } from './text/term.ts';
import { microsOf, WallClock } from './time.ts';
import { featureType, planOf, type Plan } from './velocity/plan.ts';
import { Velocity, type SavedVelocity } from './velocity/velocity.ts';

/** A rule ready to run. */
interface ReadyRule {
  readonly rule: RuntimeRule;
  readonly reads: Reads;
}

interface ReadyException {
  readonly slot: Slot;
  readonly value: string;
  readonly from: number;
  readonly until: number;
  /** Places of the rules that do not count; null: the order is allowed. */
  readonly snoozed: readonly number[] | null;
}

/** What was found of an order; its arrays are used again for the next one. */
export interface Evaluation {
  /** By rule: 1 fired, 0 did not, 2 could not be evaluated. */
  readonly rules: Uint8Array;
  /** By feature; NaN for none, instants in microseconds. */
  readonly features: Float64Array;
  /** Places of the exceptions that hold. */
  readonly exceptions: readonly number[];
  readonly verdict: Verdict;
}

/** What a runtime has kept, as JSON holds it. Only for the rule set it is of. */
export interface RuntimeSnapshot {
  readonly format: 'shinsa-runtime';
  readonly formatVersion: 3;
  readonly features: string;
  readonly last: { readonly at: number | null; readonly id: string };
  readonly lists: Readonly<Record<string, SavedList | null>>;
  readonly velocity: SavedVelocity;
  /** Missing in those made before results named them. */
  readonly similars?: SavedSimilars;
}

/** What a runtime keeps at most. */
export interface RuntimeLimits {
  /** Days that a report waits for its order (whole ones, by the instants of the stream); absent: for ever. */
  readonly keepEarlyDays?: number;
  /** Earlier orders that results name of each order, and that are kept of each key; 5 where missing, 0 for none. */
  readonly similars?: number;
}

const mostSimilars = 5;

const day = 86_400_000_000;

/**
 * A screening model as it runs: takes the events of a shop in the order of time and says of every order what the package
 * decides, by what was known at its moment. Refuses (RuntimeRefusal) a package that it cannot read.
 */
export class Runtime {
  readonly ruleSet: RuntimeRuleSet;
  /** The fields it reads, by path: of orders, and of other events; what is not among them need not be told. */
  readonly reads: { readonly orders: readonly string[]; readonly events: readonly string[]; readonly items: boolean };
  readonly #rules: readonly ReadyRule[];
  readonly #fire: (event: Fields, answers: Uint8Array) => void;
  readonly #exceptions: readonly ReadyException[];
  readonly #decide: Decide;
  readonly #telling: Telling;
  readonly #lists: Lists;
  readonly #plans: readonly Plan[];
  readonly #featureTypes: readonly FieldType[];
  readonly #featureSlots: readonly (number | null)[];
  readonly #velocity: Velocity;
  readonly #similars: Similars;
  readonly #emulation: Emulation;
  /** Places of the features that are capped. */
  readonly #capped: readonly number[];
  /** What its rules would say of the order taken last were it otherwise. */
  readonly probe: Probe;
  readonly #orders: EventFields;
  readonly #events: EventFields;
  readonly #amount: Slot;
  readonly #sequenced: boolean;
  readonly #found: { readonly rules: Uint8Array; readonly features: Float64Array };
  #last: { at: number; id: string } = { at: -Infinity, id: '' };

  constructor(
    { ruleSet, lists = [], fields = {}, touchpoints = {} }: RuntimePackage,
    emulation: Emulation = {},
    { keepEarlyDays = Infinity, similars = mostSimilars }: RuntimeLimits = {},
  ) {
    if (ruleSet.profile !== 'wb-1') throw new RuntimeRefusal('profile-unknown', ruleSet.profile);
    refuseTwice(ruleSet);
    this.ruleSet = ruleSet;
    this.#emulation = emulation;
    const { features = [], currency, timezone } = ruleSet;
    this.#lists = new Lists(lists);
    const bare = orderLayout(fields, new Map());
    this.#featureTypes = features.map((one) => named(one.id, () => featureType(one, bare, eventLayout())));
    const types = new Map(features.map(({ id }, at) => [`velocity.${id}`, this.#featureTypes[at] ?? 'int'] as const));
    const [orders, events] = [orderLayout(fields, types), eventLayout()];
    const read = (text: string, layout: Layout) =>
      check(text, { layout, currency, timezone, canList: this.#lists.canList });
    const clocks = new Map<string, WallClock>();
    const clockOf = (zone: string): WallClock => {
      const clock = clocks.get(zone) ?? new WallClock(zone);
      clocks.set(zone, clock);
      return clock;
    };
    const made = (layout: Layout): Makers => ({
      listed: this.#lists.makerIn(layout),
      matcher,
      clock: clockOf,
      ...(emulation.absent === 'false' ? { absentIsFalse: true } : {}),
    });
    const [ofOrders, ofEvents] = [made(orders), made(events)];
    const terms = ruleSet.rules.map(({ code, when }) =>
      named(code, () => {
        const term = read(when, orders);
        // A pattern or a zone is refused where code is made of it: alone, so that the rule is known.
        codeOf([term], ofOrders);
        return term;
      }),
    );
    this.#rules = ruleSet.rules.map((rule, at) => ({ rule, reads: readsOf(terms[at] ?? never) }));
    this.#fire = compile(terms, ofOrders);
    this.#exceptions = (ruleSet.exceptions ?? []).map((one) => readyException(one, ruleSet, orders));
    this.#decide = decisionOf(ruleSet);
    this.#telling = new Telling(ruleSet, this.#featureTypes);
    const condition = (text: string, of: Layout) => compileOne(read(text, of), of === orders ? ofOrders : ofEvents);
    const since = (window: number | null) => sinceOf(window, emulation, clockOf(timezone));
    this.#plans = features.map((one, at) => named(one.id, () => planOf(one, at, { orders, events, condition, since })));
    this.#capped = this.#plans.flatMap(({ aggregate, place }) =>
      aggregate === null || aggregate.is === 'count' || aggregate.is === 'distinct' ? [place] : [],
    );
    this.#velocity = new Velocity(this.#plans, keepEarlyDays * day);
    this.#similars = new Similars(this.#plans, similars, touchpoints);
    this.#sequenced = this.#plans.some((plan) => plan.sequenced);
    this.#amount = orders.slot('order.amount');
    this.#featureSlots = features.map(({ id }) =>
      orders.numbers.some(({ path }) => path === `velocity.${id}`) ? orders.slot(`velocity.${id}`).index : null,
    );
    const [orderTime, eventTime] = [orders.slot(timePaths.order), events.slot(timePaths.event)];
    const own: ReadonlySet<string> = new Set(types.keys());
    this.#orders = new EventFields(orders, orderTime, currency, own);
    this.#events = new EventFields(events, eventTime, currency, own);
    this.probe = new Probe({ terms, order: this.#orders, lists: this.#lists, layout: orders, makers: ofOrders });
    const paths = ({ numbers, texts }: Layout): string[] =>
      [...numbers, ...texts, { path: currencyPath }].map(({ path }) => path).filter((path) => !own.has(path));
    this.reads = { orders: paths(orders), events: paths(events), items: orders.items };
    this.#found = { rules: new Uint8Array(ruleSet.rules.length), features: new Float64Array(features.length) };
  }

  /** Takes one event; the result of an order, null for any other. Refuses (RuntimeRefusal) an event that does not fit. */
  take(event: RuntimeEvent): RuntimeResult | null {
    const found = this.evaluate(event);
    return found === null ? null : this.#telling.told(found, this.#besides(event.event_id, found));
  }

  /** The same as one line of JSON, the very text that the result of `take` has in it; several times as fast. */
  takeText(event: RuntimeEvent): string | null {
    const found = this.evaluate(event);
    return found === null ? null : this.#telling.text(found, this.#besides(event.event_id, found));
  }

  /** The same without the words. A refused event leaves nothing behind. */
  evaluate(event: RuntimeEvent): Evaluation | null {
    const { kind = 'order' } = event;
    if (kind === 'outcome') return this.#hear(event);
    const at = timeOf(event.at);
    if (at < this.#last.at) throw new RuntimeRefusal('event-order', 'at');
    this.#lists.told = event.lists ?? null;
    if (kind === 'order') return this.#screen(event, at);
    if (kind === 'list') return this.#change(event, at);
    const source = sources.find((one) => one === kind && one !== 'orders');
    if (source === undefined) throw new RuntimeRefusal('event-kind', 'kind');
    return this.#beside(source, event, at);
  }

  /** Takes in an order that `evaluateLate` evaluates once it falls due; orders are evaluated as they arrived. */
  arrive(event: RuntimeEvent): void {
    const at = timeOf(event.at);
    if (at < this.#last.at) throw new RuntimeRefusal('event-order', 'at');
    if (event.event_id === '') throw new RuntimeRefusal('event-shape', 'event_id');
    this.#lists.told = event.lists ?? null;
    this.#orders.take(event, at);
    this.#advance(at);
    this.#velocity.arrive(event.event_id, this.#orders);
  }

  /** Evaluates an order that arrived, by what happened until `now` (microseconds). */
  evaluateLate(event: RuntimeEvent, now: number): Evaluation {
    this.#lists.told = event.lists ?? null;
    const order = this.#orders;
    order.take(event, timeOf(event.at));
    this.#advance(now);
    this.#velocity.readLate(order, now, this.#found.features);
    return this.#judged(event.event_id, order);
  }

  #screen(event: RuntimeEvent, at: number): Evaluation {
    const id = event.event_id;
    if (id === '') throw new RuntimeRefusal('event-shape', 'event_id');
    if (this.#sequenced && at === this.#last.at && isAfter(this.#last.id, id))
      throw new RuntimeRefusal('event-order', 'event_id');
    const order = this.#orders;
    order.take(event, at);
    this.#velocity.advance(at);
    this.#last = { at, id };
    if (this.#plans.length > 0) this.#velocity.read(id, order, this.#found.features);
    return this.#judged(id, order);
  }

  #judged(id: string, order: EventFields): Evaluation {
    const { rules, features } = this.#found;
    if (this.#plans.length > 0) this.#features(id, order, features);
    this.#fire(order, rules);
    const exceptions = this.#exceptions.length === 0 ? none : this.#holding(order);
    const allowed = exceptions.find((place) => this.#exceptions[place]?.snoozed === null) ?? null;
    const { absent } = this.#emulation;
    const fails = typeof absent === 'object' && allowed === null && rules.includes(2);
    const verdict = fails
      ? { result: absent.gives, by: 'error', group: null }
      : this.#decide(this.#counts(exceptions), allowed);
    return { rules, features, exceptions, verdict };
  }

  #features(id: string, order: EventFields, features: Float64Array): void {
    const { cap } = this.#emulation;
    if (cap !== undefined) for (const place of this.#capped) features[place] = Math.min(features[place] ?? NaN, cap);
    const amount = order.numbers[this.#amount.index] ?? NaN;
    this.#velocity.expect(id, order, Number.isNaN(amount) ? null : amount);
    this.#featureSlots.forEach((slot, place) => {
      if (slot !== null) order.numbers[slot] = features[place] ?? NaN;
    });
  }

  #holding({ texts, at }: EventFields): number[] {
    return this.#exceptions.flatMap(({ slot, value, from, until }, place) =>
      texts[slot.index] === value && at >= from && at < until ? [place] : [],
    );
  }

  /** Whether a rule fired and no exception keeps it from counting. */
  #counts(exceptions: readonly number[]): (rule: number) => boolean {
    const { rules } = this.#found;
    if (exceptions.length === 0) return (rule) => rules[rule] === 1;
    const snoozed = new Set(exceptions.flatMap((place) => this.#exceptions[place]?.snoozed ?? []));
    return (rule) => rules[rule] === 1 && !snoozed.has(rule);
  }

  #change({ fields = {} }: RuntimeEvent, at: number): null {
    const [id, value, change = 'add'] = [fields['list.id'], fields['list.value'], fields['list.change'] ?? undefined];
    if (typeof id !== 'string') throw new RuntimeRefusal('field-type', 'list.id');
    if (typeof value !== 'string') throw new RuntimeRefusal('field-type', 'list.value');
    if (change !== 'add' && change !== 'remove') throw new RuntimeRefusal('field-type', 'list.change');
    this.#lists.change(id, value, change === 'add', at);
    this.#advance(at);
    return null;
  }

  #beside(source: Source, event: RuntimeEvent, at: number): null {
    this.#events.take(event, at);
    this.#advance(at);
    this.#velocity.take(source, event.event_id, this.#events);
    return null;
  }

  #hear(event: RuntimeEvent): null {
    const outcome = outcomeOf(event);
    if (this.#velocity.isUndated(outcome)) throw new RuntimeRefusal('outcome-undated', 'at');
    if (outcome.at !== null && outcome.at < this.#last.at) throw new RuntimeRefusal('event-order', 'at');
    if (outcome.at !== null) this.#advance(outcome.at);
    this.#velocity.hear(outcome);
    return null;
  }

  #advance(at: number): void {
    if (at !== this.#last.at) this.#last = { at, id: '' };
    this.#velocity.advance(at);
  }

  #besides(id: string, { exceptions }: Evaluation): Besides {
    const similars = this.#similars.take(id, this.#orders);
    return { id, counts: this.#counts(exceptions), similars, causes: this.#causes };
  }

  readonly #causes = (rule: number): readonly Cause[] => {
    const ready = this.#rules[rule];
    return ready === undefined ? [] : causesOf(ready.reads, this.#orders, (list) => this.#lists.isUnknown(list));
  };

  /** Keys that features keep something of. */
  get keys(): number {
    return this.#velocity.keys;
  }

  /** Reports that were let go before their order came: where they wait no longer than `keepEarlyDays`. */
  get droppedReports(): number {
    return this.#velocity.dropped;
  }

  /** What is kept, to go on from later. */
  snapshot(): RuntimeSnapshot {
    if (Object.keys(this.#emulation).length > 0) throw new RuntimeRefusal('snapshot-emulated');
    const { at, id } = this.#last;
    return {
      format: 'shinsa-runtime',
      formatVersion: 3,
      features: JSON.stringify(this.ruleSet.features ?? []),
      last: { at: Number.isFinite(at) ? at : null, id },
      lists: this.#lists.save(),
      velocity: this.#velocity.save(),
      similars: this.#similars.save(),
    };
  }

  /**
   * Goes on from what a new runtime of the same features was before. Refuses (RuntimeRefusal) a snapshot of other features
   * ('snapshot-differs') or of a runtime that keeps it otherwise ('snapshot-version').
   */
  restore(snapshot: RuntimeSnapshot): void {
    const features = JSON.stringify(this.ruleSet.features ?? []);
    if (snapshot.formatVersion !== 3) throw new RuntimeRefusal('snapshot-version');
    if (snapshot.features !== features) throw new RuntimeRefusal('snapshot-differs');
    this.#last = { at: snapshot.last.at ?? -Infinity, id: snapshot.last.id };
    this.#lists.restore(snapshot.lists);
    this.#velocity.restore(snapshot.velocity);
    this.#similars.restore(snapshot.similars ?? []);
  }
}

const none: readonly number[] = [];
const never: Term = { is: 'truth', type: 'bool', value: false };
/** Says which rule or feature a refusal is about. */
function named<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RuntimeRefusal)) throw error;
    const { code, place, at } = error;
    throw new RuntimeRefusal(code, place === '' || place === name ? name : `${name}: ${place}`, at);
  }
}

function refuseTwice({ rules, features = [] }: RuntimeRuleSet): void {
  for (const names of [rules.map(({ code }) => code), features.map(({ id }) => id)]) {
    const twice = names.find((name, place) => names.indexOf(name) !== place);
    if (twice !== undefined) throw new RuntimeRefusal('name-twice', twice);
  }
}

function readyException(one: RuntimeException, { rules }: RuntimeRuleSet, layout: Layout): ReadyException {
  const slot = layout.slot(one.field);
  const from = microsOf(one.from);
  const until = one.until === undefined ? Infinity : microsOf(one.until);
  if (slot.type !== 'string' || from === null || until === null)
    throw new RuntimeRefusal('exception-invalid', one.field);
  const snoozed = one.kind === 'allow' ? null : one.rules.map((code) => rules.findIndex((rule) => rule.code === code));
  return { slot, value: one.value, from, until, snoozed };
}
