import { useEffect } from 'react';
import { failureOf } from '../../analysis/model/failure.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import {
  shownRows,
  type SqlAnswer,
  type SqlRun,
  type SqlView,
  type SqlViewState,
} from '../../analysis/model/sql-console.ts';
import type { SqlTable } from '../../analysis/model/sql-tables.ts';
import { call } from '../state/jobs.ts';
import { createStore, useStore } from '../state/store.ts';
import { attempt, showFailure } from '../state/toasts.ts';

/** What was answered last, and to which text; `cancelled` where somebody stopped it. */
export interface Answered {
  readonly text: string;
  readonly answer: SqlAnswer | 'cancelled';
  /** The state of the project it was asked of. */
  readonly of: Pick<ProjectInfo, 'projectId' | 'dataVersion' | 'masked' | 'asOf'>;
}

/** Whether an answer is of the project as it is now. */
export const isCurrent = ({ of }: Answered, info: ProjectInfo): boolean => keyOf(of) === keyOf(info);

/** Whether an answer is to another query than the one that is written. */
export const isEarlier = (answered: Answered, text: string): boolean => answered.text.trim() !== text.trim();

/** The console as it is on screen; it stays so while another room is looked at. */
export interface Console {
  readonly text: string;
  /** The query under way: since when (`performance.now`). */
  readonly running: { readonly since: number; readonly cancel: () => void } | null;
  readonly answered: Answered | null;
}

export const sqlConsole = createStore<Console>({ text: '', running: null, answered: null });

export function write(text: string): void {
  sqlConsole.set({ ...sqlConsole.get(), text });
}

/** Runs what is written, unless something runs. */
export function run({ projectId, dataVersion, masked, asOf }: ProjectInfo): void {
  const { text, running } = sqlConsole.get();
  if (running !== null) return;
  const abort = new AbortController();
  const of = { projectId, dataVersion, masked, asOf };
  const own = { since: performance.now(), cancel: () => abort.abort() };
  sqlConsole.set({ ...sqlConsole.get(), running: own });
  const ended = (answer: SqlAnswer | 'cancelled' | null): void => {
    const now = sqlConsole.get();
    if (now.running !== own) return;
    sqlConsole.set({ ...now, running: null, answered: answer === null ? now.answered : { text, answer, of } });
    attempt(readHistory);
  };
  call('sql.run', { text, limit: shownRows }, { signal: abort.signal }).then(ended, (error: unknown) => {
    const cancelled = failureOf(error).code === 'cancelled';
    if (!cancelled) showFailure(error);
    ended(cancelled ? 'cancelled' : null);
  });
}

/** Lists beside the editor, of one state of the project; null while they are read. */
interface Beside {
  readonly key: string;
  readonly tables: readonly SqlTable[];
  readonly views: readonly SqlView[];
  /** Whether the saved queries run; null while nobody has asked since they changed. */
  readonly states: readonly SqlViewState[] | null;
  readonly history: readonly SqlRun[];
}

const beside = createStore<Beside | null>(null);
const nothing: Beside = { key: '', tables: [], views: [], states: null, history: [] };

const keyOf = ({ projectId, dataVersion, masked }: Omit<Answered['of'], 'asOf'>): string =>
  JSON.stringify([projectId, dataVersion, masked]);

/** What stands beside the editor. */
export function useBeside(info: ProjectInfo): Beside {
  const key = keyOf(info);
  const now = useStore(beside);
  useEffect(() => {
    if (beside.get()?.key === key) return;
    attempt(async () => {
      const [tables, views, history] = await Promise.all([
        call('sql.tables', {}),
        call('sql.views', {}),
        call('sql.history', {}),
      ]);
      beside.set({ key, tables, views, states: null, history });
    });
  }, [key]);
  return now?.key === key ? now : nothing;
}

const change = (part: Partial<Beside>): void => {
  const now = beside.get();
  if (now !== null) beside.set({ ...now, ...part });
};

async function readHistory(): Promise<void> {
  change({ history: await call('sql.history', {}) });
}

export const clearHistory = (): void => attempt(async () => change({ history: await call('sql.clearHistory', {}) }));

/** Asks whether the saved queries run. */
export const checkViews = (): void => attempt(async () => change({ states: await call('sql.checkViews', {}) }));

const changedViews = (views: readonly SqlView[]): void => change({ views, states: null });

/** Saves a query by a name, in the place of the one with that id. */
export async function saveView(name: string, text: string, viewId: string | null): Promise<void> {
  changedViews(await call('sql.saveView', viewId === null ? { name, text } : { viewId, name, text }));
}

export async function renameView(viewId: string, name: string): Promise<void> {
  changedViews(await call('sql.saveView', { viewId, name }));
}

export async function deleteView(viewId: string): Promise<void> {
  changedViews(await call('sql.deleteView', { viewId }));
}

export async function restoreView(viewId: string): Promise<void> {
  changedViews(await call('sql.restoreView', { viewId }));
}
