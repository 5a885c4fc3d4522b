import { useMemo } from 'react';
import type { RunSummary } from '../../../analysis/model/backtest.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { figuresOf, type RunFigures } from '../../../analysis/model/results/of-run.ts';
import { dateTime, minorPerMajor } from '../../i18n/format.ts';
import { address, go } from '../../state/address.ts';
import { useLatest } from '../../state/request.ts';
import { useStore } from '../../state/store.ts';
import type { Judging } from '../money/words.ts';
import { runs, type OpenRun } from '../run-store.ts';

/** A run in a column, with its figures under the assumptions that are kept with it. */
export interface ComparedRun {
  readonly open: OpenRun;
  readonly figures: RunFigures;
}

/** Beside the one that is open. */
export const mostOthers = 3;

export interface ChosenRuns {
  readonly all: readonly RunSummary[];
  readonly chosen: readonly string[];
  readonly set: (ids: readonly string[]) => void;
  readonly others: readonly ComparedRun[];
}

/** Kept runs to be seen beside the open one; which ones stands in the address. */
export function useChosenRuns(runId: string, dataVersion: string): ChosenRuns {
  const all = (useStore(runs) ?? []).filter((run) => run.runId !== runId);
  const { params } = useStore(address);
  const wanted = (params['beside'] ?? '').split(',');
  const chosen = all.flatMap((run) => (wanted.includes(run.runId) ? [run.runId] : [])).slice(0, mostOthers);
  const [first = null, second = null, third = null] = chosen;
  const read = [useRun(first, dataVersion), useRun(second, dataVersion), useRun(third, dataVersion)];
  return {
    ...{ all, chosen, others: read.flatMap((run) => run ?? []) },
    set: (ids) => go({ params: { beside: ids.length === 0 ? null : ids.join(',') }, replace: true }),
  };
}

function useRun(runId: string | null, dataVersion: string): ComparedRun | null {
  const { value } = useLatest('backtest.open', runId === null ? null : { runId }, `${runId ?? ''} ${dataVersion}`);
  const open = value !== null && value.run.runId === runId ? value : null;
  return useMemo(() => {
    if (open === null) return null;
    const { result, groups } = open;
    const given = result.assumptions ?? {};
    return { open, figures: figuresOf({ result, groups, given, perMajor: minorPerMajor(result.currency) }) };
  }, [open]);
}

/** What figures of several runs are called: as the first judges, recall of what got through where any has blocked orders. */
export const judgingOf = (columns: readonly [ComparedRun, ...(readonly ComparedRun[])]): Judging => ({
  target: columns[0].open.result.target,
  blocked: Math.max(...columns.map(({ open }) => open.result.blocked)),
});

/** How a run is named at the head of a column. */
export const runTitle = ({ open }: ComparedRun, info: ProjectInfo): string =>
  `${open.run.ruleSetName} ${dateTime(open.run.ranAt, info.timezone)}`;
