import type { OutputOf, Progress } from '../../analysis/engine-api.ts';
import type { RunSummary } from '../../analysis/model/backtest.ts';
import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import type { Assumptions } from '../../analysis/model/results/assumptions.ts';
import type { Filter } from '../../analysis/model/filter.ts';
import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { go } from '../state/address.ts';
import { call } from '../state/jobs.ts';
import type { Age } from '../state/latest.ts';
import { createStore } from '../state/store.ts';

export type OpenRun = OutputOf<'backtest.open'>;

/** The run on screen as it is shown: its rule set and result may be those of a trial. */
export interface ShownRun {
  readonly open: OpenRun;
  /** Of F-β, as it is assumed. */
  readonly beta: number;
  /** Rules are tried otherwise than they ran. */
  readonly tried: boolean;
  /** Not fresh while another trial is under way or failed. */
  readonly age: Age;
}

/** For what stands beside the run, such as the inspector of one of its rules. */
export const shownRun = createStore<ShownRun | null>(null);

/** The run under way; it goes on while other rooms are looked at. */
export interface Running {
  readonly name: string;
  readonly progress: Progress | null;
  readonly cancel: () => void;
}

export const running = createStore<Running | null>(null);
export const runFailure = createStore<Failure | null>(null);
export const runs = createStore<readonly RunSummary[] | null>(null);

export async function loadRuns(): Promise<void> {
  runs.set(await call('backtest.runs', {}));
}

/** Runs, keeps the run and opens it; without assumptions it takes those kept last. */
export async function startRun(ruleSet: RuleSet, filter: Filter, assumptions?: Assumptions): Promise<void> {
  running.get()?.cancel();
  const abort = new AbortController();
  const own: Running = { name: ruleSet.name, progress: null, cancel: () => abort.abort() };
  running.set(own);
  runFailure.set(null);
  const onProgress = (progress: Progress) => {
    if (!abort.signal.aborted) running.set({ ...own, progress });
  };
  try {
    const input = { ruleSet, filter, save: true, ...(assumptions === undefined ? {} : { assumptions }) };
    const { runId } = await call('backtest.run', input, { signal: abort.signal, onProgress });
    await loadRuns();
    go({ room: 'backtest', path: [runId], params: { rule: null } });
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code !== 'cancelled') runFailure.set(failure);
  } finally {
    if (running.get()?.cancel === own.cancel) running.set(null);
  }
}
