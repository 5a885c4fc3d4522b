import { z } from 'zod';
import { answers } from './call.ts';
import {
  mostRows,
  sqlTextSchema,
  sqlViewIdSchema,
  sqlViewSchema,
  type SqlAnswer,
  type SqlRun,
  type SqlView,
  type SqlViewState,
} from './model/sql-console.ts';
import type { SqlTable } from './model/sql-tables.ts';

const none = z.strictObject({});

/**
 * The SQL console: one SELECT at a time over a read-only snapshot of the project, in a process of its own. Nothing that is
 * asked there changes the project; what was asked is noted, and may be saved by a name that later queries read.
 */
export const sqlCalls = {
  /** What queries may read, with the names of columns in both languages and whether their values are masked. */
  'sql.tables': answers<readonly SqlTable[]>()(none),
  /** Runs a query and notes it in the history; 'sql-stopped' where the console's process ended, which never takes the engine along. */
  'sql.run': answers<SqlAnswer>()(z.strictObject({ text: sqlTextSchema, limit: z.int().min(1).max(mostRows) })),
  /** Saved queries, by name. */
  'sql.views': answers<readonly SqlView[]>()(none),
  /** Whether each of them runs, and what it reads. */
  'sql.checkViews': answers<readonly SqlViewState[]>()(none),
  /** 'sql-view-unknown', 'sql-view-name-taken', 'sql-view-name-table', 'sql-view-cycle', and 'sql-view-refused' for a text that does not run. */
  'sql.saveView': answers<readonly SqlView[]>()(sqlViewSchema),
  'sql.deleteView': answers<readonly SqlView[]>()(sqlViewIdSchema),
  /** Takes a deletion back; fails as `sql.saveView` does. */
  'sql.restoreView': answers<readonly SqlView[]>()(sqlViewIdSchema),
  /** Queries that were run, the last first. */
  'sql.history': answers<readonly SqlRun[]>()(none),
  'sql.clearHistory': answers<readonly SqlRun[]>()(none),
} as const;
