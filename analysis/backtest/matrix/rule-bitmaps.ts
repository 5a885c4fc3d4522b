import { duckdbCauses, duckdbPredicate, type CheckedRule, type DuckdbOptions } from '../../expression/index.ts';
import type { ByState } from '../../model/backtest.ts';
import type { Told } from '../measurement.ts';
import { columnsOf } from '../../store/rule-condition.ts';
import { nameOf, type Wish } from '../../columns/coded.ts';
import { keepGates, withBitmaps, type ColumnBench, type KeptGate } from '../../columns/bitmaps.ts';
import { always, Gates, never, type Gate } from '../../columns/gates.ts';
import type { KnownColumns, Source } from '../../columns/known-columns.ts';
import { statesAt } from './sums.ts';
import { absenceOf, conditionOf, truthOf, type Truth } from './truth.ts';

/** What is at hand to make bitmaps. */
export interface Workbench extends ColumnBench {
  readonly options: DuckdbOptions;
}

/** A rule under the name of its bitmap. */
export interface NamedRule {
  readonly name: string;
  /** Name of its figures: their causes say what it calls the fields it reads. */
  readonly figures: string;
  readonly rule: CheckedRule;
}

/** Rules that print the same have the same orders. */
export function named(rule: CheckedRule, options: DuckdbOptions): NamedRule {
  const known = names.get(rule) ?? new Map<string, NamedRule>();
  names.set(rule, known);
  const key = JSON.stringify(options);
  const own = known.get(key) ?? namedAnew(rule, options);
  known.set(key, own);
  return own;
}

const names = new WeakMap<CheckedRule, Map<string, NamedRule>>();

function namedAnew(rule: CheckedRule, options: DuckdbOptions): NamedRule {
  const name = `rule ${duckdbPredicate(rule, options).text}`;
  return { name, figures: [name, ...rule.fields.map(({ path }) => path)].join('\n'), rule };
}

/** The order on which every rule is true has a bitmap too. */
export const everyOrder = 'every order';

/** Makes columns, and those that rules need, where they are missing. */
export async function prepareColumns(
  source: Source,
  known: KnownColumns,
  wishes: readonly Wish[],
  rules: readonly NamedRule[],
  options: DuckdbOptions,
): Promise<void> {
  await known.made(source, (columns) => {
    for (const wish of wishes) if (columns.find(nameOf(wish)) === undefined) columns.wish(wish);
    const gates = new Gates();
    for (const { rule } of rules) truthOf(rule, options, gates, columns);
  });
}

/** Makes the bitmaps that are not there yet. */
export async function makeBitmaps(bench: Workbench, rules: readonly NamedRule[]): Promise<void> {
  const { bitmaps } = bench.open;
  const missing = [...new Map(rules.map((one) => [one.name, one])).values()].filter(({ name }) => !bitmaps.has(name));
  const gates = new Gates();
  const truths = await truthsOf(bench, gates, missing);
  const outputs = missing.map(({ name }, i) => ({ name, gate: truths[i]?.yes ?? always }));
  if (!bitmaps.has(everyOrder)) outputs.push({ name: everyOrder, gate: always });
  await keepGates(bench, gates, outputs);
}

function truthsOf({ source, known, options }: Workbench, gates: Gates, rules: readonly NamedRule[]): Promise<Truth[]> {
  return known.made(source, (columns) => rules.map(({ rule }) => truthOf(rule, options, gates, columns)));
}

/** A rule that does not count where one of some exceptions holds. */
export interface SnoozedRule {
  readonly code: string;
  readonly rule: NamedRule;
  readonly unless: readonly NamedRule[];
}

/** Makes the bitmaps of the orders on which rules count; answers their names by code. */
export async function makeSnoozed(
  bench: Workbench,
  rules: readonly SnoozedRule[],
): Promise<ReadonlyMap<string, string>> {
  const names = rules.map(({ rule, unless }) => [rule.name, ...unless.map(({ name }) => name)].join(' unless '));
  const missing = rules.flatMap((one, i) => {
    const name = names[i] ?? '';
    return one.unless.length === 0 || bench.open.bitmaps.has(name) ? [] : [{ ...one, name }];
  });
  const gates = new Gates();
  const outputs: KeptGate[] = [];
  for (const { name, rule, unless } of missing) {
    const [own, ...holds] = await truthsOf(bench, gates, [rule, ...unless]);
    if (own !== undefined) outputs.push({ name, gate: gates.andNot(own.yes, gates.any(holds.map(({ yes }) => yes))) });
  }
  await keepGates(bench, gates, outputs);
  return new Map(rules.map(({ code }, i) => [code, names[i] ?? '']));
}

/** Orders that count of what rules and exceptions tell. */
export async function toldOrders(
  bench: Workbench,
  rules: ReadonlyMap<string, NamedRule>,
  exceptions: readonly NamedRule[],
  asked: readonly Told[],
): Promise<number[]> {
  const { gates, yes } = await truthGates(bench, [...rules.values(), ...exceptions]);
  const fires = new Map([...rules.keys()].map((code, i) => [code, yes[i] ?? never]));
  return countedGates(bench, gates, asked.map(tellingBy(gates, fires, yes.slice(rules.size))));
}

/** Where each rule is true. */
export async function truthGates(
  bench: Workbench,
  rules: readonly NamedRule[],
): Promise<{ readonly gates: Gates; readonly yes: readonly Gate[] }> {
  const gates = new Gates();
  return { gates, yes: (await truthsOf(bench, gates, rules)).map(({ yes }) => yes) };
}

/** Orders that count; as many gates together as their bitmaps fit into a part of what columns may take. */
export async function countedGates(bench: Workbench, gates: Gates, wanted: readonly Gate[]): Promise<number[]> {
  const most = bench.open.together;
  const counts: number[] = [];
  for (let at = 0; at < wanted.length; at += most)
    counts.push(...(await counted(bench, gates, wanted.slice(at, at + most))));
  return counts;
}

/** What is told by the same object is put together once. */
function tellingBy(gates: Gates, fires: ReadonlyMap<string, Gate>, holds: readonly Gate[]): (told: Told) => Gate {
  const known = new Map<Told, Gate>();
  const make = (told: Told): Gate => {
    switch (told.kind) {
      case 'rule':
        return fires.get(told.code) ?? never;
      case 'exception':
        return holds[told.index] ?? never;
      case 'any':
        return gates.any(told.of.map(gateOf));
      case 'all':
        return gates.all(told.of.map(gateOf));
      case 'not':
        return gates.andNot(always, gateOf(told.of));
    }
  };
  const gateOf = (told: Told): Gate => {
    const gate = known.get(told) ?? make(told);
    known.set(told, gate);
    return gate;
  };
  return gateOf;
}

/** Orders that count for which exceptions hold and, of those that snooze, on which a rule they name fires. */
export async function exceptionCounts(
  bench: Workbench,
  exceptions: readonly { readonly holds: NamedRule; readonly snoozed: readonly NamedRule[] | null }[],
): Promise<{ orders: number; snoozed: number | null }[]> {
  const gates = new Gates();
  const wanted: Gate[] = [];
  for (const { holds, snoozed } of exceptions) {
    const [own, ...rules] = await truthsOf(bench, gates, [holds, ...(snoozed ?? [])]);
    const held = own?.yes ?? never;
    wanted.push(held, gates.and(held, gates.any(rules.map(({ yes }) => yes))));
  }
  const counts = await counted(bench, gates, wanted);
  return exceptions.map(({ snoozed }, i) => ({
    orders: counts[2 * i] ?? 0,
    snoozed: snoozed === null ? null : (counts[2 * i + 1] ?? 0),
  }));
}

/** Those that count on which each rule is neither true nor false, by code, and what they add up to. */
export async function unevaluableOrders(
  bench: Workbench,
  rules: ReadonlyMap<string, NamedRule>,
): Promise<ReadonlyMap<string, ByState>> {
  const found = new Map<string, ByState>();
  const { together, pool } = bench.open;
  const all = [...rules];
  for (let at = 0; at < all.length; at += together) {
    const some = all.slice(at, at + together);
    const gates = new Gates();
    const truths = await truthsOf(
      bench,
      gates,
      some.map(([, rule]) => rule),
    );
    const wanted = truths.map(({ yes, no, total }) => (total ? never : gates.andNot(always, gates.or(yes, no))));
    const { sums } = await withBitmaps(bench, gates, wanted, (names) => pool.figures(names, true, bench.source.signal));
    some.forEach(([code], i) => found.set(code, statesAt(sums, i)));
  }
  return found;
}

/** Orders that count on which a rule is neither true nor false, and why: several causes can hold for one. */
export interface Unknown {
  readonly orders: number;
  readonly causes: readonly { readonly cause: string; readonly orders: number }[];
}

const none: Unknown = { orders: 0, causes: [] };

/** By the name of the rule's figures; those evaluable on every order are not in it. */
export async function unknownOrders(bench: Workbench, rules: readonly NamedRule[]): Promise<Map<string, Unknown>> {
  const found = new Map<string, Unknown>();
  const { together } = bench.open;
  for (let at = 0; at < rules.length; at += together)
    for (const [figures, unknown] of await unknownOf(bench, rules.slice(at, at + together)))
      found.set(figures, unknown);
  return found;
}

async function unknownOf(bench: Workbench, rules: readonly NamedRule[]): Promise<(readonly [string, Unknown])[]> {
  const gates = new Gates();
  const truths = await truthsOf(bench, gates, rules);
  const open = rules.flatMap((one, i) => {
    const truth = truths[i];
    if (truth === undefined || truth.total) return [];
    return [{ ...one, gate: gates.andNot(always, gates.or(truth.yes, truth.no)) }];
  });
  const counts = await counted(
    bench,
    gates,
    open.map(({ gate }) => gate),
  );
  const some = open.filter((_, i) => (counts[i] ?? 0) > 0);
  const causes = await causesOf(bench, gates, some);
  return open.map(({ figures }, i) => {
    const orders = counts[i] ?? 0;
    return [figures, orders === 0 ? none : { orders, causes: causes.get(figures) ?? [] }] as const;
  });
}

async function causesOf(
  bench: Workbench,
  gates: Gates,
  rules: readonly (NamedRule & { readonly gate: Gate })[],
): Promise<Map<string, Unknown['causes']>> {
  const { source, known, options } = bench;
  const asked = await known.made(source, (columns) =>
    rules.flatMap(({ figures, rule, gate }) =>
      duckdbCauses(rule, options).map(({ cause, predicate }) => {
        const wish = { kind: 'condition' as const, of: predicate, reads: columnsOf(rule) };
        const absent = cause.kind === 'absent' ? absenceOf(cause.field, gates, columns) : null;
        const holds = absent ?? conditionOf(wish, gates, columns).yes;
        return {
          figures,
          cause: cause.kind === 'currency' ? 'currency' : cause.field.path,
          gate: gates.and(gate, holds),
        };
      }),
    ),
  );
  const counts = await counted(
    bench,
    gates,
    asked.map(({ gate }) => gate),
  );
  const byRule = new Map<string, { cause: string; orders: number }[]>(rules.map(({ figures }) => [figures, []]));
  asked.forEach(({ figures, cause }, i) => {
    const orders = counts[i] ?? 0;
    if (orders > 0) byRule.get(figures)?.push({ cause, orders });
  });
  for (const causes of byRule.values()) causes.sort((a, b) => b.orders - a.orders || (a.cause < b.cause ? -1 : 1));
  return byRule;
}

async function counted(bench: Workbench, gates: Gates, wanted: readonly Gate[]): Promise<readonly number[]> {
  if (wanted.length === 0) return [];
  return withBitmaps(bench, gates, wanted, (names) => bench.open.pool.counts(names, bench.source.signal));
}
