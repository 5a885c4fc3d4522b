import { z } from 'zod';
import { filterSchema, type RecordedResult } from '../filter.ts';
import type { OutcomeState } from '../target.ts';
import { wilson, type Interval } from './intervals.ts';
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
}

export interface PersonReview {
  readonly cells: readonly ReviewCell[];
  /** From the order to the first dated decision of a person, in hours; null where none is dated. */
  readonly time: { readonly orders: number; readonly median: number; readonly ninth: number } | null;
}

/** A share of the decisions of persons: measured where nothing about it is unknown, else a band. */
export interface ReviewShare {
  readonly part: number;
  readonly whole: number;
  readonly value: number | null;
  /** Of independent orders (Wilson). */
  readonly interval: Interval | null;
  readonly band: UnknownBand | null;
}

/** 目視審査 as a stage of its own: of what waited for a person. */
export interface ReviewStage {
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

/** Fewer orders say nothing. */
export const leastReviews = 20;

export function reviewStageOf({ cells }: Pick<PersonReview, 'cells'>): ReviewStage {
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
  const overridden = cells.filter(({ auto, person }) => auto === 'NG' && person === 'OK');
  return {
    ...{ waited: sum(waiting), decided },
    passed: shareWith(sum(passed), decided, 0),
    caught: shareWith(sum(stopped, isBad), sum(stopped, isBad) + sum(passed, isBad), unknown),
    wrong: shareWith(sum(stopped, isGood), sum(stopped, isGood) + sum(passed, isGood), unknown),
    overridden: { orders: sum(overridden), bad: sum(overridden, isBad), good: sum(overridden, isGood) },
  };
}

/** `unknown` may all belong to it, or none. */
function shareWith(part: number, whole: number, unknown: number): ReviewShare {
  if (unknown > 0) {
    const [low, high] = [whole === 0 ? 0 : part / whole, (part + unknown) / (whole + unknown)];
    return { part, whole, value: null, interval: null, band: { low, high, unknown } };
  }
  const measured = whole >= leastReviews;
  const found = measured ? wilson(part, whole) : null;
  return {
    ...{ part, whole, value: measured ? part / whole : null },
    ...{ interval: found === null ? null : { ...found, by: 'wilson' }, band: null },
  };
}
