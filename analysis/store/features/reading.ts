import type { CheckedFeature } from '../../expression/index.ts';

/**
 * How the past is read. Point in time is `{}`; the others are the mistakes that make a feature look better than it can be,
 * computed only to be shown beside it: orders of the same instant counted, outcomes known at once, lists as they are
 * today, the whole history whatever the time.
 */
export interface Reading {
  readonly ties?: 'instant';
  readonly outcomes?: 'at-once';
  readonly lists?: 'today';
  readonly window?: 'whole';
}

/** A feature to be computed, and how the past is read for it. */
export interface Planned {
  readonly checked: CheckedFeature;
  readonly reading: Reading;
}
