import { z } from 'zod';
import type { Clause, Filter } from '../filter.ts';
import { dayOfIso, isoOfDay } from '../maturity/calendar-day.ts';
import { instantAt } from '../wall-time.ts';
import type { Judged } from './judged.ts';

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
  const instant = (day: string): string => instantAt(`${day}T00:00`, timezone) ?? `${day}T00:00:00Z`;
  const between = (from: string | null, to: string | null): Filter => {
    const clause: Clause = { kind: 'time', column: 'ordered_at', from: from && instant(from), to: to && instant(to) };
    return { clauses: [...filter.clauses, clause] };
  };
  const eve = isoOfDay(dayOfIso(first) - 1);
  return [
    { name: 'train', filter: between(null, first), asOf: known !== null && known < eve ? known : eve },
    ...(second === undefined ? [] : [{ name: 'validation', filter: between(first, second), asOf: null } as const]),
    { name: 'outOfTime', filter: between(second ?? first, null), asOf: null },
  ];
}
