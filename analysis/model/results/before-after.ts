import type { Part } from './breakdown.ts';
import type { ClusterKind } from './headline.ts';
import { differenceInterval, type GroupSums, type Interval } from './intervals.ts';
import { measuredOf, type Measured, type PartFigure, type PartMaturity } from './part-figures.ts';
import { linearByCode } from './tally.ts';

/** A figure on both sides of a date, and what the later side has more. */
export interface Difference {
  readonly before: Measured;
  readonly after: Measured;
  /** Null where one of the sides is not measured. */
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** Sums are compared per day: `days` says how long each side is. */
export interface Sides {
  readonly before: Part;
  readonly after: Part;
  readonly days: { readonly before: number; readonly after: number };
  readonly by: ClusterKind;
}

/**
 * Both sides by the same groups of entities. Where a side's own interval is Wilson's, because few entities have any of what
 * is counted, that of the difference is recovered from both (Newcombe 1998, method 10); it takes the sides as independent.
 */
export function differenceOf(figure: PartFigure, { before, after, days, by }: Sides): Difference {
  const perDay = figure.whole === null;
  const sides = [
    { measured: measuredOf(figure, before, by), sums: groupSums(figure, before), days: days.before },
    { measured: measuredOf(figure, after, by), sums: groupSums(figure, after), days: days.after },
  ].map(({ measured, sums, days: length }) =>
    perDay ? { measured: scaled(measured, length), sums: scaledSums(sums, length) } : { measured, sums },
  );
  const [from, to] = sides;
  if (from === undefined || to === undefined) throw new Error('two sides');
  const [a, b] = [from.measured.value, to.measured.value];
  const told = { before: from.measured, after: to.measured };
  if (a === null || b === null) return { ...told, value: null, interval: null };
  const rare = [from, to].some(({ measured }) => measured.interval?.by === 'wilson');
  // What is too thin for an interval of its own is too thin for a difference.
  const thin = [from, to].some(({ measured }) => measured.interval === null);
  const interval = rare ? fromBoth(told) : thin ? null : differenceInterval(from.sums, to.sums);
  return { ...told, value: b - a, interval };
}

const groupSums = ({ part, whole }: PartFigure, { groups }: Part): GroupSums => ({
  parts: linearByCode(groups, part),
  wholes: whole === null ? null : linearByCode(groups, whole),
});

function scaled({ part, whole, value, interval }: Measured, days: number): Measured {
  return {
    ...{ part, whole, value: value === null ? null : value / days },
    interval: interval === null ? null : { ...interval, low: interval.low / days, high: interval.high / days },
  };
}

const scaledSums = ({ parts, wholes }: GroupSums, days: number): GroupSums => ({
  parts: parts.map((value) => value / days),
  wholes,
});

function fromBoth({ before, after }: Pick<Difference, 'before' | 'after'>): Interval | null {
  const [a, b] = [before.value, after.value];
  if (a === null || b === null || before.interval === null || after.interval === null) return null;
  const { low: l1, high: u1 } = before.interval;
  const { low: l2, high: u2 } = after.interval;
  return { low: b - a - Math.hypot(b - l2, u1 - a), high: b - a + Math.hypot(u2 - b, a - l1), by: 'wilson' };
}

/** Two sides may differ by their age alone when so much more of one has matured. */
const apart = 0.05;

/** Whether the sides differ in maturity, so that differences of outcomes may be nothing but that. */
export function differentlyMatured(before: PartMaturity, after: PartMaturity): boolean {
  const share = ({ matured, purchases }: PartMaturity): number => (purchases === 0 ? 0 : matured / purchases);
  return Math.abs(share(before) - share(after)) > apart;
}
