import type { CustomColumn, ProjectColumn } from '../model/columns.ts';
import type { SlowerWhy } from '../model/backtest.ts';
import type { Feature } from '../model/features.ts';
import type { Filter } from '../model/filter.ts';
import type { ProjectInfo, ProjectSettings } from '../model/project.ts';
import type { Judged } from '../model/results/judged.ts';
import type { Scope } from '../expression/index.ts';
import type { Connection } from './connection.ts';
import type { MemoryBudget } from './memory-budget.ts';
import type { MaskedColumn } from './redact.ts';
import type { Sql } from './sql.ts';

/** What a job may observe: cancelled through `signal` (the running statement is interrupted), told through `progress`. */
export interface JobContext {
  readonly signal?: AbortSignal;
  readonly progress?: (fraction: number | null) => void;
  /** Hears the share of the features that have been computed for the rows it waits for. */
  readonly making?: (share: number) => void;
}

/** The working rows as a table to select from, and what they were made of. */
export interface WorkingTable extends Sql {
  readonly dataVersion: string;
  /** Of the orders and outcomes, see `atRevision`. */
  readonly revision: number;
  /**
   * What to write for an expression over these columns that many jobs compute for every order: a column that holds its
   * values where there is one already, else the expression itself, and the column soon.
   */
  readonly prepared: (expression: Sql) => Sql;
}

/** Rows to be read from end to end, see `ProjectHandle.scan`. */
export interface Scan extends Sql {
  /** To be written behind a query of them that wants them in `seq` order. */
  readonly order: Sql;
  readonly dataVersion: string;
  readonly revision: number;
}

/**
 * An open project as the rooms of analysis/ see it. One DuckDB instance behind it, a connection per job.
 *
 * Tables of the project file (the truth):
 *   orders    seq BIGINT (dense from 0 in (ordered_at, event_id UTF-8) order), every canonical column (money BIGINT
 *             minor units, time TIMESTAMPTZ, int BIGINT, rest VARCHAR), `label` BOOLEAN (the file's own label: TRUE bad,
 *             FALSE good, NULL unknown), one column `custom.<id>` per kept column, import_id VARCHAR, source_line BIGINT
 *   outcomes  order_id VARCHAR, kind VARCHAR, reported_at TIMESTAMPTZ, amount BIGINT, currency VARCHAR, reason VARCHAR,
 *             family VARCHAR, source VARCHAR (import id), source_line BIGINT; orphans are kept
 *   custom_columns, imports (report JSON), rejects, rule_sets, runs, settings, shinsa_meta
 * Derived, in an attached in-memory database `work`, rebuilt when data, target or as-of change:
 *   the working rows, see `rows`.
 */
export interface ProjectHandle {
  /** Key of the masks of a column's values; the same for every column of its personal-data class. */
  readonly maskKey: (column: MaskedColumn) => string;
  /** Secret (hex) behind the surrogates of packages; it never leaves this machine. */
  readonly surrogateKey: string;
  /** How the memory of this process is shared out. */
  readonly memory: MemoryBudget;
  readonly info: () => Promise<ProjectInfo>;
  readonly update: (settings: ProjectSettings) => Promise<ProjectInfo>;
  readonly columns: () => Promise<readonly ProjectColumn[]>;
  readonly customColumns: () => Promise<readonly CustomColumn[]>;

  /**
   * The same project with its orders judged so, what filters say of how they ended as well: itself where they are so anyway.
   * What it has in memory is kept for the last few judgements asked for.
   */
  readonly judged: (judged: Judged) => Promise<ProjectHandle>;

  /** Runs reading work on a connection of its own. */
  readonly read: <T>(context: JobContext, work: (db: Connection) => Promise<T>) => Promise<T>;
  /** Runs writing work alone, in one transaction: committed as a whole before it answers, or rolled back. */
  readonly write: <T>(context: JobContext, work: (db: Connection) => Promise<T>) => Promise<T>;

  /**
   * The working rows with at least these columns (canonical or `custom.<id>` names), one row per order in `seq` order,
   * as a table to select from. Always has: seq BIGINT, ordered_at, amount, currency, state UTINYINT (position in
   * `outcomeStates`), early_bad BOOLEAN (bad already reported, order not yet matured), refused BOOLEAN (refused or
   * cancelled, whatever its age), bill_open BOOLEAN (excluded only because its bill is still open), week DATE (Monday,
   * project zone), hour UTINYINT (project zone), mature BOOLEAN (old enough for its outcome to be known). Column-narrow and in memory,
   * so that scans answer at once. They never change under a job; `dataVersion` says which state of the project they
   * show, which may be a later one than `info` told before.
   */
  readonly rows: (db: Connection, columns: readonly string[]) => Promise<WorkingTable>;

  /**
   * The same rows for somebody who reads them once: no table of them is made where the orders themselves hold the columns.
   * Without `judged` state, early_bad, refused, bill_open and mature may be missing. To be read at their revision (`atRevision`).
   */
  readonly scan: (db: Connection, columns: readonly string[], judged: boolean) => Promise<Scan>;

  /**
   * Computes those of the columns that are features, with many orders as columns of codes in `columnsDir`, each under the
   * `columnName` of its values; who does not find one there reads it from the rows.
   */
  readonly features: (db: Connection, columns: readonly string[]) => Promise<void>;

  /** Why features of this project were made by the slow way since it was opened; null where none was. */
  readonly slowFeatures: () => SlowerWhy | null;

  /**
   * `contentHash` of the orders and outcomes at a revision (see `WorkingTable`), computed anew; 'view-gone' when they
   * have changed since. On the connection of a job, outside a transaction.
   */
  readonly contentHash: (db: Connection, revision: number) => Promise<string>;
  /** The same, computed once for a state of the data and then kept beside its columns: for what proves nothing. */
  readonly keptContentHash: (db: Connection, revision: number) => Promise<string>;

  /** The filter as a condition over `rows`, and the columns it reads; 'filter-invalid' or 'rule-invalid' when it does not check. */
  readonly condition: (filter: Filter) => Promise<{ readonly where: Sql; readonly columns: readonly string[] }>;

  /** Rule scope for a rule set's currency and time zone, and its features. */
  readonly scope: (currency: string, timezone: string, features?: readonly Feature[]) => Promise<Scope>;
  /** The only currency present, or null when there are several (predicates then guard money by currency). */
  readonly singleCurrency: () => Promise<string | null>;

  /**
   * The folder (mode 0700) for columns made of the orders as they are now, whatever the target and the as-of day; those of
   * other states of the orders are removed, but for the last one.
   */
  readonly columnsDir: () => Promise<string>;

  /** A fresh path in the private staging folder; files there are gone when the project closes. */
  readonly stagingPath: (name: string) => string;
  /** The path of something staged, by the name it was given there; nothing outside the folder can be named. */
  readonly stagedPath: (staged: string) => string;
  /** What else is to end when the project closes, before its database does. */
  readonly onClose: (end: () => Promise<void>) => void;
  readonly close: () => Promise<void>;
}
