import { mostExact, shareBatches } from '../../model/results/contribution.ts';
import { results } from '../../model/ruleset.ts';
import type { Game } from './game.ts';

const count = results.length;

/** Orders of asking that are drawn in a batch. */
const perBatch = 16;

/** What the players of a game change, each as weights of results: how much more of an order gets it. */
export interface Shares {
  /** By player and result: the Shapley value. */
  readonly shapley: Float64Array;
  /** By batch, player and result: estimates whose mean it is; null where it is exact. */
  readonly batches: Float64Array | null;
  /** The results as players come in the order of their places: nobody first, all of them last. */
  readonly coming: readonly number[];
  /** By player: the result without it. */
  readonly without: readonly number[];
}

/** `draw` answers numbers from 0 to below 1. */
export const sharesOf = (game: Game, draw: () => number): Shares => ({
  ...shapleyOf(game, draw),
  ...decidedWithout(game),
});

/** What is decided as players come, and without each of them. */
function decidedWithout(game: Game): Pick<Shares, 'coming' | 'without'> {
  const { players, nobody } = game;
  const all = game.together();
  const coming = [nobody, ...players.map((_, player) => all.add(player))];
  return { coming, without: players.map((rule) => decidedBut(game, new Set([rule]))) };
}

/** What is decided where some rules are left out. */
export function decidedBut({ together, players, nobody }: Game, gone: ReadonlySet<number>): number {
  const some = together();
  return players.reduce((result, rule, player) => (gone.has(rule) ? result : some.add(player)), nobody);
}

function shapleyOf(game: Game, draw: () => number): Pick<Shares, 'shapley' | 'batches'> {
  if (game.firstHit !== null) return { shapley: byFirstHit(game, game.firstHit), batches: null };
  if (game.players.length <= mostExact) return { shapley: bySubsets(game), batches: null };
  return byDrawing(game, draw);
}

const add = (to: Float64Array, at: number, value: number): void => void (to[at] = (to[at] ?? 0) + value);

/**
 * In closed form: of n players asked one after the other, the i-th decides what its result is when it comes before those
 * asked earlier (in one of i orders). What it takes the place of is then the result of the j-th, j > i, when of the first j
 * that one came before it and all others after (in one of j(j − 1)), or nobody's (in one of n).
 */
function byFirstHit({ players, nobody }: Game, asked: NonNullable<Game['firstHit']>): Float64Array {
  const shares = new Float64Array(players.length * count);
  const later = new Float64Array(count);
  later[nobody] = 1 / Math.max(1, asked.length);
  for (let i = asked.length; i >= 1; i -= 1) {
    const one = asked[i - 1];
    if (one === undefined) continue;
    const at = one.player * count;
    for (let result = 0; result < count; result += 1) add(shares, at + result, -(later[result] ?? 0));
    add(shares, at + one.result, 1 / i);
    if (i > 1) add(later, one.result, 1 / (i * (i - 1)));
  }
  return shares;
}

/** By the result of every subset. */
function bySubsets(game: Game): Float64Array {
  const n = game.players.length;
  const shares = new Float64Array(n * count);
  // Of the orders of asking, those in which a player comes right behind `size` given others.
  const weights = Array.from({ length: n }, () => 1 / n);
  for (let size = 1; size < n; size += 1) weights[size] = ((weights[size - 1] ?? 0) * size) / (n - size);
  for (let subset = 0; subset < 2 ** n; subset += 1) {
    const some = game.together();
    let [result, size] = [game.nobody, 0];
    for (let player = 0; player < n; player += 1)
      if (((subset >> player) & 1) === 1) {
        result = some.add(player);
        size += 1;
      }
    const [inside, outside] = [weights[size - 1] ?? 0, weights[size] ?? 0];
    for (let player = 0; player < n; player += 1)
      add(shares, player * count + result, ((subset >> player) & 1) === 1 ? inside : -outside);
  }
  return shares;
}

/** By drawn orders of asking. */
function byDrawing(game: Game, draw: () => number): { readonly shapley: Float64Array; readonly batches: Float64Array } {
  const n = game.players.length;
  const batches = new Float64Array(shareBatches * n * count);
  const shapley = new Float64Array(n * count);
  const order = game.players.map((_, player) => player);
  for (let batch = 0; batch < shareBatches; batch += 1)
    for (let time = 0; time < perBatch; time += 1) {
      shuffle(order, draw);
      const some = game.together();
      let before = game.nobody;
      for (const player of order) {
        const after = some.add(player);
        if (after === before) continue;
        const at = player * count;
        for (const [result, value] of [[after, 1] as const, [before, -1] as const]) {
          add(batches, batch * n * count + at + result, value / perBatch);
          add(shapley, at + result, value / perBatch / shareBatches);
        }
        before = after;
      }
    }
  return { shapley, batches };
}

function shuffle(order: number[], draw: () => number): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(draw() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
}
