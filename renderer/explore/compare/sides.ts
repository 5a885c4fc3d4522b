import { z } from 'zod';
import {
  calendarPeriods,
  dayAfter,
  daysBetween,
  localDayOf,
  startOfDay,
} from '../../../analysis/model/calendar-periods.ts';
import { clauseSchema, outsideOf, type Clause, type Filter } from '../../../analysis/model/filter.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { clauseText } from '../../i18n/values.ts';
import { t } from '../../i18n/index.ts';

/** Calendar days of the project's zone, both included. */
const daysSchema = z.strictObject({ from: z.iso.date(), to: z.iso.date() });
export type Days = z.infer<typeof daysSchema>;

/** A segment as it was when it was chosen. */
const namedSchema = z.strictObject({ name: z.string(), clauses: z.array(clauseSchema).min(1).max(50) });
export type NamedSide = z.infer<typeof namedSchema>;

/** What is chosen of both sides; it stands in the address. A null value is everything else than the other side's. */
const sidesSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('periods'), a: daysSchema.nullable(), b: daysSchema.nullable() }),
  z.strictObject({
    kind: z.literal('values'),
    column: z.string(),
    a: clauseSchema.nullable(),
    b: clauseSchema.nullable(),
  }),
  z.strictObject({ kind: z.literal('segments'), a: namedSchema.nullable(), b: namedSchema.nullable() }),
]);
export type Sides = z.infer<typeof sidesSchema>;
export type SideName = 'a' | 'b';
export const sideNames = ['a', 'b'] as const;

export function sidesIn(text: string | undefined): Sides | null {
  if (text === undefined) return null;
  try {
    const parsed = sidesSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export const sidesText = (sides: Sides): string => JSON.stringify(sides);

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The first half of the days of a period, and the rest of them. */
export function halves(of: Span, zone: string): Sides {
  const [first, last] = [localDayOf(of.from, zone), localDayOf(of.to, zone)];
  const half = Math.max(1, Math.floor((daysBetween(first, last) + 1) / 2));
  const end = dayAfter(first, half - 1);
  const next = dayAfter(first, half);
  return { kind: 'periods', a: { from: first, to: end }, b: next > last ? null : { from: next, to: last } };
}

/** The last whole month of a period and the one before; null where it has none. */
export function lastMonths(of: Span, zone: string): Sides | null {
  const whole = calendarPeriods(of, 'month', zone).filter(({ covered, days }) => covered === days);
  const [before, last] = whole.slice(-2);
  if (before === undefined || last === undefined) return null;
  const days = ({ first, last: end }: typeof before): Days => ({ from: first, to: end });
  return { kind: 'periods', a: days(before), b: days(last) };
}

/** What one side asks beside the filter that both share; null while it is not chosen. */
export function sideClauses(sides: Sides, side: SideName, zone: string): readonly Clause[] | null {
  const other = side === 'a' ? 'b' : 'a';
  switch (sides.kind) {
    case 'periods': {
      const own = sides[side];
      return own === null || own.from > own.to ? null : [daysClause(own, zone)];
    }
    case 'values': {
      const [own, rest] = [sides[side], sides[other]];
      if (own !== null) return [own];
      return rest === null ? null : restOf([rest]);
    }
    case 'segments': {
      const [own, rest] = [sides[side], sides[other]];
      if (own !== null) return own.clauses;
      return rest === null ? null : restOf(rest.clauses);
    }
  }
}

/** Everything else than these clauses; what is outside of something has that as its rest. Null where no filter can say it. */
function restOf(clauses: readonly Clause[]): readonly Clause[] | null {
  const [only, ...more] = clauses;
  if (only?.kind === 'outside' && more.length === 0) return only.clauses;
  return outsideOf({ clauses: [...clauses] })?.clauses ?? null;
}

/** Whether both sides are chosen and yet everything else than one of them cannot be said. */
export const isRestUnsaid = (sides: Sides, zone: string): boolean =>
  sides.kind !== 'periods' &&
  (sides.a !== null || sides.b !== null) &&
  sideNames.some((side) => sideClauses(sides, side, zone) === null);

function daysClause({ from, to }: Days, zone: string): Clause {
  const at = (day: string): string => new Date(startOfDay(day, zone)).toISOString();
  return { kind: 'time', column: 'ordered_at', from: at(from), to: at(dayAfter(to, 1)) };
}

export interface BothFilters {
  readonly a: Filter;
  readonly b: Filter;
}

/** Both sides as filters; null while one of them is not chosen. */
export function filtersOf(sides: Sides, common: Filter, zone: string): BothFilters | null {
  const [a, b] = [sideClauses(sides, 'a', zone), sideClauses(sides, 'b', zone)];
  if (a === null || b === null) return null;
  return { a: { clauses: [...common.clauses, ...a] }, b: { clauses: [...common.clauses, ...b] } };
}

/** What a side is, in words. */
export function sideText(sides: Sides, side: SideName, info: ProjectInfo): string {
  if (sides.kind !== 'periods' && sides[side] === null) return t('sides.rest');
  const named = sides.kind === 'segments' ? sides[side] : null;
  if (named !== null) return named.name;
  const clauses = sideClauses(sides, side, info.timezone) ?? [];
  return clauses.map((clause) => clauseText(clause, info)).join(' · ');
}
