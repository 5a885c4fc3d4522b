import { useEffect } from 'react';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { Segment, SegmentGiven } from '../../analysis/model/segment.ts';
import { call } from './jobs.ts';
import { createStore, useStore } from './store.ts';
import { attempt } from './toasts.ts';

const held = createStore<{ readonly key: string; readonly all: readonly Segment[] } | null>(null);
const none: readonly Segment[] = [];

/** What changes them beside the calls below: another project, a person who is deleted, what is masked. */
const keyOf = ({ projectId, dataVersion, masked }: ProjectInfo): string =>
  JSON.stringify([projectId, dataVersion, masked]);

/** The project's named filters, by name. */
export function useSegments(info: ProjectInfo): readonly Segment[] {
  const key = keyOf(info);
  const now = useStore(held);
  useEffect(() => {
    if (held.get()?.key === key) return;
    attempt(async () => held.set({ key, all: await call('segments.list', {}) }));
  }, [key]);
  return now?.key === key ? now.all : none;
}

export const keepSegment = (info: ProjectInfo, given: SegmentGiven): Promise<void> =>
  answered(info, call('segments.save', given));

export const removeSegment = (info: ProjectInfo, { segmentId }: Segment): Promise<void> =>
  answered(info, call('segments.delete', { segmentId }));

/** Takes a deletion back. */
export const restoreSegment = (info: ProjectInfo, { segmentId }: Segment): Promise<void> =>
  answered(info, call('segments.restore', { segmentId }));

async function answered(info: ProjectInfo, answer: Promise<readonly Segment[]>): Promise<void> {
  held.set({ key: keyOf(info), all: await answer });
}
