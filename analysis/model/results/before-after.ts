import { dayAfter, daysBetween, startOfDay } from '../calendar-periods.ts';
import type { Part } from './breakdown.ts';
import { fromBoth } from './difference-interval.ts';
import type { ClusterKind } from './headline.ts';
import { pairedInterval, type GroupSums, type Interval } from './intervals.ts';
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

/** Calendar days [first, last] on one side of a date, and the instants around them. */
export interface SideDays {
  readonly first: string;
  readonly last: string;
  readonly days: number;
  readonly from: number;
  readonly to: number;
}

/** At most so many days before a date and from it on, of a period; null where there are none on a side. */
export function sidesAround(
  day: string,
  period: { readonly from: string; readonly to: string },
  reach: number,
  zone: string,
): readonly [SideDays, SideDays] | null {
  const before = Math.min(reach, daysBetween(period.from, day));
  const after = Math.min(reach, daysBetween(day, period.to) + 1);
  if (before < 1 || after < 1) return null;
  const side = (first: string, beyond: string): SideDays => ({
    ...{ first, last: dayAfter(beyond, -1), days: daysBetween(first, beyond) },
    ...{ from: startOfDay(first, zone), to: startOfDay(beyond, zone) },
  });
  return [side(dayAfter(day, -before), day), side(day, dayAfter(day, after))];
}

/** The days of a side whose orders are all matured, from its first on; `last` is null where there are none. */
export interface MaturedDays {
  readonly last: string | null;
  readonly days: number;
}

/** `matured`: the last day whose orders are old enough to be judged; null where every day counts (`lastMaturedDay`). */
export function maturedDaysOf({ first, last, days }: SideDays, matured: string | null): MaturedDays {
  if (matured === null || matured >= last) return { last, days };
  return matured < first ? { last: null, days: 0 } : { last: matured, days: daysBetween(first, matured) + 1 };
}

/** Fewer matured days on a side than a week, and no sum per day of what stands on outcomes is measured. */
export const leastMaturedDays = 7;

export interface SideLength {
  readonly days: number;
  readonly matured: Pick<MaturedDays, 'days'>;
}

/**
 * Sums are compared per day: of what stands on outcomes over the days whose orders are matured, as its sums are of matured
 * orders alone; of all else over all days.
 */
export interface Sides {
  readonly before: Part;
  readonly after: Part;
  readonly days: readonly [before: SideLength, after: SideLength];
  readonly by: ClusterKind;
}

/**
 * Both sides by the same groups of entities. Where a side's own interval is Wilson's, because few entities have any of what
 * is counted, that of the difference is recovered from both (Newcombe 1998, method 10); it takes the sides as independent.
 */
export function differenceOf(figure: PartFigure, { before, after, days, by }: Sides): Difference {
  const [from, to] = [sideOf(figure, before, days[0], by), sideOf(figure, after, days[1], by)];
  const [a, b] = [from.measured.value, to.measured.value];
  const told = { before: from.measured, after: to.measured };
  if (a === null || b === null) return { ...told, value: null, interval: null };
  const rare = [from, to].some(({ measured }) => measured.interval?.by === 'wilson');
  // What is too thin for an interval of its own is too thin for a difference.
  const thin = [from, to].some(({ measured }) => measured.interval === null);
  const interval = rare ? fromBoth(told.before, told.after) : thin ? null : pairedInterval(from.sums, to.sums);
  return { ...told, value: b - a, interval };
}

/** A figure of one side; a sum per day. */
function sideOf(
  figure: PartFigure,
  part: Part,
  { days, matured }: SideLength,
  by: ClusterKind,
): { readonly measured: Measured; readonly sums: GroupSums } {
  const [measured, sums] = [measuredOf(figure, part, by), groupSums(figure, part)];
  if (figure.whole !== null) return { measured, sums };
  if (!figure.outcome) return { measured: scaled(measured, days), sums: scaledSums(sums, days) };
  if (matured.days < leastMaturedDays) return { measured: { ...measured, value: null, interval: null }, sums };
  return { measured: scaled(measured, matured.days), sums: scaledSums(sums, matured.days) };
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

/** Two sides may differ by their age alone when so much more of one has matured. */
const apart = 0.05;

/** Whether the sides differ in maturity, so that differences of outcomes may be nothing but that. */
export function differentlyMatured(before: PartMaturity, after: PartMaturity): boolean {
  const share = ({ matured, purchases }: PartMaturity): number => (purchases === 0 ? 0 : matured / purchases);
  return Math.abs(share(before) - share(after)) > apart;
}
