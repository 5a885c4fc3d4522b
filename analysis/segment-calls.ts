import { z } from 'zod';
import { answers } from './call.ts';
import { segmentIdSchema, segmentSchema, type Segment } from './model/segment.ts';

/** Named filters; each call answers all of them, by name. */
export const segmentCalls = {
  'segments.list': answers<readonly Segment[]>()(z.strictObject({})),
  /** Answers after it is committed. 'segment-unknown', 'segment-name-taken'. */
  'segments.save': answers<readonly Segment[]>()(segmentSchema),
  'segments.delete': answers<readonly Segment[]>()(segmentIdSchema),
  /** Takes a deletion back. */
  'segments.restore': answers<readonly Segment[]>()(segmentIdSchema),
} as const;
