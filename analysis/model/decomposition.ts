import type { ComparedView } from './compare.ts';
import { binsWith, type LinkedBin, type ViewBin } from './linked.ts';
import { fromBoth } from './results/difference-interval.ts';
import { wilson, type Interval } from './results/intervals.ts';

/**
 * Why the bad rate of side B is another than that of side A, by groups (Kitagawa 1955, “Components of a Difference Between Two Rates”,
 * JASA 50: 1168–1194; the symmetric weights are Marshall and Edgeworth's): with the share s of a group in the known orders of its side
 * and its bad rate r,
 *
 *   mix   = (s_B − s_A) · ((r_A + r_B) ÷ 2 − m)   the group became more or less of all
 *   inner = (r_B − r_A) · (s_A + s_B) ÷ 2         the group itself became better or worse
 *
 * whose sum over all groups is exactly R_B − R_A. `m`, the mean of both overall rates, takes nothing from the sum, for shares add up to
 * one on both sides; with it a growing group counts as worse only where it is worse than the average. A group of which one side knows
 * no outcome has no rate there: it is taken to be the other side's, so that all of it is mix.
 */
export interface Decomposition {
  readonly a: SideRate;
  readonly b: SideRate;
  /** R_B − R_A. */
  readonly change: number;
  /** Of the change by orders, each of which is taken to stand for itself; null by amount. */
  readonly interval: Interval | null;
  readonly mix: number;
  readonly inner: number;
  /** Σ |mix| + |inner|: how much happened between the groups, also where it cancels out. */
  readonly moved: number;
  /** What of it is to be expected where both sides are drawn of the same orders; null by amount, where it is not measured. */
  readonly chance: number | null;
  readonly groups: readonly GroupEffect[];
}

export type RateBy = 'orders' | 'amount';

/** Bad ones of those whose outcome is known and matured, orders or their amount. */
export interface SideRate {
  readonly bad: number;
  readonly known: number;
  readonly rate: number;
  readonly interval: Interval | null;
}

export interface GroupEffect {
  readonly bin: LinkedBin;
  readonly a: GroupSide;
  readonly b: GroupSide;
  readonly mix: number;
  readonly inner: number;
  /** The only side that knows outcomes of the group; null where both do. */
  readonly only: 'a' | 'b' | 'neither' | null;
}

export interface GroupSide extends Omit<SideRate, 'rate'> {
  /** What all orders of the side are in the group, however they ended. */
  readonly all: ViewBin;
  /** Of what is known on the side. */
  readonly share: number;
  readonly rate: number | null;
}

/** Null where one side knows no outcome at all: nothing can be compared. */
export function decomposed(view: ComparedView, by: RateBy): Decomposition | null {
  const [a, b] = [sideOf(view, 'a', by), sideOf(view, 'b', by)];
  if (!(a.known > 0) || !(b.known > 0)) return null;
  const [rateA, rateB] = [a.bad / a.known, b.bad / b.known];
  const mean = (rateA + rateB) / 2;
  const groups = view.bins.map((bin, at): GroupEffect => {
    const [own, other] = [groupOf(a, at, by), groupOf(b, at, by)];
    const [ra, rb] = [own.rate ?? other.rate ?? mean, other.rate ?? own.rate ?? mean];
    // Refunds may cancel all amounts of a group: its bad ones are then part of the rate, and no part of the whole.
    const beside = (side: GroupSide, of: number): number => (side.rate === null ? side.bad / of : 0);
    return {
      ...{ bin, a: own, b: other },
      mix: (other.share - own.share) * ((ra + rb) / 2 - mean) + beside(other, b.known) - beside(own, a.known),
      inner: (rb - ra) * ((own.share + other.share) / 2),
      only: own.rate === null ? (other.rate === null ? 'neither' : 'b') : other.rate === null ? 'a' : null,
    };
  });
  const sum = (of: (group: GroupEffect) => number): number => groups.reduce((total, group) => total + of(group), 0);
  const [whole, other] = [intervalOf(a, by), intervalOf(b, by)];
  return {
    a: { bad: a.bad, known: a.known, rate: rateA, interval: whole },
    b: { bad: b.bad, known: b.known, rate: rateB, interval: other },
    change: rateB - rateA,
    interval: fromBoth({ value: rateA, interval: whole }, { value: rateB, interval: other }),
    mix: sum(({ mix }) => mix),
    inner: sum(({ inner }) => inner),
    moved: sum(({ mix, inner }) => Math.abs(mix) + Math.abs(inner)),
    chance: by === 'orders' ? sum((group) => byChance(group, a.known, b.known, mean)) : null,
    groups,
  };
}

export interface RankedView {
  readonly view: ComparedView;
  readonly of: Decomposition;
}

/**
 * Columns by how much happened between their groups, beyond what chance makes of so many groups of so few orders: without that, the
 * column with most values would always come first. Columns that cannot be compared are left out.
 */
export function rankedViews(views: readonly ComparedView[], by: RateBy): readonly RankedView[] {
  return views
    .flatMap((view): RankedView[] => {
      const of = decomposed(view, by);
      return of === null ? [] : [{ view, of }];
    })
    .toSorted((one, other) => beyondChance(other.of) - beyondChance(one.of));
}

export const beyondChance = ({ moved, chance }: Decomposition): number => moved - (chance ?? 0);

interface Side {
  readonly bins: readonly ViewBin[];
  readonly bad: number;
  readonly known: number;
}

function sideOf(view: ComparedView, side: 'a' | 'b', by: RateBy): Side {
  const bins = binsWith(view.bins, view[side]);
  const sum = (of: (bin: ViewBin) => number): number => bins.reduce((total, bin) => total + of(bin), 0);
  return { bins, bad: sum((bin) => badOf(bin, by)), known: sum((bin) => knownOf(bin, by)) };
}

const badOf = (bin: ViewBin, by: RateBy): number => (by === 'orders' ? bin.bad : bin.badAmount);
const knownOf = (bin: ViewBin, by: RateBy): number => (by === 'orders' ? bin.bad + bin.good : bin.knownAmount);

function intervalOf({ bad, known }: Pick<SideRate, 'bad' | 'known'>, by: RateBy): Interval | null {
  const found = by === 'orders' ? wilson(bad, known) : null;
  return found === null ? null : { ...found, by: 'wilson' };
}

function groupOf(side: Side, at: number, by: RateBy): GroupSide {
  const all = side.bins[at];
  if (all === undefined) throw new RangeError(`group ${at}`);
  const own = { bad: badOf(all, by), known: knownOf(all, by) };
  return {
    ...{ all, ...own, share: own.known / side.known },
    rate: own.known === 0 ? null : own.bad / own.known,
    interval: intervalOf(own, by),
  };
}

/** |mix| + |inner| of a group on average where both sides are drawn of the same orders (a normal distribution's mean deviation). */
function byChance({ a, b }: GroupEffect, knownA: number, knownB: number, mean: number): number {
  const known = a.known + b.known;
  if (known === 0) return 0;
  const deviation = (p: number, n: number, m: number): number =>
    Math.sqrt((p * (1 - p) * (1 / n + 1 / m) * 2) / Math.PI);
  const [rate, share] = [(a.bad + b.bad) / known, known / (knownA + knownB)];
  const inner = a.known === 0 || b.known === 0 ? 0 : deviation(rate, a.known, b.known) * ((a.share + b.share) / 2);
  return inner + deviation(share, knownA, knownB) * Math.abs(rate - mean);
}
