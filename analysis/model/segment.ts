import { z } from 'zod';
import { filterSchema, type Filter } from './filter.ts';

/** A filter that a person gave a name, to be asked again wherever orders are chosen; its conditions are its own, whatever becomes of it elsewhere. */
export interface Segment {
  readonly segmentId: string;
  readonly name: string;
  readonly note: string;
  readonly filter: Filter;
  readonly savedAt: number;
  /** Bounds in it are masked: who sees it so can neither read nor ask it. */
  readonly hidden?: true;
}

const name = z.string().trim().min(1).max(80);
const note = z.string().trim().max(500);

/** Without an id a new one; without a filter or a note the one it has. */
export const segmentSchema = z.union([
  z.strictObject({ name, note, filter: filterSchema.refine(({ clauses }) => clauses.length > 0) }),
  z.strictObject({
    segmentId: z.string().max(64),
    name,
    note: note.exactOptional(),
    filter: filterSchema.refine(({ clauses }) => clauses.length > 0).exactOptional(),
  }),
]);
export type SegmentGiven = z.infer<typeof segmentSchema>;

export const segmentIdSchema = z.strictObject({ segmentId: z.string().max(64) });
