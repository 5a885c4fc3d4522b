import { z } from 'zod';
import type { Filter } from '../filter.ts';
import { dayOfIso, isoOfDay } from '../maturity/calendar-day.ts';
import { ordersOfPart } from './breakdown.ts';
import type { Judged } from './judged.ts';
import { daysFilter } from './parts.ts';

export const splitPartNames = ['train', 'validation', 'outOfTime'] as const;
export type SplitPartName = (typeof splitPartNames)[number];

/**
 * First days (ISO, project zone) of what is held out: with one day that is all out of time; with two, the days between
 * them are for validation.
 */
export const splitSchema = z
  .array(z.iso.date())
  .min(1)
  .max(2)
  .refine(([first = '', second]) => second === undefined || first < second);
export type Split = readonly string[];

/** Orders of one part of a split. */
export interface SplitPart {
  readonly name: SplitPartName;
  readonly filter: Filter;
  /** For training: nothing reported from the split day on is known. Null for held-out orders. */
  readonly asOf: string | null;
}

/** How the orders of a part are judged where all are judged so. */
export const judgedIn = ({ asOf }: SplitPart, judged: Judged): Judged => (asOf === null ? judged : { ...judged, asOf });

/**
 * The parts of the filtered orders, in the order of time; together they are all of them. `known`: the day (ISO) up to which
 * reports are known at all; training knows none of a later one.
 */
export function splitParts(
  split: Split,
  filter: Filter,
  timezone: string,
  known: string | null = null,
): readonly SplitPart[] {
  const [first, second] = split;
  if (first === undefined) return [];
  const between = (from: string | null, before: string | null): Filter =>
    ordersOfPart(filter, daysFilter(from, before, timezone));
  const eve = isoOfDay(dayOfIso(first) - 1);
  return [
    { name: 'train', filter: between(null, first), asOf: known !== null && known < eve ? known : eve },
    ...(second === undefined ? [] : [{ name: 'validation', filter: between(first, second), asOf: null } as const]),
    { name: 'outOfTime', filter: between(second ?? first, null), asOf: null },
  ];
}
