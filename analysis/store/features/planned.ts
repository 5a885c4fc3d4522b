import type { CheckedFeature } from '../../expression/index.ts';
import type { Reading } from '../../model/features.ts';

/** A feature to be computed, and how the past is read for it. */
export interface Planned {
  readonly checked: CheckedFeature;
  readonly reading: Reading;
}
