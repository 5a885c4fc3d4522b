import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Failure } from '../../analysis/model/failure.ts';
import {
  binsWith,
  chosenFigures,
  clauseOfBins,
  type LinkedAxis,
  type LinkedFigures,
  type LinkedIndexed,
  type LinkedView,
  type ViewBin,
} from '../../analysis/model/linked.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { address, go } from '../state/address.ts';
import { useLatest } from '../state/request.ts';
import { useStore } from '../state/store.ts';
import { withClause } from './bin-filter.ts';

/** One axis and what it holds now: under the filter, or under what is about to be chosen on another axis. */
export interface SeenView {
  readonly view: LinkedView;
  readonly bins: readonly ViewBin[];
  /** What the bins are made of. */
  readonly figures: LinkedFigures;
  /** Bins that are about to be chosen on this axis itself. */
  readonly choosing: { readonly from: number; readonly to: number } | null;
}

interface Linked {
  readonly see: (axis: LinkedAxis) => SeenView | null;
  readonly fresh: boolean;
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** Something may be chosen on this axis soon. */
  readonly approach: (axis: LinkedAxis) => void;
  /** Bins `from` to `to` are about to be chosen. */
  readonly brush: (axis: LinkedAxis, from: number, to: number) => void;
  /** They are. */
  readonly choose: (axis: LinkedAxis) => void;
  readonly leave: () => void;
}

const none: Linked = {
  ...{ see: () => null, fresh: false, busy: false, failure: null },
  ...{ approach: () => undefined, brush: () => undefined, choose: () => undefined, leave: () => undefined },
};
const LinkedViews = createContext<Linked>(none);
export const useLinked = (): Linked => useContext(LinkedViews);

const keyOf = (axis: LinkedAxis): string => JSON.stringify(axis);

interface Brush {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** The hand has let go: it stays drawn until the filter it became is answered. */
  readonly done?: true;
}

export interface LinkedProps {
  readonly info: ProjectInfo;
  readonly axes: readonly LinkedAxis[];
  readonly children: ReactNode;
}

/**
 * Views on one filter. Before a hand chooses on one of them the engine is asked once what every bin of it would leave in all others;
 * while it chooses nothing is asked.
 */
export function LinkedProvider({ info, axes, children }: LinkedProps) {
  const { filter } = useStore(address);
  const asked = { axes: [...axes], filter };
  const key = JSON.stringify([info.dataVersion, asked]);
  const answer = useLatest('explore.linked', axes.length === 0 ? null : asked, key);
  const [near, setNear] = useState<string | null>(null);
  const [brush, setBrush] = useState<Brush | null>(null);
  const active = axes.findIndex((axis) => keyOf(axis) === near);
  const index = useLatest('explore.linkedIndex', active < 0 ? null : { ...asked, active }, `${key} ${active}`);
  const views = useMemo(() => new Map(answer.value?.views.map((view) => [keyOf(view.axis), view])), [answer.value]);
  const prepared = brush !== null && brush.key === near && (index.fresh || brush.done === true) ? index.value : null;
  useEffect(() => setBrush((now) => (now?.done === true ? null : now)), [answer.value]);
  const laid = JSON.stringify(axes);
  const seen = useMemo(
    () => new Map(axes.flatMap((axis, at) => seenView(views.get(keyOf(axis)), prepared?.views[at] ?? null, brush))),
    [laid, views, prepared, brush],
  );
  const linked: Linked = {
    see: (axis) => seen.get(keyOf(axis)) ?? null,
    ...{ fresh: answer.fresh, busy: answer.busy, failure: answer.failure },
    approach: (axis) => setNear(keyOf(axis)),
    brush: (axis, from, to) => setBrush({ key: keyOf(axis), from, to }),
    choose: (axis) => {
      const view = views.get(keyOf(axis));
      const clause = brush === null || view === undefined ? null : clauseOfBins(view.bins, brush.from, brush.to);
      setBrush(clause === null || brush === null ? null : { ...brush, done: true });
      if (clause !== null) go({ filter: withClause(address.get().filter, clause) });
    },
    leave: () => setBrush(null),
  };
  return <LinkedViews.Provider value={linked}>{children}</LinkedViews.Provider>;
}

/** A view under what is about to be chosen on another axis, where that is known, by its key. */
function seenView(
  view: LinkedView | undefined,
  other: LinkedIndexed | null,
  brush: Brush | null,
): readonly (readonly [string, SeenView])[] {
  if (view === undefined) return [];
  const key = keyOf(view.axis);
  const figures =
    other === null || brush === null ? view.figures : chosenFigures(other, view.bins.length, brush.from, brush.to);
  const choosing = brush?.key === key ? { from: brush.from, to: brush.to } : null;
  return [[key, { view, bins: binsWith(view.bins, figures), figures, choosing }]];
}
