import type { CallContext, Handlers } from '../engine-api.ts';
import { judgedProject } from '../store/judged-views.ts';
import type { JobContext, ProjectHandle } from '../store/project-handle.ts';
import { Axes } from './axes.ts';
import { columnProfile } from './column-profile.ts';
import { exportCsv } from './export-csv.ts';
import { linkedCalls, type Watch } from './linked/index.ts';
import { orderDetail } from './order-detail.ts';
import { onView, pages, type PageSource } from './order-page.ts';
import { checkColumns, OrderViews } from './order-views.ts';
import { overview } from './overview.ts';

export type ExploreCalls =
  | 'explore.overview'
  | 'explore.column'
  | 'explore.linked'
  | 'explore.linkedIndex'
  | 'explore.differs'
  | 'explore.compare'
  | 'orders.open'
  | 'orders.page'
  | 'orders.detail'
  | 'orders.exportCsv';

const jobOf = (context: CallContext, phase: 'computing' | 'sorting'): JobContext => ({
  signal: context.signal,
  progress: (fraction) => context.progress({ phase, fraction }),
});

/** Told the share of the orders that were read for columns that are not there yet. */
const watching = (context: CallContext): Watch => ({
  signal: context.signal,
  done: (share) => context.progress({ phase: 'columns', fraction: share }),
});

/** The calls of exploring: overview, column charts, the order table and its CSV. */
export function exploreHandlers(project: ProjectHandle): Pick<Handlers, ExploreCalls> {
  const views = new OrderViews(project);
  const axes = new Axes();
  const turn = oneAtATime();
  const linked = linkedCalls(project);
  return {
    'explore.overview': ({ filter }, context) =>
      project.read(jobOf(context, 'computing'), (db) => overview(project, db, filter)),
    'explore.column': ({ column, filter, judged }, context) =>
      turn(() =>
        project.read(jobOf(context, 'computing'), async (db) =>
          columnProfile(await judgedProject(project, judged), db, axes, column, filter),
        ),
      ),
    'explore.linked': (asked, context) =>
      project.read(jobOf(context, 'computing'), (db) => linked.figures(db, asked, watching(context))),
    'explore.linkedIndex': (asked, context) =>
      project.read(jobOf(context, 'computing'), (db) => linked.index(db, asked, watching(context))),
    'explore.differs': (asked, context) =>
      project.read(jobOf(context, 'computing'), (db) => linked.differs(db, asked, watching(context))),
    'explore.compare': (asked, context) =>
      project.read(jobOf(context, 'computing'), (db) => linked.compared(db, asked, watching(context))),
    'orders.open': ({ filter, sort }, context) =>
      project.read(jobOf(context, 'sorting'), (db) => views.open(db, filter, sort)),
    'orders.page': ({ viewId, offset, limit, columns }, context) =>
      project.read({ signal: context.signal }, async (db) => {
        checkColumns(await project.columns(), columns);
        const send = async (source: PageSource): Promise<{ rowCount: number }> => {
          let rowCount = 0;
          for await (const batch of pages(db, source, { offset, limit }, columns)) {
            rowCount += batch.rowCount;
            await context.emit(batch);
          }
          return { rowCount };
        };
        return views.reading(viewId, (view) => onView(project, db, view, columns, send));
      }),
    'orders.detail': ({ seq }, context) =>
      project.read({ signal: context.signal }, (db) => orderDetail(project, db, seq)),
    'orders.exportCsv': (request, context) =>
      project.read({ signal: context.signal }, (db) =>
        exportCsv(project, db, views, request, {
          signal: context.signal,
          written: (done, total) =>
            context.progress({ phase: 'writing', fraction: total === 0 ? 1 : done / total, done, total }),
        }),
      ),
  };
}

/**
 * Runs jobs one after the other. A window asks for all its charts at once; each scan already uses every core, and six
 * side by side take a third longer than six in a row.
 */
function oneAtATime(): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const mine = last.then(job);
    last = mine.catch(() => undefined);
    return mine;
  };
}
