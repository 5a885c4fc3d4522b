import { ShinsaError } from '../model/failure.ts';
import type { SqlAnswer, SqlColumn, SqlLook, SqlProblem, SqlSource } from '../model/sql-console.ts';
import type { Connection } from '../store/connection.ts';
import { consoleColumn, sizeOfColumn } from '../store/console-cells.ts';
import { boundSql, parsedSql, relationOf, rowsOf } from '../store/console-database.ts';
import { id, sql } from '../store/sql.ts';
import { inOrder } from './depend.ts';
import { problemOfError } from './problem.ts';
import { statementOf, type Statement } from './statement.ts';

/** Characters that an answer may hold. */
const largest = 64 * 2 ** 20;
/** Counting rows beyond those that are shown may take so long. */
const countMs = 5000;

/** A question in a session of the console: its connection, and the tables of the snapshot. */
export interface Session {
  readonly db: Connection;
  /** The same connection with another signal. */
  readonly within: (signal: AbortSignal) => Connection;
  readonly tables: ReadonlySet<string>;
  /** Those that hold values of persons as they are; the names of such columns; columns of nobody. */
  readonly personal: ReadonlySet<string>;
  readonly closed: ReadonlySet<string>;
  readonly open: ReadonlySet<string>;
  /** Those of persons that are no text. */
  readonly numbers: ReadonlySet<string>;
}

/** Runs a query over the snapshot and the saved queries that it reads. 'cancelled' is thrown, what else goes wrong is answered. */
export async function answerTo(
  session: Session,
  text: string,
  views: readonly SqlSource[],
  limit: number,
): Promise<SqlAnswer> {
  const began = performance.now();
  const ms = (): number => performance.now() - began;
  const no = (problem: SqlProblem): SqlAnswer => ({ kind: 'refused', problem, ms: ms() });
  const { db } = session;
  try {
    const statement = await read(db, text);
    if (statement.kind === 'refused') return no(statement.problem);
    const { problem: lacking, read: below } = await makeViews(session, statement.reads, views);
    if (lacking !== null) return no(lacking);
    const tells = personalIn(session, [statement, ...below]);
    await boundSql(db, text);
    const { names, types, columns: values, rows } = await rowsOf(db, text, limit + 1);
    const cut = rows > limit;
    const columns = names.map((name, at) => {
      const column = consoleColumn(name, types[at] ?? '', (values[at] ?? []).slice(0, limit));
      return { ...column, personal: tells(column) };
    });
    if (tooLarge(columns)) return no({ code: 'too-large', params: {}, place: null, detail: '' });
    const total = cut ? await counted(session, text) : rows;
    return { kind: 'rows', columns, rows: Math.min(rows, limit), cut, total, ms: ms() };
  } catch (error) {
    const problem = problemOfError(text, error);
    if (problem === null) throw error;
    return no(problem);
  }
}

const tooLarge = (columns: readonly SqlColumn[]): boolean =>
  columns.reduce((sum, column) => sum + sizeOfColumn(column), 0) > largest;

/**
 * Whether a column of a result may hold values of persons. Nobody follows a value through a query: where one names anything
 * but columns of nobody, every text is taken for a person's, unless it is such a column under its own name; numbers and times are
 * as well where a person's number is named, or one may be made of a person's text.
 */
function personalIn(
  { personal, closed, open, numbers }: Session,
  statements: readonly Statement[],
): (column: Pick<SqlColumn, 'name' | 'kind'>) => boolean {
  const all = statements.flatMap((one) => (one.kind === 'select' ? [one] : []));
  const reads = all.some((one) => one.reads.some((name) => personal.has(name)));
  const given = new Set(all.flatMap(({ names }) => names.given));
  const safe = (name: string): boolean => open.has(name) || (given.has(name) && !closed.has(name));
  const named = all.some(({ names }) => names.star || !names.columns.every(safe));
  const counted = all.every(
    ({ names }) =>
      names.shaped.every(safe) && !names.columns.some((name) => numbers.has(name)) && !(names.star && numbers.size > 0),
  );
  return ({ name, kind }) => {
    const own = name.toLowerCase();
    const nobodys = open.has(own) && !given.has(own);
    return reads && named && (name.startsWith('custom.') || (!nobodys && (kind === 'text' || !counted)));
  };
}

const read = async (db: Connection, text: string): Promise<Statement> => statementOf(text, await parsedSql(db, text));

/** All rows of a query; null where it takes too long. */
async function counted({ db, within }: Session, text: string): Promise<number | null> {
  const limited = within(AbortSignal.timeout(countMs));
  try {
    const row = await limited.first(sql`SELECT count(*) AS n FROM ${relationOf(text)}`);
    return Number(row?.['n']);
  } catch (error) {
    if (db.cancelled || !(error instanceof ShinsaError) || error.failure.code !== 'cancelled') throw error;
    return null;
  }
}

/** What each saved query reads, in the order of `views`, and whether it runs now. */
export async function lookAt(session: Session, views: readonly SqlSource[]): Promise<readonly SqlLook[]> {
  const looks: SqlLook[] = [];
  for (const { name, text, hidden } of views) {
    const own = { name, reads: [] as readonly string[], columns: [] };
    const statement = await read(session.db, text);
    if (hidden) {
      const reads = statement.kind === 'select' ? [...statement.reads] : [];
      looks.push({ ...own, problem: problem('view-hidden', { name }), reads });
      continue;
    }
    if (statement.kind === 'refused') looks.push({ ...own, problem: statement.problem, reads: [] });
    else looks.push({ ...(await bound(session, name, text, statement.reads, views)), reads: [...statement.reads] });
  }
  return looks;
}

async function bound(
  session: Session,
  name: string,
  text: string,
  reads: readonly string[],
  views: readonly SqlSource[],
): Promise<Pick<SqlLook, 'name' | 'problem' | 'columns'>> {
  const { problem } = await makeViews(session, reads, views);
  if (problem !== null) return { name, problem, columns: [] };
  try {
    return { name, problem: null, columns: [...(await boundSql(session.db, text))] };
  } catch (error) {
    const told = problemOfError(text, error);
    if (told === null) throw error;
    return { name, problem: told, columns: [] };
  }
}

/**
 * Makes views of the saved queries that `names` need, in the place of those of the question before, and answers these queries;
 * `problem` where one of them does not run.
 */
async function makeViews(
  { db, tables }: Session,
  names: readonly string[],
  views: readonly SqlSource[],
): Promise<{ readonly problem: SqlProblem | null; readonly read: readonly Statement[] }> {
  for (const row of await db.rows(sql`SELECT view_name FROM duckdb_views() WHERE temporary AND NOT internal`))
    await db.run(sql`DROP VIEW IF EXISTS ${id('temp', String(row['view_name']))}`);
  const sources = new Map(views.map((view) => [view.name.toLowerCase(), view]));
  for (const table of tables) sources.delete(table);
  const found = new Map<string, Statement>();
  const pending = [...names];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const source = sources.get(name);
    if (source === undefined || found.has(name)) continue;
    const statement = await read(db, source.text);
    found.set(name, statement);
    if (statement.kind === 'select') pending.push(...statement.reads);
  }
  const reads = new Map([...found].map(([name, one]) => [name, one.kind === 'select' ? one.reads : []]));
  const { order, cycle } = inOrder([...reads.keys()], reads);
  const all = { read: [...found.values()] };
  if (cycle !== null) {
    const ring = cycle.map((one) => sources.get(one)?.name ?? one).join(' → ');
    return { ...all, problem: problem('view-cycle', { names: ring }) };
  }
  // What somebody wrote who saw more tells of persons by its very names.
  const hidden = order.flatMap((one) => sources.get(one) ?? []).find((source) => source.hidden);
  if (hidden !== undefined) return { ...all, problem: problem('view-hidden', { name: hidden.name }) };
  for (const one of order) {
    const source = sources.get(one);
    const why = source === undefined ? null : await makeView(db, source, found.get(one));
    if (why !== null) return { ...all, problem: problem('view-broken', { name: source?.name ?? one }, why) };
  }
  return { ...all, problem: null };
}

/** Makes one view; why it does not run, in DuckDB's words, null where it does. */
async function makeView(db: Connection, { name, text }: SqlSource, statement?: Statement): Promise<string | null> {
  if (statement?.kind === 'refused') return statement.problem.detail;
  try {
    await boundSql(db, text);
    await db.run(sql`CREATE OR REPLACE TEMP VIEW ${id(name)} AS SELECT * FROM ${relationOf(text)}`);
    return null;
  } catch (error) {
    const told = problemOfError(text, error);
    if (told === null) throw error;
    return told.detail;
  }
}

const problem = (code: SqlProblem['code'], params: SqlProblem['params'], detail = ''): SqlProblem => ({
  ...{ code, params, detail },
  place: null,
});
