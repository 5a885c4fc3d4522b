import { randomUUID } from 'node:crypto';
import type { CallContext, Handlers } from '../engine-api.ts';
import { failureOf, ShinsaError } from '../model/failure.ts';
import { sawMore, type PersonalClass } from '../model/personal-roles.ts';
import {
  historyKept,
  type SqlAnswer,
  type SqlEnd,
  type SqlRun,
  type SqlSource,
  type SqlView,
} from '../model/sql-console.ts';
import { sqlTables } from '../model/sql-tables.ts';
import type { OpenProject } from '../store/project.ts';
import {
  deletedView,
  deleteView,
  forgetHistory,
  historyOf,
  keepView,
  noteRun,
  restoreView,
  viewsOf,
  type StoredRun,
  type StoredView,
} from '../store/sql-queries.ts';
import { SqlConsole, type ConsoleOptions } from './console.ts';
import { parsedSql } from '../store/console-database.ts';
import { inOrder } from './depend.ts';
import { statementOf } from './statement.ts';

type SqlCalls = Extract<keyof Handlers, `sql.${string}`>;

/** The calls of the SQL console, and what throws its snapshot away where the role changes. */
export function sqlHandlers(
  project: OpenProject,
  options: ConsoleOptions,
): { readonly handlers: Pick<Handlers, SqlCalls>; readonly forget: () => void } {
  const console = new SqlConsole(project, options);
  const { masked } = options;
  const history = new History(project);
  const stored = (signal: AbortSignal): Promise<readonly StoredView[]> => project.read({ signal }, viewsOf);
  const told = async (signal: AbortSignal): Promise<readonly SqlView[]> =>
    (await stored(signal)).map(toldView(masked()));

  /** What would become of the saved queries with this one among them: a name alone may close a ring. `runs`: it must. */
  const checked = async (
    next: Pick<SqlSource, 'name' | 'text'> & { readonly viewId: string | undefined; readonly runs: boolean },
    context: CallContext,
  ): Promise<void> => {
    const others = (await stored(context.signal)).filter(({ viewId }) => viewId !== next.viewId);
    const name = next.name.toLowerCase();
    if (sqlTables([], []).some((table) => table.name === name))
      throw new ShinsaError('sql-view-name-table', { name: next.name });
    if (others.some((one) => one.name.toLowerCase() === name))
      throw new ShinsaError('sql-view-name-taken', { name: next.name });
    const all = [...others, next];
    const reads = await project.read({ signal: context.signal }, async (db) => {
      const found = new Map<string, readonly string[]>();
      for (const one of all) {
        const statement = statementOf(one.text, await parsedSql(db, one.text));
        found.set(one.name.toLowerCase(), statement.kind === 'select' ? statement.reads : []);
      }
      return found;
    });
    const { cycle } = inOrder([name], reads);
    if (cycle !== null) throw new ShinsaError('sql-view-cycle', { names: cycle.join(' → ') });
    if (!next.runs) return;
    const sources = [...sourcesOf(others, masked()), { name: next.name, text: next.text, hidden: false }];
    const looks = await console.look(sources, context);
    if (looks.at(-1)?.problem !== null) throw new ShinsaError('sql-view-refused');
  };

  const handlers: Pick<Handlers, SqlCalls> = {
    'sql.tables': async () => sqlTables(await project.columns(), masked()),
    'sql.run': async ({ text, limit }, context) => {
      const at = Date.now();
      const began = performance.now();
      // Of whoever wrote it, whoever looks when it ends.
      const classes = masked();
      const views = await stored(context.signal);
      const note = (end: SqlEnd, ms: number, rows: number | null): void =>
        history.note({ queryId: randomUUID(), at, text, ms: Math.round(ms), rows, end, masked: classes });
      try {
        const answer = await console.run(text, sourcesOf(views, classes), limit, context);
        if (answer.kind === 'rows') note('rows', answer.ms, answer.total);
        else if (answer.problem.code !== 'empty') note(answer.problem.code, answer.ms, null);
        return answer;
      } catch (error) {
        const { code } = failureOf(error);
        const end = code === 'cancelled' ? 'cancelled' : code === 'sql-stopped' ? 'stopped' : 'other';
        note(end, performance.now() - began, null);
        if (code === 'sql-stopped') return stoppedAnswer(performance.now() - began);
        throw error;
      }
    },
    'sql.views': (_, { signal }) => told(signal),
    'sql.checkViews': async (_, context) => {
      const views = await stored(context.signal);
      const looks = views.length === 0 ? [] : await console.look(sourcesOf(views, masked()), context);
      return views.map(({ viewId }, at) => ({
        viewId,
        reads: looks[at]?.reads ?? [],
        problem: looks[at]?.problem ?? null,
        columns: looks[at]?.columns ?? [],
      }));
    },
    'sql.saveView': async (given, context) => {
      const { signal } = context;
      const classes = masked();
      const viewId = 'viewId' in given ? given.viewId : undefined;
      const before = (await stored(signal)).find((one) => one.viewId === viewId);
      if (viewId !== undefined && before === undefined) throw new ShinsaError('sql-view-unknown');
      const text = given.text ?? before?.text ?? '';
      await checked({ viewId, name: given.name, text, runs: given.text !== undefined }, context);
      await project.write({ signal }, (db) => keepView(db, { viewId, name: given.name, text: given.text }, classes));
      return told(signal);
    },
    'sql.deleteView': async ({ viewId }, { signal }) => {
      await project.write({ signal }, (db) => deleteView(db, viewId));
      return told(signal);
    },
    'sql.restoreView': async ({ viewId }, context) => {
      const { signal } = context;
      const before = await project.read({ signal }, (db) => deletedView(db, viewId));
      await checked({ viewId, ...before, runs: false }, context);
      await project.write({ signal }, (db) => restoreView(db, viewId));
      return told(signal);
    },
    'sql.history': (_, { signal }) => history.told(signal, masked()),
    'sql.clearHistory': async (_, { signal }) => {
      await project.write({ signal }, forgetHistory);
      return history.told(signal, masked());
    },
  };
  return { handlers, forget: () => console.forget() };
}

const sourcesOf = (views: readonly StoredView[], now: readonly PersonalClass[]): SqlSource[] =>
  views.map(({ name, text, masked }) => ({ name, text, hidden: sawMore(masked, now) }));

const stoppedAnswer = (ms: number): SqlAnswer => ({
  kind: 'refused',
  problem: { code: 'stopped', params: {}, place: null, detail: '' },
  ms,
});

const toldView =
  (now: readonly PersonalClass[]) =>
  ({ masked, text, ...view }: StoredView): SqlView => {
    const hidden = sawMore(masked, now);
    return { ...view, hidden, text: hidden ? '' : text };
  };

/** Queries that were run. A note waits for nobody: while a file is taken in, it stands here until it can be written. */
class History {
  readonly #project: OpenProject;
  #pending: readonly StoredRun[] = [];

  constructor(project: OpenProject) {
    this.#project = project;
  }

  note(run: StoredRun): void {
    if (this.#project.readOnly) return;
    this.#pending = [run, ...this.#pending];
    const written = (): void => {
      this.#pending = this.#pending.filter((one) => one !== run);
    };
    this.#project.write({}, (db) => noteRun(db, run)).then(written, written);
  }

  async told(signal: AbortSignal, now: readonly PersonalClass[]): Promise<readonly SqlRun[]> {
    const pending = this.#pending;
    const stored = await this.#project.read({ signal }, historyOf);
    const known = new Set(stored.map(({ queryId }) => queryId));
    const all = [...pending.filter(({ queryId }) => !known.has(queryId)), ...stored];
    return all.slice(0, historyKept).map(({ masked, text, ...run }) => {
      const hidden = sawMore(masked, now);
      return { ...run, hidden, text: hidden ? '' : text };
    });
  }
}
