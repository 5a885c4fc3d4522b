import { z } from 'zod';
import type { Maturity } from '../project.ts';
import { judgedSchema } from './judged.ts';
import { filterSchema, type Filter } from '../filter.ts';
import { ruleSetSchema } from '../ruleset.ts';
import type { Clusters } from './headline.ts';
import type { ReviewDays } from './queue.ts';
import { cellNumbers, cellsOver, type Cells, type TallySums } from './tally.ts';

/** Entities of a part are put into so many groups, which intervals of its figures are made of. */
export const partGroups = 32;
/** Their groups and states have to be told apart by two bytes. */
export const mostParts = 400;

/**
 * What a rule set decides, part by part: any way to divide orders that a filter can tell, by value of a column, week,
 * recorded result or decision of another rule set. An order is in the first part whose conditions hold, so that parts are
 * exactly the orders of `filter` and their own conditions only where these exclude each other.
 */
export const breakdownSchema = z.strictObject({
  ruleSet: ruleSetSchema,
  filter: filterSchema,
  parts: z.array(filterSchema).max(mostParts),
  judged: judgedSchema.exactOptional(),
});
export type BreakdownAsk = z.infer<typeof breakdownSchema>;

export interface Breakdown {
  /** Of all orders of the filter, by group of entities. */
  readonly groups: Float64Array;
  /** By part, group of entities (`partGroups`), decision, state and measure. */
  readonly parts: Float64Array;
  /** What the groups are of. */
  readonly entities: Omit<Clusters, 'groups'>;
  /** Orders of the filter that a person has to look at. */
  readonly reviewDays: ReviewDays;
  readonly currency: string;
  /** Day (ISO) up to which orders are judged; maturity as they are judged. */
  readonly asOf: string | null;
  readonly maturity: Maturity;
  readonly dataVersion: string;
}

/** One part of a breakdown: its sums, and the same by groups of entities. */
export interface Part {
  readonly cells: Cells;
  readonly groups: TallySums;
}

export function partAt(parts: Float64Array, part: number): Part {
  const size = partGroups * cellNumbers;
  const groups = parts.subarray(part * size, (part + 1) * size);
  return { groups, cells: cellsOver(groups) };
}

/** All orders of a breakdown as a part: in those of its parts and in none. */
export function wholePart({ groups }: Pick<Breakdown, 'groups'>): Part {
  const folded = new Float64Array(partGroups * cellNumbers);
  for (let at = 0; at < groups.length; at += 1) {
    const to = (Math.floor(at / cellNumbers) % partGroups) * cellNumbers + (at % cellNumbers);
    folded[to] = (folded[to] ?? 0) + (groups[at] ?? 0);
  }
  return { groups: folded, cells: cellsOver(folded) };
}

/** The orders of a part as a filter of their own. */
export const ordersOfPart = (filter: Filter, part: Filter): Filter => ({
  clauses: [...filter.clauses, ...part.clauses],
});
