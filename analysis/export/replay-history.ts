import { randomBytes } from 'node:crypto';
import {
  eventScope,
  listedIn,
  type CheckedRule,
  type ListedTerm,
  type Scope,
  type ScopeField,
} from '../expression/index.ts';
import { itemsColumn } from '../model/order-lines.ts';
import type { ScreenedOrders, WeighedOrders } from '../model/backtest.ts';
import { orderWeight } from '../model/order-weight.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ListsFile } from '../model/package.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Evaluation, Runtime, RuntimeEvent } from '../runtime/index.ts';
import type { Connection } from '../store/connection.ts';
import { ofOneVersion } from '../store/one-version.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { checkedExceptions, checkedRules } from '../store/rule-condition.ts';
import { openRuntime, refusalOf } from './open-runtime.ts';
import { expectedOf, type Expected } from './replay-expected.ts';
import { ordersOf, type OrderRow } from './replay-orders.ts';
import { besides, outcomesAsked, type Beside } from './replay-besides.ts';
import { literalsOf } from './rule-literals.ts';
import { runtimeLists } from './runtime-lists.ts';
import { shownFields, type ShownFields } from './shown-fields.ts';
import { Surrogates } from './surrogate.ts';

/** What of an order the runtime and the engine do not say alike. */
export interface ReplayDifference {
  /** The order's place in time, from 0. */
  readonly seq: number;
  readonly kind: 'rule' | 'feature' | 'exception' | 'result' | 'by';
  /** Code of the rule, id of the feature, number of the exception; empty for the decision. */
  readonly name: string;
  readonly expected: string;
  readonly got: string;
  /** What it was made of by path; personal values replaced, equal ones by equal ones. */
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

/** What a replay of the whole history found. `compared` counts answers: of every rule, feature, exception and decision. */
export interface ReplayReport extends ScreenedOrders {
  readonly orders: number;
  /** Events beside the orders, and outcomes, that it took in. */
  readonly events: number;
  readonly outcomes: number;
  readonly rules: number;
  readonly features: number;
  readonly compared: number;
  readonly mismatches: number;
  readonly first: ReplayDifference | null;
}

export interface ReplayContext {
  readonly signal?: AbortSignal | undefined;
  /** Hears the share of the orders that were replayed. */
  readonly progress?: (share: number) => void;
}

/**
 * Replays the whole history of a project event by event in the reference runtime and compares what it says of every order
 * with what the engine does: each rule, feature and exception, the result and what decided. `lists` is the file that leaves:
 * what stands in it is all the runtime gets of them. Throws as a backtest does where the rule set does not check, 'runtime-refused' where the runtime cannot read what the engine can, 'view-gone' where the
 * orders changed meanwhile, and 'cancelled'.
 */
export async function replayHistory(
  project: ProjectHandle,
  db: Connection,
  ruleSet: RuleSet,
  context: ReplayContext = {},
  lists: ListsFile | null = null,
): Promise<ReplayReport> {
  const source = await ofOneVersion(project, () => sourceOf(project, db, ruleSet, lists));
  const tally = new Tally(ruleSet, source);
  const read = <T>(work: (own: Connection) => Promise<T>): Promise<T> =>
    project.read(context.signal === undefined ? {} : { signal: context.signal }, work);
  await read((ofEvents) =>
    read(async (ofOutcomes) => {
      const others = besides(source.besides, ofEvents, ofOutcomes);
      let next: Beside | null = (await others.next()).value ?? null;
      for await (const orders of ordersOf(db, source.orders)) {
        for (const order of orders) {
          for (; next !== null && next.before <= order.at; next = (await others.next()).value ?? null)
            tally.hear(next.event);
          tally.screen(order);
        }
        context.progress?.(tally.orders / Math.max(1, source.total));
      }
    }),
  );
  if ((await project.info()).dataVersion !== source.dataVersion) throw new ShinsaError('view-gone');
  return tally.report();
}

/** What the order at a place in time is made of; personal values replaced. Null where there is none. */
export async function fieldsAt(
  project: ProjectHandle,
  db: Connection,
  ruleSet: RuleSet,
  lists: ListsFile | null,
  place: number,
): Promise<ShownFields | null> {
  const { orders, personal, surrogates } = await ofOneVersion(project, () => sourceOf(project, db, ruleSet, lists));
  let first = 0;
  for await (const some of ordersOf(db, orders)) {
    const own = some[place - first];
    if (own !== undefined) return shownFields(own.event.fields ?? {}, (path) => personal.has(path), surrogates);
    first += some.length;
  }
  return null;
}

interface Source {
  readonly runtime: Runtime;
  readonly orders: Parameters<typeof ordersOf>[1];
  readonly besides: Parameters<typeof besides>[0];
  readonly total: number;
  readonly dataVersion: string;
  readonly expected: Expected;
  readonly surrogates: Surrogates;
  readonly personal: ReadonlySet<string>;
}

async function sourceOf(
  project: ProjectHandle,
  db: Connection,
  ruleSet: RuleSet,
  given: ListsFile | null,
): Promise<Source> {
  const info = await project.info();
  const scope = await project.scope(ruleSet.currency, ruleSet.timezone, ruleSet.features);
  const entries = [...checkedRules(ruleSet, scope)].map(([code, checked]) => ({ code, checked }));
  const exceptions = checkedExceptions(ruleSet, scope);
  const rules = entries.map(({ checked }) => checked);
  const asked = [...rules.flatMap(listedIn), ...allListed(scope)];
  const runtime = openRuntime({
    ruleSet,
    lists: await runtimeLists(
      db,
      asked.map(({ list }) => list),
      given,
    ),
    fields: Object.fromEntries(typesOf(scope)),
  });
  const fields = fieldsOf(scope, runtime.reads.orders);
  const singleCurrency = (await project.singleCurrency()) === ruleSet.currency;
  const expected = expectedOf(ruleSet, { entries, exceptions, scope, singleCurrency });
  const items = runtime.reads.items ? [itemsColumn] : [];
  const own = ['event_id', 'ordered_at', ...fields.map(({ column }) => column), ...items];
  const rows = await project.rows(db, [...new Set([...own, ...expected.columns])]);
  const kinds = new Set((ruleSet.features ?? []).map(({ on = 'orders' }) => on).filter((on) => on !== 'orders'));
  return {
    ...{ runtime, expected, total: info.orders, dataVersion: rows.dataVersion },
    orders: { rows, fields, items: items.length > 0, expected },
    besides: {
      kinds: [...kinds],
      fields: fieldsOf(eventScope(scope), runtime.reads.events),
      ...outcomesAsked(ruleSet.features ?? []),
      timezone: info.timezone,
    },
    surrogates: new Surrogates(randomBytes(32), literalsOf([...rules, ...conditionsOf(scope)])),
    personal: new Set(info.columns.filter(({ pii }) => pii !== 'none').map(({ path }) => path)),
  };
}

/** The conditions of features, whichever rule reads them. */
const conditionsOf = ({ features = [] }: Scope): CheckedRule[] =>
  features.flatMap((feature) => (feature.ok && feature.where !== null ? [feature.where] : []));

/** Every list that they ask. */
export const allListed = (scope: Scope): ListedTerm[] => conditionsOf(scope).flatMap(listedIn);

export const typesOf = ({ fields }: Scope): [string, string][] =>
  [...fields.values()].flatMap(({ path, type }): [string, string][] => (type === 'list' ? [] : [[path, type]]));

export const fieldsOf = ({ fields }: Scope, paths: readonly string[]): ScopeField[] =>
  [...new Set(paths)].flatMap((path) => fields.get(path) ?? []);

/** What was compared so far. */
class Tally {
  orders = 0;
  readonly #ruleSet: RuleSet;
  readonly #source: Source;
  #events = 0;
  #outcomes = 0;
  #mismatches = 0;
  #first: ReplayDifference | null = null;
  readonly #fired: Weighing;
  readonly #unevaluable: Weighing;
  readonly #decided = new Map<string, { orders: number; weight: number }>();

  constructor(ruleSet: RuleSet, source: Source) {
    this.#ruleSet = ruleSet;
    this.#source = source;
    this.#fired = new Weighing(ruleSet.rules.length);
    this.#unevaluable = new Weighing(ruleSet.rules.length);
  }

  hear(event: RuntimeEvent): void {
    this.#evaluate(event);
    if (event.kind === 'outcome') this.#outcomes += 1;
    else this.#events += 1;
  }

  screen(order: OrderRow): void {
    const found = this.#evaluate(order.event);
    if (found === null) return;
    const weight = orderWeight(this.orders);
    this.orders += 1;
    const { rules } = found;
    for (let index = 0; index < rules.length; index += 1) {
      const fired = rules[index] ?? 0;
      if (fired === 1) this.#fired.add(index, weight);
      else if (fired === 2) this.#unevaluable.add(index, weight);
    }
    this.#decide(`${found.verdict.result} ${found.verdict.by}`, weight);
    for (const { kind, name, expected, got } of this.#source.expected.differences(order.row, found)) {
      this.#mismatches += 1;
      const said = { expected: this.#said(kind, name, expected), got: this.#said(kind, name, got) };
      this.#first ??= { seq: this.orders - 1, kind, name, ...said, fields: this.#shown(order.event) };
    }
  }

  #decide(by: string, weight: number): void {
    const own = this.#decided.get(by) ?? { orders: 0, weight: 0 };
    own.orders += 1;
    own.weight += weight;
    this.#decided.set(by, own);
  }

  #evaluate(event: RuntimeEvent): Evaluation | null {
    try {
      return this.#source.runtime.evaluate(event);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** The greatest of account numbers is one. */
  #said(kind: ReplayDifference['kind'], name: string, text: string): string {
    const feature = kind === 'feature' ? this.#ruleSet.features?.find(({ id }) => id === name) : undefined;
    if (feature?.of === undefined || !this.#source.personal.has(feature.of) || Number.isNaN(Number(text))) return text;
    return feature.agg === 'count_distinct' ? text : String(this.#source.surrogates.ofNumber(Number(text)));
  }

  #shown({ fields = {} }: RuntimeEvent): ReplayDifference['fields'] {
    const { personal, surrogates } = this.#source;
    return shownFields(fields, (path) => personal.has(path), surrogates);
  }

  report(): ReplayReport {
    const { rules, features = [], exceptions = [] } = this.#ruleSet;
    const byCode = (weighing: Weighing): Record<string, WeighedOrders> =>
      Object.fromEntries(rules.map(({ code }, index) => [code, weighing.at(index)]));
    return {
      orders: this.orders,
      events: this.#events,
      outcomes: this.#outcomes,
      rules: rules.length,
      features: features.length,
      compared: this.orders * (rules.length + features.length + exceptions.length + 2),
      mismatches: this.#mismatches,
      first: this.#first,
      fired: byCode(this.#fired),
      unevaluable: byCode(this.#unevaluable),
      decided: Object.fromEntries(this.#decided),
    };
  }
}

/** Orders of each of some rules and what they weigh. */
class Weighing {
  readonly #orders: Float64Array;
  readonly #weights: Float64Array;

  constructor(rules: number) {
    this.#orders = new Float64Array(rules);
    this.#weights = new Float64Array(rules);
  }

  add(rule: number, weight: number): void {
    this.#orders[rule] = (this.#orders[rule] ?? 0) + 1;
    this.#weights[rule] = (this.#weights[rule] ?? 0) + weight;
  }

  at(rule: number): WeighedOrders {
    return { orders: this.#orders[rule] ?? 0, weight: this.#weights[rule] ?? 0 };
  }
}
