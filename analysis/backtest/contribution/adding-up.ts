import { stateCount } from '../../kernels/matrix/shapes.ts';
import type { Pieces } from '../../kernels/pieces.ts';
import { decisionPlan } from '../../expression/index.ts';
import { partGroups } from '../../model/results/breakdown.ts';
import { shareBatches, type Move, type RuleContribution } from '../../model/results/contribution.ts';
import { xorshift } from '../../model/results/intervals.ts';
import { cellNumbers, measureNames, sumsAt, type Measure } from '../../model/results/tally.ts';
import type { Hidden } from '../../model/results/unknown-band.ts';
import { results, type RuleSet } from '../../model/ruleset.ts';
import { outcomeStates, type OutcomeState } from '../../model/target.ts';
import type { HitPatterns } from '../measurement.ts';
import { gamesOf, mostLenient, type Game } from './game.ts';
import { decidedBut, sharesOf, type Shares } from './shares.ts';

const seed = 20_240_601;
const measures = measureNames.length;

/** What is found to be decided otherwise without a rule, or without several. */
interface Left {
  dropped: Float64Array | null;
  readonly moves: Float64Array;
  /** What of it was blocked in history, by decision with and without it and measure. */
  readonly hidden: Float64Array;
}

/** What a rule is found to change so far. */
interface Found extends Left {
  readonly inOrder: Float64Array;
  readonly shapley: Float64Array;
  batches: Float64Array | null;
}

/**
 * What each rule changes, added up over the orders by the rules that count on them, and over the purchases by those that count
 * on their attempts: all of one pattern are the same game, and patterns of the same players are played once. `done` is told the share that is done, at every piece.
 */
export function* addedUp(
  ruleSet: RuleSet,
  patterns: HitPatterns,
  done: (share: number) => void,
): Pieces<{ readonly rules: readonly RuleContribution[]; readonly sampledOrders: number }> {
  const { rules } = patterns;
  const next = xorshift(seed);
  const draw = (): number => next() / 2 ** 32;
  const found = rules.map((): Found => ({
    ...{ ...nothingLeft(), batches: null },
    ...{ inOrder: new Float64Array(cellNumbers), shapley: new Float64Array(cellNumbers) },
  }));
  const alike = yield* alikeIn(ruleSet, patterns, (share) => done(share / 2));
  const all = alike.reduce((sum, { on }) => sum + on.length, 0);
  let [added, sampledOrders] = [0, 0];
  for (const { game, on } of alike) {
    const shares = sharesOf(game, draw);
    for (const { of, place } of on) {
      done((1 + added / all) / 2);
      added += 1;
      yield;
      const own = of.placesOf(place);
      const totals = totalsOf(of.cells, own);
      if (shares.batches !== null) sampledOrders += of.counted(place, totals);
      game.players.forEach((rule, player) => {
        const to = found[rule];
        if (to === undefined) return;
        addShapley(to, shares, { player, players: game.players.length }, totals);
        const [before = 0, after = 0] = shares.coming.slice(player, player + 2);
        if (before !== after) move(to.inOrder, 0, { from: before, to: after }, totals, 0);
        addDropped(to, { from: shares.coming.at(-1) ?? 0, to: shares.without[player] ?? 0 }, of.cells, own);
      });
    }
  }
  return { sampledOrders, rules: found.map((one, place) => ruleOf(rules[place] ?? '', one)) };
}

const nothingLeft = (): Left => ({
  dropped: null,
  moves: new Float64Array(results.length ** 2 * stateCount),
  hidden: new Float64Array(results.length ** 2 * measures),
});

/** What all rules but some decide otherwise than all of them, added up over the games that they play in. */
export function* leftWithout(
  alike: readonly Alike[],
  gone: ReadonlySet<number>,
): Pieces<Pick<RuleContribution, 'dropped' | 'moves' | 'hidden'>> {
  const left = nothingLeft();
  for (const { game, on } of alike) {
    yield;
    if (!game.players.some((rule) => gone.has(rule))) continue;
    const moved = { from: decidedBut(game, new Set()), to: decidedBut(game, gone) };
    if (moved.from === moved.to) continue;
    for (const { of, place } of on) addDropped(left, moved, of.cells, of.placesOf(place));
  }
  return { dropped: left.dropped, ...movesOf(left) };
}

/** A game, and every pattern and purchase that it is played on. */
export interface Alike {
  readonly game: Game;
  readonly on: { readonly of: Placed; readonly place: number }[];
}

type Placed = Played & { readonly placesOf: (pattern: number) => Uint32Array };

/** The games there are, nobody's left out. */
export function* alikeIn(
  ruleSet: RuleSet,
  patterns: HitPatterns,
  done: (share: number) => void = () => undefined,
): Pieces<readonly Alike[]> {
  const played = playedOn(ruleSet, patterns).map((one): Placed => ({
    ...one,
    placesOf: cellsByPattern(one.cells, one.count),
  }));
  const all = played.reduce((sum, { count }) => sum + count, 0);
  const alike = new Map<string, Alike>();
  let seen = 0;
  for (const of of played)
    for (let place = 0; place < of.count; place += 1) {
      done(seen / all);
      seen += 1;
      yield;
      const game = of.gameOf(place);
      if (game.players.length === 0) continue;
      const own = alike.get(game.key);
      if (own === undefined) alike.set(game.key, { game, on: [{ of, place }] });
      else own.on.push({ of, place });
    }
  return [...alike.values()];
}

/** Sums by pattern, code and state. */
type PatternCells = Pick<HitPatterns, 'patterns' | 'codes' | 'sums'>;

/** Games, and what each is played for. */
interface Played {
  readonly count: number;
  readonly gameOf: (place: number) => Game;
  readonly cells: PatternCells;
  /** Orders or purchases that one is played for, of its totals. */
  readonly counted: (place: number, totals: Float64Array) => number;
}

/** Orders by the rules that hit them, and purchases by those that hit any of their attempts. */
function playedOn(ruleSet: RuleSet, patterns: HitPatterns): readonly Played[] {
  const { rules, ends, members, purchases } = patterns;
  const gameOf = gamesOf(decisionPlan(ruleSet), rules);
  const byPattern = (pattern: number): Game =>
    gameOf(members.subarray(pattern === 0 ? 0 : ends[pattern - 1], ends[pattern]));
  const hitless = gameOf([]);
  const { attempts } = purchases;
  const counting = (measure: Measure, totals: Float64Array): number => {
    let sum = 0;
    for (let at = measureNames.indexOf(measure); at < totals.length; at += measures) sum += totals[at] ?? 0;
    return sum;
  };
  return [
    {
      ...{ count: ends.length, gameOf: byPattern, cells: patterns },
      counted: (_, totals) => counting('orders', totals),
    },
    {
      ...{ count: attempts.length, cells: purchases },
      gameOf: (place) =>
        mostLenient((attempts[place] ?? []).map((pattern) => (pattern === null ? hitless : byPattern(pattern)))),
      // That of one attempt is among the orders.
      counted: (place, totals) => (attempts[place]?.length === 1 ? 0 : counting('intents', totals)),
    },
  ];
}

/** Where the orders that go from one result to another stand, by state. */
const moveAt = (from: number, to: number): number => (from * results.length + to) * stateCount;

const blockedState = outcomeStates.indexOf('blocked');

const ruleOf = (code: string, found: Found): RuleContribution => {
  const { dropped, inOrder, shapley, batches } = found;
  return { code, dropped, inOrder, shapley, batches, ...movesOf(found) };
};

function movesOf({ moves, hidden }: Left): Pick<RuleContribution, 'moves' | 'hidden'> {
  const told = results.flatMap((from, i) =>
    results.flatMap((to, j): Move[] => {
      const of = (states: readonly OutcomeState[]): number =>
        states.reduce((sum, state) => sum + (moves[moveAt(i, j) + outcomeStates.indexOf(state)] ?? 0), 0);
      const orders = of(outcomeStates);
      return orders === 0 ? [] : [{ from, to, orders, known: of(['bad', 'good']), blocked: of(['blocked']) }];
    }),
  );
  const blocked = results.flatMap((from, i) =>
    results.flatMap((to, j): Hidden[] => {
      const sums = sumsAt(hidden, (i * results.length + j) * measures);
      return sums.orders === 0 && sums.intents === 0 ? [] : [{ decided: [from, to], blocked: sums }];
    }),
  );
  return { moves: told.toSorted((a, b) => b.orders - a.orders), hidden: blocked };
}

/** The places of the cells of each pattern. */
function cellsByPattern({ patterns }: PatternCells, count: number): (pattern: number) => Uint32Array {
  const starts = new Uint32Array(count + 1);
  for (const pattern of patterns) starts[pattern + 1] = (starts[pattern + 1] ?? 0) + 1;
  for (let i = 1; i < starts.length; i += 1) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const [free, places] = [starts.slice(), new Uint32Array(patterns.length)];
  patterns.forEach((pattern, cell) => {
    const at = free[pattern] ?? 0;
    places[at] = cell;
    free[pattern] = at + 1;
  });
  return (pattern) => places.subarray(starts[pattern], starts[pattern + 1]);
}

/** By state and measure, over all groups. */
function totalsOf({ codes, sums }: PatternCells, cells: Uint32Array): Float64Array {
  const totals = new Float64Array(stateCount * measures);
  for (const cell of cells) {
    const state = (codes[cell] ?? 0) % stateCount;
    addTo(totals, state * measures, sums, cell * measures, measures, 1);
  }
  return totals;
}

function addTo(to: Float64Array, at: number, from: Float64Array, start: number, count: number, weight: number): void {
  for (let i = 0; i < count; i += 1) to[at + i] = (to[at + i] ?? 0) + weight * (from[start + i] ?? 0);
}

function addShapley(
  to: Found,
  { shapley, batches }: Shares,
  { player, players }: { readonly player: number; readonly players: number },
  totals: Float64Array,
): void {
  const size = totals.length;
  const weighed = (into: Float64Array, at: number, weights: Float64Array, from: number): void => {
    for (let result = 0; result < results.length; result += 1) {
      const weight = weights[from + result] ?? 0;
      if (weight !== 0) addTo(into, at + result * size, totals, 0, size, weight);
    }
  };
  // What was exact up to here is the same in every batch.
  if (batches !== null) to.batches ??= repeated(to.shapley, shareBatches);
  weighed(to.shapley, 0, shapley, player * results.length);
  if (to.batches === null) return;
  for (let batch = 0; batch < shareBatches; batch += 1) {
    const from = (batches === null ? 0 : batch * players * results.length) + player * results.length;
    weighed(to.batches, batch * cellNumbers, batches ?? shapley, from);
  }
}

function repeated(numbers: Float64Array, times: number): Float64Array {
  const all = new Float64Array(numbers.length * times);
  for (let i = 0; i < times; i += 1) all.set(numbers, i * numbers.length);
  return all;
}

interface Moved {
  readonly from: number;
  readonly to: number;
}

/** Adds sums of states and measures (`size` of them from `start` on) to one result and takes them from another. */
function move(
  into: Float64Array,
  at: number,
  { from, to }: Moved,
  sums: Float64Array,
  start: number,
  size = sums.length,
) {
  const block = cellNumbers / results.length;
  addTo(into, at + to * block, sums, start, size, 1);
  addTo(into, at + from * block, sums, start, size, -1);
}

function addDropped(to: Left, moved: Moved, { codes, sums }: PatternCells, cells: Uint32Array): void {
  if (moved.from === moved.to) return;
  to.dropped ??= new Float64Array(partGroups * cellNumbers);
  for (const cell of cells) {
    const code = codes[cell] ?? 0;
    const place = Math.floor(code / stateCount) * cellNumbers + (code % stateCount) * measures;
    move(to.dropped, place, moved, sums, cell * measures, measures);
    // The first measure is the count of orders.
    const at = moveAt(moved.from, moved.to) + (code % stateCount);
    to.moves[at] = (to.moves[at] ?? 0) + (sums[cell * measures] ?? 0);
    if (code % stateCount !== blockedState) continue;
    addTo(to.hidden, (moved.from * results.length + moved.to) * measures, sums, cell * measures, measures, 1);
  }
}
