import { z } from 'zod';
import type { Clause } from './filter.ts';
import { filterSchema } from './filter.ts';
import { axisSchema, type LinkedAxis, type LinkedBin } from './linked.ts';
import { normalTail } from './results/distributions.ts';
import { judgedSchema } from './results/judged.ts';
import { adjusted } from './results/segments.ts';

/** What some orders have more, or less, of than others: every bin of every axis, and of two axes together. */

/** `selected`: orders of the filter against all others. `bad`: within the filter, bad ones against good ones, of those old enough. */
export const differsSchema = z.strictObject({
  axes: z.array(axisSchema).min(1).max(60),
  filter: filterSchema,
  between: z.enum(['selected', 'bad']),
  judged: judgedSchema.exactOptional(),
});
export type DiffersAsked = z.infer<typeof differsSchema>;

/** Orders and their amount (minor units) on both sides. */
export interface Sides {
  readonly inside: number;
  readonly outside: number;
  readonly insideAmount: number;
}

/** A bin, or one of two axes each, and what both sides have of it. */
export interface Tried extends Sides {
  readonly parts: readonly { readonly axis: LinkedAxis; readonly bin: LinkedBin }[];
}

export interface Finding extends Tried {
  /** Filters to its orders. */
  readonly clauses: readonly Clause[];
  readonly insideShare: number;
  readonly outsideShare: number;
  /** Share inside over share outside; null where nothing is outside. */
  readonly lift: number | null;
  /** Of the amount inside what is beyond the share that those outside have of it, minor units: what is at stake in the difference itself. */
  readonly excess: number;
  /** What it adds to the information value of its axis, half an order added to both sides so that none is infinite (WoE smoothing). */
  readonly information: number;
  /** Of the two shares being equal, each order standing for itself, after looking at all that were tried (Benjamini and Yekutieli). */
  readonly q: number;
}

/** An axis by the information value of all of its bins (Siddiqi 2006: below 0.02 it tells nothing, from 0.3 on much). */
export interface AxisInformation {
  readonly axis: LinkedAxis;
  readonly information: number;
}

export interface Differs {
  readonly all: Sides;
  readonly axes: readonly AxisInformation[];
  readonly findings: readonly Finding[];
  /** How many bins and pairs were tested. */
  readonly tried: number;
}

/** Fewer orders inside say nothing. */
export const leastSupport = 10;
/** Two together are told where they say so much more than each of them. */
export const pairGain = 1.25;

/**
 * Findings worth a look, most at stake in the difference first: of enough orders, more of them inside than outside, and not by chance at
 * 5 %. A pair is told only where it is more telling than both of its parts. `singles` hold every bin of every axis.
 */
export function rankedDifferences(all: Sides, singles: readonly Tried[], pairs: readonly Tried[]): Differs {
  const made = [...singles, ...pairs].filter(({ inside }) => inside >= leastSupport).map((one) => measured(all, one));
  const q = adjusted(made.map((one) => pOf(all, one)));
  const findings = made.map((one, at): Finding => ({ ...one, q: q[at] ?? 1 }));
  const known = new Map(findings.map((one) => [keyOf(one.parts), one]));
  const telling = findings.filter((one) => {
    if (one.q > 0.05 || (one.lift !== null && one.lift <= 1)) return false;
    if (one.parts.length < 2) return true;
    return one.parts.every((part) => {
      const own = known.get(keyOf([part]));
      return own === undefined || (own.lift !== null && (one.lift ?? Infinity) >= pairGain * own.lift);
    });
  });
  return {
    all,
    axes: informationOf(all, singles),
    findings: telling.toSorted((a, b) => b.excess - a.excess || b.information - a.information),
    tried: made.length,
  };
}

const farOut = 8;

const keyOf = (parts: Tried['parts']): string => JSON.stringify(parts.map(({ axis, bin }) => [axis, bin.clause]));

function measured(all: Sides, one: Tried): Omit<Finding, 'q'> {
  const [insideShare, outsideShare] = [one.inside / all.inside, one.outside / all.outside];
  return {
    ...one,
    clauses: one.parts.map(({ bin }) => bin.clause),
    ...{ insideShare, outsideShare },
    lift: outsideShare > 0 ? insideShare / outsideShare : null,
    excess: insideShare > 0 ? Math.round(one.insideAmount * (1 - outsideShare / insideShare)) : 0,
    information: informationIn(all, one),
  };
}

/** (p − q) ln(p ÷ q) of the smoothed shares of both sides. */
function informationIn(all: Sides, { inside, outside }: Sides): number {
  const [p, q] = [(inside + 0.5) / (all.inside + 1), (outside + 0.5) / (all.outside + 1)];
  return (p - q) * Math.log(p / q);
}

function informationOf(all: Sides, singles: readonly Tried[]): AxisInformation[] {
  const sums = new Map<string, { axis: LinkedAxis; information: number }>();
  for (const one of singles) {
    const [part] = one.parts;
    if (part === undefined) continue;
    const key = JSON.stringify(part.axis);
    const own = sums.get(key) ?? { axis: part.axis, information: 0 };
    own.information += informationIn(all, one);
    sums.set(key, own);
  }
  return [...sums.values()].toSorted((a, b) => b.information - a.information);
}

/** Of two shares that differ by chance: the normal approximation with the pooled share, both sides. */
function pOf(all: Sides, { inside, outside }: Sides): number {
  if (all.inside === 0 || all.outside === 0) return 1;
  const pooled = (inside + outside) / (all.inside + all.outside);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / all.inside + 1 / all.outside));
  if (!(spread > 0)) return 1;
  const z = Math.abs(inside / all.inside - outside / all.outside) / spread;
  // Beyond it the tail is less than numbers tell apart from 0.
  return z > farOut ? 0 : Math.min(1, 2 * normalTail(z));
}
