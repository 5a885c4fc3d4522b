import type { Slot } from './fields.ts';
import type { Fields } from './text/compile.ts';
import { keyOf } from './velocity/key.ts';
import type { Plan } from './velocity/plan.ts';
import type { Key } from './velocity/store.ts';

/** An earlier order of the same person or thing, by the keys that features of the package count by. */
export interface Similar {
  readonly event_id: string;
  /** The fields that both have alike, as features name them, with `+` between. */
  readonly rule_code: string;
  /** The same fields in the words of production; those without one by their paths. */
  readonly touchpoints: readonly string[];
}

/** What a snapshot keeps: of each kind of key its orders, the newest last. */
export type SavedSimilars = readonly (readonly (readonly [Key, Held])[])[];

type Known = readonly [id: string, at: number];

/** Of one key, the newest last: orders before the instant of its latest order, and those of that instant. */
type Held = readonly [before: readonly Known[], latest: readonly Known[]];

interface Kind {
  readonly code: string;
  readonly touchpoints: readonly string[];
  readonly keys: readonly Slot[];
  /** Microseconds that the longest window of its features reaches back; Infinity for all time. */
  readonly window: number;
  readonly held: Map<Key, Held>;
}

/** Orders taken between two times that keys whose orders have all left the window are let go. */
const sweepEvery = 65_536;

/**
 * The latest orders of every key that features count orders by, a few of each: which earlier orders stand behind a velocity.
 * Orders of one instant are not known to each other.
 */
export class Similars {
  readonly #kinds: readonly Kind[];
  readonly #most: number;
  #taken = 0;

  /** `most`: orders that are told of one, and kept of each key. */
  constructor(plans: readonly Plan[], most: number, touchpoints: Readonly<Record<string, string>>) {
    this.#most = most;
    const kinds = new Map<string, Kind>();
    for (const { source, orderKeys, window } of most === 0 ? [] : plans) {
      if (source !== 'orders') continue;
      const code = orderKeys.map(({ path }) => path).join('+');
      const reach = Math.max(kinds.get(code)?.window ?? 0, window ?? Infinity);
      const named = orderKeys.map(({ path }) => touchpoints[path] ?? path);
      kinds.set(code, { code, touchpoints: named, keys: orderKeys, window: reach, held: new Map() });
    }
    this.#kinds = [...kinds.values()];
  }

  /** The earlier orders that an order shares a key with, the latest first; then it is known itself. */
  take(id: string, order: Fields): readonly Similar[] {
    if (this.#kinds.length === 0) return none;
    const { at } = order;
    const found: { readonly similar: Similar; readonly at: number }[] = [];
    for (const { code, touchpoints, keys, window, held } of this.#kinds) {
      const key = keyOf(order, keys);
      if (key === null) continue;
      const [old, latest] = held.get(key) ?? nobody;
      const goesOn = latest[0]?.[1] === at;
      const before = goesOn ? old : [...old, ...latest].slice(-this.#most);
      for (const [earlier, then] of before)
        if (then >= at - window) found.push({ similar: { event_id: earlier, rule_code: code, touchpoints }, at: then });
      held.set(key, [before, [...(goesOn ? latest : []), [id, at] as const].slice(-this.#most)]);
    }
    this.#taken += 1;
    if (this.#taken % sweepEvery === 0) this.#sweep(at);
    if (found.length === 0) return none;
    return found
      .sort((a, b) => b.at - a.at)
      .slice(0, this.#most)
      .map(({ similar }) => similar);
  }

  #sweep(now: number): void {
    for (const { held, window } of this.#kinds)
      for (const [key, known] of held) if ((known[1][0]?.[1] ?? now) < now - window) held.delete(key);
  }

  save(): SavedSimilars {
    return this.#kinds.map(({ held }) => [...held]);
  }

  restore(saved: SavedSimilars): void {
    this.#kinds.forEach(({ held }, place) => {
      held.clear();
      for (const [key, known] of saved[place] ?? []) held.set(key, known);
    });
  }
}

const none: readonly Similar[] = [];
const nobody: Held = [[], []];
