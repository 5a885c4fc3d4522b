import { fineSteps, type DecisionPlan } from '../../expression/index.ts';
import { combinations, scoreParts } from '../../model/policy.ts';
import { results } from '../../model/ruleset.ts';

/** Rules by their places; a step decides where all of its rules fire, and the first one that does gives its result. */
interface Step {
  readonly rules: readonly number[];
  readonly result: number;
}

/**
 * A policy as a game of the rules that hit an order: any of them put together give a result (a place among `results`). The
 * rules that no result depends on are no players.
 */
export interface Game {
  /** Games of one policy with the same key are the same. */
  readonly key: string;
  readonly players: readonly number[];
  /** The result where none fires. */
  readonly nobody: number;
  /** Where the first of the players that fires decides: they, as they are asked, with their results; else null. */
  readonly firstHit: readonly { readonly player: number; readonly result: number }[] | null;
  /** Puts players together, by their place among `players`; starts with nobody. */
  readonly together: () => Coming;
}

/** Players as they come. */
export interface Coming {
  /** Lets one more in and answers the result. */
  readonly add: (player: number) => number;
}

/**
 * The game of a purchase of several attempts, each a game: it gets the most lenient of their results. Nobody plays
 * where one of them passes whatever the rules say.
 */
export function mostLenient(attempts: readonly Game[]): Game {
  const different = [...new Map(attempts.map((game) => [game.key, game])).values()];
  const [only, ...others] = different;
  if (only !== undefined && others.length === 0) return only;
  return between(different);
}

function between(attempts: readonly Game[]): Game {
  const nobody = Math.min(...attempts.map((game) => game.nobody));
  const passes = attempts.some((game) => game.players.length === 0 && game.nobody === 0);
  const players = passes ? [] : [...new Set(attempts.flatMap((game) => game.players))].sort((a, b) => a - b);
  const places = attempts.map((game) => new Map(game.players.map((rule, player) => [rule, player])));
  return {
    ...{ players, nobody, firstHit: null },
    key: attempts
      .map((game) => game.key)
      .toSorted()
      .join('|'),
    together: () => {
      const coming = attempts.map((game) => game.together());
      const found = attempts.map((game) => game.nobody);
      return {
        add: (player) => {
          coming.forEach((one, attempt) => {
            const own = places[attempt]?.get(players[player] ?? -1);
            if (own !== undefined) found[attempt] = one.add(own);
          });
          return Math.min(...found);
        },
      };
    },
  };
}

/** The game of a policy for any rules, given as places in the order in which it asks them. */
export function gamesOf(plan: DecisionPlan, codes: readonly string[]): (hit: ArrayLike<number>) => Game {
  const places = new Map(codes.map((code, place) => [code, place]));
  return plan.kind === 'steps' ? stepGames(plan, places) : scoreGames(plan, places);
}

function stepGames(
  plan: Extract<DecisionPlan, { kind: 'steps' }>,
  places: ReadonlyMap<string, number>,
): (hit: ArrayLike<number>) => Game {
  const steps = fineSteps(plan.steps).flatMap(({ rules, result }): Step[] => {
    const own = rules.flatMap((code) => places.get(code) ?? []);
    // What is no rule never fires.
    return own.length < rules.length ? [] : [{ rules: own, result: results.indexOf(result) }];
  });
  const byRule = new Map<number, number[]>();
  for (const [at, { rules }] of steps.entries())
    for (const rule of rules) byRule.set(rule, [...(byRule.get(rule) ?? []), at]);
  const nobody = results.indexOf(plan.otherwise);
  return (hit) => {
    const there = new Set(Array.from(hit));
    const own = [...new Set([...there].flatMap((rule) => byRule.get(rule) ?? []))]
      .sort((a, b) => a - b)
      .flatMap((at) => steps[at] ?? [])
      .filter(({ rules }) => rules.every((rule) => there.has(rule)));
    const players = [...new Set(own.flatMap(({ rules }) => rules))].sort((a, b) => a - b);
    return {
      ...{ players, nobody, key: players.join() },
      firstHit: own.every(({ rules }) => rules.length === 1) ? asAsked(own, players) : null,
      together: comingBySteps(own, players, nobody),
    };
  };
}

/** Players by the first of their steps. */
function asAsked(steps: readonly Step[], players: readonly number[]): NonNullable<Game['firstHit']> {
  const first = new Map<number, number>();
  for (const { rules, result } of steps) for (const rule of rules) if (!first.has(rule)) first.set(rule, result);
  return [...first].map(([rule, result]) => ({ player: players.indexOf(rule), result }));
}

function comingBySteps(steps: readonly Step[], players: readonly number[], nobody: number): () => Coming {
  const needed = steps.map(({ rules }) => rules.length);
  const places = new Map(players.map((rule, player) => [rule, player]));
  const byPlayer: number[][] = players.map(() => []);
  steps.forEach(({ rules }, at) => rules.forEach((rule) => byPlayer[places.get(rule) ?? -1]?.push(at)));
  return () => {
    const missing = needed.slice();
    let first = steps.length;
    return {
      add: (player) => {
        for (const at of byPlayer[player] ?? []) {
          const left = (missing[at] ?? 0) - 1;
          missing[at] = left;
          if (left === 0 && at < first) first = at;
        }
        return steps[first]?.result ?? nobody;
      },
    };
  };
}

function scoreGames(
  plan: Extract<DecisionPlan, { kind: 'scores' }>,
  places: ReadonlyMap<string, number>,
): (hit: ArrayLike<number>) => Game {
  const weights = scoreParts.map((part) => {
    const found = plan.scores[part].flatMap(({ code, score }) => {
      const place = places.get(code);
      return place === undefined ? [] : [[place, score] as const];
    });
    return new Map(found);
  });
  const [ok = 0, ng = 0, hold = 0] = scoreParts.map((part) => plan.thresholds[part]);
  // Combinations stand in the order of the bits: 1 ok, 2 ng, 4 hold.
  const byReached = combinations.map((_, i) => results.indexOf(plan.results[i] ?? 'OK'));
  const resultOf = (a: number, b: number, c: number): number =>
    byReached[(a >= ok ? 1 : 0) | (b >= ng ? 2 : 0) | (c >= hold ? 4 : 0)] ?? 0;
  return (hit) => {
    const players = Array.from(hit).filter((rule) => weights.some((part) => part.has(rule)));
    const added = players.map((rule) => weights.map((part) => part.get(rule) ?? 0));
    return {
      ...{ players, nobody: resultOf(0, 0, 0), firstHit: null, key: players.join() },
      together: () => {
        let [a, b, c] = [0, 0, 0];
        return {
          add: (player) => {
            const [x = 0, y = 0, z = 0] = added[player] ?? [];
            a += x;
            b += y;
            c += z;
            return resultOf(a, b, c);
          },
        };
      },
    };
  };
}
