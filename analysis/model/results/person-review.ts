import { z } from 'zod';
import { filterSchema, type RecordedResult } from '../filter.ts';
import type { OutcomeState } from '../target.ts';
import { shareInterval, type ClusterKind, type Clusters } from './headline.ts';
import { groupCount, groupsWith, leastGroups, type Interval } from './intervals.ts';
import { judgedSchema } from './judged.ts';
import type { UnknownBand } from './unknown-band.ts';

export const personReviewSchema = z.strictObject({ filter: filterSchema, judged: judgedSchema.exactOptional() });
export type PersonReviewAsk = z.infer<typeof personReviewSchema>;

/** What a person decided of an order in the end. */
export type PersonResult = 'OK' | 'NG' | 'none';

/** Orders of a history by what was decided automatically, what a person decided, and how they ended. */
export interface ReviewCell {
  readonly auto: RecordedResult;
  readonly person: PersonResult;
  readonly state: OutcomeState;
  /** An outcome confirms that it was good, whatever its state. */
  readonly proved: boolean;
  readonly orders: number;
  /** The same by group of entities (`groupCount`). */
  readonly groups: Float64Array;
}

export interface PersonReview {
  readonly cells: readonly ReviewCell[];
  /** What the groups are of. */
  readonly entities: Omit<Clusters, 'groups'>;
  /** From the order to the first dated decision of a person, in hours; null where none is dated. */
  readonly time: { readonly orders: number; readonly median: number; readonly ninth: number } | null;
}

/** A share of the decisions of persons: measured where nothing about it is unknown, else a band. */
export interface ReviewShare {
  readonly part: number;
  readonly whole: number;
  readonly value: number | null;
  /** By linked entity, customer or order, as those of headline figures. */
  readonly interval: Interval | null;
  readonly band: UnknownBand | null;
}

/** 目視審査 as a stage of its own: of what waited for a person. */
export interface ReviewStage {
  /** Whether automatic results are recorded, so that orders which waited are told from others. */
  readonly recorded: boolean;
  /** REVIEW and HOLD of then; where no automatic result is recorded, whatever a person decided. */
  readonly waited: number;
  readonly decided: number;
  readonly passed: ReviewShare;
  /** Of the bad, the share that persons stopped; of the good, the share that they stopped. */
  readonly caught: ReviewShare;
  readonly wrong: ReviewShare;
  /** Refused automatically and passed by a person: what became of them shows what the screening stopped wrongly. */
  readonly overridden: { readonly orders: number; readonly bad: number; readonly good: number };
}

/** Fewer orders, or those of fewer than `leastGroups` groups of entities, say nothing. */
export const leastReviews = 20;

export function reviewStageOf({
  cells,
  entities: { by },
}: {
  readonly cells: readonly ReviewCell[];
  readonly entities: Pick<Clusters, 'by'>;
}): ReviewStage {
  const recorded = cells.some(({ auto }) => auto !== 'none');
  const waiting = cells.filter(({ auto, person }) =>
    recorded ? auto === 'REVIEW' || auto === 'HOLD' : person !== 'none',
  );
  const sum = (of: readonly ReviewCell[], which: (cell: ReviewCell) => boolean = () => true): number =>
    of.filter(which).reduce((total, { orders }) => total + orders, 0);
  const [passed, stopped] = [
    waiting.filter(({ person }) => person === 'OK'),
    waiting.filter(({ person }) => person === 'NG'),
  ];
  const decided = sum(passed) + sum(stopped);
  const isBad = ({ state }: ReviewCell): boolean => state === 'bad';
  const isGood = ({ state, proved }: ReviewCell): boolean => state === 'good' || (proved && state === 'blocked');
  const unknown = sum(stopped, ({ state, proved }) => state === 'blocked' && !proved);
  const share = (of: readonly ReviewCell[], rest: readonly ReviewCell[], open: number): ReviewShare =>
    shareWith({ parts: groupsOf(of), wholes: groupsOf([...of, ...rest]) }, by, open);
  const overridden = cells.filter(({ auto, person }) => auto === 'NG' && person === 'OK');
  return {
    ...{ recorded, waited: sum(waiting), decided },
    passed: share(passed, stopped, 0),
    caught: share(stopped.filter(isBad), passed.filter(isBad), unknown),
    wrong: share(stopped.filter(isGood), passed.filter(isGood), unknown),
    overridden: { orders: sum(overridden), bad: sum(overridden, isBad), good: sum(overridden, isGood) },
  };
}

/** Orders of some cells by group of entities. */
function groupsOf(cells: readonly ReviewCell[]): Float64Array {
  const all = new Float64Array(groupCount);
  for (const { groups } of cells) groups.forEach((orders, group) => void (all[group] = (all[group] ?? 0) + orders));
  return all;
}

/** `unknown` may all belong to it, or none. */
function shareWith(
  sums: { readonly parts: Float64Array; readonly wholes: Float64Array },
  by: ClusterKind,
  unknown: number,
): ReviewShare {
  const [part, whole] = [sums.parts, sums.wholes].map((values) => values.reduce((total, orders) => total + orders, 0));
  if (part === undefined || whole === undefined) throw new Error('no sums');
  if (unknown > 0) {
    const [low, high] = [whole === 0 ? 0 : part / whole, (part + unknown) / (whole + unknown)];
    return { part, whole, value: null, interval: null, band: { low, high, unknown } };
  }
  const measured = whole >= leastReviews && groupsWith(sums.wholes) >= leastGroups;
  return {
    ...{ part, whole, value: measured ? part / whole : null },
    ...{ interval: measured ? shareInterval(sums, { part, whole }, by) : null, band: null },
  };
}
