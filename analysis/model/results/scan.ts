import type { Bin, ColumnProfile } from '../explore.ts';
import type { Filter } from '../filter.ts';
import { partAt, type Breakdown, type Part } from './breakdown.ts';
import type { ClusterKind } from './headline.ts';
import { measuredOf, type Measured, type PartFigure } from './part-figures.ts';
import { binFilter } from './parts.ts';
import { adjusted, chanceOf, together } from './segments.ts';
import { denseSums, sparseSums, type SparseSums } from './tally.ts';

/** One bar of one column. */
export interface Segment {
  readonly profile: ColumnProfile;
  readonly bin: Bin;
  readonly sums: SparseSums;
}

/** The segments of many columns, kept so that any figure can be asked of them. */
export interface ScanGround {
  readonly whole: Part;
  readonly by: ClusterKind;
  readonly segments: readonly Segment[];
  readonly columns: number;
  /** Segments with too few orders to be looked at. */
  readonly small: number;
}

export interface ScanAsk {
  readonly column: (name: string) => Promise<ColumnProfile>;
  readonly breakdown: (parts: Filter[]) => Promise<Breakdown>;
  /** Columns done. */
  readonly done: (columns: number) => void;
}

/** Fewer orders than this and a segment is left out, so that it does not weigh on what all others are worth. */
export const leastOrders = 50;

/** Asks column after column; a refused call ends it. Null where no column has two bars of enough orders. */
export async function scanColumns(names: readonly string[], ask: ScanAsk): Promise<ScanGround | null> {
  const segments: Segment[] = [];
  let [columns, small] = [0, 0];
  let ground: Pick<ScanGround, 'whole' | 'by'> | null = null;
  for (const [at, name] of names.entries()) {
    const profile = await ask.column(name);
    const bins = profile.bins.filter(({ orders }) => orders > 0);
    const big = bins.filter(({ orders }) => orders >= leastOrders).length;
    small += bins.length - big;
    // A column of single values has nothing to be asked of.
    if (big > 1) {
      const {
        parts,
        entities: { by },
      } = await ask.breakdown(bins.map(binFilter));
      const own = bins.map((bin, part) => ({ bin, part: partAt(parts, part) }));
      ground ??= { whole: together(own.map(({ part }) => part)), by };
      const enough = own.filter(({ bin }) => bin.orders >= leastOrders);
      // There may be thousands: what is zero is not kept.
      segments.push(...enough.map(({ bin, part }) => ({ profile, bin, sums: sparseSums(part.groups) })));
      columns += 1;
    }
    ask.done(at + 1);
  }
  return ground === null ? null : { ...ground, segments, columns, small };
}

/** A segment that differs from all orders. */
export interface Apart extends Segment {
  readonly part: Part;
  readonly measured: Measured;
  readonly p: number;
  /** Adjusted for all that were tested, see `adjusted`. */
  readonly q: number;
  /** How far the near end of its interval is from the figure of all; 0 where it reaches it, or has none. */
  readonly distance: number;
  readonly worse: boolean;
}

export interface Scan {
  readonly whole: Measured;
  /** Segments that could be tested, and those of them that chance does not explain. */
  readonly tested: number;
  readonly found: number;
  /** The farthest from the whole first; all of `found` up to `mostShown`. */
  readonly apart: readonly Apart[];
}

/** What is found is expected to hold this share that is chance at most. */
export const scanLevel = 0.05;
export const mostShown = 40;

/** Segments whose figure chance does not explain, by the end of their interval that is near to the figure of all. */
export function scanOf(figure: PartFigure, { segments, whole: all, by }: ScanGround): Scan {
  const whole = measuredOf(figure, all, by);
  const { value } = whole;
  const told = segments.flatMap((segment) => {
    const p = value === null ? null : chanceOf(figure, partOf(segment), value);
    return p === null ? [] : [{ segment, p }];
  });
  const q = adjusted(told.map(({ p }) => p));
  const found = told
    .map((one, at) => ({ ...one, q: q[at] ?? 1 }))
    .filter((one) => one.q <= scanLevel)
    .sort((a, b) => a.p - b.p);
  const apart = found.slice(0, mostShown).map(({ segment, ...one }): Apart => {
    const part = partOf(segment);
    const measured = measuredOf(figure, part, by);
    const distance = distanceOf(measured, value);
    const more = (measured.value ?? 0) > (value ?? 0);
    return { ...segment, ...one, part, measured, distance, worse: more === (figure.worse === 'more') };
  });
  apart.sort((a, b) => b.distance - a.distance || a.p - b.p);
  return { whole, tested: told.length, found: found.length, apart };
}

const partOf = ({ sums }: Segment): Part => partAt(denseSums(sums), 0);

function distanceOf({ interval }: Measured, value: number | null): number {
  if (interval === null || value === null) return 0;
  return Math.max(0, interval.low - value, value - interval.high);
}
