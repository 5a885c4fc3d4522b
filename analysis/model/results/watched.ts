import type { Bin, ColumnProfile } from '../explore.ts';
import { everything, type Filter } from '../filter.ts';
import { results } from '../ruleset.ts';
import { outcomeStates } from '../target.ts';
import { partAt, type Breakdown, type BreakdownAsk } from './breakdown.ts';
import type { Hits, HitsAsk, HitsWindow } from './hits.ts';
import type { Judged } from './judged.ts';
import { binFilter, crossed } from './parts.ts';
import { decisionClause, ruleClause } from './rule-clauses.ts';
import { stabilityOf, type Stability } from './stability.ts';
import { pickedFrom } from './tally.ts';

/** One share that is compared; `filter` opens its orders, null where no condition tells them. */
export interface Share {
  readonly label: string | Bin;
  readonly before: number;
  readonly after: number;
  readonly filter: Filter | null;
}

/** What may have changed: the hits of a rule, what is decided, or the values of a column. */
export interface Watched {
  readonly kind: 'rule' | 'decisions' | 'column';
  readonly name: string;
  readonly profile: ColumnProfile | null;
  readonly shares: readonly Share[];
  readonly orders: { readonly before: number; readonly after: number };
  readonly stability: Stability | null;
}

/** The calls it is made of, whoever makes them. */
export interface StabilityCalls {
  readonly hits: (ask: HitsAsk) => Promise<Pick<Hits, 'windows' | 'columns'>>;
  readonly column: (ask: {
    readonly column: string;
    readonly filter: Filter;
    readonly judged: Judged;
  }) => Promise<ColumnProfile>;
  readonly breakdown: (ask: BreakdownAsk) => Promise<Pick<Breakdown, 'parts'>>;
}

export interface StabilityAsk extends Required<Omit<BreakdownAsk, 'parts'>> {
  readonly reference: Filter;
  readonly current: Filter;
  /** Columns that the project can show bars of. */
  readonly known: ReadonlySet<string>;
}

/**
 * 安定性: what rules hit, what the set decides and the columns that rules read, in two windows of the same orders. Hits and
 * decisions are asked at once, then column after column; `done` hears the share of the work that is done.
 */
export async function watchedBetween(
  calls: StabilityCalls,
  ask: StabilityAsk,
  done: (share: number) => void = () => undefined,
): Promise<readonly Watched[]> {
  const { ruleSet, filter, judged, reference, current, known } = ask;
  const windows = [reference, current];
  const hits = await calls.hits({ ruleSet, filter, judged, windows });
  const [before, after] = hits.windows;
  if (before === undefined || after === undefined) return [];
  const watched: Watched[] = [];
  for (const [at, rule] of ruleSet.rules.entries()) {
    const [a, b] = [before.rules[at], after.rules[at]];
    if (a === undefined || b === undefined) continue;
    const share = (
      label: string,
      of: (one: HitsWindow['rules'][number], orders: number) => number,
      opens: Filter | null,
    ): Share => ({
      ...{ label, before: of(a, before.orders), after: of(b, after.orders), filter: opens },
    });
    const opens = (value: 'true' | 'unevaluable'): Filter => ({ clauses: [ruleClause(rule, ruleSet, value)] });
    watched.push(
      made('rule', rule.code, null, [
        share('hit', ({ hits: n }) => n, opens('true')),
        share('unevaluable', ({ unevaluable }) => unevaluable, opens('unevaluable')),
        share('rest', ({ hits: n, unevaluable }, orders) => orders - n - unevaluable, null),
      ]),
    );
  }
  const decided = results.map((result): Share => ({
    ...{ label: result, before: before.decided[result], after: after.decided[result] },
    filter: { clauses: [decisionClause(ruleSet, [result])] },
  }));
  watched.push(made('decisions', '', null, decided));
  const columns = hits.columns.filter((name) => known.has(name));
  for (const [at, column] of columns.entries()) {
    done((1 + at) / (1 + columns.length));
    watched.push(await columnOf(calls, column, ask));
  }
  return watched;
}

/** The reference's bars, and whatever is in none of them as one more, in both windows. */
async function columnOf(
  calls: StabilityCalls,
  column: string,
  { ruleSet, filter, judged, reference, current }: StabilityAsk,
): Promise<Watched> {
  const profile = await calls.column({ column, filter: crossed(filter, reference), judged });
  const bars = profile.bins.map(binFilter);
  // One window after the other: they may share orders, and an order is in one part of a breakdown alone.
  const ordersIn = async (window: Filter): Promise<(at: number) => number> => {
    const asked = { ruleSet, filter: crossed(filter, window), judged, parts: [...bars, everything] };
    const { parts } = await calls.breakdown(asked);
    return (at) => pickedFrom(partAt(parts, at).cells, { results, states: outcomeStates, measure: 'orders' });
  };
  const [before, after] = [await ordersIn(reference), await ordersIn(current)];
  const shares = [...profile.bins, null].map((bin, at): Share => ({
    ...{ label: bin ?? 'new', before: before(at), after: after(at) },
    filter: bin === null ? null : binFilter(bin),
  }));
  return made('column', column, profile, shares);
}

function made(kind: Watched['kind'], name: string, profile: ColumnProfile | null, shares: readonly Share[]): Watched {
  const of = (side: 'before' | 'after'): number[] => shares.map((share) => share[side]);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const orders = { before: sum(of('before')), after: sum(of('after')) };
  return { ...{ kind, name, profile, shares, orders }, stability: stabilityOf(of('before'), of('after')) };
}

/** The most changed first; what so few orders cannot tell comes last. */
export const worstChanged = (watched: readonly Watched[]): readonly Watched[] => {
  const rank = ({ stability }: Watched): number =>
    stability === null || stability.says === 'unmeasured' ? -1 : stability.psi;
  return watched.toSorted((a, b) => rank(b) - rank(a));
};

/** The part whose share changed most in points. */
export function mostChanged({ shares, orders }: Watched): Share | null {
  const change = ({ before, after }: Share): number =>
    Math.abs(after / Math.max(1, orders.after) - before / Math.max(1, orders.before));
  const named = shares.filter(({ label }) => label !== 'rest');
  return named.reduce<Share | null>((most, one) => (most === null || change(one) > change(most) ? one : most), null);
}

/** Two of these windows to begin with: the first and the last that orders cover wholly, else simply the first and the last. */
export function firstAndLast<W extends { readonly covered: boolean }>(windows: readonly W[]): readonly [W, W] | null {
  const whole = windows.filter(({ covered }) => covered);
  const [first, last] = [whole[0] ?? windows[0], whole.at(-1) ?? windows.at(-1)];
  return first === undefined || last === undefined ? null : [first, last];
}
