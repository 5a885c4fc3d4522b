import type { Handlers } from './engine-api.ts';
import type { Segment } from './model/segment.ts';
import type { Connection } from './store/connection.ts';
import type { ProjectHandle } from './store/project-handle.ts';
import { deleteSegment, restoreSegment, saveSegment, segmentsOf } from './store/segments.ts';

type SegmentCalls = Extract<keyof Handlers, `segments.${string}`>;

/** The calls about named filters. */
export function segmentHandlers(project: ProjectHandle): Pick<Handlers, SegmentCalls> {
  const changed = (
    work: (db: Connection) => Promise<void>,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<readonly Segment[]> =>
    project.write({ signal }, async (db) => {
      await work(db);
      return segmentsOf(db);
    });
  return {
    'segments.list': (_input, { signal }) => project.read({ signal }, segmentsOf),
    'segments.save': (given, context) => changed((db) => saveSegment(db, given), context),
    'segments.delete': ({ segmentId }, context) => changed((db) => deleteSegment(db, segmentId), context),
    'segments.restore': ({ segmentId }, context) => changed((db) => restoreSegment(db, segmentId), context),
  };
}
